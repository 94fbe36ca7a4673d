"""What the page tells of an event: words, and how far it can be moved and changed in size."""

from collections.abc import Iterator, Mapping
from math import log
from typing import Any

from sim.experiment.case import Case
from sim.plots.words import names_of, words_of, years_of
from sim.scenario import Event

SIZED = (
    "embargo", "alignment", "domestic_cost", "patron_objection", "rivalry", "objection", "capacity",
    "price", "need", "grant", "credit", "withhold",
)  # fmt: skip
"""Kinds with a size: those whose numbers are laid on the forcing as they are written."""
LARGEST = 2.0  # times its size, where nothing else bounds it
_TIMES: Mapping[str, float | None] = {
    "shift": 1.0, "strength": 1.0, "level": 1.0, "share": 1.0, "closes": 1.0, "usd_m": None,
}  # fmt: skip
"""Numbers of an event that its size multiplies, and their largest value."""
_STRONGEST = 100.0  # a factor, or one over it, that every kind of event may have
_POWER = ("factor",)
"""Numbers that are raised to it: at size 0 they change nothing, at 2 they do it twice."""


def event_facts(event: Event, case: Case) -> dict[str, Any]:
    """An event as ``EventMeta`` in ``js/types.d.ts``."""
    scenario, theatre = case.scenario, case.theatre
    sized = []
    if event.kind in SIZED:
        sized = list(_sized(event.kind, event.written()[event.kind]))
    states = list(_states(event.values, theatre.find))
    first = scenario.first_year
    return {
        "id": event.id,
        "label": words_of(event, theatre),
        "kind": event.kind,
        "what": str(type(event.effect).__doc__ or "").strip(),
        "year": event.year,
        "until": event.until,
        "over": event.over,
        "why": " ".join(event.why.split()),
        "source": (event.source or "").strip().rstrip("."),
        "buyers": [state for state in states if state in theatre.buyers],
        "suppliers": [state for state in states if state in theatre.suppliers],
        "years": list(_years(event, first, scenario.last_year)),
        "sizes": [0.0, _largest(sized)] if sized else None,
        "size_words": "; ".join(f"{path[-1].replace('_', ' ')} {value:g}"
                                for path, value, _ in sized) if sized else "",
        "scaled": [[list(path), how] for path, _, how in sized],
        "when": years_of(event, names_of(scenario.events, theatre)),
    }  # fmt: skip


def _years(event: Event, first: int, last: int) -> tuple[int, int]:
    """The years to which it can be moved; what lasts can also be in force at the start."""
    if event.condition is not None or event.latest is not None:  # its year is for a world to say
        return event.year, event.year
    lasts = event.effect.imposes.lasts and event.until is None
    return min(first - 1 if lasts else first, event.year), last


def _sized(
    name: str, value: Any, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], float, str]]:
    """The numbers that a size changes: the way to each in the event as written, its value, how."""
    here = (*path, name)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _sized(str(key), inner, here)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        word = next((part for part in reversed(here) if part in _TIMES), None)
        if name in _POWER:
            yield here, float(value), "power"
        elif word is not None:
            yield here, float(value), "times"


def _largest(sized: list[tuple[tuple[str, ...], float, str]]) -> float:
    """The largest size at which every number keeps its bounds."""
    tops = [LARGEST]
    for path, value, how in sized:
        word = next((part for part in reversed(path) if part in _TIMES), None)
        bound = None if how == "power" or word is None else _TIMES[word]
        if bound is not None and value != 0:
            tops.append(max(1.0, bound / abs(value)))
        if how == "power" and value > 0 and value != 1:
            tops.append(max(1.0, log(_STRONGEST) / abs(log(value))))
    return min(tops)


def _states(value: Any, find: Any) -> Iterator[str]:
    """States that an event names, by the theatre's names."""
    if isinstance(value, str):
        name = find(value)
        if name is not None:
            yield name
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _states(inner, find)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _states(inner, find)
