"""Many worlds, one after another, compiled: the unit that threads and machines share out.

What a block leaves is flat: one row per order, by world, year, buyer, class and tender. Everything
else (deliveries, measures, plots) follows from these rows.
"""

from typing import Any, NamedTuple

import numpy as np

from sim.model.compiled import compiled
from sim.model.grids import Floats, Integers, grid1, grid2, grid3
from sim.model.start import start
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
from sim.model.year import SCHEDULE, run_stage


class Orders(NamedTuple):
    """Orders of consecutive worlds. The book at the start comes first in each world."""

    place: Integers  # [M, 8] world, buyer, supplier, class, order year, first, last delivery, kind
    value: Floats  # [M, 2] TIV, US$ m


# columns of Orders.place; years count from the start
WORLD, BUYER_AT, SUPPLIER_AT, CLASS_AT, SIGNED, FIRST_AT, LAST_AT, KIND_AT = range(8)


class TooManyTendersError(RuntimeError):
    """A world wanted more tenders in a year than there is room for."""

    def __init__(self, world: int) -> None:
        """Name the world."""
        super().__init__(
            f"world {world} has more tenders in a year than there is room for; "
            "a need or a parameter is far out of range"
        )


@compiled
def write_orders(fixed: Fixed, world: World, number: int, row: int, orders: Orders) -> int:
    """Copy the orders of a world to rows from ``row`` on.

    Returns the next free row, or -1 if they do not fit.
    """
    book, volume = grid2(fixed, F.BOOK_PLACE), grid1(fixed, F.BOOK_TIV)
    delivery, usd_per_tiv = grid2(world, W.BOOK_DELIVERY), grid1(fixed, F.USD_PER_TIV)
    if row + volume.shape[0] > orders.value.shape[0]:
        return -1
    for n in range(volume.shape[0]):
        orders.place[row, WORLD] = number
        for column in range(4):
            orders.place[row, BUYER_AT + column] = int(book[n, column])
        orders.place[row, FIRST_AT] = int(delivery[n, 0])
        orders.place[row, LAST_AT] = int(delivery[n, 1])
        orders.place[row, KIND_AT] = int(book[n, 4])
        orders.value[row, 0] = volume[n]
        orders.value[row, 1] = volume[n] * usd_per_tiv[int(book[n, 1])]
        row += 1
    tender, tenders = grid3(world, W.TENDER), grid2(world, W.TENDERS)
    first_slot = grid1(fixed, F.FIRST_SLOT)
    for t in range(tenders.shape[0]):
        for b in range(tenders.shape[1]):
            for slot in range(int(first_slot[b]), int(first_slot[b] + tenders[t, b])):
                if tender[t, slot, SUPPLIER] == NOBODY:
                    continue
                if row == orders.value.shape[0]:
                    return -1
                orders.place[row, WORLD] = number
                orders.place[row, BUYER_AT] = b
                orders.place[row, SUPPLIER_AT] = int(tender[t, slot, SUPPLIER])
                orders.place[row, CLASS_AT] = int(tender[t, slot, CLASS])
                orders.place[row, SIGNED] = t
                orders.place[row, FIRST_AT] = int(tender[t, slot, FIRST])
                orders.place[row, LAST_AT] = int(tender[t, slot, LAST])
                orders.place[row, KIND_AT] = int(tender[t, slot, KIND])
                orders.value[row, 0] = tender[t, slot, TIV]
                orders.value[row, 1] = tender[t, slot, USD]
                row += 1
    return row


@compiled
def tenders_lost(world: World) -> float:
    """Tenders of a world that found no slot; more than none means that its arrays are too small."""
    lost = 0.0
    for by_buyer in grid1(world, W.LOST):
        lost += by_buyer
    return lost


@compiled
def run_block(
    first: int,
    parameters: Any,
    fixed: Fixed,
    forcing: Forcing,
    world: World,
    orders: Orders,
    talks: Floats,
) -> tuple[int, int]:
    """Run worlds ``first``, ``first`` + 1, … one for each row of ``parameters``.

    ``world`` is memory to work in; its key holds the seed. ``talks`` [W, Y * B * K * Q] takes the
    announcements of each world, as in ``W.TALKS``. Returns the rows written and the worlds
    finished. A block stops early, at a whole world, when the next one does not fit into ``orders``
    or has lost a tender.
    """
    row = 0
    for w in range(parameters.shape[0]):
        world.key[1] = first + w
        world.p[0] = parameters[w]
        start(fixed, world)
        for t in range(grid2(world, W.TENDERS).shape[0]):
            for stage in SCHEDULE:
                run_stage(stage, t, fixed, forcing, world)
        after = (
            -1 if tenders_lost(world) > 0.0 else write_orders(fixed, world, first + w, row, orders)
        )
        if after < 0:
            return row, w
        row = after
        said = world.layout[W.TALKS, 0]
        for i in range(talks.shape[1]):
            talks[w, i] = world.data[said + i]
    return row, parameters.shape[0]


def new_orders(rows: int) -> Orders:
    """Room for ``rows`` orders."""
    return Orders(np.zeros((rows, 8), dtype=np.int64), np.zeros((rows, 2)))


def most_orders(fixed: Fixed, world: World) -> int:
    """Orders that one world can have at most."""
    years, slots = world.layout[W.TENDER, 1:3].tolist()
    return int(years * slots + fixed.layout[F.BOOK_TIV, 1])
