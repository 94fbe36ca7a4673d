"""Parameters that a file calls by a former name."""

from dataclasses import replace

from sim.base.parameters import present_name
from sim.base.problems import Problem, quote
from sim.document.tree import MapEntry, MapNode


def with_present_names(root: MapNode, heading: str, problems: list[Problem]) -> MapNode:
    """The same file with the parameters under one of its headings by their present names."""
    entry = root.entries.get(heading)
    if entry is None or not isinstance(entry.node, MapNode):
        return root
    node = under_present_names(entry.node, problems)
    return replace(root, entries={**root.entries, heading: replace(entry, node=node)})


def under_present_names(node: MapNode, problems: list[Problem]) -> MapNode:
    """The same mapping with each parameter under its present name; to name one twice is wrong."""
    entries: dict[str, MapEntry] = {}
    words: dict[str, str] = {}
    for word, entry in node.entries.items():
        name = present_name(word)
        if name in entries:
            former = word if word != name else words[name]
            message = f"{quote(former)} is a former name of {quote(name)}; write one of the two"
            problems.append(Problem(entry.key_mark, message))
        entries[name], words[name] = entry, word
    return MapNode(node.mark, entries)
