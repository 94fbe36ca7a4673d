"""Files of a register that are read, their deals, and whether two are of one register."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from sim.register.account import FileAccount
from sim.register.editions import Coverage
from sim.register.rows import Row

Dyad = tuple[str, str]  # buyer and supplier
Agreement = Literal["same", "other"]  # of the figures of two deals
Matches = dict["FileDeal", tuple["Group", Agreement]]
_MOST, _NEARLY = 0.5, 0.9  # shares of what two files have
_SOME = 100  # of so many deals in two editions, at least one has other figures


@dataclass
class File:
    """A file of a register that is read: ``place`` counts from the newest on."""

    account: FileAccount
    exact: bool  # volumes by year; else a deal's volume is of all of its years together
    numbers: str  # what the file calls its numbers of deals; numbers of one name are the same
    covers: Coverage
    rows: list[Row]
    place: int = 0
    records: list["FileDeal"] = field(default_factory=list)
    kin: set[int] = field(default_factory=set)  # newer files of the same register, by place
    corrections: set[int] = field(default_factory=set)  # of these, those that correct it
    complete: set[int] = field(default_factory=set)  # of these, those that cover all its dyads
    dyads: set[Dyad] = field(default_factory=set)  # buyers and suppliers that have deals
    buyers: set[str] = field(default_factory=set)
    suppliers: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The path as the user gave it."""
        return self.account.file

    def begin(self, place: int) -> None:
        """Take its place among the files, and find its deals."""
        self.place = place
        self.records = records_of(self)
        self.dyads = {record.dyad for record in self.records}
        self.buyers = {buyer for buyer, _ in self.dyads}
        self.suppliers = {supplier for _, supplier in self.dyads}

    def inside(self, other: "File") -> set[Dyad]:
        """Its dyads whose buyer and supplier another file has too."""
        return {
            (buyer, supplier)
            for buyer, supplier in self.dyads
            if buyer in other.buyers and supplier in other.suppliers
        }


@dataclass(eq=False)
class FileDeal:
    """A deal as one file has it: one row, or in the exact form a row for each year."""

    file: File
    rows: list[Row]

    def __post_init__(self) -> None:
        """Sum its rows by year."""
        head = self.rows[0]
        self.dyad: Dyad = (head.buyer.name, head.supplier.name)
        self.order_year = head.order_year
        self.ordered = head.ordered
        self.delivered = sum(row.delivered for row in self.rows)
        self.years = sorted({year for row in self.rows for year in row.years})
        self.by_year: dict[int, float] = {}
        if self.file.exact:
            for row in self.rows:
                year = row.years[0]
                self.by_year[year] = self.by_year.get(year, 0.0) + row.delivered

    @property
    def head(self) -> Row:
        """The row that stands for the deal."""
        return self.rows[0]


@dataclass(eq=False)
class Group:
    """One deal, as files have it, the newest first."""

    records: list[FileDeal]


def records_of(file: File) -> list[FileDeal]:
    """The deals of a file, in an order that does not depend on that of its rows."""
    rows = sorted(file.rows, key=_of_row)
    if not file.exact:
        return [FileDeal(file, [row]) for row in rows]
    by_deal: dict[object, list[Row]] = {}
    for row in rows:
        who = (row.buyer.name, row.supplier.name, row.order_year, row.weapon, row.kind)
        by_deal.setdefault((row.number or row.designation, *who), []).append(row)
    return [FileDeal(file, found) for found in by_deal.values()]


def _of_row(row: Row) -> tuple[object, ...]:
    return (
        row.buyer.name, row.supplier.name, row.order_year, row.designation, row.number, row.weapon,
        row.kind, row.ordered or 0.0, row.years, row.delivered,
    )  # fmt: skip


def relate(file: File, newer: Iterable[File], found: Matches) -> None:
    """Find which newer files are of the same register: another edition, or another form.

    Over the years, buyers and suppliers that both have, at least half of what either has is in
    both. And they are of different forms, or have other figures for some deals, or state dates of
    different editions and have nearly everything in common. Else they are parts of one edition.
    The newer holds for deals that it does not have only if it corrects the other: two forms of one
    edition have what either has.
    """
    for other in newer:
        span = range(
            max(file.covers.first, other.covers.first),
            min(file.covers.last, other.covers.last) + 1,
        )
        open_too = not file.exact and not other.exact
        shared = matched = different = 0
        for record, (group, fit) in found.items():
            twin = next((twin for twin in group.records if twin.file is other), None)
            if twin is not None:
                years = {*record.years} & {*twin.years}
                shared += _size(years, span, open_too and not record.years and not twin.years)
                matched += 1
                different += fit == "other"
        sizes = [
            sum(
                _size(record.years, span, open_too and not record.years)
                for record in one.records if record.dyad in both
            )
            for one, both in ((file, file.inside(other)), (other, other.inside(file)))
        ]  # fmt: skip
        share = shared / max(sizes) if max(sizes) else 0.0
        dated = (one.covers.generated is not None for one in (file, other))
        editions = file.covers.edition != other.covers.edition and all(dated)
        differs = different * _SOME >= matched > 0 < different
        corrected = differs or (editions and share >= _NEARLY)
        if share >= _MOST and (corrected or file.exact != other.exact):
            file.kin.add(other.place)
            if corrected:
                file.corrections.add(other.place)
            if len(file.inside(other)) >= _NEARLY * len(file.dyads):
                file.complete.add(other.place)


def _size(years: Iterable[int], span: range, nothing_yet: bool) -> int:
    """Years of deliveries within a span; a deal of which nothing has arrived is one more."""
    return sum(year in span for year in years) + nothing_yet
