"""Rows of registers of deals: one row is one deal, or what came of it in one year."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.register.account import FileAccount
from sim.register.classes import CLASSES, is_category
from sim.register.names import UNKNOWN, Party, out_of_time, party
from sim.register.recognise import RegisterFile
from sim.register.tallies import Mass, RowError
from sim.register.volumes import volume_of
from sim.register.weapons import Classes
from sim.register.years import ESTIMATE, year_of, years_of
from sim.theatre.records import ORDER_KINDS

IMPORTED, LICENSED, SECOND_HAND = range(len(ORDER_KINDS))
BEYOND_BELIEF = 100_000.0  # TIV of a deal; the largest recorded one has a ninth of it (SIPRI)
UNDATED = "delivered, but no year says when"
_LICENCE = re.compile(
    r"licen[cs]e|assembled|(?:produced|built|production) (?:in|under)|(?:local|indigenous)\w* prod",
    re.IGNORECASE,
)
_NOTES_OF_SORTS = {
    "rebels": "a rebel group (*): with the aggregates",
    "organisation": "an organisation (**): with the aggregates",
    "unknown": "supplier or recipient unknown: with the aggregates",
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. ``ordered`` is None where the form has deliveries only.

    ``delivered`` is what came in all of its ``years``, of which there may be none; ``weapon`` and
    ``kind`` are places as in ``sim.register.deals``. Volumes are TIV.
    """

    line: int
    number: str  # the register's own number of the deal, or ""
    buyer: Party
    supplier: Party
    designation: str  # letters and digits only
    weapon: int
    kind: int
    order_year: int
    ordered: float | None
    delivered: float
    years: tuple[int, ...]
    notes: tuple[str, ...]

    @property
    def mass(self) -> Mass:
        """Whose volume it is."""
        more = max((self.ordered or 0.0) - self.delivered, 0.0)
        weapon = CLASSES[self.weapon]
        return Mass(self.buyer.name, self.supplier.name, weapon, self.delivered, more)


def row_of(
    source: RegisterFile, cells: Sequence[str], line: int, classes: Classes, account: FileAccount
) -> Row:
    """Read a complete row.

    Args:
        source: the file, whose form is one of deals.
        cells: along its header.
        line: of the file.
        classes: what tells the class of a weapon.
        account: of the file, which keeps classes that only words tell.

    Raises:
        RowError: if the row cannot be used.
    """
    cell, marks = source.cell_of(cells), source.marks
    buyer, supplier = _sides(cell("recipient"), cell("supplier"))
    order = year_of(cell("order"), "order year")
    ordered, came_doubt = None, ""
    if source.form == "yearly deals":
        came, came_doubt = year_of(cell("delivery"), "delivery year")
        years: tuple[int, ...] = (came,)
        delivered = most = volume_of(cell("tiv"), marks=marks)
        licensed = cell("local").strip().lower() == "yes"
    else:
        years = years_of(cell("deliveries"))
        delivered = volume_of(cell("tiv"), 0.0, marks)
        ordered = most = max(volume_of(cell("ordered"), 0.0, marks), delivered)
        licensed = bool(_LICENCE.search(cell("comments")))
    category, description = cell("category"), cell("description")
    found = classes.of(category, description)
    if found.guessed:
        account.guess(
            description, found.weapon, line, Mass(tiv=delivered, on_order=most - delivered)
        )
    if found.weapon is None:
        by_description = "its description tells none" if found.guessed else description.strip()
        raise RowError(f"belongs to no class of arms: {category.strip() or by_description}")
    if most > BEYOND_BELIEF:
        raise RowError(f"has more than {BEYOND_BELIEF:,.0f} TIV, which is no deal")
    notes = [
        *notes_of_sides(buyer, supplier),
        *out_of_time(order.year, max(years, default=order.year), buyer, supplier),
    ]
    for what, doubt in (("order", order.doubt), ("delivery", came_doubt)):
        marked = cell(f"{what} guessed").strip().lower() in ("yes", "?")
        if doubt or marked:
            notes.append(f"{what} year {doubt or ESTIMATE}")
    if source.form == "yearly deals" and not is_category(category):
        notes.append(f"class told by the description, category {category.strip()!r}")
    if not years:
        notes.append("not delivered yet" if delivered == 0 else UNDATED)
    elif years[0] < order.year:
        notes.append("delivered before it was ordered: taken as the same year")
    return Row(
        line, cell("id").strip(), buyer, supplier, folded(cell("designation")),
        CLASSES.index(found.weapon), _order_kind(cell("status"), licensed), order.year, ordered,
        delivered, years, tuple(notes),
    )  # fmt: skip


def mass_of(source: RegisterFile, cells: Sequence[str]) -> Mass:
    """Whose volume a row is that cannot be used, as far as it can be read."""
    cell = source.cell_of(cells)
    empty = None if source.form == "yearly deals" else 0.0

    def volume(name: str) -> float | None:
        try:
            return volume_of(cell(name), empty, source.marks)
        except RowError:
            return None

    def name(column: str) -> str:
        who = party(cell(column))
        return cell(column).strip() if who is None else who.name

    tiv = volume("tiv")
    ordered = None if not cell("ordered") else volume("ordered")
    more = 0.0 if tiv is None or ordered is None else max(ordered - tiv, 0.0)
    weapon = ", ".join(filter(None, (cell("category").strip(), cell("description").strip())))
    return Mass(name("recipient"), name("supplier"), weapon, tiv, more)


def folded(designation: str) -> str:
    """A designation without what editions spell in different ways: case, blanks, hyphens."""
    return "".join(letter for letter in designation.casefold() if letter.isalnum())


def notes_of_sides(*parties: Party) -> list[str]:
    """Who of a row is no single state, or is spelt otherwise than today."""
    notes = []
    for one in parties:
        if one.sort != "state":
            notes.append(_NOTES_OF_SORTS[one.sort])
        if one.renamed:
            notes.append(f"a state under its name of today: {one.name}")
    return notes


def _sides(recipient: str, supplier: str) -> tuple[Party, Party]:
    """Buyer and supplier of a row."""
    buyer, seller = party(recipient), party(supplier)
    if buyer is None or seller is None:
        raise RowError("names no " + ("recipient" if buyer is None else "supplier"))
    if buyer.name == seller.name and buyer.name != UNKNOWN:
        raise RowError("supplier and recipient are the same")
    return buyer, seller


def _order_kind(status: str, licensed: bool) -> int:
    """What a buyer makes under licence, what is second hand, the rest."""
    if licensed:
        return LICENSED
    return SECOND_HAND if status.strip().lower().startswith("second") else IMPORTED
