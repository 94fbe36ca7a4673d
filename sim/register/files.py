"""Files of a register that are read, and the deals that each of them has."""

from dataclasses import dataclass, field

from sim.register.account import FileAccount
from sim.register.editions import Coverage
from sim.register.rows import Row

Dyad = tuple[str, str]  # buyer and supplier


@dataclass
class File:
    """A file of a register that is read: ``place`` counts from the newest on."""

    account: FileAccount
    exact: bool  # volumes by year; else a deal's volume is of all of its years together
    numbers: str  # what the file calls its numbers of deals; numbers of one name are the same
    covers: Coverage
    rows: list[Row]
    place: int = 0
    records: "list[Record]" = field(default_factory=list)
    kin: "set[int]" = field(default_factory=set)  # newer files of the same register, by place
    held: "set[int]" = field(default_factory=set)  # of these, those that correct it
    everyone: "set[int]" = field(default_factory=set)  # of these, those that cover all its dyads
    dyads: "set[Dyad]" = field(default_factory=set)  # buyers and suppliers that have deals
    buyers: "set[str]" = field(default_factory=set)
    suppliers: "set[str]" = field(default_factory=set)

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
class Record:
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
        """The row that tells of the deal as a whole."""
        return self.rows[0]


@dataclass(eq=False)
class Group:
    """One deal, as files have it, the newest first."""

    records: list[Record]


def records_of(file: File) -> list[Record]:
    """The deals of a file, in an order that does not depend on that of its rows."""
    rows = sorted(file.rows, key=_of_row)
    if not file.exact:
        return [Record(file, [row]) for row in rows]
    by_deal: dict[object, list[Row]] = {}
    for row in rows:
        who = (row.buyer.name, row.supplier.name, row.order_year, row.weapon, row.kind)
        by_deal.setdefault((row.number or row.designation, *who), []).append(row)
    return [Record(file, found) for found in by_deal.values()]


def _of_row(row: Row) -> tuple[object, ...]:
    return (
        row.buyer.name, row.supplier.name, row.order_year, row.designation, row.number, row.weapon,
        row.kind, row.ordered or 0.0, row.years, row.delivered,
    )  # fmt: skip
