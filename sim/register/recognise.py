"""Which kind of file it is: the header row tells, not what stands above it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Literal

from sim.base.problems import InputError, Location, Problem
from sim.register.account import FileAccount
from sim.register.lines import (
    Line,
    Watch,
    cells_of,
    digest_of,
    encoding_of,
    is_blank,
    physical_lines,
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
_YEARLY_DEALS = {
    "sipri at database id": "id", "deal id": "id", "supplier": "supplier", "seller": "supplier",
    "recipient": "recipient", "buyer": "recipient", "designation": "designation",
    "description": "description", "armament category": "category", "order date": "order",
    "order date is estimate": "order guessed", "delivery year": "delivery",
    "delivery year is estimate": "delivery guessed", "status": "status",
    "tiv delivery values": "tiv", "local production": "local",
}  # fmt: skip
_DEALS = {
    "recipient": "recipient", "supplier": "supplier", "year of order": "order",
    "weapon designation": "designation", "weapon description": "description",
    "armament category": "category", "year(s) of delivery": "deliveries",
    "year(s) of deliveries": "deliveries", "status": "status", "comments": "comments",
    "sipri tiv for total order": "ordered", "sipri tiv of delivered weapons": "tiv",
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
YEAR = re.compile(r"\s*(\d{4})(?:\.0)?\s*")


@dataclass(frozen=True)
class RegisterFile:
    """A file that is recognised, and where in it things stand.

    ``columns`` gives places by the names that the readers use; of a table, by calendar year.
    """

    path: Path
    form: Form
    encoding: str
    delimiter: str
    header_line: int
    header: tuple[str, ...]
    columns: Mapping[str | int, int]
    preamble: tuple[str, ...]

    @property
    def file(self) -> str:
        """The path as the user gave it."""
        return str(self.path)

    @property
    def width(self) -> int:
        """Cells of a whole row."""
        return len(self.header)

    def account(self) -> FileAccount:
        """An account of its rows, none of which is counted yet."""
        return FileAccount(
            self.file, str(self.path.resolve()), digest_of(self.path), self.form, self.encoding
        )

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
        met: dict[tuple[str, bool], int] = {}
        for line, padded in self.lines():
            cells = unpadded(padded, self.width)
            for place in telling | read if len(cells) == self.width else ():
                if "." in cells[place] or "," in cells[place]:
                    met.setdefault((cells[place], place in read), line)
        marks = marks_of((cell for cell, _ in met), self.delimiter)
        unclear = [
            Problem(
                Location(self.file, line, 1),
                f"{two_readings(cell)}, and nothing in this file tells which; save it without "
                "marks between thousands",
            )
            for (cell, is_read), line in met.items()
            if is_read and written(cell).is_open and math.isnan(marks.read(written(cell)))
        ]
        if unclear:
            raise InputError(sorted(unclear)[:_SHOWN])
        return marks

    def cell_of(self, cells: Sequence[str]) -> Callable[[str], str]:
        """Cells of a row by the readers' names of the columns; "" of a column that is not there."""

        def cell(name: str) -> str:
            place = self.columns.get(name)
            return "" if place is None else cells[place]

        return cell

    def lines(self, watch: Watch | None = None) -> Iterator[Line]:
        """Lines below the header that are not blank."""
        for number, text in physical_lines(self.path, self.encoding, watch):
            if number > self.header_line:
                cells = cells_of(text, self.delimiter)
                if not is_blank(cells):
                    yield number, cells

    def last_line(self) -> str:
        """The last line that is not blank, with its line end if it has one."""
        last = ""
        for _, text in physical_lines(self.path, self.encoding):
            last = text if text.strip(self.delimiter + " \t\r\n") else last
        return last


def recognise(path: Path) -> RegisterFile:
    """Find the header row of a file, and so what the file is.

    Raises:
        InputError: if it is no text, or none of the known forms.
    """
    encoding = encoding_of(path)
    above: list[str] = []
    nearest: tuple[int, int, list[str]] = (0, 1, [])
    for number, text in islice(physical_lines(path, encoding), _HEADER_WITHIN):
        for delimiter in _DELIMITERS:
            header = [cell.strip() for cell in cells_of(text, delimiter)]
            known = form_of(header)
            if known is not None:
                form, columns = known
                _check_once(path, number, form, header)
                return RegisterFile(
                    path, form, encoding, delimiter, number, _trimmed(header), columns,
                    tuple(above),
                )  # fmt: skip
            met, missing = _nearness(header)
            nearest = max(nearest, (met, number, missing), key=lambda found: found[0])
        above.append(text.strip().strip(",;\"'").strip())
    met, number, missing = nearest
    if met >= 4:
        message = f"this header row lacks the columns: {', '.join(missing)}"
        raise refuse(str(path), number, message)
    message = (
        f"no header row of a known form in the first {_HEADER_WITHIN} lines; known are: "
        f"{'; '.join(FORMS.values())}; as SIPRI lets one download them ('sim import --help')"
    )
    raise refuse(str(path), 1, message)


def _check_once(path: Path, line: int, form: Form, header: Sequence[str]) -> None:
    """Refuse a header that names a column twice: which of them is meant nobody can tell."""
    named = {"yearly deals": _YEARLY_DEALS, "deals": _DEALS, "table": {}}[form]
    lower = [cell.lower() for cell in header]
    twice = sorted({cell for cell in lower if cell in named and lower.count(cell) > 1})
    if twice:
        raise refuse(str(path), line, f"names a column twice: {', '.join(map(repr, twice))}")


def form_of(header: Sequence[str]) -> tuple[Form, dict[str | int, int]] | None:
    """The form that a header row belongs to, with the places of its columns; or None."""
    lower = [cell.lower() for cell in header]
    forms: tuple[tuple[Form, dict[str, str]], ...] = (
        ("yearly deals", _YEARLY_DEALS),
        ("deals", _DEALS),
    )
    for form, names in forms:
        columns: dict[str | int, int] = {}
        for place, cell in enumerate(lower):
            if cell in names:
                columns.setdefault(names[cell], place)
        if set(names.values()) - _OPTIONAL <= set(columns):
            return form, columns
    years = _years(header)
    return None if years is None else ("table", years)


def _years(header: Sequence[str]) -> dict[str | int, int] | None:
    """Columns of a table by calendar year; None if this is no header of one."""
    if not header or header[0].lower() not in _FIRST_OF_TABLE:
        return None
    years: dict[str | int, int] = {}
    for place, cell in enumerate(header[1:], 1):
        year = YEAR.fullmatch(cell)
        if year is not None and int(year[1]) not in years:
            years[int(year[1])] = place
        elif not _AROUND_YEARS.fullmatch(cell.lower()):
            return None
    return years or None


def _nearness(header: Sequence[str]) -> tuple[int, list[str]]:
    """How many columns of the likeliest form a row has, and which of them it lacks."""
    lower = {cell.lower() for cell in header}
    best: tuple[int, list[str]] = (0, [])
    for names in (_YEARLY_DEALS, _DEALS):
        met = lower & names.keys()
        have = {names[cell] for cell in met}
        missing = [old for old, new in names.items() if new not in have | _OPTIONAL]
        best = max(best, (len(met), missing), key=lambda found: found[0])
    return best


def _trimmed(header: Sequence[str]) -> tuple[str, ...]:
    """A header without the empty cells that padding leaves at its end."""
    last = max(place for place, cell in enumerate(header) if cell)
    return tuple(header[: last + 1])
