"""Inherited events and measures that a scenario with other years does not reach.

A file that shortens the years says nothing against what its parents wrote: an event of 2022 simply
does not happen in a scenario that ends in 2012, and the share of 2013-2017 cannot be measured. What
the file itself writes, or a file that builds on it, is meant for these years; outside them it is a
mistake. An event before the first year belongs to the start, but for one that is over by then.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sim.base.problems import Location
from sim.document.entries import windows_in
from sim.document.tree import ListNode, MapEntry, MapNode, Node, ScalarNode
from sim.document.types import read_window
from sim.measure.measures import MEASURE_KINDS
from sim.scenario.events import KINDS, is_over
from sim.scenario.omitted import Omitted

Reach = Callable[[MapNode], tuple[str, Location] | None]
"""Return the years of an entry that is not reached, and the mark that says so; else None."""


@dataclass(frozen=True)
class Limits:
    """The scenario's years, where each end was written, and the files from child to parents."""

    first: int
    last: int
    first_mark: Location | None
    last_mark: Location | None
    files: Sequence[str]

    def inherited(self, item: Node, limit: Location) -> bool:
        """Tell whether an entry comes from a file that knew nothing of this limit."""
        return self.files.index(item.mark.file) > self.files.index(limit.file)

    def event(self, item: MapNode) -> tuple[str, Location] | None:
        """Tell whether an inherited event lies after the last year, or was over by the first."""
        year, until = _whole(item, "year"), _whole(item, "until")
        if year is None:
            return None
        if year > self.last and self.last_mark and self.inherited(item, self.last_mark):
            return str(year), self.last_mark
        if "if" in item.entries:
            until = None  # the last year in which a condition counts, not that of the effect
        kinds = [KINDS[key] for key in item.entries if key in KINDS]
        gone = any(is_over(kind, year, until, self.first) for kind in kinds)
        if gone and self.first_mark and self.inherited(item, self.first_mark):
            return str(year) if until is None else f"{year}-{until}", self.first_mark
        return None

    def measure(self, item: MapNode) -> tuple[str, Location] | None:
        """Tell whether a window of an inherited measure leaves the years on either side."""
        for first, last in _windows(item):
            when = str(first) if first == last else f"{first}-{last}"
            if last > self.last and self.last_mark and self.inherited(item, self.last_mark):
                return when, self.last_mark
            if first < self.first and self.first_mark and self.inherited(item, self.first_mark):
                return when, self.first_mark
        return None


def split(
    root: MapNode, years: tuple[int, int], files: Sequence[str]
) -> tuple[MapNode, MapNode, tuple[Omitted, ...]]:
    """Take out of a merged tree what its years do not reach.

    Returns the tree that is left, a tree of what was taken out, and a list of the latter.
    """
    if not files:
        return root, MapNode(root.mark, {}), ()
    limits = Limits(*years, _limit(root, "from"), _limit(root, "to"), files)
    left, taken = dict(root.entries), dict[str, MapEntry]()
    omitted: list[Omitted] = []
    reaches: dict[str, Reach] = {"events": limits.event, "measures": limits.measure}
    for part, reach in reaches.items():
        entry = left.get(part)
        if entry is None or not isinstance(entry.node, ListNode):
            continue
        kept: list[Node] = []
        lost: list[Node] = []
        for item in entry.node.items:
            found = reach(item) if isinstance(item, MapNode) else None
            (kept if found is None else lost).append(item)
            if found is not None and isinstance(item, MapNode):
                name = str(_scalar(item, "id"))
                omitted.append(Omitted(part, name, item.mark, "not reached", found[1], found[0]))
        left[part] = MapEntry(entry.key_mark, ListNode(entry.node.mark, tuple(kept)))
        taken[part] = MapEntry(entry.key_mark, ListNode(entry.node.mark, tuple(lost)))
    return MapNode(root.mark, left), MapNode(root.mark, taken), tuple(omitted)


def _limit(root: MapNode, end: str) -> Location | None:
    """Return where the first or last year was written; None where it is the default."""
    years = root.entries.get("years")
    if years is None or not isinstance(years.node, MapNode) or end not in years.node.entries:
        return None
    return years.node.entries[end].node.mark


def _windows(item: MapNode) -> list[tuple[int, int]]:
    """Return every window that a measure names and that can be read."""
    found: list[tuple[int, int]] = []
    for word, kind in MEASURE_KINDS.items():
        under = item.entries[word].node if word in item.entries else None
        if not isinstance(under, MapNode):
            continue
        for name in windows_in(kind):
            node = under.entries[name].node if name in under.entries else None
            if isinstance(node, ScalarNode):
                with suppress(ValueError):  # it is reported when the measure is read
                    found.append(read_window(node.value))
    return found


def _whole(item: MapNode, key: str) -> int | None:
    value = _scalar(item, key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _scalar(item: MapNode, key: str) -> Any:
    node = item.entries[key].node if key in item.entries else None
    return node.value if isinstance(node, ScalarNode) else None
