"""Registers with one row per deal: volumes spread evenly over the years of delivery."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.register.account import FileAccount
from sim.register.cells import (
    BEYOND_BELIEF,
    BROKEN,
    RowError,
    check_whole,
    class_place,
    kind_of,
    note_sides,
    sides,
    volume_of,
    year_of,
    years_of,
)
from sim.register.classes import class_by_words
from sim.register.deals import Gathering
from sim.register.lines import Watch
from sim.register.names import out_of_time
from sim.register.recognise import Source
from sim.register.repeats import RepeatError, Seen

SPREAD = "volume spread evenly over several years of delivery"
_LICENCE = re.compile(
    r"licen[cs]e|assembled|(?:produced|built|production) (?:in|under)|(?:local|indigenous)\w* prod",
    re.IGNORECASE,
)
_MOST_PIECES = 20  # lines of one row


def read_single(
    source: Source, into: Gathering, seen: Seen, watch: Watch | None = None
) -> FileAccount:
    """Read all rows of a file into deals.

    Raises:
        InputError: if the file breaks off or is mostly broken.
    """
    account = source.account()
    last_line = broken_line = 0
    seen.begin(source.file)
    for line, last_line, pieces, cells, mended in mended_rows(source, watch):
        account.pieces += pieces
        if cells is None:
            account.drop(BROKEN, line)
            broken_line = last_line
            continue
        row = tuple(cells)
        try:
            _read_row(source, row, line, into, seen, account)
        except RowError as reason:
            account.drop(str(reason), line, repeat=isinstance(reason, RepeatError))
            broken_line = broken_line if _has_volumes(row, source) else last_line
        else:
            if mended:
                account.note(mended, line)
    check_whole(source, account, last_line, broken_line)
    return account


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


def mended_rows(source: Source, watch: Watch | None = None) -> Iterator[Mended]:
    """Rows, each whole or None: line ends and commas inside comments are mended.

    A row with the cells up to the comment goes on in the next line if that has too few cells. So
    does one with as many cells as a whole row, but without volumes at its end: it has commas in its
    comment before the line breaks.
    """
    begun: _Begun | None = None
    for line, padded in source.lines(watch):
        cells = _unpadded(padded, source.width)
        if begun is not None:
            goes_on = len(cells) <= source.columns["comments"] < len(begun.cells)
            if goes_on and line - begun.first < _MOST_PIECES:
                joined = [*begun.cells[:-1], f"{begun.cells[-1]} {cells[0]}", *cells[1:]]
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
            begun = _Begun(line, line, 0, cells, cells if len(cells) == source.width else None)
    if begun is not None:
        yield begun.first, begun.last, begun.pieces, begun.alone, ""


_CUT = "a comment that was cut into lines is mended"
_COMMAS = "commas in a comment are mended"


def _unpadded(cells: list[str], width: int) -> list[str]:
    """Cells without the empty ones that padding left behind a whole row."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _as_wide(cells: list[str], source: Source) -> list[str] | None:
    """Cells of a whole row, those of a comment with commas joined; None if they do not fit."""
    width, comments = source.width, source.columns["comments"]
    if len(cells) < width:
        return None
    after = len(cells) - (width - comments - 1)
    row = [*cells[:comments], ",".join(cells[comments:after]), *cells[after:]]
    return row if _has_volumes(row, source) else None


def _has_volumes(row: Sequence[str], source: Source) -> bool:
    """Whether years and volumes stand in their cells of a row."""
    try:
        for cell in row[source.columns["comments"] + 1 :]:
            volume_of(cell, 0.0, source.decimal)
        years_of(row[source.columns["deliveries"]])
    except RowError:
        return False
    return True


def _read_row(
    source: Source, row: tuple[str, ...], line: int, into: Gathering, seen: Seen,
    account: FileAccount,
) -> None:  # fmt: skip
    def cell(name: str) -> str:
        return row[source.columns[name]] if name in source.columns else ""

    buyer, supplier = sides(cell("recipient"), cell("supplier"))
    year = year_of(cell("order"), "order year")
    delivered_in = years_of(cell("deliveries"))
    delivered = volume_of(cell("tiv"), 0.0, source.decimal)
    ordered = max(volume_of(cell("ordered"), 0.0, source.decimal), delivered)
    description = cell("description")
    weapon = class_place(class_by_words(description), "its description tells none")
    kind = kind_of(cell("status"), licensed=bool(_LICENCE.search(cell("comments"))))
    # Comments are no part of it: their words change from one edition of a register to the next.
    told = (buyer.name, supplier.name, year, cell("designation").strip(), weapon, delivered_in)
    seen.check((*told, cell("status").strip().lower(), ordered, delivered), None)
    if max(ordered, delivered) > BEYOND_BELIEF:
        raise RowError(f"has more than {BEYOND_BELIEF:,.0f} TIV, which is no deal")
    if seen.again(row):
        account.note(
            "is, cell by cell, a row above; both are used, for it may be another deal", line
        )
    deal = into.deal(
        len(into), (buyer.name, buyer.sort), (supplier.name, supplier.sort), weapon, kind, year
    )
    into.order(deal, ordered)
    for one in delivered_in:
        into.deliver(deal, one, delivered / len(delivered_in), spread=len(delivered_in) > 1)
    account.use()
    note_sides(account, line, buyer, supplier)
    for what in out_of_time(year, max(delivered_in, default=year), buyer, supplier):
        account.note(what, line)
    if len(delivered_in) > 1:
        account.note(SPREAD, line)
    elif not delivered_in:
        what = "not delivered yet" if delivered == 0 else "delivered, but no year says when"
        account.note(what, line)
    if "?" in row[source.columns["order"] + 1 : source.columns["order"] + 2]:
        account.note("order year is the register's estimate", line)
    if delivered_in and delivered_in[0] < year:
        account.note("delivered before it was ordered: taken as the same year", line)
