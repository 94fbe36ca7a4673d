"""``extends:`` — a scenario says only how it differs from its parent.

Mappings merge by key (``set``, ``years``, ``plots``), ``events`` and ``measures`` merge by ``id``,
everything else replaces. Nodes keep the marks of the file that wrote them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.base.problems import MOST_TOLD, Location, Problem, quote, suggest
from sim.document import tree
from sim.document.tree import ListNode, MapEntry, MapNode, Node, ScalarNode, SpoiltNode
from sim.scenario import shipped
from sim.scenario.omitted import Omitted
from sim.scenario.renamed import under_present_names

EXTENDS = "extends"
REMOVE = "remove"
LISTS_BY_ID = ("events", "measures")
SETTINGS = "set"
HEADINGS = ("years", SETTINGS, "events", "measures", "plots")


@dataclass(frozen=True)
class Merged:
    """The merged tree. It is incomplete when a file it builds on could not be read.

    ``files`` are those it was made of, child first; ``omitted`` is what children took out.
    """

    root: MapNode
    complete: bool
    files: tuple[str, ...] = ()
    omitted: tuple[Omitted, ...] = ()


def read_merged(
    path: Path, problems: list[Problem], without: Collection[str] = ()
) -> Merged | None:
    """Read a file and all it extends. Report what is wrong; None when the file has no content.

    Headings named in ``without`` are left out of the file itself, not of what it extends.
    """
    line: list[MapNode] = []
    seen: list[Path] = []
    complete = True
    current: Path | None = path
    while current is not None:
        root = tree.read(current, problems)
        if root is None:
            complete = False
            break
        if not line:
            kept = {key: entry for key, entry in root.entries.items() if key not in without}
            root = MapNode(root.mark, kept)
        line.append(root)
        seen.append(current.resolve())
        extends = root.entries.get(EXTENDS)
        if extends is None:
            break
        current = _find_parent(extends.node, current, seen, problems)
        complete = current is not None
    if not line:
        return None
    merged = MapNode(line[0].mark, {})
    omitted: list[Omitted] = []
    for root in reversed(line):
        merged = merge(merged, root, problems, complete, omitted)
    return Merged(merged, complete, tuple(root.mark.file for root in line), tuple(omitted))


def lay_over(merged: Merged, child: MapNode, problems: list[Problem]) -> Merged:
    """Lay a further file over a merged tree, as if it extended it."""
    omitted: list[Omitted] = []
    root = merge(merged.root, child, problems, merged.complete, omitted)
    files = (child.mark.file, *merged.files)
    return Merged(root, merged.complete, files, (*merged.omitted, *omitted))


def merge(
    parent: MapNode,
    child: MapNode,
    problems: list[Problem],
    complete: bool,
    omitted: list[Omitted],
) -> MapNode:
    """Lay ``child`` over ``parent``; the result no longer says ``extends``.

    When the parent is not ``complete``, removing what it lacks is no mistake. What the child takes
    out of the lists is added to ``omitted``.
    """
    entries = {key: entry for key, entry in parent.entries.items() if key != EXTENDS}
    for key, entry in child.entries.items():
        # A heading whose lines are all commented out says nothing.
        if key == EXTENDS or (key in HEADINGS and _is_blank(entry.node)):
            continue
        inherited = entries[key].node if key in entries else None
        node = entry.node
        if key == SETTINGS and isinstance(node, MapNode):  # a child may know the newer name
            node = under_present_names(node, problems)
        if key in LISTS_BY_ID and isinstance(node, ListNode):
            own, node = node, _merge_by_id(inherited, node, problems, complete)
            if isinstance(inherited, ListNode):
                omitted += _omissions(key, inherited, own, node)
        elif isinstance(inherited, MapNode) and isinstance(node, MapNode):
            # One level only: a prior replaces a prior whole, or two shapes would mix.
            node = MapNode(node.mark, {**inherited.entries, **node.entries})
        entries[key] = MapEntry(entry.key_mark, node)
    return MapNode(child.mark, entries)


def _find_parent(node: Node, child: Path, seen: list[Path], problems: list[Problem]) -> Path | None:
    if isinstance(node, SpoiltNode):
        return None
    name = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(name, str):
        problems.append(Problem(node.mark, "extends must name one scenario file"))
        return None
    beside = (child.parent / name, child.parent / shipped.with_suffix(name))
    path = next(filter(shipped.is_file, beside), None) or shipped.find(name)
    if path is None:
        siblings = sorted(file.name for file in child.parent.glob("*.yaml") if file != child)
        known = [*siblings, *shipped.shipped_names()]
        message = f"extends: no scenario {quote(name)} beside this file or among the shipped ones"
        problems.append(Problem(node.mark, message + suggest(name, known)))
        return None
    if path.resolve() in seen:
        message = f"extends goes round in a circle: {quote(name)} builds on this file"
        problems.append(Problem(node.mark, message))
        return None
    return path


class _Items:
    """The entries of a list in their order, found by id; some are dropped, some put in place."""

    def __init__(self, inherited: Node | None) -> None:
        self._items: list[Node | None] = []
        self._places: dict[str, list[int]] = {}
        for item in inherited.items if isinstance(inherited, ListNode) else ():
            self.add(item)
        self.known = list(self._places)

    @property
    def left(self) -> tuple[Node, ...]:
        """Those that were not dropped."""
        return tuple(item for item in self._items if item is not None)

    def add(self, item: Node) -> None:
        """Put an entry behind the others."""
        name = _text(item, "id")
        if name is not None:
            self._places.setdefault(name, []).append(len(self._items))
        self._items.append(item)

    def replace(self, name: str, item: Node) -> bool:
        """Put an entry in the place of that of the same id; False if there is none."""
        places = self._places.get(name)
        if places:
            self._items[places[0]] = item
        return bool(places)

    def drop(self, name: str) -> bool:
        """Take out all of an id; False if there is none."""
        places = self._places.pop(name, [])
        for place in places:
            self._items[place] = None
        return bool(places)


def _merge_by_id(
    inherited: Node | None, own: ListNode, problems: list[Problem], complete: bool
) -> ListNode:
    merged = _Items(inherited)
    written: list[Node] = []
    for item in own.items:
        if isinstance(item, MapNode) and REMOVE in item.entries:
            _remove(item, merged, complete, problems)
        else:
            written.append(item)
    first: dict[str, Location] = {}
    for item in written:
        name = _text(item, "id")
        if name is not None and name in first:
            message = f"the id {quote(name)} stands twice in this file; first on line "
            problems.append(Problem(_mark_of(item, "id"), f"{message}{first[name].line}"))
            merged.add(item)  # so that its other mistakes are found as well
        elif name is None or not merged.replace(name, item):
            merged.add(item)
        if name is not None:
            first.setdefault(name, _mark_of(item, "id"))
    return ListNode(own.mark, merged.left)


def _remove(item: MapNode, merged: _Items, complete: bool, problems: list[Problem]) -> None:
    """Drop what ``- remove: id`` names, which must be inherited if those above are complete."""
    for key, entry in item.entries.items():
        if key != REMOVE:
            problems.append(Problem(entry.key_mark, f"{quote(key)} cannot stand beside 'remove'"))
    name = _text(item, REMOVE)
    if name is None:
        if not isinstance(item.entries[REMOVE].node, SpoiltNode):
            problems.append(Problem(_mark_of(item, REMOVE), "remove must name one inherited id"))
    elif not merged.drop(name) and complete:
        if name in merged.known:
            why = f"{quote(name)} is already removed"
        else:
            hint = suggest(name, merged.known) if len(problems) < MOST_TOLD else ""
            why = f"no inherited id {quote(name)}{hint}"
        problems.append(Problem(_mark_of(item, REMOVE), f"nothing to remove: {why}"))


def _omissions(
    part: str, inherited: ListNode, own: ListNode, merged: ListNode
) -> Iterator[Omitted]:
    """Tell of every inherited entry that is not in the merged list which own entry took it out."""
    stays = {id(item) for item in merged.items}
    anew, gone = (
        {name: item for item in reversed(own.items) if (name := _text(item, key)) is not None}
        for key in ("id", REMOVE)
    )
    for old in inherited.items:
        name = _text(old, "id")
        if id(old) in stays or name is None:
            continue
        if name in anew:
            yield Omitted(part, name, old.mark, "replaced", anew[name].mark)
        elif name in gone:
            yield Omitted(part, name, old.mark, "removed", gone[name].mark)


def _text(item: Node, key: str) -> str | None:
    node = item.entries[key].node if isinstance(item, MapNode) and key in item.entries else None
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else None


def _mark_of(item: Node, key: str) -> Location:
    return item.entries[key].node.mark if isinstance(item, MapNode) else item.mark


def _is_blank(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.value is None
