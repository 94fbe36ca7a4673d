"""Registers with one row per deal: volumes spread evenly over the years of delivery."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.register.account import FileAccount, Mass
from sim.register.cells import (
    BEYOND_BELIEF,
    BROKEN,
    check_whole,
    class_place,
    kind_of,
    notes_of_sides,
    sides,
)
from sim.register.descriptions import Classes
from sim.register.lines import Watch, unpadded
from sim.register.names import out_of_time
from sim.register.reasons import RowError
from sim.register.recognise import RegisterFile
from sim.register.rows import Cell, Row, folded, mass_of
from sim.register.volumes import volume_of
from sim.register.years import ESTIMATE, year_of, years_of

ORDER_GUESSED = f"order year {ESTIMATE}"
UNDATED = "delivered, but no year says when"
_LICENCE = re.compile(
    r"licen[cs]e|assembled|(?:produced|built|production) (?:in|under)|(?:local|indigenous)\w* prod",
    re.IGNORECASE,
)
_MOST_PIECES = 20  # lines of one row


def read_single(
    source: RegisterFile, classes: Classes, watch: Watch | None = None
) -> tuple[list[Row], FileAccount]:
    """Read all rows of a file.

    Raises:
        InputError: if the file breaks off or is mostly broken.
    """
    account = source.account()
    rows: list[Row] = []
    above: set[tuple[str, ...]] = set()
    last_line = broken_line = 0
    for line, last_line, pieces, cells, mended in mended_rows(source, watch):
        account.pieces += pieces
        if cells is None:
            mass = Mass(tiv=None)
            account.meet(mass)
            account.drop(BROKEN, line, mass)
            broken_line = last_line
            continue
        said = tuple(cells)
        cell = source.cell_of(said)
        notes = [mended] if mended else []
        beside = source.columns["order"] + 1
        if "?" in said[beside : beside + 1]:
            notes.append(ORDER_GUESSED)
        if said in above:
            notes.append("is, cell by cell, a row above; both are used, for it may be another deal")
        try:
            row = _read_row(source, cell, line, notes, classes, account)
        except RowError as reason:
            mass = mass_of(cell, source.marks, 0.0)
            account.meet(mass)
            account.drop(str(reason), line, mass)
            broken_line = broken_line if _has_volumes(said, source) else last_line
        else:
            account.meet(row.mass)
            rows.append(row)
            above.add(said)
    check_whole(source, account, last_line, broken_line)
    return rows, account


Mended = tuple[int, int, int, list[str] | None, str]
"""First and last line of a row, how many but the first, cells (None: broken), what was mended."""


@dataclass
class _Begun:
    """A row that may go on in the next line: its lines, cells so far, and how it stands alone."""

    first: int
    last: int
    pieces: int
    cells: list[str]
    alone: list[str] | None  # None if it is broken


def mended_rows(source: RegisterFile, watch: Watch | None = None) -> Iterator[Mended]:
    """Rows, each whole or None: line ends and commas inside comments are mended.

    A row with the cells up to the comment goes on in the next line if that has too few cells. So
    does one with as many cells as a whole row, but without volumes at its end: it has commas in its
    comment before the line breaks, or its pieces are padded to full width.
    """
    begun: _Begun | None = None
    comments = source.columns["comments"]
    for line, padded in source.lines(watch):
        cells = unpadded(padded, source.width)
        if begun is not None:
            filled = unpadded(padded, 1)
            goes_on = len(filled) <= comments < len(begun.cells)
            if goes_on and line - begun.first < _MOST_PIECES:
                joined = [*begun.cells[:-1], f"{begun.cells[-1]} {filled[0]}", *filled[1:]]
                whole = _as_wide(joined, source)
                begun = _Begun(begun.first, line, begun.pieces + 1, joined, begun.alone)
                if whole is not None:
                    yield begun.first, line, begun.pieces, whole, _CUT
                    begun = None
                continue
            yield begun.first, begun.last, begun.pieces, begun.alone, ""
        begun = None
        whole = _as_wide(cells, source)
        if whole is not None:
            yield line, line, 0, whole, _COMMAS if len(cells) > source.width else ""
        else:
            alone = cells if len(cells) == source.width else None
            begun = _Begun(line, line, 0, unpadded(cells, comments + 1), alone)
    if begun is not None:
        yield begun.first, begun.last, begun.pieces, begun.alone, ""


_CUT = "a comment that was cut into lines is mended"
_COMMAS = "commas in a comment are mended"


def _as_wide(cells: list[str], source: RegisterFile) -> list[str] | None:
    """Cells of a whole row, those of a comment with commas joined; None if they do not fit."""
    width, comments = source.width, source.columns["comments"]
    if len(cells) < width:
        return None
    after = len(cells) - (width - comments - 1)
    row = [*cells[:comments], ",".join(cells[comments:after]), *cells[after:]]
    return row if any(row[comments + 1 :]) and _has_volumes(row, source) else None


def _has_volumes(row: Sequence[str], source: RegisterFile) -> bool:
    """Whether years and volumes stand in their cells of a row."""
    try:
        for name, cell in zip(source.header, row, strict=False):
            if "tiv" in name.lower():
                volume_of(cell, 0.0, source.marks)
        years_of(row[source.columns["deliveries"]])
    except RowError:
        return False
    return True


def _read_row(
    source: RegisterFile, cell: Cell, line: int, notes: list[str], classes: Classes,
    account: FileAccount,
) -> Row:  # fmt: skip
    buyer, supplier = sides(cell("recipient"), cell("supplier"))
    year, doubt = year_of(cell("order"), "order year")
    years = years_of(cell("deliveries"))
    delivered = volume_of(cell("tiv"), 0.0, source.marks)
    ordered = max(volume_of(cell("ordered"), 0.0, source.marks), delivered)
    category, description = cell("category"), cell("description")
    told = classes.of(category, description)
    if told.guessed:
        mass = Mass(tiv=delivered, on_order=ordered - delivered)
        account.guess(description, told.weapon, line, mass)
    weapon = class_place(told, category, description)
    kind = kind_of(cell("status"), licensed=bool(_LICENCE.search(cell("comments"))))
    if ordered > BEYOND_BELIEF:
        raise RowError(f"has more than {BEYOND_BELIEF:,.0f} TIV, which is no deal")
    notes += notes_of_sides(buyer, supplier)
    notes += out_of_time(year, max(years, default=year), buyer, supplier)
    if doubt and ORDER_GUESSED not in notes:
        notes.append(f"order year {doubt}")
    if not years:
        notes.append("not delivered yet" if delivered == 0 else UNDATED)
    if years and years[0] < year:
        notes.append("delivered before it was ordered: taken as the same year")
    return Row(
        line, "", buyer, supplier, folded(cell("designation")), weapon, kind, year, ordered,
        delivered, years, tuple(notes),
    )  # fmt: skip
