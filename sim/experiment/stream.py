"""Parquet tables in a stream of short batches: memory does not depend on the length of a table.

Several collectors take what they need from the same batches, so that a table is read once.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.experiment.columns import values_of
from sim.experiment.damage import kept_table
from sim.theatre.theatre import Theatre

Rows = dict[str, npt.NDArray[Any]]  # a batch by column: numbers, and names as places on their axis

ROWS = 1 << 16  # of a batch
UNKNOWN = -1  # where a year is null, such as that of the delivery of what never comes
OPTIONAL = ("cancelled_tiv",)  # columns of orders in scenarios that cancel some


class Collector(Protocol):
    """Takes what it needs from each batch of a table."""

    def add(self, rows: Rows) -> None:
        """Take from one batch; batches come in the order of worlds."""


def read_through(
    path: Path, columns: Sequence[str], theatre: Theatre, collectors: Sequence[Collector]
) -> None:
    """Show every batch of a table to every collector.

    ``buyer`` and ``supplier`` become places on the theatre's axes, -1 for names that are not
    there; volumes and money become floats, all other columns whole numbers, ``UNKNOWN`` where there
    is none. Of what is ``OPTIONAL``, a table without the column has 0.
    """
    for batch in _batches(path, columns):
        rows = {name: _column(batch, name, theatre) for name in columns}
        for collector in collectors:
            collector.add(rows)


def add_at(array: Floats, cells: Sequence[npt.NDArray[Any]], values: Floats) -> None:
    """Add values into cells; what lies outside the array, such as later years, is left out.

    ``array`` is contiguous.
    """
    inside = np.ones(len(values), dtype=np.bool_)
    for places, length in zip(cells, array.shape, strict=True):
        inside &= (places >= 0) & (places < length)
    flat = np.zeros(int(inside.sum()), dtype=np.int64)
    for places, length in zip(cells, array.shape, strict=True):
        flat = flat * length + places[inside]
    np.add.at(array.reshape(-1), flat, values[inside])


def _batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(kept_table(path)) as file:
        known = [
            name for name in columns if name not in OPTIONAL or name in file.schema_arrow.names
        ]
        yield from file.iter_batches(ROWS, columns=known)


def _column(batch: pa.RecordBatch, name: str, theatre: Theatre) -> npt.NDArray[Any]:
    if name == "buyer":
        return places(batch.column(name), theatre.buyers)
    if name == "supplier":
        return places(batch.column(name), theatre.suppliers)
    if name in OPTIONAL and name not in batch.schema.names:
        return np.zeros(batch.num_rows)
    kind = np.float64 if name in ("tiv", "usd_m", *OPTIONAL) else np.int64
    return values_of(batch.column(name), UNKNOWN).astype(kind, copy=False)


def places(column: pa.Array, axis: Sequence[str]) -> npt.NDArray[np.int64]:
    """Place of each row's name on an axis, -1 for names that are not on it."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    place = {word: i for i, word in enumerate(axis)}
    of_code = np.array([place.get(word, -1) for word in column.dictionary.to_pylist()] or [-1])
    return of_code[values_of(column.indices)].astype(np.int64, copy=False)
