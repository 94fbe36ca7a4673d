"""What a world leaves: flat rows, one per order, by year, buyer, class and tender.

Everything else (deliveries, measures, plots) follows from these rows.
"""

from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.model.compiled import compiled, compiled_apart
from sim.model.due import Due, due_of
from sim.model.equations import USUAL_PACKAGE, usual_price
from sim.model.grids import grid1, grid2
from sim.model.world import (
    CLASS,
    FIRST,
    KIND,
    LAST,
    NOBODY,
    SUPPLIER,
    TIV,
    USD,
    F,
    Fixed,
    Forcing,
    W,
    World,
)


class Orders(NamedTuple):
    """Orders of consecutive worlds. The book at the start comes first in each world."""

    place: Integers  # [M, 8] by column, see below
    value: Floats  # [M, 2] TIV, US$ m


# Columns of Orders.place. Years count from the start. DUE_FIRST and DUE_LAST are the years of
# delivery of a supplier whose clock never slows; ``tally.date_orders`` has those of the calendar.
WORLD, BUYER_AT, SUPPLIER_AT, CLASS_AT, SIGNED, KIND_AT, DUE_FIRST, DUE_LAST = range(8)


@compiled
def due_of_row(place: Integers, forcing: Forcing) -> Due:
    """When an order is due, and what happens to it, by its row of ``Orders.place``."""
    return due_of(
        place[BUYER_AT], place[SUPPLIER_AT], place[CLASS_AT],
        place[SIGNED], place[DUE_FIRST], place[DUE_LAST], forcing,
    )  # fmt: skip


@compiled_apart
def write_book(fixed: Fixed, world: World, number: int, row: int, orders: Orders) -> int:
    """Copy the order book at the start to rows from ``row`` on.

    Returns the next free row, or -1 if they do not fit.
    """
    if row + grid1(fixed, F.BOOK_TIV).shape[0] > orders.value.shape[0]:
        return -1
    book, volume = grid2(fixed, F.BOOK_PLACE), grid1(fixed, F.BOOK_TIV)
    delivery, level = grid2(world, W.BOOK_DELIVERY), grid2(world, W.LEVEL)
    wealth, p = grid1(fixed, F.WEALTH), world.p[0]
    for n in range(volume.shape[0]):
        place = orders.place[row]
        place[WORLD] = number
        for column in range(4):
            place[BUYER_AT + column] = int(book[n, column])
        place[KIND_AT] = int(book[n, 4])
        place[DUE_FIRST], place[DUE_LAST] = int(delivery[n, 0]), int(delivery[n, 1])
        orders.value[row, 0] = volume[n]
        usd_per_tiv = usual_price(
            level[place[CLASS_AT], place[SUPPLIER_AT]], USUAL_PACKAGE, False,
            wealth[place[BUYER_AT]], p.usd_size, p.usd_second_hand, p.usd_wealth,
        )  # fmt: skip
        orders.value[row, 1] = volume[n] * usd_per_tiv
        row += 1
    return row


@compiled_apart
def write_orders(t: int, fixed: Fixed, world: World, number: int, row: int, orders: Orders) -> int:
    """Copy the orders of a year, the one played last, to rows from ``row`` on.

    Returns the next free row, or -1 if they do not fit.
    """
    tender, tenders = grid2(world, W.TENDER), grid2(world, W.TENDERS)
    first_slot = grid1(fixed, F.FIRST_SLOT)
    for b in range(tenders.shape[1]):
        for slot in range(int(first_slot[b]), int(first_slot[b] + tenders[t, b])):
            order = tender[slot]
            if order[SUPPLIER] == NOBODY:
                continue
            if row == orders.value.shape[0]:
                return -1
            place = orders.place[row]
            place[WORLD] = number
            place[BUYER_AT] = b
            place[SUPPLIER_AT] = int(order[SUPPLIER])
            place[CLASS_AT] = int(order[CLASS])
            place[SIGNED] = t
            place[KIND_AT] = int(order[KIND])
            place[DUE_FIRST], place[DUE_LAST] = int(order[FIRST]), int(order[LAST])
            orders.value[row, 0] = order[TIV]
            orders.value[row, 1] = order[USD]
            row += 1
    return row


def new_orders(rows: int) -> Orders:
    """Room for ``rows`` orders."""
    return Orders(np.zeros((rows, 8), dtype=np.int64), np.zeros((rows, 2)))


def most_orders(fixed: Fixed, world: World) -> int:
    """Orders that one world can have at most."""
    years, slots = world.layout[W.TENDERS, 1], world.layout[W.TENDER, 1]
    return int(years * slots + fixed.layout[F.BOOK_TIV, 1])
