"""Block of worlds → rows of the tables of a results folder.

Rows come in the order of worlds, so that files do not depend on threads or block size.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.base.arrays import Floats, Short
from sim.experiment.case import Case
from sim.experiment.chances import differing_events
from sim.experiment.columns import column, column_of_known, column_of_names
from sim.experiment.worlds import Block
from sim.model.grids import array_of
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    KIND_AT,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
)
from sim.model.tally import tally_cancelled
from sim.model.world import LICENSED, NEVER, X

Columns = dict[str, pa.Array]

COLUMNS = {
    "orders": (
        "world", "order", "buyer", "supplier", "class", "order_year", "first_delivery",
        "last_delivery", "tiv", "usd_m", "licensed",
    ),
    "announcements": ("world", "year", "buyer", "supplier", "class", "became_order"),
    "deliveries": ("world", "buyer", "supplier", "class", "delivery_year", "tiv", "usd_m"),
    "measures": ("world", "measure", "value"),
    "parameters": ("world", "parameter", "value"),
    "events": ("world", "event", "year"),
}  # fmt: skip

FLOWS_READ = frozenset({"announcements", "order_count", "deliveries", "deliveries_usd"})


def rows_of(case: Case, block: Block, measured: Mapping[str, Floats]) -> dict[str, pa.Table]:
    """Rows of every table, by its name, for a block with the ``FLOWS_READ`` and its measures."""
    columns = {
        "orders": _orders(case, block),
        "announcements": _announcements(case, block),
        "deliveries": _deliveries(case, block),
        "measures": _measures(block, measured),
        "parameters": _parameters(block),
        "events": _events(case, block),
    }
    return {name: pa.table(found) for name, found in columns.items() if found}


def _orders(case: Case, block: Block) -> Columns:
    value, start = block.orders.value, np.int16(case.years[0])
    place, (first, last) = block.columns, block.dates
    in_world = np.bincount(place[WORLD], minlength=block.worlds)
    return {
        "world": column(place[WORLD] + np.int32(block.first)),
        "order": column(np.concatenate([np.arange(number, dtype=np.int32) for number in in_world])),
        **_names(case, place[BUYER_AT], place[SUPPLIER_AT], place[CLASS_AT]),
        "order_year": column(place[SIGNED] + start),
        "first_delivery": _years(first, start),
        "last_delivery": _years(last, start),
        "tiv": column(value[:, 0].copy()),
        "usd_m": column(value[:, 1].copy()),
        "licensed": column(place[KIND_AT] == LICENSED),
        **_cancelled(case, block),
    }


def _cancelled(case: Case, block: Block) -> Columns:
    """What events cancelled of each order, in a scenario in which they can."""
    if not len(array_of(case.forcing, X.CUTS)):
        return {}
    found = np.zeros((len(block.orders.value), 3))
    tally_cancelled(*block.orders, block.first, block.clocks, case.forcing, found)
    return {
        "cancelled": _years(found[:, 0].astype(np.int16), np.int16(case.years[0])),
        "cancelled_tiv": column(found[:, 1].copy()),
        "refunded_usd_m": column(found[:, 2].copy()),
    }


def _years(years: Short, start: np.int16) -> pa.Array:
    """Calendar years; none where it never comes to that."""
    return column(years + start, years != NEVER)


def _announcements(case: Case, block: Block) -> Columns:
    """Announcements of single buyers: an aggregate of many states always talks to somebody."""
    said, count = block.flows.announcements, block.flows.order_count
    if said is None or count is None:
        return {}
    single = np.array([name not in case.theatre.aggregates for name in case.theatre.buyers])
    cells, world, *names, year = _cells((said != 0.0) & single[:, None, None, None])
    return {
        "world": column(world + np.int32(block.first)),
        "year": column(year + np.int16(case.years[0])),
        **_names(case, *names),
        "became_order": column(count.ravel()[cells] > 0),
    }


def flow_rows(case: Case, block: Block, ledger: str) -> pa.Table:
    """Volumes above 0 in a ledger of flows: world, buyer, supplier, class, year, tiv."""
    held = getattr(block.flows, ledger)
    cells, world, *names, year = _cells(held != 0.0)
    return pa.table(
        {
            "world": column(world + np.int32(block.first)),
            **_names(case, *names),
            "year": column(year + np.int16(case.years[0])),
            "tiv": column(held.ravel()[cells]),
        }
    )


def _deliveries(case: Case, block: Block) -> Columns:
    delivered, paid = block.flows.deliveries, block.flows.deliveries_usd
    if delivered is None or paid is None:
        return {}
    cells, world, *names, year = _cells(delivered != 0.0)
    return {
        "world": column(world + np.int32(block.first)),
        **_names(case, *names),
        "delivery_year": column(year + np.int16(case.years[0])),
        "tiv": column(delivered.ravel()[cells]),
        "usd_m": column(paid.ravel()[cells]),
    }


def _parameters(block: Block) -> Columns:
    names = block.parameters.dtype.names or ()
    values = [block.parameters[name] for name in names]
    return _by_name(block, "parameter", names, column(np.stack(values, axis=1).ravel()))


def _measures(block: Block, measured: Mapping[str, Floats]) -> Columns:
    if not measured:
        return {}
    values = np.stack(list(measured.values()), axis=1).ravel()
    return _by_name(block, "measure", tuple(measured), column_of_known(values))


def _events(case: Case, block: Block) -> Columns:
    """Events that differ from world to world, where they happened; nothing where none differ."""
    ids = tuple(event.id for event in differing_events(case.scenario))
    if not ids:
        return {}
    world, event = np.nonzero(block.happened != NEVER)
    years = block.happened[world, event].astype(np.int16) + np.int16(case.years[0])
    return {
        "world": column(world.astype(np.int32) + np.int32(block.first)),
        "event": column_of_names(event.astype(np.int16), ids),
        "year": column(years),
    }


def _by_name(block: Block, title: str, names: tuple[str, ...], values: pa.Array) -> Columns:
    """Rows of worlds, each with a value for every name."""
    worlds = np.arange(block.first, block.first + block.worlds, dtype=np.int32)
    index = np.tile(np.arange(len(names), dtype=np.int16), block.worlds)
    return {
        "world": column(np.repeat(worlds, len(names))),
        title: column_of_names(index, names),
        "value": values,
    }


def _names(case: Case, buyer: Short, supplier: Short, kind: Short) -> Columns:
    theatre = case.theatre
    return {
        "buyer": column_of_names(buyer, theatre.buyers),
        "supplier": column_of_names(supplier, theatre.suppliers),
        "class": column_of_names(kind, theatre.classes),
    }


def _cells(held: npt.NDArray[np.bool_]) -> tuple[Any, ...]:
    """Where a ledger [W, B, S, K, Y] holds anything: place in its memory, then along each axis.

    Looking the axes up in a table of one world is quicker than dividing each place.
    """
    in_world = [np.flatnonzero(world) for world in held]
    found = np.array([len(cells) for cells in in_world])
    at = np.concatenate(in_world)
    world = np.repeat(np.arange(len(held), dtype=np.int32), found)
    first = np.repeat(np.arange(len(held)) * held[0].size, found)
    return at + first, world, *(axis.take(at) for axis in _axes(held.shape[1:]))


@cache
def _axes(shape: tuple[int, ...]) -> Short:
    """Where each cell of a world's ledger lies along each axis."""
    return np.indices(shape, dtype=np.int16).reshape(len(shape), -1)
