"""One deal as several files have it → its order, its deliveries, and which row gave what."""

from dataclasses import dataclass, field

from sim.register.files import File, FileDeal, Group
from sim.register.matching import close, figures
from sim.register.rows import Row
from sim.register.tallies import Mass

_COMPLETE = 3  # years without a delivery after which a programme is over


@dataclass
class MergedDeal:
    """A deal: TIV ordered, by year of delivery, and delivered in unknown years."""

    group: Group
    by_year: dict[int, float] = field(default_factory=dict)
    spread: set[int] = field(default_factory=set)  # years with a part of a volume of several
    undated: float = 0.0
    ordered: float = 0.0
    earlier: float = 0.0  # of undated: taken as delivered before what the files cover

    @property
    def lumps(self) -> list[FileDeal]:
        """Records with one volume for all years, the newest first."""
        return [record for record in self.group.records if not record.file.exact]

    @property
    def head(self) -> Row:
        """Who, what and of which kind: a file of deliveries by year tells class and kind better."""
        exact = (record for record in self.group.records if record.file.exact)
        return next(exact, self.group.records[0]).head

    @property
    def order_year(self) -> int:
        """The year of the order: of a file with one row per deal, if no newer edition has it."""
        newest = self.group.records[0]
        return next(
            (r.order_year for r in self.lumps
             if r.file.covers.edition >= newest.file.covers.edition), newest.order_year,
        )  # fmt: skip


def merge(group: Group, covered: set[int]) -> MergedDeal:
    """Put a deal together, and account for all rows of it.

    Deliveries by year hold before one volume for all years. Of each, the newest edition holds for
    the years that it covers; the rest of a deal's volume falls on its other years.

    Args:
        group: the deal's records, the newest first.
        covered: years of delivery that any file covers.
    """
    deal = MergedDeal(group)
    for record in group.records:
        if record.file.exact:
            _add_exact(deal, record)
    lumps = deal.lumps
    gave = {record: _add_lump(deal, record) for record in lumps}
    if lumps and lumps[0] is group.records[0]:
        gave |= _overrule(deal, lumps[0])
    came = sum(deal.by_year.values()) + deal.undated
    deal.ordered = came
    if lumps:
        most = lumps[0].ordered or 0.0
        still = max(most - _delivered(lumps), 0.0)
        deal.ordered = max(came, min(most, came + still))
        _cut(deal, lumps[0], covered, deal.ordered - came)
    for record in lumps:
        _account_lump(record, gave[record], order=record is lumps[0], group=group)
    _account_exact(deal)
    return deal


def _add_exact(deal: MergedDeal, record: FileDeal) -> None:
    for year, tiv in record.by_year.items():
        if year not in deal.by_year and not _held(deal, record, year):
            deal.by_year[year] = tiv


def _held(deal: MergedDeal, record: FileDeal, year: int) -> bool:
    """Whether a newer record of the deal covers a year, and has nothing in it."""
    for other in deal.group.records:
        if other is record:
            return False
        if other.file.place in record.file.kin and other.file.covers.has(year):
            # Volumes by year are known better by an exact file of the same edition.
            return other.file.exact or not record.file.exact
    return False


def _add_lump(deal: MergedDeal, record: FileDeal) -> float:
    """Lay one volume for all years on those that are not known; the TIV it adds."""
    if not record.years:
        added = record.delivered if not deal.by_year and deal.undated == 0 else 0.0
        deal.undated += added
        return added
    open_ = [year for year in record.years if year not in deal.by_year]
    new = [year for year in open_ if not _held_by_any(deal, record, year)]
    if not new:
        return 0.0
    covers = record.file.covers
    known = sum(tiv for year, tiv in deal.by_year.items() if covers.has(year))
    rest = max(record.delivered - known, 0.0) * len(new) / len(open_)
    for year in new:
        deal.by_year[year] = rest / len(new)
    if len(new) > 1:
        deal.spread |= set(new)
    return rest


def _held_by_any(deal: MergedDeal, record: FileDeal, year: int) -> bool:
    """Whether a record that holds before this one covers a year."""
    exact = any(
        other.file.exact and _related(record.file, other.file) and other.file.covers.has(year)
        for other in deal.group.records
    )
    return exact or _held(deal, record, year)


def _related(one: File, other: File) -> bool:
    return other.place in one.kin or one.place in other.kin


def _overrule(deal: MergedDeal, newest: FileDeal) -> dict[FileDeal, float]:
    """Give a deal the volume of a newer edition, on the years of an older one."""
    exact = [record for record in deal.group.records if record.file.exact]
    newer = all(newest.file.covers.edition > record.file.covers.edition for record in exact)
    if not exact or not newer or not newest.years:
        return {}
    if all(figures(newest, record) != "other" for record in exact):
        return {}
    inside = {y: deal.by_year.get(y, 0.0) for y in newest.years}
    total = sum(inside.values())
    for year in [year for year in deal.by_year if newest.file.covers.has(year)]:
        del deal.by_year[year]
    for year, tiv in inside.items():
        share = tiv / total if total > 0 else 1 / len(inside)
        deal.by_year[year] = newest.delivered * share
    deal.spread |= set(inside) if total <= 0 and len(inside) > 1 else set()
    return {newest: newest.delivered}


def _delivered(lumps: list[FileDeal]) -> float:
    """What is delivered by files with one row per deal, each year once."""
    alone = MergedDeal(Group(lumps))
    for record in lumps:
        _add_lump(alone, record)
    return sum(alone.by_year.values()) + alone.undated


def _cut(deal: MergedDeal, record: FileDeal, covered: set[int], still: float) -> None:
    """Take as delivered what is still to come of a deal whose first years no file covers."""
    if not deal.by_year or still <= 0.005:
        return
    first, last = min(deal.by_year), max(deal.by_year)
    gap = any(year not in covered for year in range(record.order_year, first))
    over = record.file.covers.last - last >= _COMPLETE
    if gap and (record.file.covers.stated or over):
        deal.undated += still
        deal.earlier = still


def _account_lump(record: FileDeal, tiv: float, *, order: bool, group: Group) -> None:
    account, row = record.file.account, record.head
    other = record.delivered - tiv
    if tiv > 0 or order:
        used_row(record.file, row, tiv)
    if other > 0.005 or (tiv == 0 and not order):
        unused = tiv == 0 and not order
        account.repeat(
            _why(record, group), row.line, part(row, other, all_of_it=unused), rows=unused
        )


def _account_exact(deal: MergedDeal) -> None:
    """Use the rows that gave the volume of a year, and name what stands for the others."""
    given: set[int] = set()
    for record in deal.group.records:
        if not record.file.exact:
            continue
        mine = {
            year
            for year, tiv in record.by_year.items()
            if year not in given and close(deal.by_year.get(year, -1.0), tiv)
        }
        given |= mine
        for row in record.rows:
            if row.years[0] in mine:
                used_row(record.file, row, row.delivered)
            else:
                record.file.account.repeat(_why(record, deal.group), row.line, row.mass)


def _why(record: FileDeal, group: Group) -> str:
    """Why a row, or the volume of one, is not used: which file's stands for it."""
    others = [other for other in group.records if other is not record]
    exact = [other for other in others if other.file.exact and not record.file.exact]
    newer = [other for other in others if other.file.place < record.file.place]
    other = (exact or newer or others)[0]
    if figures(record, other) != "same":
        return f"{other.file.name} has other figures of this deal, and holds"
    if exact:
        return f"{other.file.name} has the delivery years of this deal"
    return f"is in {other.file.name} too"


def part(row: Row, tiv: float, *, all_of_it: bool) -> Mass:
    """A part of a row's volume; with what is on order if ``all_of_it`` is left out."""
    mass = row.mass
    return Mass(mass.buyer, mass.supplier, mass.weapon, tiv, mass.on_order if all_of_it else 0.0)


def used_row(file: File, row: Row, tiv: float) -> None:
    """Count a row that is used, with what is worth telling of it."""
    file.account.use(tiv)
    for note in row.notes:
        file.account.note(note, row.line)
