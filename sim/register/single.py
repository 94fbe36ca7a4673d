"""Registers with one row per deal: volumes spread evenly over the years of delivery."""

import re
from collections.abc import Iterator

from sim.register.account import FileAccount
from sim.register.cells import (
    BROKEN,
    RowError,
    Seen,
    check_whole,
    class_place,
    has_surplus,
    is_repeat,
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
from sim.register.recognise import Source

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
    account = FileAccount(source.file, "deals", source.encoding)
    last_line = broken_line = 0
    own: Seen = {}
    for line, last_line, cells, mended in mended_rows(source, watch):
        if cells is None:
            account.drop(BROKEN, line)
            broken_line = last_line
            continue
        row = tuple(cells)
        if is_repeat(row, line, source, account, seen, own):
            continue
        try:
            _read_row(source, row, line, into, account)
        except RowError as reason:
            account.drop(str(reason), line)
        else:
            if mended:
                account.note(mended, line)
    check_whole(source, account, last_line, broken_line)
    seen |= own
    return account


Mended = tuple[int, int, list[str] | None, str]
"""First and last line of a row, its cells (None if it is broken), what was mended."""


def mended_rows(source: Source, watch: Watch | None = None) -> Iterator[Mended]:
    """Rows, each whole or None: line ends and commas inside comments are mended.

    A row with the cells up to the comment, followed by a line with too few cells, goes on there.
    """
    comments = source.columns["comments"]
    held: tuple[int, int, list[str]] | None = None  # first line, last line, cells so far
    for line, cells in source.lines(watch):
        if held is not None:
            first, last, begun = held
            joined = [*begun[:-1], f"{begun[-1]} {cells[0]}", *cells[1:]]
            goes_on = len(cells) <= comments and line - first < _MOST_PIECES
            whole = _as_wide(joined, source) if goes_on else None
            if whole is not None:
                yield first, line, whole, "a comment that was cut into lines is mended"
                held = None
                continue
            if goes_on:
                held = (first, line, joined)
                continue
            yield first, last, None, ""
            held = None
        whole = _as_wide(cells, source)
        if whole is not None:
            yield line, line, whole, "" if len(cells) <= source.width else _COMMAS
        elif comments < len(cells) < source.width:
            held = (line, line, cells)
        else:
            yield line, line, None, ""
    if held is not None:
        yield held[0], held[1], None, ""


_COMMAS = "commas in a comment are mended"


def _as_wide(cells: list[str], source: Source) -> list[str] | None:
    """Cells of a whole row, those of a comment with commas joined; None if they do not fit."""
    width, comments = source.width, source.columns["comments"]
    if len(cells) < width:
        return None
    if not has_surplus(cells, width):
        return cells[:width]
    after = width - comments - 1
    joined = [*cells[:comments], ",".join(cells[comments : len(cells) - after]), *cells[-after:]]
    try:
        volumes = [volume_of(cell, 0.0) for cell in joined[-after:]] if after else []
        years_of(joined[source.columns["deliveries"]])
    except RowError:
        return None
    return joined if len(volumes) == after else None


def _read_row(
    source: Source, row: tuple[str, ...], line: int, into: Gathering, account: FileAccount
) -> None:
    def cell(name: str) -> str:
        return row[source.columns[name]]

    buyer, supplier = sides(cell("recipient"), cell("supplier"))
    year = year_of(cell("order"), "order year")
    delivered_in = years_of(cell("deliveries"))
    delivered = volume_of(cell("tiv"), 0.0)
    ordered = max(volume_of(cell("ordered"), 0.0), delivered)
    description = cell("description")
    weapon = class_place(class_by_words(description), "its description tells none")
    kind = kind_of(cell("status"), licensed=bool(_LICENCE.search(cell("comments"))))
    deal = into.deal(
        len(into), (buyer.name, buyer.sort), (supplier.name, supplier.sort), weapon, kind, year
    )
    into.order(deal, ordered)
    for one in delivered_in:
        into.deliver(deal, one, delivered / len(delivered_in), spread=len(delivered_in) > 1)
    account.use()
    note_sides(account, line, buyer, supplier)
    if len(delivered_in) > 1:
        account.note(SPREAD, line)
    elif not delivered_in:
        what = "not delivered yet" if delivered == 0 else "delivered, but no year says when"
        account.note(what, line)
    if "?" in row[source.columns["order"] + 1 : source.columns["order"] + 2]:
        account.note("order year is the register's estimate", line)
    if delivered_in and delivered_in[0] < year:
        account.note("delivered before it was ordered: taken as the same year", line)
