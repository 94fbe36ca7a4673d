"""Results folder → flows of some worlds, to ask a run for a measure that its scenario has not.

The tables hold what the run's own flows held, but for talks with aggregates, which are not told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.compare.sides import Run
from sim.experiment.run import ledgers_of
from sim.experiment.stream import add_at, places
from sim.measure.flows import Flows
from sim.scenario import Measure

AT_ONCE = 8  # worlds; bounds the memory
# Table, its column of years, and the column that a ledger sums; None counts rows.
_LEDGERS = {
    "deliveries": ("deliveries", "delivery_year", "tiv"),
    "deliveries_usd": ("deliveries", "delivery_year", "usd_m"),
    "orders": ("orders", "order_year", "tiv"),
    "orders_usd": ("orders", "order_year", "usd_m"),
    "order_count": ("orders", "order_year", None),
    "announcements": ("announcements", "year", None),
}


def measured_again(run: Run, measures: Sequence[Measure]) -> dict[str, Floats]:
    """Values of measures in all worlds of a run [W], by their id, from its tables.

    The measures must be ones that the run's years and theatre have, by the theatre's own names.
    """
    values: dict[str, list[Floats]] = {item.id: [] for item in measures}
    for flows, worlds in _blocks(run, ledgers_of(measures)):
        for item in measures:
            found = item.value(flows)
            values[item.id].append(np.full(worlds, np.nan) if found is None else found)
    return {name: np.concatenate(parts) for name, parts in values.items()}


def _blocks(run: Run, ledgers: frozenset[str]) -> Iterator[tuple[Flows, int]]:
    scenario, theatre = run.scenario, run.theatre
    periods = tuple((year, year) for year in range(scenario.first_year, scenario.last_year + 1))
    for first in range(0, scenario.worlds, AT_ONCE):
        worlds = min(AT_ONCE, scenario.worlds - first)
        arrays = {name: _ledger(run, name, first, worlds, len(periods)) for name in ledgers}
        axes = theatre.buyers, theatre.suppliers, theatre.classes
        flows = Flows(*axes, periods, aggregates=theatre.aggregates)
        yield replace(flows, **arrays), worlds  # type: ignore[arg-type]  # ledgers alone


def _ledger(run: Run, name: str, first: int, worlds: int, years: int) -> Floats:
    """A ledger of some worlds [W, B, S, K, Y]."""
    table, year, summed = _LEDGERS[name]
    theatre = run.theatre
    axes = {"buyer": theatre.buyers, "supplier": theatre.suppliers, "class": theatre.classes}
    array = np.zeros((worlds, *map(len, axes.values()), years))
    path = run.folder / f"{table}.parquet"
    if not path.is_file():  # nothing was ordered, or said, in any world
        return array
    columns = ["world", *axes, year, *([] if summed is None else [summed])]
    rows = _rows(path, columns, first, worlds)
    cells = [
        np.asarray(rows["world"]).astype(np.int64) - first,
        *(places(rows[role].combine_chunks(), axis) for role, axis in axes.items()),
        np.asarray(rows[year]).astype(np.int64) - run.scenario.first_year,
    ]
    values = np.ones(rows.num_rows) if summed is None else np.asarray(rows[summed])
    add_at(array, cells, values)
    return array


def _rows(path: Path, columns: Sequence[str], first: int, worlds: int) -> pa.Table:
    within = [("world", ">=", first), ("world", "<", first + worlds)]
    return pq.read_table(path, columns=list(columns), filters=within)
