"""Events: what happens in a scenario, each of one of the kinds of ``event_kinds``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.entries import Draft, Entries
from sim.scenario.event_kinds import KINDS, EventKind
from sim.scenario.fields import Id, Text, Whole
from sim.scenario.reading import Field, Reading
from sim.scenario.tree import MapNode
from sim.scenario.years import Year

__all__ = ["COMMON", "EVENTS", "KINDS", "Event", "EventKind", "is_over"]


@dataclass(frozen=True)
class Event:
    """Something that happens in a year of the scenario, or is in force at its start.

    The effect holds up to and including ``until``, or for good; it reaches its full size ``over``
    so many years, or at once. ``values`` holds the fields of its kind, defaults filled in.
    """

    id: str
    year: int
    until: int | None
    over: int | None
    why: str
    source: str | None
    kind: str
    values: Mapping[str, object]


COMMON = (
    Field("id", Id(), "a name for this event, unique in the scenario"),
    Field(
        "year",
        Year(before=True),
        "the first year in which the effect holds; an event before the scenario's first year is in "
        "force at the start, one of the first year is a change",
    ),
    Field("until", Year(within=False), "the last year in which it holds", required=False),
    Field("over", Whole(1, 100), "years until it reaches full size", required=False),
    Field("why", Text(500, lines=True), "the reason, for readers"),
    Field("source", Text(500, lines=True), "where this is recorded", required=False),
)


def _build(draft: Draft[EventKind], reading: Reading) -> Event | None:
    event = Event(**draft.common, kind=draft.kind.name, values=draft.values)
    sound = True
    if event.until is not None and event.until < event.year:
        message = f"until {event.until} lies before the event's year, {event.year}"
        reading.wrong(draft.node.entries["until"].node, message)
        sound = False
    if event.over is not None and event.until is not None:
        message = "give either 'until' or 'over': an effect that grows has no end"
        reading.wrong(draft.node.entries["over"].node, message)
        sound = False
    if event.over is not None and not draft.kind.ramps:
        ramping = ", ".join(kind.name for kind in KINDS.values() if kind.ramps)
        message = f"{event.kind} takes effect at once; 'over' is for: {ramping}"
        reading.wrong(draft.node.entries["over"].node, message)
        sound = False
    if event.until is not None and not draft.kind.lasts:
        message = f"{event.kind} happens in one year; 'until' is for what lasts"
        reading.wrong(draft.node.entries["until"].node, message)
        sound = False
    sound = sound and _order_makes_sense(event, draft, reading)
    return event if sound and _matters(event, draft, reading) else None


def is_over(kind: EventKind, year: int, until: int | None, first: int) -> bool:
    """Tell whether an event of so early a year leaves nothing to a scenario's years from ``first``.

    An order of an earlier year is in the theatre's order book. An effect that ended is gone, but
    what counts as a change since the start may end with the year before it.
    """
    if not kind.lasts:
        return year < first
    return until is not None and until < first - (1 if kind.since_start else 0)


def _matters(event: Event, draft: Draft[EventKind], reading: Reading) -> bool:
    """Tell whether anything of an event is left in the scenario's years."""
    first, last = reading.years
    if not is_over(draft.kind, event.year, event.until, first):
        return True
    if draft.kind.lasts:
        message = f"until {event.until} lies before the scenario's years, {first}-{last}"
        reading.wrong(draft.node.entries["until"].node, f"{message}: nothing is left of the event")
    else:
        message = f"an order of {event.year} lies before the scenario's years, {first}-{last}"
        hint = "what was ordered before them belongs in the theatre's order book"
        reading.wrong(draft.node.entries["year"].node, f"{message}; {hint}")
    return False


def _order_makes_sense(event: Event, draft: Draft[EventKind], reading: Reading) -> bool:
    """Tell whether a given order is delivered after it was signed, from one state to another."""
    if event.kind != "order":
        return True
    fields = draft.node.entries["order"].node
    assert isinstance(fields, MapNode)
    delivered: Any = event.values["delivered"]
    if delivered is not None and delivered[0] < event.year:
        message = f"delivery begins in {delivered[0]}, before the order of {event.year}"
        reading.wrong(fields.entries["delivered"].node, message)
        return False
    if event.values["buyer"] == event.values["supplier"]:
        reading.wrong(fields.entries["supplier"].node, "a state places no order with itself")
        return False
    return True


EVENTS = Entries("event", COMMON, KINDS, _build)
