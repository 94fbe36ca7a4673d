"""Orders and talks → ledgers: arrays [W, B, S, K, P] by buyer, supplier, class and period.

Each function adds to one ledger, so that none has to be made which nobody reads. ``place`` and
``value`` are the rows of ``orders.Orders``; ``unit`` is their column of volume or money; ``cells``
says in which class and period of the ledger a class and a year are counted.
"""

from typing import NamedTuple

from sim.base.arrays import Floats, Integers
from sim.model.compiled import compiled, compiled_apart
from sim.model.delivery import all_brought, brought
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    DUE_FIRST,
    DUE_LAST,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
)
from sim.model.world import BITS

TIV, USD = 0, 1  # columns of Orders.value


class LedgerCells(NamedTuple):
    """Where classes and years are counted."""

    class_at: Integers  # [K]
    period_at: Integers  # [Y]; -1 for a year that does not count


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
    place: Integers, value: Floats, unit: int, first_world: int, clock: Floats, cells: LedgerCells,
    orders: Floats,
) -> None:  # fmt: skip
    """Add what was ordered, by the year of signing; ``clock`` is for ``tally_deliveries`` alone."""
    for row in range(value.shape[0]):
        add_signed(place[row], value[row, unit], first_world, cells, orders)


@compiled_apart
def count_orders(
    place: Integers, first_world: int, clock: Floats, cells: LedgerCells, count: Floats
) -> None:
    """Add the number of orders, by the year of signing; ``clock`` is not looked at."""
    for row in range(place.shape[0]):
        add_signed(place[row], 1.0, first_world, cells, count)


@compiled_apart
def tally_deliveries(
    place: Integers, value: Floats, unit: int, first_world: int, clock: Floats, cells: LedgerCells,
    deliveries: Floats,
) -> None:  # fmt: skip
    """Add what was delivered, from orders before the start too; not what is due after the end.

    ``clock`` [W, S, K, E] is ``X.CLOCK`` of each world, or [1, S, K, E] that of all.
    """
    years = cells.period_at.shape[0]
    for row in range(value.shape[0]):
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        signed = max(place[row, SIGNED], 0)  # what was signed before counts from the start
        due = deliveries[place[row, WORLD] - first_world, b, s, cells.class_at[k]]
        work = clock[(place[row, WORLD] - first_world) % clock.shape[0], s, k]
        first, last = place[row, DUE_FIRST], place[row, DUE_LAST]
        for t in range(first, years):
            if cells.period_at[t] >= 0:
                due[cells.period_at[t]] += brought(t, work, signed, first, last, value[row, unit])
            if all_brought(t, work, signed, last):
                break


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
