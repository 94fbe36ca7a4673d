"""``extends:`` — a scenario says only how it differs from its parent.

Mappings merge by key (``set``, ``years``, ``plots``), ``events`` and ``measures`` merge by ``id``,
everything else replaces; ``{id, off}`` only switches an inherited event. What a parent asks is
inherited only by a child that asks nothing itself, or says so (``questions``). Nodes keep the marks
of the file that wrote them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sim.base.problems import MOST_TOLD, Location, Problem, quote, suggest
from sim.document import tree
from sim.document.tree import ListNode, MapEntry, MapNode, Node, ScalarNode, SpoiltNode
from sim.scenario import questions, shipped
from sim.scenario.omitted import Omitted
from sim.scenario.renamed import under_present_names

EXTENDS = "extends"
REMOVE = "remove"
OFF = "off"
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
    asking: frozenset[str] = frozenset()  # of these, whose events are the scenario's own


def read_merged(
    path: Path, problems: list[Problem], without: Collection[str] = ()
) -> Merged | None:
    """Read a file and all it extends. Report what is wrong; None when the file has no content.

    Each file is laid over those that it extends; of several that one file extends, a later one lies
    over an earlier one. A file that is reached twice is laid once, before all that extend it.
    Headings named in ``without`` are left out of the file itself, not of what it extends.
    """
    family = _Family(problems, without)
    family.read(path, ())
    if not family.trees or family.trees[-1].mark.file != str(path):
        return None
    merged = MapNode(family.trees[-1].mark, {})
    omitted: list[Omitted] = []
    for root in family.trees:
        below = family.below[root.mark.file]
        merged = questions.inherited_by(root, merged, below)
        omitted += _overruled(merged, root, below)
        elsewhere = {
            item.id for item in omitted if item.fate == "removed" and item.by.file not in below
        }
        merged = merge(merged, root, problems, family.complete, omitted, elsewhere)
    line = family.trees[::-1]
    files = tuple(root.mark.file for root in line)
    asking = frozenset(files[: questions.how_many_ask(line)])
    return Merged(merged, family.complete, files, tuple(omitted), asking)


class _Family:
    """A file and all that it extends: each once, those it extends before it."""

    def __init__(self, problems: list[Problem], without: Collection[str]) -> None:
        self.problems = problems
        self.without = without  # headings left out of the file that is read first
        self.complete = True
        self.trees: list[MapNode] = []
        self.below: dict[str, set[str]] = {}  # by file, those it is laid over by its own word
        self._read: dict[Path, str] = {}  # the name of a file in marks

    def read(self, path: Path, line: tuple[Path, ...]) -> set[str]:
        """Read a file at the end of a line of files, each extending the next; return its family."""
        own = path.resolve()
        if own in self._read:
            return {self._read[own], *self.below[self._read[own]]}
        root = tree.read(path, self.problems)
        if root is None:
            self.complete = False
            return set()
        if not line:
            kept = {key: held for key, held in root.entries.items() if key not in self.without}
            root = MapNode(root.mark, kept)
        below = set[str]()
        entry = root.entries.get(EXTENDS)
        for node in () if entry is None else _one_or_more(entry.node):
            parent = find_parent(node, path, (*line, own), self.problems)
            if parent is None:
                self.complete = False
            else:
                below |= self.read(parent, (*line, own))
        self.trees.append(root)
        self.below[root.mark.file], self._read[own] = below, root.mark.file
        return {root.mark.file, *below}


def _one_or_more(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) and node.items else (node,)


def _overruled(merged: MapNode, root: MapNode, below: set[str]) -> Iterator[Omitted]:
    """Tell of values of a file beside this one, which it does not extend and yet contradicts."""
    for heading in ("years", SETTINGS):
        held, own = (
            entry.node.entries
            if (entry := one.entries.get(heading)) and isinstance(entry.node, MapNode)
            else {}
            for one in (merged, root)
        )
        for name in held.keys() & own.keys():
            before, after = held[name].node, own[name].node
            if before.mark.file not in below and tree.to_plain(before) != tree.to_plain(after):
                yield Omitted(heading, name, before.mark, "overruled", after.mark)


def lay_over(merged: Merged, child: MapNode, problems: list[Problem]) -> Merged:
    """Lay a further file over a merged tree, as if it extended it."""
    omitted: list[Omitted] = []
    root = merge(merged.root, child, problems, merged.complete, omitted)
    files = (child.mark.file, *merged.files)
    return Merged(root, merged.complete, files, (*merged.omitted, *omitted), merged.asking)


def merge(
    parent: MapNode,
    child: MapNode,
    problems: list[Problem],
    complete: bool,
    omitted: list[Omitted],
    elsewhere: Collection[str] = (),
) -> MapNode:
    """Lay ``child`` over ``parent``; the result no longer says ``extends``.

    When the parent is not ``complete``, removing what it lacks is no mistake; nor is removing once
    more what a file beside the child has removed, ``elsewhere``. What the child takes out of the
    lists is added to ``omitted``.
    """
    entries = questions.without_inherit(parent.entries)
    entries.pop(EXTENDS, None)
    for key, entry in child.entries.items():
        # A heading whose lines are all commented out says nothing.
        if key == EXTENDS or (key in HEADINGS and _is_blank(entry.node)):
            continue
        inherited = entries[key].node if key in entries else None
        node = entry.node
        if key == SETTINGS and isinstance(node, MapNode):  # a child may know the newer name
            node = under_present_names(node, problems)
        if key in LISTS_BY_ID and isinstance(node, ListNode):
            own = _switched(inherited, node, problems, complete) if key == "events" else node
            node = _merge_by_id(inherited, own, problems, complete, elsewhere)
            if key == "measures":
                node = questions.own_first(node, own)
            if isinstance(inherited, ListNode):
                omitted += _omissions(key, inherited, own, node)
        elif isinstance(inherited, MapNode) and isinstance(node, MapNode):
            # One level only: a prior replaces a prior whole, or two shapes would mix.
            node = MapNode(node.mark, {**inherited.entries, **node.entries})
        entries[key] = MapEntry(entry.key_mark, node)
    return MapNode(child.mark, entries)


def find_parent(
    node: Node, child: Path, seen: tuple[Path, ...], problems: list[Problem]
) -> Path | None:
    """The file that a name after ``extends`` means; None, and a problem, where there is none."""
    if isinstance(node, SpoiltNode):
        return None
    name = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(name, str):
        problems.append(Problem(node.mark, "extends must name a scenario file, or a list of them"))
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


def _switched(
    inherited: Node | None, own: ListNode, problems: list[Problem], complete: bool
) -> ListNode:
    """The same list with ``{id, off}`` filled in: the inherited event, switched off or on."""
    held = {_text(item, "id"): item for item in getattr(inherited, "items", ())}
    items: list[Node] = []
    for item in own.items:
        name = _text(item, "id")
        if not isinstance(item, MapNode) or item.entries.keys() != {"id", OFF}:
            items.append(item)
        elif isinstance(before := held.get(name), MapNode):
            entries = {**before.entries, OFF: item.entries[OFF]}
            items.append(MapNode(before.mark, entries))
        elif complete and name is not None:
            known = [word for word in held if word is not None]
            message = f"no inherited event {quote(name)} to switch off or on"
            problems.append(Problem(_mark_of(item, "id"), message + suggest(name, known)))
    return ListNode(own.mark, tuple(items))


def _merge_by_id(
    inherited: Node | None,
    own: ListNode,
    problems: list[Problem],
    complete: bool,
    elsewhere: Collection[str],
) -> ListNode:
    merged = _Items(inherited)
    written: list[Node] = []
    for item in own.items:
        if isinstance(item, MapNode) and REMOVE in item.entries:
            _remove(item, merged, complete, problems, elsewhere)
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


def _remove(
    item: MapNode,
    merged: _Items,
    complete: bool,
    problems: list[Problem],
    elsewhere: Collection[str],
) -> None:
    """Drop what ``- remove: id`` names, which must be inherited if those above are complete."""
    for key, entry in item.entries.items():
        if key != REMOVE:
            problems.append(Problem(entry.key_mark, f"{quote(key)} cannot stand beside 'remove'"))
    name = _text(item, REMOVE)
    if name is None:
        if not isinstance(item.entries[REMOVE].node, SpoiltNode):
            problems.append(Problem(_mark_of(item, REMOVE), "remove must name one inherited id"))
    elif not merged.drop(name) and complete and name not in elsewhere:
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
        if name in anew and anew[name].mark != old.mark:  # else it is switched off or on
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
