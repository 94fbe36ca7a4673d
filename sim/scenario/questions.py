"""What a scenario asks: it inherits what happened, but not what others asked of it.

A file that asks anything itself inherits none of these headings, unless it says ``inherit:
questions``; its own measures then come before those it inherits.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sim.document.tree import ListNode, MapEntry, MapNode, Node, ScalarNode
from sim.measure.measures import Measure
from sim.scenario.events import Event

INHERIT = "inherit"
QUESTIONS = "questions"
HEADINGS = ("question", "look_for", "measures", "plots", "claims")
"""The headings that ask, and say nothing of what happens."""

FEW = 3  # states; a longer list is a group, and none of it is asked about alone
MOST_DRAWN = 4  # buyers


def asks(root: MapNode) -> bool:
    """Tell whether a file asks anything itself: with more than empty headings and removals."""
    return any(
        name in root.entries and not _is_silent(root.entries[name].node) for name in HEADINGS
    )


def how_many_ask(line: Sequence[MapNode]) -> int:
    """Of files from child to parents, tell how many are the scenario's own: up to the first to ask.

    Where none asks, the last one only says what happened.
    """
    return next((i for i, root in enumerate(line, 1) if asks(root)), len(line) - 1)


def inherited_by(child: MapNode, merged: MapNode, below: Collection[str]) -> MapNode:
    """Return what a child inherits: all, or all but what those ask that it extends, ``below``."""
    if not asks(child) or _says_inherit(child):
        return merged
    kept = {}
    for key, entry in merged.entries.items():
        node = _of_others(entry.node, below) if key in HEADINGS else entry.node
        if node is not None:
            kept[key] = MapEntry(entry.key_mark, node)
    return MapNode(merged.mark, kept)


def _of_others(node: Node, below: Collection[str]) -> Node | None:
    """What of a heading was written by other files than these, or None."""
    if isinstance(node, ListNode):
        items = tuple(item for item in node.items if item.mark.file not in below)
        return ListNode(node.mark, items) if items else None
    if isinstance(node, MapNode):
        entries = {k: e for k, e in node.entries.items() if e.key_mark.file not in below}
        return MapNode(node.mark, entries) if entries else None
    return None if node.mark.file in below else node


def own_first(merged: ListNode, own: ListNode) -> ListNode:
    """Put the entries of the child before those that it inherits, both in their order."""
    written, kept = ({id(item) for item in node.items} for node in (own, merged))
    first = [item for item in own.items if id(item) in kept]
    return ListNode(merged.mark, (*first, *(i for i in merged.items if id(i) not in written)))


def buyers_asked(measures: Iterable[Measure], events: Iterable[Event]) -> tuple[str, ...]:
    """Return the buyers that a scenario asks about, as it writes them, a few at most.

    They are those of its measures or, where these name none, of its own events.
    """
    for asked in (measures, events):
        found = dict.fromkeys(name for item in asked for name in _few(item.values, "buyer"))
        if found:
            return tuple(found)[:MOST_DRAWN]
    return ()


def named_in(measures: Iterable[Measure], role: str) -> frozenset[str]:
    """Return the states that stand in a role of any measure, as they are written."""
    return frozenset(name for item in measures for name in _named(item.values, role))


def dyads_asked(measures: Iterable[Measure]) -> Iterator[tuple[str, str]]:
    """Each buyer with each supplier that one measure names together, as they are written."""
    for item in measures:
        for buyer in _few(item.values, "buyer"):
            yield from ((buyer, supplier) for supplier in _few(item.values, "supplier"))


def events_of(events: Sequence[Event], node: Node | None, files: frozenset[str]) -> list[Event]:
    """Return the events that some files wrote; ``node`` is the list from which all were read."""
    items = node.items if isinstance(node, ListNode) else ()
    return [event for event, item in zip(events, items, strict=True) if item.mark.file in files]


def without_inherit(entries: Mapping[str, MapEntry]) -> dict[str, MapEntry]:
    """Return a parent's headings without what it says of its own parent's questions."""
    return {key: entry for key, entry in entries.items() if key != INHERIT}


def _says_inherit(child: MapNode) -> bool:
    node = child.entries[INHERIT].node if INHERIT in child.entries else None
    return isinstance(node, ScalarNode) and node.value == QUESTIONS


def _few(values: Mapping[str, Any], role: str) -> Iterator[str]:
    named = tuple(_named(values, role))
    yield from named if len(named) <= FEW else ()


def _named(values: Mapping[str, Any], role: str) -> Iterator[str]:
    """Every state that stands in a role, also deeper down."""
    for key, value in values.items():
        if key == role and value is not None:
            yield from (value,) if isinstance(value, str) else value
        elif isinstance(value, Mapping):
            yield from _named(value, role)


def _is_silent(node: Node) -> bool:
    if isinstance(node, ListNode) and node.items:
        return all(isinstance(item, MapNode) and "remove" in item.entries for item in node.items)
    return isinstance(node, ScalarNode) and node.value is None
