"""What both registers share: cells of a row → sides, years, volumes, kinds; or why not."""

from sim.base.problems import InputError, Location, Problem
from sim.register.account import FileAccount
from sim.register.classes import CLASSES
from sim.register.descriptions import Told
from sim.register.lines import is_cut
from sim.register.names import UNKNOWN, Party, party
from sim.register.reasons import RowError
from sim.register.recognise import RegisterFile
from sim.theatre.theatre import KINDS_OF_ORDER

IMPORTED, LICENSED, SECOND_HAND = range(len(KINDS_OF_ORDER))
BEYOND_BELIEF = 100_000.0  # TIV of a deal; the largest on record has a ninth of it (SIPRI)
BROKEN = "does not have the cells of the header"
_BROKEN_FILE = 0.2  # share of broken rows above which nothing of a file is believed
_NOTES_OF_SORTS = {
    "rebels": "a rebel group (*): with the aggregates",
    "organisation": "an organisation (**): with the aggregates",
    "unknown": "supplier or recipient unknown: with the aggregates",
}
_PLACE_OF_CLASS = {name: place for place, name in enumerate(CLASSES)}


def has_surplus(cells: list[str], width: int) -> bool:
    """Whether there is anything behind the cells of a whole row: commas that are none's."""
    return any(cell.strip() for cell in cells[width:])


def sides(recipient: str, supplier: str) -> tuple[Party, Party]:
    """Buyer and supplier of a row.

    Raises:
        RowError: if either is not named, or both are the same.
    """
    buyer, seller = party(recipient), party(supplier)
    if buyer is None or seller is None:
        raise RowError("names no " + ("recipient" if buyer is None else "supplier"))
    if buyer.name == seller.name and buyer.name != UNKNOWN:
        raise RowError("supplier and recipient are the same")
    return buyer, seller


def class_place(told: Told, category: str, description: str) -> int:
    """Place of a class.

    Raises:
        RowError: if there is none, naming what tells so.
    """
    if told.weapon is None:
        by_description = "its description tells none" if told.guessed else description.strip()
        raise RowError(f"belongs to no class of arms: {category.strip() or by_description}")
    return _PLACE_OF_CLASS[told.weapon]


def kind_of(status: str, *, licensed: bool) -> int:
    """Place in KINDS_OF_ORDER: what a buyer makes under licence, what is second hand, the rest."""
    if licensed:
        return LICENSED
    return SECOND_HAND if status.strip().lower().startswith("second") else IMPORTED


def notes_of_sides(*parties: Party) -> list[str]:
    """Who of a row is no single state, or is spelt otherwise than today."""
    notes = []
    for one in parties:
        if one.sort != "state":
            notes.append(_NOTES_OF_SORTS[one.sort])
        if one.renamed:
            notes.append(f"a state under its name of today: {one.name}")
    return notes


def check_whole(
    source: RegisterFile, account: FileAccount, last_line: int, broken_line: int
) -> None:
    """Refuse a file of which a part is missing, or which is mostly rubble.

    Many tools write no line end behind a last row that is whole, so that is a warning only.

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
            mark = Location(source.file, max(last_line, source.header_line), 1)  # the header is cut
            message = "the file ends in the middle of this row; download it again"
            raise InputError([Problem(mark, message)])
        account.warn(
            f"no line end behind the last row (line {last_line}): if the download broke off there, "
            "its last cell is cut short"
        )
    broken = account.dropped.get(BROKEN)
    if broken is not None and broken.rows > max(5, _BROKEN_FILE * account.rows):
        raise InputError(
            Problem(
                Location(source.file, line, 1),
                f"{BROKEN}, {source.width}, as {broken.rows:,} of {account.rows:,} rows; "
                "download the file again",
            )
            for line in broken.lines
        )
