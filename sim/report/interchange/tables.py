"""The tables of a results folder as CSV beside the Parquet, or as sheets of one workbook.

Text that a spreadsheet would take for a formula is set behind a ``'`` in both.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from sim.base.files import naming, unwritten, written
from sim.base.sheets import openpyxl_for

MOST_ROWS = 1_048_575  # of a sheet, below its header
WORKBOOK = "tables.xlsx"
_DAY = datetime(2000, 1, 1)  # in place of the moment, which is no part of a result
_BATCH = 1 << 16


def write_csv_tables(folder: Path, out: Path) -> None:
    """Write every Parquet table of a folder as CSV into another, batch by batch.

    Numbers have all their digits; an empty cell is a value that is undefined.
    """
    for path in sorted(folder.glob("*.parquet")):
        made = out / f"{path.stem}.csv"
        with naming(made), pq.ParquetFile(path) as file:
            schema = pa.schema([(name, _plain(file.schema_arrow.field(name).type))
                                for name in file.schema_arrow.names])  # fmt: skip
            with pa_csv.CSVWriter(made, schema) as writer:
                for batch in file.iter_batches(_BATCH):
                    writer.write(_escaped(batch, schema))


def write_workbook(folder: Path, out: Path) -> None:
    """Write the tables of a folder, Parquet and CSV, as sheets of a workbook.

    A table of more than ``MOST_ROWS`` is no sheet; a line in its place says so.

    Raises:
        RefusedError: if openpyxl is not installed.
    """
    openpyxl_for("--format xlsx")
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.created = book.properties.modified = _DAY
    for path in sorted([*folder.glob("summary.csv"), *folder.glob("*.parquet")]):
        sheet = book.create_sheet(path.stem)
        rows = _csv_rows(path) if path.suffix == ".csv" else _rows(path)
        for row in rows:
            sheet.append(row)
    with naming(out / WORKBOOK):
        book.save(out / WORKBOOK)


def _rows(path: Path) -> Iterator[list[object]]:
    with pq.ParquetFile(path) as file:
        count = file.metadata.num_rows
        if count > MOST_ROWS:
            yield [f"{count:,} rows are more than a sheet holds: --format csv has them"]
            return
        yield [written(name) for name in file.schema_arrow.names]
        for batch in file.iter_batches(_BATCH):
            columns = [column.to_pylist() for column in batch.columns]
            for row in zip(*columns, strict=True):
                yield [written(cell) if isinstance(cell, str) else cell for cell in row]


def _csv_rows(path: Path) -> Iterator[list[object]]:
    """Rows of a small table, with numbers as numbers."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.reader(file):
            yield [_number(cell) for cell in row]


def _number(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return written(unwritten(cell)) or None


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _escaped(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """A batch whose words are none that a spreadsheet would run."""
    columns = []
    for column in batch.columns:
        if pa.types.is_dictionary(column.type):
            words = pa.array([written(word) for word in column.dictionary.to_pylist()], pa.string())
            column = pa.DictionaryArray.from_arrays(column.indices, words).dictionary_decode()
        elif pa.types.is_string(column.type):
            column = pa.array(
                [None if word is None else written(word) for word in column.to_pylist()],
                pa.string(),
            )
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, schema=schema)
