"""Orders and talks → ledgers: dense arrays [W, B, S, K, Y] by buyer, supplier, class and year.

Each function adds to one ledger, so that none has to be made which nobody reads. ``place`` and
``value`` are the rows of ``orders.Orders``; ``unit`` is their column of volume or money.
"""

from sim.base.arrays import Floats, Integers
from sim.model.compiled import compiled
from sim.model.delivery import enter_deliveries
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


@compiled
def tally_orders(
    place: Integers, value: Floats, unit: int, first_world: int, orders: Floats
) -> None:
    """Add what was ordered, by the year of signing; not what was signed before the start."""
    for row in range(value.shape[0]):
        w = place[row, WORLD] - first_world
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        signed = place[row, SIGNED]
        if signed >= 0:
            orders[w, b, s, k, signed] += value[row, unit]


@compiled
def tally_deliveries(
    place: Integers, value: Floats, unit: int, first_world: int, clock: Floats, deliveries: Floats
) -> None:
    """Add what was delivered, from orders before the start too; not what is due after the end.

    ``clock`` [S, K, E] is ``X.CLOCK``.
    """
    for row in range(value.shape[0]):
        w = place[row, WORLD] - first_world
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        signed = max(place[row, SIGNED], 0)  # what was signed before counts from the start
        enter_deliveries(
            deliveries[w, b, s, k], clock[s, k], signed,
            place[row, DUE_FIRST], place[row, DUE_LAST], value[row, unit],
        )  # fmt: skip


@compiled
def count_orders(place: Integers, first_world: int, count: Floats) -> None:
    """Add the number of orders, by the year of signing; not those signed before the start."""
    for row in range(place.shape[0]):
        w = place[row, WORLD] - first_world
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        signed = place[row, SIGNED]
        if signed >= 0:
            count[w, b, s, k, signed] += 1.0


@compiled
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
