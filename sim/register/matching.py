"""Which deals of two files are the same, whatever their wording."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from sim.register.account import FileAccount
from sim.register.editions import Coverage
from sim.register.rows import Row

Figures = Literal["same", "other"]
Dyad = tuple[str, str]  # buyer and supplier

_LATER = 3  # years by which editions redate an order whose number stays
_ALIKE = 0.6  # share of letters in common
_MOST, _NEARLY = 0.5, 0.9  # shares of what two files tell
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
    records: "list[Record]" = field(default_factory=list)
    kin: "set[int]" = field(default_factory=set)  # newer files of the same register, by place
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


def match(file: File, groups: Sequence[Group]) -> dict[Record, tuple[Group, Figures]]:
    """For deals of a file, the same deal in newer ones, and whether its figures are the same.

    By number and sides, if order year or designation agree, or by number and all but the sides;
    else by sides, order year and designation, with figures that fit first. Each deal is found once.
    Deals of which only the designation is alike and the figures are equal come last.
    """
    found: dict[Record, tuple[Group, Figures]] = {}
    taken: set[Group] = set()
    passes = (
        (_by_number, ("same", "other")),
        (_by_number_alone, ("same",)),
        (_by_words, ("same",)),
        (_by_words, ("other",)),
        (_by_year, ("same",)),
    )
    for key, wanted in passes:
        index: dict[object, list[Group]] = {}
        for group in groups:
            if group not in taken:
                for name in dict.fromkeys(map(key, group.records)):
                    if name is not None:
                        index.setdefault(name, []).append(group)
        for record in file.records:
            name = key(record)
            if record in found or name is None:
                continue
            options = []
            for place, group in enumerate(index.get(name, ())):
                fit = None if group in taken else _fit(record, group, key is _by_number)
                if fit in wanted and all(_TESTS[key](record, one) for one in group.records):
                    options.append((_distance(record, group), place, group, fit))
            if options:
                _, _, group, fit = min(options, key=lambda option: option[:2])
                assert fit is not None
                found[record] = (group, fit)
                taken.add(group)
    return found


def _by_number(record: Record) -> object:
    number = record.head.number
    return (number, *record.dyad) if number else None


def _by_number_alone(record: Record) -> object:
    """For sides that are spelt as no table of names knows."""
    head = record.head
    words = (head.designation, record.order_year, head.weapon)
    return (head.number, record.file.numbers, *words) if head.number and words[0] else None


def _by_words(record: Record) -> object:
    return (*record.dyad, record.order_year, record.head.designation)


def _by_year(record: Record) -> object:
    return (*record.dyad, record.order_year, record.head.weapon) if record.delivered else None


def _any(record: Record, other: Record) -> bool:
    return True


def _like_sides(record: Record, other: Record) -> bool:
    shared = record.by_year.items() & other.by_year.items()
    return bool(shared) and all(map(_like_names, record.dyad, other.dyad))


def _like_names(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _like_words(record: Record, other: Record) -> bool:
    same = record.years == other.years
    return same and alike(record.head.designation, other.head.designation)


_TESTS = {
    _by_number: _any, _by_number_alone: _like_sides, _by_words: _any, _by_year: _like_words,
}  # fmt: skip


def _distance(record: Record, group: Group) -> tuple[float, ...]:
    other = group.records[0]
    return (
        abs(record.order_year - other.order_year),
        record.head.kind != other.head.kind,
        record.head.weapon != other.head.weapon,
        record.head.designation != other.head.designation,
        abs((record.ordered or 0.0) - (other.ordered or 0.0)),
        abs(record.delivered - other.delivered),
    )


@lru_cache(maxsize=4096)
def alike(one: str, other: str) -> bool:
    """Whether two folded designations may name one weapon: the same digits, most letters."""
    digits = [[letter for letter in word if letter.isdigit()] for word in (one, other)]
    return digits[0] == digits[1] and SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _fit(record: Record, group: Group, by_number: bool) -> Figures | None:
    """Whether a record can be of the deal of a group, and with which figures."""
    if by_number and not any(_plausible(record, other) for other in group.records):
        return None
    fits = [figures(record, other) for other in group.records]
    if not by_number and any(_other_number(record, other) for other in group.records):
        return None
    if by_number:
        dated = all(record.order_year == other.order_year for other in group.records)
        return "same" if dated and all(fit == "same" for fit in fits) else "other"
    if any(fit is None for fit in fits):
        return None
    return "other" if "other" in fits else "same"


def _plausible(one: Record, other: Record) -> bool:
    apart = abs(one.order_year - other.order_year)
    same = one.head.designation == other.head.designation
    return bool(one.head.number) and (apart == 0 or (same and apart <= _LATER))


def _other_number(one: Record, other: Record) -> bool:
    known = one.head.number and other.head.number and one.file.numbers == other.file.numbers
    return bool(known) and one.head.number != other.head.number


def figures(one: Record, other: Record) -> Figures | None:
    """Whether two records of like words have the same figures, as far as both tell them.

    None if they cannot be one deal: they tell of other years, and of more than was ordered.
    """
    if one.file.exact and other.file.exact:
        shared = one.by_year.keys() & other.by_year.keys()
        same = all(close(one.by_year[year], other.by_year[year]) for year in shared)
        return "same" if same else "other"
    if one.file.exact != other.file.exact:
        return _of_both_forms(*((one, other) if one.file.exact else (other, one)))
    if not close(one.ordered or 0.0, other.ordered or 0.0):
        near = bool({*one.years} & {*other.years}) or one.years == other.years
        return "other" if near else None
    if one.years == other.years:
        return "same" if close(one.delivered, other.delivered) else "other"
    if {*one.years}.isdisjoint(other.years):
        together, ordered = one.delivered + other.delivered, one.ordered or 0.0
        return "same" if together <= ordered or close(together, ordered) else None
    return "same" if {*one.years} <= {*other.years} or {*other.years} <= {*one.years} else "other"


def _of_both_forms(exact: Record, spread: Record) -> Figures | None:
    inside = [year for year in spread.years if exact.file.covers.has(year)]
    if not {*inside} & exact.by_year.keys():
        together = exact.delivered + spread.delivered
        fits = not inside and together <= (spread.ordered or 0.0) + 0.1
        return "same" if fits else None
    within = sum(tiv for year, tiv in exact.by_year.items() if spread.file.covers.has(year))
    whole = inside == spread.years
    agrees = close(within, spread.delivered) if whole else within <= spread.delivered + 0.1
    return "same" if agrees and [*exact.by_year] == inside else "other"


def close(one: float, other: float) -> bool:
    """Whether two volumes are the same but for rounding."""
    return abs(one - other) <= max(0.06, 0.002 * max(one, other))


def relate(
    file: File, newer: Iterable[File], found: Mapping[Record, tuple[Group, Figures]]
) -> None:
    """Find which newer files are of the same register: another edition, or another form.

    Over the years, buyers and suppliers that both have, at least half of what either tells is in
    both. And they are of different forms, or have other figures for some deals, or state dates of
    different editions and have nearly everything in common. Else they are parts of one edition.
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
        if share >= _MOST and (differs or file.exact != other.exact or
                               (editions and share >= _NEARLY)):  # fmt: skip
            file.kin.add(other.place)
            if len(file.inside(other)) >= _NEARLY * len(file.dyads):
                file.everyone.add(other.place)


def _size(years: Iterable[int], span: range, nothing_yet: bool) -> int:
    """Years of deliveries within a span; a deal of which nothing has arrived is one, if asked."""
    return sum(year in span for year in years) + nothing_yet
