"""Block of worlds → rows of the tables of a results folder.

Rows come in the order of worlds, so that files do not depend on threads or block size.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.experiment.case import Case
from sim.experiment.worlds import Block
from sim.model.block import (
    BUYER_AT,
    CLASS_AT,
    FIRST_AT,
    KIND_AT,
    LAST_AT,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
)
from sim.model.world import LICENSED

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.integer[Any]]
Columns = Mapping[str, Any]

LEDGERS_READ = frozenset({"announcements", "order_count", "deliveries", "deliveries_usd"})


def rows_of(case: Case, block: Block, measured: Mapping[str, Floats]) -> dict[str, pa.Table]:
    """Rows of every table, by its name, for a block with the ``LEDGERS_READ`` and its measures."""
    columns = {
        "orders": _orders(case, block),
        "announcements": _announcements(case, block),
        "deliveries": _deliveries(case, block),
        "measures": _measures(block, measured),
        "parameters": _parameters(block),
    }
    return {name: pa.table(dict(found)) for name, found in columns.items() if found}


def _orders(case: Case, block: Block) -> Columns:
    place, value, start = block.orders.place, block.orders.value, case.years[0]
    world = place[:, WORLD]
    in_world = np.bincount(world - block.first, minlength=block.worlds)
    return {
        "world": world.astype(np.int32),
        "order": np.concatenate([np.arange(number, dtype=np.int32) for number in in_world]),
        **_names(case, place[:, BUYER_AT], place[:, SUPPLIER_AT], place[:, CLASS_AT]),
        "order_year": (place[:, SIGNED] + start).astype(np.int16),
        "first_delivery": (place[:, FIRST_AT] + start).astype(np.int16),
        "last_delivery": (place[:, LAST_AT] + start).astype(np.int16),
        "tiv": value[:, 0].copy(),
        "usd_m": value[:, 1].copy(),
        "licensed": place[:, KIND_AT] == LICENSED,
    }


def _announcements(case: Case, block: Block) -> Columns:
    """Announcements of single buyers: an aggregate of many states always talks to somebody."""
    said, count = block.flows.announcements, block.flows.order_count
    if said is None or count is None:
        return {}
    single = np.array([name not in case.theatre.aggregates for name in case.theatre.buyers])
    cells = _cells(said)
    cells = cells[single[cells // said[0, 0].size % len(single)]]
    world, *names, year = np.unravel_index(cells, said.shape)
    return {
        "world": (world + block.first).astype(np.int32),
        "year": (year + case.years[0]).astype(np.int16),
        **_names(case, *names),
        "became_order": count.ravel()[cells] > 0,
    }


def _deliveries(case: Case, block: Block) -> Columns:
    delivered, paid = block.flows.deliveries, block.flows.deliveries_usd
    if delivered is None or paid is None:
        return {}
    cells = _cells(delivered)
    world, *names, year = np.unravel_index(cells, delivered.shape)
    return {
        "world": (world + block.first).astype(np.int32),
        **_names(case, *names),
        "delivery_year": (year + case.years[0]).astype(np.int16),
        "tiv": delivered.ravel()[cells],
        "usd_m": paid.ravel()[cells],
    }


def _parameters(block: Block) -> Columns:
    names = block.parameters.dtype.names or ()
    values = [block.parameters[name] for name in names]
    return _by_name(block, "parameter", names, np.stack(values, axis=1).ravel())


def _measures(block: Block, measured: Mapping[str, Floats]) -> Columns:
    if not measured:
        return {}
    values = np.stack(list(measured.values()), axis=1).ravel()
    known = pa.array(values, mask=np.isnan(values))  # undefined is null, never 0
    return _by_name(block, "measure", tuple(measured), known)


def _by_name(block: Block, column: str, names: tuple[str, ...], values: Any) -> Columns:
    """Rows of worlds, each with a value for every name."""
    worlds = np.arange(block.first, block.first + block.worlds, dtype=np.int32)
    index = np.tile(np.arange(len(names), dtype=np.int16), block.worlds)
    return {
        "world": np.repeat(worlds, len(names)),
        column: pa.DictionaryArray.from_arrays(index, list(names)),
        "value": values,
    }


def _names(case: Case, buyer: Places, supplier: Places, kind: Places) -> Columns:
    theatre = case.theatre
    columns = (
        ("buyer", buyer, theatre.buyers),
        ("supplier", supplier, theatre.suppliers),
        ("class", kind, theatre.classes),
    )
    return {
        column: pa.DictionaryArray.from_arrays(places.astype(np.int16), list(names))
        for column, places, names in columns
    }


def _cells(ledger: Floats) -> npt.NDArray[np.intp]:
    """Places in the memory of a ledger that hold anything, in order."""
    return np.flatnonzero(ledger != 0.0)  # of truths it finds them much faster than of numbers
