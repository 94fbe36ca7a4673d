"""What came out of one point → its rows in every table."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from sim.base.arrays import Floats, Short
from sim.base.bands import QUANTILES
from sim.experiment.columns import column, column_of_known, column_of_names
from sim.experiment.store import quantiles_of
from sim.sweep.job import SharedInputs

Tables = dict[str, pa.Table]

OK, FAILED = "ok", "failed"
NOBODY = -1  # place of a supplier where nothing was bought


def tables_of(
    shared: SharedInputs, point: int, values: Floats, top: Short, flows: Sequence[pa.Table]
) -> Tables:
    """Rows of a point, by table.

    Args:
        shared: what all points share.
        point: its number.
        values: of the measures [M, W]; NaN where undefined.
        top: place of the top supplier of each world [W], or ``NOBODY``; empty if none is noted.
        flows: rows of deliveries or orders, block by block; empty if none are kept.
    """
    names = [item.id for item in shared.measures]
    tables = {
        "points": _status(point, OK, None, None),
        "summary": _summary(point, names, values),
        "measures": _measures(point, names, values),
    }
    if shared.regimes is not None:
        tables["regimes"] = _regimes(point, shared.theatre.suppliers, top)
    if shared.keep != "measures":
        rows = pa.concat_tables(flows) if flows else _no_flows(shared)
        tables[shared.keep] = rows.add_column(0, "point", _point(point, rows.num_rows))
    return tables


def tables_of_failure(shared: SharedInputs, point: int, stage: str, message: str) -> Tables:
    """A row with the stage and the message, a summary without values, and no other rows."""
    nothing = np.zeros((len(shared.measures), 0))
    tables = tables_of(shared, point, nothing, np.zeros(0, dtype=np.int16), [])
    return {**tables, "points": _status(point, FAILED, stage, message)}


def _point(point: int, rows: int) -> pa.Array:
    return column(np.full(rows, point, dtype=np.int32))


def _status(point: int, status: str, stage: str | None, message: str | None) -> pa.Table:
    text = {"status": status, "stage": stage, "message": message}
    columns = {name: _word(value) for name, value in text.items()}
    return pa.table({"point": _point(point, 1), **columns})


def _word(value: str | None) -> pa.Array:
    """A row of text; see ``columns.py`` for why PyArrow is not asked."""
    if value is None:
        return pa.nulls(1, pa.string())
    return column_of_names(np.zeros(1, dtype=np.int16), [value]).dictionary_decode()


def _summary(point: int, names: list[str], values: Floats) -> pa.Table:
    """Quantiles of each measure over the worlds of a point, in one row."""
    columns: dict[str, pa.Array] = {"point": _point(point, 1)}
    undefined = np.isnan(values).sum(axis=1)
    for name, found, missing in zip(names, quantiles_of(values), undefined, strict=True):
        for quantile, value in zip(QUANTILES, found, strict=True):
            columns[f"{name}.{quantile}"] = column_of_known(np.array([value]))
        columns[f"{name}.undefined"] = column(np.array([missing], dtype=np.int64))
    return pa.table(columns)


def _measures(point: int, names: list[str], values: Floats) -> pa.Table:
    kinds, worlds = values.shape
    index = np.tile(np.arange(kinds, dtype=np.int16), worlds)
    return pa.table(
        {
            "point": _point(point, kinds * worlds),
            "world": column(np.repeat(np.arange(worlds, dtype=np.int32), kinds)),
            "measure": column_of_names(index, names),
            "value": column_of_known(values.T.ravel()),
        }
    )


def _regimes(point: int, suppliers: Sequence[str], top: Short) -> pa.Table:
    places = pa.array(top, mask=top == NOBODY)
    return pa.table(
        {
            "point": _point(point, len(top)),
            "world": column(np.arange(len(top), dtype=np.int32)),
            "supplier": pa.DictionaryArray.from_arrays(places, pa.array(suppliers)),
        }
    )


def _no_flows(shared: SharedInputs) -> pa.Table:
    """The table of flows without a row."""
    nothing, theatre = np.zeros(0, dtype=np.int16), shared.theatre
    return pa.table(
        {
            "world": column(nothing.astype(np.int32)),
            "buyer": column_of_names(nothing, theatre.buyers),
            "supplier": column_of_names(nothing, theatre.suppliers),
            "class": column_of_names(nothing, theatre.classes),
            "year": column(nothing),
            "tiv": column(nothing.astype(np.float64)),
        }
    )
