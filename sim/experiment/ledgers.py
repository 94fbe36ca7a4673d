"""Orders and talks → Flows: the ledgers that somebody reads, in memory that may be used again."""

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.measure.flows import FLOWS, Flows
from sim.model.grids import array_of
from sim.model.orders import Orders
from sim.model.tally import TIV, USD, count_orders, tally_deliveries, tally_orders, tally_talks
from sim.model.world import X

Memory = Mapping[str, Floats]  # by ledger [W, B, S, K, Y], for as many worlds as a block may have

_OF_ORDERS: Mapping[str, Callable[[Orders, int, Floats, Floats], None]] = {
    "deliveries": lambda rows, first, clock, to: tally_deliveries(*rows, TIV, first, clock, to),
    "orders": lambda rows, first, clock, to: tally_orders(*rows, TIV, first, to),
    "deliveries_usd": lambda rows, first, clock, to: tally_deliveries(*rows, USD, first, clock, to),
    "orders_usd": lambda rows, first, clock, to: tally_orders(*rows, USD, first, to),
    "order_count": lambda rows, first, clock, to: count_orders(rows.place, first, to),
}


def new_memory(case: Case, worlds: int, ledgers: Iterable[str] = FLOWS) -> Memory:
    """Room for some ledgers of so many worlds."""
    theatre = case.theatre
    axes = (theatre.buyers, theatre.suppliers, theatre.classes, case.years)
    return {name: np.zeros((worlds, *map(len, axes))) for name in ledgers}


def flows_of(
    case: Case,
    orders: Orders,
    first: int,
    count: int,
    talks: Floats | None = None,
    memory: Memory | None = None,
) -> Flows:
    """Flows of the worlds ``first`` to ``first + count - 1``.

    They have the ledgers for which ``memory`` has room, and lie in it; without it, all of them, in
    memory of their own. ``announcements`` need the ``talks`` [W, Y, B, K, Q] of the worlds.
    """
    theatre, clock = case.theatre, array_of(case.forcing, X.CLOCK)
    ledgers = {}
    for name, room in (new_memory(case, count) if memory is None else memory).items():
        ledger = room[:count]
        ledger.fill(0.0)
        if name in _OF_ORDERS:
            _OF_ORDERS[name](orders, first, clock, ledger)
        elif talks is not None:
            tally_talks(talks, ledger)
        else:
            continue
        ledgers[name] = ledger
    return Flows(
        theatre.buyers,
        theatre.suppliers,
        theatre.classes,
        periods=tuple((year, year) for year in case.years),
        deliveries=ledgers.get("deliveries"),
        orders=ledgers.get("orders"),
        deliveries_usd=ledgers.get("deliveries_usd"),
        orders_usd=ledgers.get("orders_usd"),
        order_count=ledgers.get("order_count"),
        announcements=ledgers.get("announcements"),
        aggregates=theatre.aggregates,
    )
