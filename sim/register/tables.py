"""Tables of volumes by state and year: exact sums, which correct a register's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sim.register.account import FileAccount
from sim.register.deal_files import BROKEN, check_end
from sim.register.lines import Watch, refuse, unpadded
from sim.register.names import Party, Sort, party
from sim.register.recognise import RegisterFile
from sim.register.rows import notes_of_sides
from sim.register.tallies import RowError
from sim.register.volumes import volume_of

Side = Literal["recipient", "supplier"]
State = tuple[str, Sort]

_OF_ALL = re.compile(r"all\b.*|(the )?world\b.*|(grand |sub)?total.*|sum\b.*", re.IGNORECASE)
_HEADLINE = re.compile(
    r"(exports|imports)\s+(?:of\s+\S+\s+)?(from|by|of|to)\s+(.+?)\s*[,:;(]?\s*(\d{4}.*)?$",
    re.IGNORECASE,
)
_ROWS_BY_FIRST_CELL: dict[str, Side] = {
    "recipient": "recipient", "imports by": "recipient", "importer": "recipient",
    "exports to": "recipient", "supplier": "supplier", "exports by": "supplier",
    "exporter": "supplier", "imports from": "supplier",
}  # fmt: skip


@dataclass(frozen=True)
class YearTable:
    """Volumes delivered by year: of many recipients or suppliers, all together or with one partner.

    ``rows`` is the side that the rows are, ``partner`` the one state on the other side, or None for
    all of them; ``headline`` is the line that says so, or the header's. A volume below half a TIV
    is 0 in the file.
    """

    file: str
    headline: int
    rows: Side
    partner: State | None
    years: tuple[int, ...]
    volumes: dict[State, tuple[float, ...]]  # by state, along the years


def read_table_of_years(
    source: RegisterFile, watch: Watch | None = None
) -> tuple[YearTable, FileAccount]:
    """Read a table.

    Raises:
        InputError: if nothing tells whose exports or imports it is about, or it is broken.
    """
    headline, side, partner = _about(source)
    account = source.account()
    years = tuple(sorted(year for year in source.columns if isinstance(year, int)))
    places = [source.columns[year] for year in years]
    volumes: dict[State, tuple[float, ...]] = {}
    last_line = broken_line = 0
    for line, padded in source.lines(watch):
        last_line = line
        cells = unpadded(padded, max(places) + 1)
        if not max(places) < len(cells) <= source.width:
            account.drop(BROKEN, line)
            broken_line = line
            continue
        try:
            who = _state(cells[0])
            row = tuple(volume_of(cells[place], 0.0, source.marks) for place in places)
            volumes[who.name, who.sort] = _added(volumes.get((who.name, who.sort)), row, who)
        except RowError as reason:
            account.drop(str(reason), line)
            continue
        account.meet()
        account.use()
        for note in notes_of_sides(who):
            account.note(note, line)
    check_end(source, account, last_line, broken_line)
    if not volumes:
        raise refuse(source.file, source.header_line, "no row below this header can be used")
    return YearTable(source.file, headline, side, partner, years, volumes), account


def _state(cell: str) -> Party:
    who = party(cell)
    if who is None:
        raise RowError("names no state")
    if _OF_ALL.fullmatch(who.name):
        raise RowError("a total")
    return who


def _added(
    before: tuple[float, ...] | None, row: tuple[float, ...], who: Party
) -> tuple[float, ...]:
    """A row with what stands above for the same state under another name, or for its like."""
    if before is None:
        return row
    if who.sort == "state" and (before == row or not who.renamed):
        raise RowError("a state that was named before")
    return tuple(one + more for one, more in zip(before, row, strict=True))


def _about(source: RegisterFile) -> tuple[int, Side, State | None]:
    """Line of the headline, which side the rows are on, and who is on the other.

    The first cell and the headline tell.

    Raises:
        InputError: if they do not.
    """
    side = _ROWS_BY_FIRST_CELL.get(source.header[0].lower())
    found = _headline(source.preamble)
    if found is not None:
        line, flow, word, named = found
        of_exporter = word == "from" or (flow == "exports" and word in ("by", "of"))
        rows: Side = "recipient" if of_exporter else "supplier"
        who = None if _OF_ALL.fullmatch(named) else party(named)
        if who is None:
            return line, side or rows, None
        if side is not None and side != rows:
            # 'Exports by' rows under 'exports from X': the headline is about the rows' own side.
            return line, side, None
        return line, rows, (who.name, who.sort)
    if side is not None:
        return source.header_line, side, None
    message = (
        "a table without a name for its first column must say above it whose it is, "
        "such as 'TIV of arms exports from Russia, 2000-2021' or '… imports to India, …'"
    )
    raise refuse(source.file, source.header_line, message)


def _headline(preamble: Sequence[str]) -> tuple[int, str, str, str] | None:
    """Line, 'exports' or 'imports', 'from', 'by', 'of' or 'to', and of whom; None if nothing says.

    Of several lines that read like one, that with years counts, else the first.
    """
    found = [
        (line, match)
        for line, match in enumerate(map(_HEADLINE.search, preamble), 1)
        if match is not None
    ]
    if not found:
        return None
    line, match = next((one for one in found if one[1][4]), found[0])
    return line, match[1].lower(), match[2].lower(), match[3].strip(" .,;:\"'")
