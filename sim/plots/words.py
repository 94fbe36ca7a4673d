"""Events in words: what they are called, when they hold, and what they hang on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sim.base.phrases import with_dashes
from sim.measure.words import spoken
from sim.plots.kind_words import words_of_kind
from sim.scenario import Event
from sim.theatre.theatre import Theatre


def words_of(event: Event, theatre: Theatre) -> str:
    """What an event is called: its title, else what its kind says of its states."""
    return with_dashes(event.title) if event.title else words_of_kind(event, theatre)


def names_of(events: Iterable[Event], theatre: Theatre) -> dict[str, str]:
    """What the events of a scenario are called, by their ids."""
    return {event.id: words_of(event, theatre) for event in events}


def years_of(event: Event, names: Mapping[str, str]) -> str:
    """When an event holds, or grows: ``2012–2013``, ``2011 (grows over 5 years)``.

    Of one that differs from world to world: ``2024–2027 (drawn)``, ``2012 (if China orders)``.
    ``names`` are those of its scenario's events, as ``openness_of`` wants them.
    """
    openness = openness_of(event, names)
    if openness:
        last = event.until if event.condition is not None else event.latest
        span = f"{event.year}–{last}" if last not in (None, event.year) else str(event.year)
        return f"{span} ({openness})"
    if event.until is not None and event.until > event.year:
        return f"{event.year}–{event.until}"
    if event.until is not None:
        return f"{event.year} only"
    if event.over is not None and event.over > 1:
        return f"{event.year} (grows over {event.over} years)"
    return str(event.year)


def openness_of(event: Event, names: Mapping[str, str]) -> str:
    """What an event hangs on in each world, in words; empty for one that all worlds have.

    ``names`` are those of its scenario's events, by id: one of them may be what it waits for.
    """
    parts = []
    if event.condition is not None:
        after = event.condition.after
        later = "" if after == 1 else f", {after} years later"
        values = dict(event.condition.values)
        if event.condition.kind == "event":
            values["id"] = names.get(values["id"], values["id"])
        parts.append(f"if {_CONDITIONS[event.condition.kind](values)}{later}")
    if event.latest is not None:
        parts.append("year drawn")
    if event.probability is not None:
        parts.append(f"in {event.probability:.0%} of worlds")
    return ", ".join(parts)


def _pair(values: Mapping[str, Any], verb: str) -> str:
    weapon = values.get("class", "all")
    what = "" if weapon == "all" else f" {spoken(weapon)}"
    return f"{joined_by_or(values['buyer'])} {verb}{what} {{}} {joined_by_or(values['supplier'])}"


def joined_by_or(names: Sequence[str]) -> str:
    """Names of which any one will do: ``India, Egypt or Iran``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _order_signed(values: Mapping[str, Any]) -> str:
    least = f" of at least {values['tiv']:g} TIV" if values["tiv"] > 0 else ""
    return _pair(values, "orders").format("from") + least


def _share_reached(values: Mapping[str, Any]) -> str:
    above = values["above"] is not None
    level = values["above"] if above else values["below"]
    return (
        f"{joined_by_or(values['supplier'])} {'brings more' if above else 'brings less'} than "
        f"{level:.0%} of what comes to {joined_by_or(values['buyer'])} in five years"
    )


_CONDITIONS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "order": _order_signed,
    "talks": lambda values: _pair(values, "announces talks about").format("with").replace(
        "about with", "with"
    ),
    "deliveries": lambda values: (
        f"{joined_by_or(values['buyer'])} has had {values['tiv']:g} TIV from "
        f"{joined_by_or(values['supplier'])}"
    ),
    "share": _share_reached,
    "event": lambda values: f"‘{values['id']}’ has begun",
}  # fmt: skip
