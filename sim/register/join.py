"""Files of one register, or of its parts, periods, editions and forms → deals that count once.

Every file is read to plain rows first. Then the files are taken from the newest to the oldest,
whatever the order in which they are given. Newer is the later edition: the year before whose
March a file states that it was generated, or the year after its last delivery. In one edition,
volumes by year come before volumes of whole deals.

1. Deals of two files are matched (``matching``): by number and sides; else by sides, order year and
   designation, with figures that fit.
2. Two files are of one register if most of what either has of their common years, buyers and
   suppliers is in both. Then the newer holds for the years that it covers, and what only the older
   has of them is left out. Otherwise they are parts, which add up.
3. Each deal is put together (``merging``): its order from a file of whole deals, its delivery
   years from one of deliveries by year, and earlier or later years from other files.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.register.account import tiv_text
from sim.register.deals import Deals, deals_of
from sim.register.matching import File, Group, Record, figures, match, relate
from sim.register.merging import Merged, merge, part
from sim.register.rows import Row


@dataclass(frozen=True)
class Joined:
    """The deals of all files, and what is worth telling of the files together, line by line."""

    deals: Deals
    remarks: tuple[str, ...]


def join(files: Sequence[File]) -> Joined:
    """Join files; their accounts tell what became of each row afterwards."""
    files = sorted(files, key=_newest_first)
    groups: list[Group] = []
    for place, file in enumerate(files):
        file.begin(place)
        found = match(file, groups)
        relate(file, files[:place], found)
        for record in file.records:
            group, fit = found.get(record, (None, "same"))
            if group is not None and (fit == "same" or _is_kin(record, group)):
                group.records.append(record)
            else:
                kept = _without_held(record, files)
                groups += [] if kept is None else [Group([kept])]
    covered = {
        year for file in files for year in range(file.covers.first, file.covers.last + 1)
    }  # fmt: skip
    merged = [merge(group, covered) for group in groups]
    _warn_of_cuts(files, merged, covered)
    return Joined(deals_of(merged), tuple(_remarks(files, merged)))


def _newest_first(file: File) -> tuple[object, ...]:
    covers = file.covers
    day = 0 if covers.generated is None else covers.generated.toordinal()
    return (
        -covers.edition, not file.exact, -day, -covers.last, covers.last - covers.first,
        -len(file.rows), file.account.digest, file.account.file,
    )  # fmt: skip


def _is_kin(record: Record, group: Group) -> bool:
    """Whether a deal with other figures is one of another edition, and not another deal."""
    same_number = any(
        record.head.number and record.head.number == other.head.number for other in group.records
    )
    return same_number or any(other.file.place in record.file.kin for other in group.records)


def _without_held(record: Record, files: Sequence[File]) -> Record | None:
    """A deal that no newer file has, without the years for which newer editions hold."""
    holders = [file for file in map(files.__getitem__, sorted(record.file.kin))
               if _covers(record, file)]  # fmt: skip
    if not holders:
        return record
    file = record.file
    reason = _gone(holders[0])
    if not record.years:
        newer = [holder for holder in holders if not holder.exact and
                 record.order_year <= holder.covers.last]  # fmt: skip
        if not newer:
            return record
        file.account.repeat(reason, record.head.line, record.head.mass)
        return None
    left = [y for y in record.years if not any(holder.covers.has(y) for holder in holders)]
    if file.exact:
        kept = [row for row in record.rows if row.years[0] in left]
        for row in record.rows:
            if row.years[0] not in left:
                file.account.repeat(reason, row.line, row.mass)
        return Record(file, kept) if kept else None
    if len(left) == len(record.years):
        return record
    row = record.head
    gone = row.delivered * (1 - len(left) / len(row.years))
    file.account.repeat(reason, row.line, part(row, gone, whole=not left), rows=not left)
    return Record(file, [_less(row, tuple(left), gone)]) if left else None


def _less(row: Row, years: tuple[int, ...], gone: float) -> Row:
    """A row of a whole deal without the volume of some years."""
    ordered = None if row.ordered is None else row.ordered - gone
    return replace(row, years=years, delivered=row.delivered - gone, ordered=ordered)


def _covers(record: Record, file: File) -> bool:
    """Whether a file of the same register would have the deals of a dyad."""
    if file.place in record.file.everyone:
        return True
    buyer, supplier = record.dyad
    return buyer in file.buyers and supplier in file.suppliers


def _warn_of_cuts(files: Sequence[File], merged: Sequence[Merged], covered: set[int]) -> None:
    """Say of which files the deliveries before some year are missing, and how that is known."""
    for file in files:
        cut = [deal for deal in merged if deal.earlier and deal.whole[0].file is file]
        first = file.covers.first
        before = any(
            year not in covered for record in file.records
            for year in range(record.order_year, first)
        )  # fmt: skip
        if not cut and not (file.covers.stated and before):
            continue
        known = (
            f"line {file.covers.stated} says so"
            if file.covers.stated
            else f"line {min(deal.whole[0].head.line for deal in cut)} has a deal ordered "
            "before that arrived in part"
        )
        volume = sum(deal.earlier for deal in cut)
        file.account.warn(
            f"the file is cut: it has deliveries from {first} on only ({known}). Deliveries of "
            f"earlier years are missing; {tiv_text(volume)} TIV of {len(cut):,} deals ordered "
            "before are taken as delivered then and are not in the order book"
        )


def _gone(holder: File) -> str:
    return f"is not in {holder.name}, which holds for this year and these sides"


def _remarks(files: Sequence[File], merged: Sequence[Merged]) -> list[str]:
    """What two files of one register have in common, and in what they differ."""
    pairs = [(files[place], file) for file in files for place in sorted(file.kin)]
    return [line for newer, older in pairs for line in _of_pair(newer, older, merged)]


def _of_pair(newer: File, older: File, merged: Sequence[Merged]) -> list[str]:
    both = []
    for deal in merged:
        of_file = {record.file.place: record for record in deal.group.records}
        if newer.place in of_file and older.place in of_file:
            both.append((of_file[newer.place], of_file[older.place], deal))
    other = [(new, old) for new, old, _ in both if figures(new, old) != "same"]
    gone = older.account.repeated.get(_gone(newer))
    same = f"{len(both) - len(other):,} deals are the same in both"
    differ = (
        f"{len(other):,} deals have other figures ({tiv_text(sum(o.delivered for _, o in other))} "
        f"TIV delivered in {older.name}, {tiv_text(sum(n.delivered for n, _ in other))} in "
        f"{newer.name})"
    )
    left = "no row" if gone is None else f"{gone.rows:,} rows ({gone.volume()})"
    how = f"{newer.name} ({newer.covers.words()}) and {older.name} ({older.covers.words()})"
    ending = f"{same}; {differ}; {left} of {older.name} that {newer.name} lacks"
    if newer.exact != older.exact:
        exact, whole = (newer, older) if newer.exact else (older, newer)
        never = [d for d in merged if not d.by_year and d.whole and d.whole[0].file is whole]
        ordered = sum(deal.ordered for deal in never)
        return [
            f"{how} are one register in two forms: the orders are from {whole.name}, with "
            f"{len(never):,} deals of which nothing has arrived ({tiv_text(ordered)} TIV), the "
            f"delivery years from {exact.name}. {ending} are left out"
        ]
    said = "the newer holds"
    if other and _equally_new(newer, older):
        said = f"which is newer cannot be told from a date or the last year; {newer.name} holds"
    return [f"{how} are one register: {said} for the years that it covers. {ending} are left out"]


def _equally_new(one: File, other: File) -> bool:
    a, b = one.covers, other.covers
    return a.edition == b.edition and a.generated == b.generated and a.last == b.last
