"""What a scenario extends, as a scenario of its own that is asked in the same years and worlds."""

from dataclasses import replace
from pathlib import Path

from sim.base.phrases import joined
from sim.base.problems import Location, Problem
from sim.document import tree
from sim.document.tree import ListNode, MapNode, Node, ScalarNode
from sim.scenario.family import EXTENDS, find_parent
from sim.scenario.merge import SETTINGS, read_merged
from sim.scenario.schema import Scenario, load
from sim.scenario.shipped import is_file

CHOICES = ("tenders", "rivals", "replay", "parameters")
"""Settings by which worlds differ though theatre, years, number of worlds and seed are the same."""

_OWN = ("events", "measures", SETTINGS, *CHOICES)


def parent_of(scenario: Scenario) -> Scenario | None:
    """What the file of a scenario extends: its own events, parameters and measures left out.

    Theatre, years, worlds and seed are those of the scenario; the title is that of the one it
    extends, and of several all their titles. None if it extends nothing, or was
    read from results, which do not say what it extends.

    >>> from sim.scenario import load
    >>> parent_of(load("cheap_russian_arms")).name
    'history'
    """
    if not is_file(scenario.path):
        return None
    problems: list[Problem] = []
    root = tree.read(scenario.path, problems)
    if root is None or EXTENDS not in root.entries:
        return None
    years = {"years": {"from": scenario.first_year, "to": scenario.last_year}}
    over = tree.from_plain(years, Location(str(scenario.path), 1, 1))
    assert isinstance(over, MapNode)
    parent = load(scenario.path, over, without=_OWN)
    names = _named(root.entries[EXTENDS].node)
    title = _titles(scenario.path, root.entries[EXTENDS].node)
    name = " and ".join(names)
    return replace(parent, name=name, title=title, worlds=scenario.worlds, seed=scenario.seed)


def _titles(path: Path, node: Node) -> str:
    """The titles of what a file extends, in its order, each once; without a title, the name."""
    if isinstance(node, ListNode):
        return joined(list(dict.fromkeys(_titles(path, item) for item in node.items)))
    found = find_parent(node, path, (), [])
    merged = None if found is None else read_merged(found, [])
    entry = None if merged is None else merged.root.entries.get("title")
    held = None if entry is None else entry.node
    return str(held.value) if isinstance(held, ScalarNode) else " ".join(_named(node))


def _named(node: Node) -> list[str]:
    """Names of the scenarios that are extended, without folder and suffix."""
    if isinstance(node, ListNode):
        return [name for item in node.items for name in _named(item)]
    word = node.value if isinstance(node, ScalarNode) else None
    return [str(word).rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")]
