"""Orders and talks → ledgers: arrays [W, B, S, K, P] by buyer, supplier, class and period.

Each function adds to one ledger, so that none has to be made which nobody reads. ``place`` and
``value`` are the rows of ``orders.Orders``; ``unit`` is their column of volume or money; ``cells``
says in which class and period of the ledger a class and a year are counted.
"""

from typing import NamedTuple

from sim.base.arrays import Floats, Integers
from sim.model.compiled import compiled, compiled_apart
from sim.model.due import enter_deliveries, first_year_of, last_year_of, struck
from sim.model.grids import grid2
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
    due_of_row,
)
from sim.model.world import BITS, CUT_REFUNDED, CUT_YEAR, NEVER, Forcing, X

TIV, USD = 0, 1  # columns of Orders.value


class LedgerCells(NamedTuple):
    """Where classes and years are counted."""

    class_at: Integers  # [K]
    period_at: Integers  # [Y]; -1 for a year that does not count
    by_year: Floats  # [Y] memory, all 0: what one order brings


@compiled
def add_signed(
    place: Integers, amount: float, first_world: int, cells: LedgerCells, ledger: Floats
) -> None:
    """Add an amount in the year of signing; not of what was signed before the start."""
    if place[SIGNED] >= 0 and cells.period_at[place[SIGNED]] >= 0:
        ledger[
            place[WORLD] - first_world, place[BUYER_AT], place[SUPPLIER_AT],
            cells.class_at[place[CLASS_AT]], cells.period_at[place[SIGNED]],
        ] += amount  # fmt: skip


@compiled_apart
def tally_orders(
    place: Integers, value: Floats, unit: int, first_world: int, cells: LedgerCells, orders: Floats
) -> None:  # fmt: skip
    """Add what was ordered, by the year of signing, also what is cancelled later."""
    for row in range(value.shape[0]):
        add_signed(place[row], value[row, unit], first_world, cells, orders)


@compiled_apart
def count_orders(place: Integers, first_world: int, cells: LedgerCells, count: Floats) -> None:
    """Add the number of orders, by the year of signing."""
    for row in range(place.shape[0]):
        add_signed(place[row], 1.0, first_world, cells, count)


@compiled
def clock_at(place: Integers, first_world: int, clocks: Floats) -> int:
    """Place of an order's world in ``clocks`` [W, S, K, E], or of the one that all share."""
    return (place[WORLD] - first_world) % clocks.shape[0]


@compiled_apart
def tally_deliveries(
    place: Integers, value: Floats, unit: int, first_world: int, clocks: Floats, forcing: Forcing,
    cells: LedgerCells, deliveries: Floats,
) -> None:  # fmt: skip
    """Add what was delivered, from orders before the start too; not what is due after the end.

    ``clocks`` [W, S, K, E] are ``X.CLOCK`` of each world, or [1, S, K, E] that of all.
    """
    years = cells.period_at.shape[0]
    for row in range(value.shape[0]):
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        due = deliveries[place[row, WORLD] - first_world, b, s, cells.class_at[k]]
        work = clocks[clock_at(place[row], first_world, clocks), s, k]
        of = due_of_row(place[row], forcing)
        if due.shape[0] == years:  # every year is a period
            enter_deliveries(due, of, work, value[row, unit], forcing)
            continue
        end = enter_deliveries(cells.by_year, of, work, value[row, unit], forcing)
        for t in range(of.first, end):
            if cells.period_at[t] >= 0:
                due[cells.period_at[t]] += cells.by_year[t]
            cells.by_year[t] = 0.0


@compiled_apart
def date_orders(
    place: Integers, first_world: int, clocks: Floats, forcing: Forcing, dates: Integers
) -> None:
    """Write the first and last year of delivery of each order by the calendar [M, 2].

    NEVER stands where nothing comes. ``clocks`` are those of ``tally_deliveries``.
    """
    for row in range(place.shape[0]):
        due, s, k = due_of_row(place[row], forcing), place[row, SUPPLIER_AT], place[row, CLASS_AT]
        work = clocks[clock_at(place[row], first_world, clocks), s, k]
        dates[row, 0] = first_year_of(due, work, forcing)
        dates[row, 1] = last_year_of(due, work, forcing)


@compiled_apart
def tally_cancelled(
    place: Integers, value: Floats, first_world: int, clocks: Floats, forcing: Forcing,
    cancelled: Floats,
) -> None:  # fmt: skip
    """Write what was cancelled of each order: first year or NEVER, TIV, US$ m paid back [M, 3].

    ``clocks`` are those of ``tally_deliveries``.
    """
    cut = grid2(forcing, X.CUTS)
    for row in range(value.shape[0]):
        due, s, k = due_of_row(place[row], forcing), place[row, SUPPLIER_AT], place[row, CLASS_AT]
        work = clocks[clock_at(place[row], first_world, clocks), s, k]
        cancelled[row, 0], cancelled[row, 1], cancelled[row, 2] = NEVER, 0.0, 0.0
        for j in range(due.cut, due.cuts):
            tiv = struck(j, due, work, value[row, TIV], forcing)
            if tiv > 0.0:
                year = cut[j, CUT_YEAR]
                earlier = cancelled[row, 0] == NEVER or year < cancelled[row, 0]
                cancelled[row, 0] = year if earlier else cancelled[row, 0]
                cancelled[row, 1] += tiv
                refunded = struck(j, due, work, value[row, USD], forcing) * cut[j, CUT_REFUNDED]
                cancelled[row, 2] += refunded


@compiled_apart
def tally_talks(talks: Floats, said: Floats) -> None:
    """Set to 1 where talks were announced, from the bits of ``W.TALKS`` [W, Y, B, K, Q]."""
    worlds, years, buyers, classes, numbers = talks.shape
    for w in range(worlds):
        for t in range(years):
            for b in range(buyers):
                for k in range(classes):
                    for q in range(numbers):
                        bits, s = int(talks[w, t, b, k, q]), q * BITS
                        while bits > 0:
                            if bits & 1:
                                said[w, b, s, k, t] = 1.0
                            bits, s = bits >> 1, s + 1
