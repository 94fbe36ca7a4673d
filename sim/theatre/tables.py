"""Strict reading of a theatre's CSV files: every wrong cell is a problem with its line."""

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sim.files import unwritten
from sim.problems import InputError, Mark, Problem, suggest

Cell = str | int | float | None
Reader = Callable[[str], Cell]


class Row(dict[str, Cell]):
    """One row: values by column, and the place it came from."""

    def __init__(self, values: Mapping[str, Cell], mark: Mark) -> None:
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

    def whole(self, column: str) -> int:
        """Value of a column of whole numbers that is never missing."""
        return int(self.number(column))


def text(cell: str) -> str:
    """Any text that is not empty."""
    if not cell.strip():
        raise ValueError("is empty")
    return cell.strip()


def maybe_text(cell: str) -> str:
    """Any text, also none."""
    return cell.strip()


def number(cell: str) -> float:
    """A finite number."""
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(f"must be a number, not '{cell}'") from None
    if not math.isfinite(value):
        raise ValueError(f"must be finite, not '{cell}'")
    return value


def amount(cell: str) -> float:
    """A number that is not below 0."""
    value = number(cell)
    if value < 0:
        raise ValueError(f"must not be below 0, not '{cell}'")
    return value


def ideal_point(cell: str) -> float:
    """A position in votes of the United Nations, which runs from about -3 to 3."""
    value = number(cell)
    if not -5 <= value <= 5:
        raise ValueError(f"must lie between -5 and 5, not '{cell}'")
    return value


def share(cell: str) -> float:
    """A number from 0 to 1."""
    value = number(cell)
    if not 0 <= value <= 1:
        raise ValueError(f"must lie between 0 and 1, not '{cell}'")
    return value


def year(cell: str) -> int:
    """A calendar year."""
    try:
        value = int(cell)
    except ValueError:
        raise ValueError(f"must be a year, not '{cell}'") from None
    if not 1800 <= value <= 2200:
        raise ValueError(f"must be a year from 1800 to 2200, not {value}")
    return value


def count(cell: str) -> int:
    """A whole number that is not below 0."""
    value = amount(cell)
    if value != int(value):
        raise ValueError(f"must be a whole number, not '{cell}'")
    return int(value)


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


def read_table(
    path: Path, columns: Mapping[str, Reader], key: Sequence[str] = (), *, required: bool = True
) -> list[Row]:
    """Rows of a CSV file, every cell read by the reader of its column.

    Args:
        path: the file; without it the table is empty, unless ``required``.
        columns: every column that the file must have, and no other.
        key: columns whose values together may occur only once.

    Raises:
        InputError: with all problems of the file, each at its line.
    """
    if not path.is_file():
        if not required:
            return []
        raise InputError([Problem(Mark(str(path), 1, 1), "this file of the theatre is missing")])
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError([Problem(Mark(str(path), 1, 1), "is not UTF-8 text")]) from None
    reader = csv.reader(lines)
    header = next(reader, [])
    problems = [
        Problem(Mark(str(path), 1, 1), message) for message in _header_problems(header, columns)
    ]
    if problems:
        raise InputError(problems)
    rows = []
    seen: dict[tuple[Cell, ...], int] = {}
    for cells in reader:
        mark = Mark(str(path), reader.line_num, 1)
        if not any(cells):
            continue
        if len(cells) != len(header):
            message = f"has {len(cells)} cells where the header has {len(header)}"
            problems.append(Problem(mark, message))
            continue
        row = Row({}, mark)
        problems.extend(_read_cells(row, dict(zip(header, cells, strict=True)), columns))
        identity = tuple(row.get(column) for column in key)
        if key and identity in seen:
            where = f"line {seen[identity]}"
            problems.append(Problem(mark, f"repeats {', '.join(map(str, identity))} of {where}"))
        seen[identity] = reader.line_num
        rows.append(row)
    if problems:
        raise InputError(problems)
    return rows


def _header_problems(header: Sequence[str], columns: Mapping[str, Reader]) -> Iterator[str]:
    for name in columns:
        if name not in header:
            yield f"column '{name}' is missing; the columns are {', '.join(columns)}"
    for name in header:
        if name not in columns:
            yield f"column '{name}' is unknown{suggest(name, columns)}"


def _read_cells(
    row: Row, cells: Mapping[str, str], columns: Mapping[str, Reader]
) -> Iterator[Problem]:
    for column, reader in columns.items():
        try:
            row[column] = reader(unwritten(cells[column]))
        except ValueError as error:
            yield Problem(row.mark, f"{column}: {error}")
