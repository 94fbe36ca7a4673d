"""Events that differ from world to world → rows of ``E.DIFFERS``; and the world where they fell."""

from dataclasses import replace

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.names import Places
from sim.model import noise
from sim.model.events import (
    DELIVERED,
    HAPPENED,
    NO_END,
    NONE,
    ORDERED,
    SHARE_ABOVE,
    SHARE_BELOW,
    TALKED,
)
from sim.model.world import NEVER
from sim.scenario import Event, Scenario
from sim.scenario.conditions import (
    ConditionKind,
    Delivered,
    OrderSigned,
    OtherEvent,
    ShareReached,
    TalksAnnounced,
)


def differing_events(scenario: Scenario) -> tuple[Event, ...]:
    """Events [J] of a scenario that differ from world to world."""
    return tuple(event for event in scenario.events if event.differs)


def differs_rows(scenario: Scenario, places: Places) -> tuple[Floats, Floats]:
    """Rows [J, 13] in the columns of ``E.DIFFERS``, and what conditions watch [M, 3]."""
    ids, start = [event.id for event in scenario.events], scenario.first_year
    rows: list[tuple[float, ...]] = []
    watched: list[tuple[int, ...]] = []
    for v, event in enumerate(scenario.events):
        if not event.differs:
            continue
        first, waits, last = len(watched), event.condition, event.until
        condition, at_least, other, after = NONE, 0.0, "", 0
        if waits is not None:
            condition, at_least, other = _condition(waits.seen)
            after = waits.after
            watched += waits.seen.watched(places)
        latest = event.year if event.latest is None else event.latest
        if waits is not None:
            latest = scenario.last_year if last is None else last
        ends = NO_END if last is None or waits is not None else last - start
        likely = 1.0 if event.probability is None else event.probability
        if other and other not in ids:  # left out of this scenario, as in an ablation
            likely = 0.0
        rows.append((
            v, noise.name_key(event.id), likely,
            event.year - start, latest - start, ends,
            NO_END if event.lasts is None else event.lasts, condition, after, at_least,
            ids.index(other) if other in ids else NONE, first, len(watched),
        ))  # fmt: skip
    return (
        np.array(rows, dtype=np.float64).reshape(-1, 13),
        np.array(watched, dtype=np.float64).reshape(-1, 3),
    )


def _condition(seen: ConditionKind) -> tuple[int, float, str]:
    """Number of a condition, what it must reach, and the id of the event that it waits for."""
    match seen:
        case OrderSigned():
            return ORDERED, seen.tiv, ""
        case TalksAnnounced():
            return TALKED, 0.0, ""
        case Delivered():
            return DELIVERED, seen.tiv, ""
        case ShareReached(above=None, below=below) if below is not None:
            return SHARE_BELOW, below, ""
        case ShareReached(above=above) if above is not None:
            return SHARE_ABOVE, above, ""
        case OtherEvent():
            return HAPPENED, 0.0, seen.id
    raise TypeError(type(seen))


def as_it_happened(scenario: Scenario, happened: Floats) -> Scenario:
    """The scenario of one world, in which every event has its year and none is open.

    ``happened`` [J] has the years from the start in which those that differ began, or NEVER.
    """
    began = dict(zip((e.id for e in differing_events(scenario)), happened.tolist(), strict=True))
    events = (
        _dated(event, scenario.first_year + int(began[event.id])) if event.differs else event
        for event in scenario.events
        if began.get(event.id) != NEVER
    )
    return replace(scenario, events=tuple(events))


def _dated(event: Event, year: int) -> Event:
    """An event that began in a year, as if that had been written."""
    until = event.until if event.condition is None else None
    if event.lasts is not None:
        until = year + event.lasts - 1
    due = event.values.get("delivered")
    if isinstance(due, tuple):  # of an order, and moves with its year
        event = event.with_values({"delivered": tuple(y + year - event.year for y in due)})
    return event.model_copy(
        update={
            "year": year, "until": until, "condition": None, "latest": None, "probability": None,
            "lasts": None,
        }
    )  # fmt: skip
