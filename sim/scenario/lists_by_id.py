"""How a child's events and measures are laid over inherited ones, which are known by their ids."""

from collections.abc import Collection, Iterator

from sim.base.problems import MOST_TOLD, Location, Problem, quote, suggest
from sim.document.tree import ListNode, MapNode, Node, ScalarNode, SpoiltNode
from sim.scenario.omitted import Omitted

REMOVE = "remove"
OFF = "off"


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


def switched(
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


def merge_by_id(
    inherited: Node | None,
    own: ListNode,
    problems: list[Problem],
    complete: bool,
    elsewhere: Collection[str],
) -> ListNode:
    """The inherited entries, each as the child has it if it does, then the child's others.

    Removing what an incomplete parent lacks, or what is named in ``elsewhere``, is no mistake.
    """
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


def omissions(part: str, inherited: ListNode, own: ListNode, merged: ListNode) -> Iterator[Omitted]:
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
