"""Registers of deals → rows. One form has exact volumes by year, the other a row per deal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from sim.base.problems import InputError, Location, Problem
from sim.register.account import FileAccount
from sim.register.lines import Watch, is_cut, refuse, unpadded
from sim.register.recognise import RegisterFile
from sim.register.rows import Row, mass_of, row_of
from sim.register.tallies import Mass, RowError
from sim.register.volumes import volume_of
from sim.register.weapons import Classes
from sim.register.years import years_of

BROKEN = "does not have the cells of the header"
_MANY_BROKEN = 0.2  # share of broken rows above which nothing of a file is believed
_MOST_PIECES = 20  # lines of one row
_CUT = "a comment that was cut into lines is mended"
_COMMAS = "commas in a comment are mended"
_TWIN = "is, cell by cell, a row above; both are used, for it may be another deal"


class RawRow(NamedTuple):
    """A row before it is read; ``cells`` are None if it is broken."""

    first: int  # line
    last: int
    pieces: int  # lines of it, but for the first
    cells: Sequence[str] | None
    note: str = ""  # what was mended


def read_deals(
    source: RegisterFile, classes: Classes, watch: Watch | None = None
) -> tuple[list[Row], FileAccount]:
    """Read all rows of a register of deals.

    Raises:
        InputError: if the file breaks off or is mostly broken.
    """
    exact = source.form == "yearly deals"
    account = source.account()
    rows: list[Row] = []
    above: set[tuple[str, ...]] = set()
    last_line = broken_line = 0
    for raw in (_exact_rows if exact else mended_rows)(source, watch):
        last_line = raw.last
        account.pieces += raw.pieces
        if raw.cells is None:
            account.drop(BROKEN, raw.first, Mass(tiv=None))
            broken_line = last_line
            continue
        cells = tuple(raw.cells)
        again = cells in above
        try:
            row = row_of(source, cells, raw.first, classes, account)
        except RowError as reason:
            account.drop(str(reason), raw.first, mass_of(source, cells))
            if not exact and not _has_volumes(cells, source):
                broken_line = last_line
        else:
            above.add(cells)
            notes = [raw.note] if raw.note else []
            if again and not exact:
                notes.append(_TWIN)
            account.meet(row.mass)
            if again and row.number:
                account.repeat("is, cell by cell, a row above", row.line, row.mass)
            else:
                rows.append(replace(row, notes=(*notes, *row.notes)) if notes else row)
        if exact and source.cell_of(cells)("local").strip().lower() not in ("yes", "no", ""):
            broken_line = last_line
    check_end(source, account, last_line, broken_line)
    return rows, account


def _exact_rows(source: RegisterFile, watch: Watch | None) -> Iterator[RawRow]:
    for line, cells in source.lines(watch):
        yield RawRow(line, line, 0, source.complete(cells))


def mended_rows(source: RegisterFile, watch: Watch | None = None) -> Iterator[RawRow]:
    """Rows with one row per deal: line ends and commas inside comments are mended.

    A row with the cells up to the comment goes on in the next line if that has too few cells. So
    does one with as many cells as a complete row, but without volumes at its end: it has commas in
    its comment before the line breaks, or its pieces are padded to full width.
    """
    begun: RawRow | None = None  # a row that may go on in the next line, as it is by itself
    so_far: list[str] = []  # its cells up to the comment
    comments = source.columns["comments"]
    for line, padded in source.lines(watch):
        cells = unpadded(padded, source.width)
        if begun is not None:
            more = unpadded(padded, 1)
            goes_on = len(more) <= comments < len(so_far)
            if goes_on and line - begun.first < _MOST_PIECES:
                so_far = [*so_far[:-1], f"{so_far[-1]} {more[0]}", *more[1:]]
                begun = begun._replace(last=line, pieces=begun.pieces + 1)
                fitted = _fitted(so_far, source)
                if fitted is not None:
                    yield begun._replace(cells=fitted, note=_CUT)
                    begun = None
                continue
            yield begun
            begun = None
        fitted = _fitted(cells, source)
        if fitted is not None:
            yield RawRow(line, line, 0, fitted, _COMMAS if len(cells) > source.width else "")
        else:
            begun = RawRow(line, line, 0, cells if len(cells) == source.width else None)
            so_far = unpadded(cells, comments + 1)
    if begun is not None:
        yield begun


def _fitted(cells: list[str], source: RegisterFile) -> list[str] | None:
    """Cells of a complete row, those of a comment with commas joined; None if they do not fit."""
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


def check_end(source: RegisterFile, account: FileAccount, last_line: int, broken_line: int) -> None:
    """Refuse a file of which a part is missing, or which is mostly rubble.

    Many tools write no line end behind a last row that is complete, so that is a warning only.

    Args:
        source: the file, read to its end.
        account: what became of its rows.
        last_line: the last line that is not blank.
        broken_line: where the last broken row ends; 0 if none did.

    Raises:
        InputError: with the line at which it ends, or the first broken ones.
    """
    ending = source.last_line()
    if not ending.endswith(("\n", "\r")):
        if broken_line == last_line or is_cut(ending, source.delimiter):
            line = max(last_line, source.header_line)  # the header itself may be cut
            message = "the file ends in the middle of this row; download it again"
            raise refuse(source.file, line, message)
        account.warnings.append(
            f"no line end behind the last row (line {last_line}): if the download broke off there, "
            "its last cell is cut short"
        )
    broken = account.dropped.get(BROKEN)
    if broken is not None and broken.rows > max(5, _MANY_BROKEN * account.rows):
        raise InputError(
            Problem(
                Location(source.file, line, 1),
                f"{BROKEN}, {source.width}, as {broken.rows:,} of {account.rows:,} rows; "
                "download the file again",
            )
            for line in broken.lines
        )
