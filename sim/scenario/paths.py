"""Paths to the values of a scenario: ``price_sensitivity``, ``years.to``, ``events.ID.FIELD``.

They are what ``--set`` and the axes of a sweep call a value by.
"""

from collections.abc import Iterable, Mapping, Sequence

from sim.base.parameters import PARAMETERS, present_name
from sim.base.problems import Problem, quote, suggest, suggest_or_list
from sim.document.entries import Entry, words_of
from sim.document.overrides import Override, Step, with_value
from sim.document.tree import ListNode, MapNode, Node, ScalarNode
from sim.measure.measures import Measure
from sim.scenario.events import Event
from sim.scenario.family import EXTENDS
from sim.scenario.merge import LISTS_BY_ID, SETTINGS

_ENTRIES: Mapping[str, type[Entry]] = {"events": Event, "measures": Measure}
_FORMS = "write a parameter, events.ID.FIELD, measures.ID.FIELD or a heading, such as years.to"


def overridden(
    root: MapNode, overrides: Sequence[Override], headings: Iterable[str], problems: list[Problem]
) -> MapNode:
    """The same tree with values put over it, in their order; a later one wins.

    Args:
        root: a merged scenario.
        overrides: the values.
        headings: of a scenario file.
        problems: where paths that lead nowhere are reported.
    """
    headings = tuple(headings)
    for item in overrides:
        steps = steps_to(item.path, root, headings)
        if isinstance(steps, str):
            problems.append(Problem(item.mark, steps))
        else:
            root = with_value(root, steps, item.node)
    return root


def steps_to(path: str, root: MapNode, headings: Iterable[str]) -> tuple[Step, ...] | str:
    """The way through a merged scenario to the end of a path, or else what is wrong with it."""
    head, *rest = path.split(".")
    name = present_name(rest[0] if head == SETTINGS and len(rest) == 1 else path)
    if name in PARAMETERS:
        return SETTINGS, name
    if head in LISTS_BY_ID:
        return _steps_within(head, path.removeprefix(head).removeprefix("."), root)
    known = [word for word in headings if word != EXTENDS]
    if head == SETTINGS and rest:
        return f"unknown parameter {quote('.'.join(rest))}{suggest(rest[0], PARAMETERS)}"
    if head == EXTENDS:
        return "what a scenario extends cannot be set; write a file that extends others"
    if head not in known:
        hint = suggest(path, [*PARAMETERS, *known]) or f"; {_FORMS}"
        return f"there is nothing called {quote(path)} in a scenario{hint}"
    return head, *rest


def _steps_within(part: str, rest: str, root: MapNode) -> tuple[Step, ...] | str:
    """Steps to a field of an event or a measure, which may be one of its kind."""
    noun = part.removesuffix("s")
    items = _items(root, part)
    meant = [word for word in items if rest == word or rest.startswith(f"{word}.")]
    if not meant:
        word = rest.rpartition(".")[0] or rest
        return f"no {noun} {quote(word)} in the scenario{suggest(word, items)}"
    name = max(meant, key=len)
    place, item = items[name]
    field, *inner = rest.removeprefix(name).removeprefix(".").split(".")
    model = _ENTRIES[part]
    own = words_of(model)
    kind = next((word for word in item.entries if word in model.kinds), None)
    of_kind = {} if kind is None else words_of(model.kinds[kind])
    if field in own or (field == kind and kind is not None):
        return part, place, field, *inner
    if field in of_kind and kind is not None:
        return part, place, kind, field, *inner
    what = f"{noun} {quote(name)}"
    known = [*own, *of_kind]
    if not field:
        return f"{part}.{name} lacks a field: {', '.join(known)}"
    return f"{what} has no field {quote(field)}{suggest_or_list(field, known)}"


def _items(root: MapNode, part: str) -> dict[str, tuple[int, MapNode]]:
    """Entries of a list by id, with their places."""
    node: Node | None = root.entries[part].node if part in root.entries else None
    found: dict[str, tuple[int, MapNode]] = {}
    for place, item in enumerate(node.items if isinstance(node, ListNode) else ()):
        if isinstance(item, MapNode) and "id" in item.entries:
            word = item.entries["id"].node
            if isinstance(word, ScalarNode):
                found[str(word.value)] = place, item
    return found
