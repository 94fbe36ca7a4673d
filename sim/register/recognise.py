"""Which form of file it is: the header row tells, not what stands above it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from sim.base.problems import InputError, Location, Problem
from sim.register.account import FileAccount
from sim.register.lines import (
    Line,
    TextFile,
    Watch,
    cells_of,
    is_blank,
    read_lines,
    refuse,
    unpadded,
)
from sim.register.volumes import NumberMarks, marks_of, two_readings, written

Form = Literal["yearly deals", "deals", "table"]

FORMS: Mapping[Form, str] = {
    "yearly deals": "trade register, one row per deal and delivery year",
    "deals": "trade register, one row per deal",
    "table": "table of volumes by state and year",
}

_HEADER_WITHIN = 60  # lines
_DELIMITERS = (",", ";", "\t")

# What the files call a column → what it is called here. What is not listed is not read.
_COLUMNS: Mapping[Form, Mapping[str, str]] = {
    "yearly deals": {
        "sipri at database id": "id", "deal id": "id", "supplier": "supplier",
        "seller": "supplier", "recipient": "recipient", "buyer": "recipient",
        "designation": "designation", "description": "description",
        "armament category": "category", "order date": "order",
        "order date is estimate": "order guessed", "delivery year": "delivery",
        "delivery year is estimate": "delivery guessed", "status": "status",
        "tiv delivery values": "tiv", "local production": "local",
    },
    "deals": {
        "recipient": "recipient", "supplier": "supplier", "year of order": "order",
        "weapon designation": "designation", "weapon description": "description",
        "armament category": "category", "year(s) of delivery": "deliveries",
        "year(s) of deliveries": "deliveries", "status": "status", "comments": "comments",
        "sipri tiv for total order": "ordered", "sipri tiv of delivered weapons": "tiv",
    },
}  # fmt: skip
_OPTIONAL = {"id", "order guessed", "delivery guessed", "designation", "category"}
_FIRST_OF_TABLE = {
    "", "recipient", "supplier", "exports by", "imports by", "exporter", "importer", "exports to",
    "imports from", "exports from", "imports to",
}  # fmt: skip
_AROUND_YEARS = re.compile(
    r"|(?:(?:grand |sum )?total|sum|share|percentage|per ?cent|average|mean|rank|change)\b.*|%.*"
    r"|\(?\d{4}\s*(?:[-‐-―−/]|to)\s*(?:\d{4}|\d{2})\)?(?: total)?"
)
_OF_VOLUME = re.compile(r"\btiv\b|estimate$|total|percent|^\d{4}\b")
_SHOWN = 3  # volumes that may be two numbers
_YEAR = re.compile(r"\s*(\d{4})(?:\.0)?\s*")


@dataclass(frozen=True)
class RegisterFile:
    """A file that is recognised, and where in it things stand.

    ``columns`` gives places by the names that the readers use; of a table, by calendar year.
    """

    text: TextFile
    form: Form
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    columns: Mapping[str | int, int]

    @property
    def file(self) -> str:
        """The path as the user gave it."""
        return str(self.text.path)

    @property
    def width(self) -> int:
        """Cells of a complete row."""
        return len(self.header)

    @property
    def preamble(self) -> list[str]:
        """Lines above the header, without what padding and quotation leave around them."""
        above = self.text.lines[: self.header_line - 1]
        return [line.strip().strip(",;\"'").strip() for line in above]

    def account(self) -> FileAccount:
        """An account of its rows, none of which is counted yet."""
        text = self.text
        path = str(text.path.resolve())
        return FileAccount(self.file, path, text.digest, self.form, text.encoding)

    @cached_property
    def marks(self) -> NumberMarks:
        """The decimal mark of the volumes, as all of them together tell.

        Raises:
            InputError: at those that may be two numbers.
        """
        telling = {i for i, cell in enumerate(self.header) if _OF_VOLUME.search(cell.lower())}
        read = {
            place for name, place in self.columns.items()
            if self.form == "table" or name in ("ordered", "tiv")
        }  # fmt: skip
        first_lines: dict[tuple[str, bool], int] = {}
        for line, padded in self.lines():
            cells = unpadded(padded, self.width)
            for place in telling | read if len(cells) == self.width else ():
                if "." in cells[place] or "," in cells[place]:
                    first_lines.setdefault((cells[place], place in read), line)
        marks = marks_of((cell for cell, _ in first_lines), self.delimiter)
        unclear = [
            Problem(
                Location(self.file, line, 1),
                f"{two_readings(cell)}, and nothing in this file tells which; save it without "
                "marks between thousands",
            )
            for (cell, is_read), line in first_lines.items()
            if is_read and written(cell).is_open and math.isnan(marks.read(written(cell)))
        ]
        if unclear:
            raise InputError(sorted(unclear)[:_SHOWN])
        return marks

    def complete(self, cells: list[str]) -> list[str] | None:
        """The cells of a row; None if there are too few, or more behind them: stray commas."""
        kept = unpadded(cells, self.width)
        return kept if len(kept) == self.width else None

    def cell_of(self, cells: Sequence[str]) -> Callable[[str], str]:
        """Cells of a row by the readers' names of the columns; "" of a column that is not there."""

        def cell(name: str) -> str:
            place = self.columns.get(name)
            return "" if place is None else cells[place]

        return cell

    def lines(self, watch: Watch | None = None) -> Iterator[Line]:
        """Lines below the header that are not blank."""
        for number, text in enumerate(self.text.lines, 1):
            if watch is not None:
                watch(len(text))
            if number > self.header_line:
                cells = cells_of(text, self.delimiter)
                if not is_blank(cells):
                    yield number, cells

    def last_line(self) -> str:
        """The last line that is not blank, with its line end if it has one."""
        filler = self.delimiter + " \t\r\n"
        return next((line for line in reversed(self.text.lines) if line.strip(filler)), "")


def recognise(path: Path) -> RegisterFile:
    """Find the header row of a file, and so what the file is.

    Raises:
        InputError: if it is no text, or none of the known forms.
    """
    text = read_lines(path)
    nearest: tuple[int, int, list[str]] = (0, 1, [])
    for number, line in enumerate(text.lines[:_HEADER_WITHIN], 1):
        for delimiter in _DELIMITERS:
            header = [cell.strip() for cell in cells_of(line, delimiter)]
            found = form_of(header)
            if found is not None:
                form, columns = found
                _check_once(path, number, form, header)
                return RegisterFile(
                    text, form, delimiter, number, tuple(unpadded(header, 0)), columns
                )
            matching, missing = _nearness(header)
            nearest = max(nearest, (matching, number, missing), key=lambda one: one[0])
    matching, number, missing = nearest
    if matching >= 4:
        message = f"this header row is without the columns: {', '.join(missing)}"
        raise refuse(str(path), number, message)
    message = (
        f"no header row of a known form in the first {_HEADER_WITHIN} lines; known are: "
        f"{'; '.join(FORMS.values())}; as SIPRI lets one download them ('sim import --help')"
    )
    raise refuse(str(path), 1, message)


def _check_once(path: Path, line: int, form: Form, header: Sequence[str]) -> None:
    """Refuse a header that names a column twice: which of them is meant nobody can tell."""
    lower = [cell.lower() for cell in header]
    named = _COLUMNS.get(form, {})
    twice = sorted({cell for cell in lower if cell in named and lower.count(cell) > 1})
    if twice:
        raise refuse(str(path), line, f"names a column twice: {', '.join(map(repr, twice))}")


def form_of(header: Sequence[str]) -> tuple[Form, dict[str | int, int]] | None:
    """The form that a header row belongs to, with the places of its columns; or None."""
    for form, names in _COLUMNS.items():
        columns: dict[str | int, int] = {}
        for place, cell in enumerate(header):
            if cell.lower() in names:
                columns.setdefault(names[cell.lower()], place)
        if set(names.values()) - _OPTIONAL <= set(columns):
            beside = columns["order"] + 1  # where one form marks estimates, without a name
            if form == "deals" and any(header[beside:]):
                columns["order guessed"] = beside
            return form, columns
    years = _years(header)
    return None if years is None else ("table", years)


def _years(header: Sequence[str]) -> dict[str | int, int] | None:
    """Columns of a table by calendar year; None if this is no header of one."""
    if not header or header[0].lower() not in _FIRST_OF_TABLE:
        return None
    years: dict[str | int, int] = {}
    for place, cell in enumerate(header[1:], 1):
        year = _YEAR.fullmatch(cell)
        if year is not None and int(year[1]) not in years:
            years[int(year[1])] = place
        elif not _AROUND_YEARS.fullmatch(cell.lower()):
            return None
    return years or None


def _nearness(header: Sequence[str]) -> tuple[int, list[str]]:
    """How many columns of the likeliest form a row has, and which of them are missing."""
    lower = {cell.lower() for cell in header}
    best: tuple[int, list[str]] = (0, [])
    for names in _COLUMNS.values():
        matching = lower & names.keys()
        have = {names[cell] for cell in matching}
        missing = [old for old, new in names.items() if new not in have | _OPTIONAL]
        best = max(best, (len(matching), missing), key=lambda found: found[0])
    return best
