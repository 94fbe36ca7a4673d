"""Events on orders and stocks → rows: suspensions, cancellations, arms handed on.

Rows of one buyer, supplier and class lie side by side, as ``sim.model.due`` looks for them. Their
years are left to the painter (``sim.model.painting``), which takes them from the events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.names import Places
from sim.model.events import AT_END, AT_ONCE, NO_END
from sim.model.world import NOBODY
from sim.scenario import Scenario
from sim.scenario.book_kinds import Cancel, Stocks, Suspend

_Row = tuple[float, ...]
_LATER = 0.0  # a year that the painter fills in


@dataclass(frozen=True)
class BookEvents:
    """What events do to orders that are signed, and to stocks, with the event of each row."""

    holds: Floats  # [I, 6]
    event_of_hold: Floats
    cuts: Floats  # [J, 9]
    event_of_cut: Floats
    handed: Floats  # [M, 6]
    event_of_handed: Floats


def book_events(scenario: Scenario, places: Places) -> BookEvents:
    """Rows of all events of a scenario that suspend, cancel or hand on, and their events."""
    holds: list[tuple[_Row, int]] = []
    cuts: list[tuple[_Row, int]] = []
    handed: list[tuple[_Row, int]] = []
    for v, event in enumerate(scenario.events):
        effect, then = event.effect, places.as_of(event.year)
        if isinstance(effect, Suspend):
            holds += [(row, v) for row in _holds(effect, then)]
            cuts += [(row, v) for row in _lost_at_end(effect, then)]
        elif isinstance(effect, Cancel):
            cuts += [(row, v) for row in _cuts(effect, scenario.first_year, then)]
        elif isinstance(effect, Stocks):
            handed += [(row, v) for row in _handed(effect, then)]
    # The order of the scenario within a dyad and class.
    holds.sort(key=lambda item: item[0][:3])
    cuts.sort(key=lambda item: item[0][:3])
    return BookEvents(*_table(holds, 6), *_table(cuts, 9), *_table(handed, 6))


def _table(rows: Iterable[tuple[_Row, int]], columns: int) -> tuple[Floats, Floats]:
    rows = list(rows)
    table = np.array([row for row, _ in rows], dtype=np.float64).reshape(-1, columns)
    return table, np.array([v for _, v in rows], dtype=np.float64)


def _holds(effect: Suspend, places: Places) -> Iterator[_Row]:
    for place, share in effect.cells(places):
        yield (*place, _LATER, _LATER, share)


def _lost_at_end(effect: Suspend, places: Places) -> Iterator[_Row]:
    """What is not resumed is cancelled after the last year, whole, and its money paid back."""
    if not effect.resume:
        for place, _ in effect.cells(places):
            yield (*place, AT_END, -NO_END, NO_END, 1.0, 0.0, 1.0)


def _cuts(effect: Cancel, start: int, places: Places) -> Iterator[_Row]:
    first, last = -NO_END, NO_END
    if effect.signed is not None:
        first, last = (signed - start for signed in effect.signed)
    for place, share in effect.cells(places):
        yield (*place, AT_ONCE, first, last, share, float(effect.reorder), effect.refund)


def _handed(effect: Stocks, places: Places) -> Iterator[_Row]:
    giver = NOBODY
    if effect.from_ is not None:
        giver = next(iter(places.as_buyers(effect.from_)), NOBODY)
    for (buyer, k), amount in effect.cells(places):
        yield (_LATER, buyer, k, giver, amount, float(effect.share is not None))
