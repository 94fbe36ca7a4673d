"""Strict reading of a theatre's CSV files: every wrong cell is a problem with its line."""

import csv
import io
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from sim.base.files import unwritten
from sim.base.problems import MOST_TOLD, InputError, Location, Problem, suggest
from sim.base.sheets import text_of_table

LARGEST_FILE = 50_000_000  # bytes

_DECIMAL = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?")
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LARGEST, _SMALLEST = 1_000_000.0, 1e-9  # of any amount that is not 0

Cell = str | int | float | None
Reader = Callable[[str], Cell]
"""Makes a value of a cell; a ValueError says what is wrong with it."""


class TableRow(dict[str, Cell]):
    """One row: values by column, and the place it came from."""

    def __init__(self, values: Mapping[str, Cell], mark: Location) -> None:
        """Keep the mark beside the values."""
        super().__init__(values)
        self.mark = mark

    def text(self, column: str) -> str:
        """Value of a column that is never missing."""
        return str(self[column])

    def number(self, column: str) -> float:
        """Value of a numeric column; a missing one is NaN, never 0."""
        value = self[column]
        return math.nan if value is None else float(value)

    def integer(self, column: str) -> int:
        """Value of a column of whole numbers that is never missing."""
        return int(self.number(column))


def text(cell: str) -> str:
    """Any text that is not empty."""
    if not cell.strip():
        raise ValueError("is empty")
    return maybe_text(cell)


def maybe_text(cell: str) -> str:
    """Any text, also none."""
    if _UNSHOWABLE.search(cell):
        raise ValueError("holds a control character")
    return cell.strip()


def number(cell: str) -> float:
    """A finite number."""
    if _DECIMAL.fullmatch(cell.strip()) is None:
        raise ValueError(f"must be a number, not '{cell}'")
    value = float(cell)
    if not math.isfinite(value):
        raise ValueError(f"must be finite, not '{cell}'")
    return value


def between(low: float, high: float) -> Reader:
    """A number from ``low`` to ``high``."""

    def read(cell: str) -> float:
        value = number(cell)
        if not low <= value <= high:
            raise ValueError(f"must lie between {low:,.12g} and {high:,.12g}, not '{cell}'")
        return value

    return read


def amount(cell: str) -> float:
    """A number that is not below 0, and neither beyond all sense nor next to nothing."""
    value = number(cell)
    if value < 0:
        raise ValueError(f"must not be below 0, not '{cell}'")
    if value > _LARGEST:
        raise ValueError(f"must be {_LARGEST:,.0f} at most, not '{cell}'")
    if 0 < value < _SMALLEST:
        raise ValueError(f"must be 0 or {_SMALLEST:g} at least, not '{cell}'")
    return value


ideal_point = between(-5, 5)
"""A position in votes of the United Nations, which runs from about -3 to 3."""

share = between(0, 1)
"""A part of a whole."""


def year(cell: str) -> int:
    """A calendar year."""
    if re.fullmatch(r"[0-9]{1,9}", cell.strip()) is None:
        raise ValueError(f"must be a year, not '{cell}'")
    if not 1800 <= int(cell) <= 2200:
        raise ValueError(f"must be a year from 1800 to 2200, not {int(cell)}")
    return int(cell)


def count(cell: str) -> int:
    """A whole number that is not below 0."""
    value = amount(cell)
    if value != int(value):
        raise ValueError(f"must be a whole number, not '{cell}'")
    return int(value)


def count_to(most: int) -> Reader:
    """A whole number from 0 to ``most``."""

    def read(cell: str) -> int:
        value = count(cell)
        if value > most:
            raise ValueError(f"must be {most:,} at most, not '{cell}'")
        return value

    return read


def flag(cell: str) -> int:
    """0 or 1."""
    if cell not in ("0", "1"):
        raise ValueError(f"must be 0 or 1, not '{cell}'")
    return int(cell)


def maybe(reader: Reader) -> Reader:
    """The same, but the cell may be empty, which means unknown."""
    return lambda cell: None if cell == "" else reader(cell)


def one_of(known: Sequence[str], what: str) -> Reader:
    """A name from a list."""
    names = frozenset(known)

    def read(cell: str) -> str:
        if cell not in names:
            raise ValueError(f"'{cell}' is no {what} of this theatre{suggest(cell, known)}")
        return cell

    return read


_MOVED = {
    "usd_m_per_tiv": "; prices stand in prices.csv, with the columns supplier, class, "
    "usd_m_per_tiv and ln_se"
}  # columns that a table had in earlier versions


def read_table(
    path: Path, columns: Mapping[str, Reader], key: Sequence[str] = (), *,
    required: bool = True, optional: Collection[str] = (),
) -> list[TableRow]:  # fmt: skip
    """Rows of a CSV file, every cell read by the reader of its column.

    Args:
        path: the file; without it the table is empty, unless ``required``.
        columns: every column that the file must have, and no other.
        key: columns whose values together may occur only once.
        required: whether the file must be there.
        optional: columns that it may lack; their values are None then.

    Raises:
        InputError: with all problems of the file, each at its line.
    """
    if not required and not os.path.lexists(path):
        return []
    if not os.path.lexists(path):
        raise InputError(
            [Problem(Location(str(path), 1, 1), "this file of the theatre is missing")]
        )
    lines = csv_rows(path)
    _, header = next(lines, (Location(str(path), 1, 1), []))
    problems = [
        Problem(Location(str(path), 1, 1), message)
        for message in _header_problems(header, columns, optional)
    ]
    if problems:
        raise InputError(problems)
    lacking = {name: None for name in optional if name not in header}
    columns = {name: reader for name, reader in columns.items() if name not in lacking}
    rows = []
    seen: dict[tuple[Cell, ...], int] = {}
    for mark, cells in lines:
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = f"has {len(cells)} cells where the header has {len(header)}"
            problems.append(Problem(mark, message))
            continue
        row = TableRow(lacking, mark)
        problems.extend(_read_cells(row, dict(zip(header, cells, strict=True)), columns))
        identity = tuple(row.get(column) for column in key)
        if key and identity in seen:
            where = f"line {seen[identity]}"
            problems.append(Problem(mark, f"repeats {', '.join(map(str, identity))} of {where}"))
        seen[identity] = mark.line
        rows.append(row)
    if problems:
        raise InputError(problems)
    return rows


def csv_rows(path: Path) -> Iterator[tuple[Location, list[str]]]:
    """Rows of cells, each with the line on which it begins, as editors count lines.

    Raises:
        InputError: if the file cannot be read, or is no CSV, at the line.
    """
    # Only what ends a line in CSV does here: U+2028 within a cell does not.
    reader = csv.reader(io.StringIO(text_of_table(path, LARGEST_FILE), newline=""), strict=True)
    while True:
        mark = Location(str(path), reader.line_num + 1, 1)
        try:
            yield mark, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError([Problem(mark, f"is not CSV: {error}")]) from None


def line_of(path: Path, name: str) -> int:
    """First line of a table that begins with a name, for a message; 1 where none does."""
    rows = csv_rows(path) if path.is_file() else iter(())
    return next((mark.line for mark, cells in rows if name in cells[:1]), 1)


def _header_problems(
    header: Sequence[str], columns: Mapping[str, Reader], optional: Collection[str]
) -> Iterator[str]:
    for name, times in Counter(header).items():
        if times > 1:
            yield f"column '{name}' stands {times} times"
    for name in columns:
        if name not in header and name not in optional:
            yield f"column '{name}' is missing; the columns are {', '.join(columns)}"
    for place, name in enumerate(header):
        if name not in columns:
            hint = suggest(name, columns) if place < MOST_TOLD else ""
            hint = _MOVED.get(name, hint)
            yield f"column '{name}' is unknown{hint}"


def _read_cells(
    row: TableRow, cells: Mapping[str, str], columns: Mapping[str, Reader]
) -> Iterator[Problem]:
    for column, reader in columns.items():
        try:
            row[column] = reader(unwritten(cells[column]))
        except ValueError as error:
            yield Problem(row.mark, f"{column}: {error}")
