"""Parameters that a file calls by a former name."""

from sim.base.parameters import present_name
from sim.base.problems import Problem, quote
from sim.scenario.tree import Entry, MapNode


def under_present_names(node: MapNode, problems: list[Problem]) -> MapNode:
    """The same mapping with each parameter under its present name; to name one twice is wrong."""
    entries: dict[str, Entry] = {}
    words: dict[str, str] = {}
    for word, entry in node.entries.items():
        name = present_name(word)
        if name in entries:
            former = word if word != name else words[name]
            message = f"{quote(former)} is a former name of {quote(name)}; write one of the two"
            problems.append(Problem(entry.key_mark, message))
        entries[name], words[name] = entry, word
    return MapNode(node.mark, entries)
