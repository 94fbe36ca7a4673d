"""Events on orders and stocks → rows of the forcing: suspensions, cancellations, arms handed on.

Rows of one buyer, supplier and class lie side by side, as ``sim.model.due`` looks for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Problem
from sim.experiment.names import Places
from sim.model.world import HOLD_FIRST, HOLD_UNTIL, NO_END, NOBODY
from sim.scenario import Event, Scenario
from sim.scenario.book_kinds import Cancel, Stocks, Suspend

EVER = -NO_END  # orders signed however long ago


@dataclass(frozen=True)
class BookEvents:
    """What events do to orders that are signed, and to stocks; columns are those of the model."""

    holds: Floats  # [I, 6]
    cuts: Floats  # [J, 9]
    handed: Floats  # [L, 6]


def book_events(scenario: Scenario, places: Places) -> BookEvents:
    """Rows of all events of a scenario that suspend, cancel or hand on.

    Raises:
        InputError: where deliveries are suspended that are suspended already.
    """
    holds: list[tuple[float, ...]] = []
    cuts: list[tuple[float, ...]] = []
    handed: list[tuple[float, ...]] = []
    for event in scenario.events:
        effect, start = event.effect, scenario.first_year
        if isinstance(effect, Suspend):
            rows = list(_holds(event, effect, start, places))
            _check_apart(event, rows, holds, scenario)
            holds += rows
            cuts += _lost_after(event, effect, start, places)
        elif isinstance(effect, Cancel):
            cuts += _cuts(event, effect, start, places)
        elif isinstance(effect, Stocks):
            handed += _handed(event, effect, start, places)
    return BookEvents(_table(sorted(holds), 6), _table(sorted(cuts), 9), _table(handed, 6))


def _table(rows: list[tuple[float, ...]], columns: int) -> Floats:
    return np.array(rows, dtype=np.float64).reshape(len(rows), columns)


def _holds(
    event: Event, effect: Suspend, start: int, places: Places
) -> Iterator[tuple[float, ...]]:
    until = NO_END if event.until is None else event.until - start
    for place, share in effect.cells(places):
        yield (*place, event.year - start, until, share)


def _lost_after(
    event: Event, effect: Suspend, start: int, places: Places
) -> Iterator[tuple[float, ...]]:
    """What is not resumed is cancelled after its last year, whole, and its money paid back."""
    if effect.resume or event.until is None:
        return
    until = event.until - start
    for place, _ in effect.cells(places):
        yield (*place, until + 1, EVER, until, 1.0, 0.0, 1.0)


def _cuts(event: Event, effect: Cancel, start: int, places: Places) -> Iterator[tuple[float, ...]]:
    year = event.year - start
    first, last = EVER, year - 1
    if effect.signed is not None:
        first, last = (signed - start for signed in effect.signed)
    for place, share in effect.cells(places):
        yield (*place, year, first, last, share, float(effect.reorder), effect.refund)


def _handed(
    event: Event, effect: Stocks, start: int, places: Places
) -> Iterator[tuple[float, ...]]:
    giver = NOBODY
    if effect.from_ is not None and places.name(effect.from_) in places.theatre.buyers:
        [giver] = places.buyers(effect.from_)
    for (buyer, k), amount in effect.cells(places):
        yield (event.year - start, buyer, k, giver, amount, float(effect.share is not None))


def _check_apart(
    event: Event,
    rows: list[tuple[float, ...]],
    before: list[tuple[float, ...]],
    scenario: Scenario,
) -> None:
    """Refuse an event that suspends what another one has suspended in the same years."""
    for row in rows:
        for other in before:
            apart = row[HOLD_FIRST] > other[HOLD_UNTIL] or other[HOLD_FIRST] > row[HOLD_UNTIL]
            if row[:3] == other[:3] and not apart:
                mark = scenario.marks.at("events", scenario.events.index(event), "year")
                end = other[HOLD_UNTIL] + scenario.first_year
                until = "for good" if other[HOLD_UNTIL] == NO_END else f"until {end:.0f}"
                message = (
                    "another event has suspended the same deliveries in these years, from "
                    f"{other[HOLD_FIRST] + scenario.first_year:.0f} {until}; give one of them "
                    "other years ('until') or other 'classes'"
                )
                raise InputError([Problem(mark, message)])
