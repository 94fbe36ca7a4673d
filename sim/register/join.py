"""Files of one register, or of its parts, periods, editions and forms → deals that count once.

Every file is read to plain rows first. Then the files are taken from the newest to the oldest,
whatever the order in which they are given. Newer is the later edition: the year before whose
March a file states that it was generated, or the year after its last delivery. In one edition,
volumes by year come before one volume a deal.

1. Deals of two files are matched (``matching``): by number and sides; else by sides, order year and
   designation, with figures that fit.
2. Two files are of one register (``files``) if most of what either has of their common years,
   buyers and suppliers is in both. Where figures differ, they are editions: the newer holds for the
   years that it covers, and what only the older has of them is left out. Otherwise they are parts
   or forms, which add up.
3. Each deal is put together (``merging``): its order from a file with one row per deal, its
   delivery years from one of deliveries by year, and earlier or later years from other files.
"""

from collections.abc import Sequence
from dataclasses import replace

from sim.register.deals import Deals, deals_of
from sim.register.files import File, FileDeal, Group, relate
from sim.register.matching import figures, match, match_figures
from sim.register.merging import MergedDeal, merge, part
from sim.register.rows import Row
from sim.register.tallies import tiv_text


def join(files: Sequence[File]) -> tuple[Deals, tuple[str, ...]]:
    """The deals of all files, and lines about what files have in common and in what they differ.

    The files' accounts have what became of each row afterwards.
    """
    files = sorted(files, key=_newest_first)
    groups: list[Group] = []
    for place, file in enumerate(files):
        file.begin(place)
        found = match(file, groups)
        relate(file, files[:place], found)
        match_figures(file, groups, found)
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
    pairs = [(files[place], file) for file in files for place in sorted(file.kin)]
    remarks = [line for newer, older in pairs for line in _of_pair(newer, older, merged)]
    return deals_of(merged), tuple(remarks)


def _newest_first(file: File) -> tuple[object, ...]:
    covers = file.covers
    day = 0 if covers.generated is None else covers.generated.toordinal()
    return (
        -covers.edition, not file.exact, -day, -covers.last, covers.last - covers.first,
        -len(file.rows), file.account.digest, file.account.file,
    )  # fmt: skip


def _is_kin(record: FileDeal, group: Group) -> bool:
    """Whether a deal with other figures is one of another edition, and not another deal."""
    same_number = any(
        record.head.number and record.head.number == other.head.number for other in group.records
    )
    return same_number or any(other.file.place in record.file.kin for other in group.records)


def _without_held(record: FileDeal, files: Sequence[File]) -> FileDeal | None:
    """A deal that no newer file has, without the years for which newer editions hold."""
    newer_files = [files[place] for place in sorted(record.file.corrections)]
    holders = [file for file in newer_files if _covers(record, file)]
    if not holders:
        return record
    file = record.file
    reason = _gone(holders[0])
    if not record.years:
        if all(one.exact or one.covers.last < record.order_year for one in holders):
            return record
        file.account.repeat(reason, record.head.line, record.head.mass)
        return None
    left = [y for y in record.years if not any(holder.covers.has(y) for holder in holders)]
    if file.exact:
        kept = [row for row in record.rows if row.years[0] in left]
        for row in record.rows:
            if row.years[0] not in left:
                file.account.repeat(reason, row.line, row.mass)
        return FileDeal(file, kept) if kept else None
    if len(left) == len(record.years):
        return record
    row = record.head
    gone = row.delivered * (1 - len(left) / len(row.years))
    file.account.repeat(reason, row.line, part(row, gone, all_of_it=not left), rows=not left)
    return FileDeal(file, [_less(row, tuple(left), gone)]) if left else None


def _less(row: Row, years: tuple[int, ...], gone: float) -> Row:
    """A row of a deal without the volume of some years."""
    ordered = None if row.ordered is None else row.ordered - gone
    return replace(row, years=years, delivered=row.delivered - gone, ordered=ordered)


def _covers(record: FileDeal, file: File) -> bool:
    """Whether a file of the same register would have the deals of a dyad."""
    if file.place in record.file.complete:
        return True
    buyer, supplier = record.dyad
    return buyer in file.buyers and supplier in file.suppliers


def _warn_of_cuts(files: Sequence[File], merged: Sequence[MergedDeal], covered: set[int]) -> None:
    """Say of which files the deliveries before some year are missing, and how that is known."""
    for file in files:
        cut = [deal for deal in merged if deal.earlier and deal.lumps[0].file is file]
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
            else f"line {min(deal.lumps[0].head.line for deal in cut)} has a deal ordered "
            "before that arrived in part"
        )
        volume = sum(deal.earlier for deal in cut)
        file.account.warnings.append(
            f"the file is cut: it has deliveries from {first} on only ({known}). Deliveries of "
            f"earlier years are missing; {tiv_text(volume)} TIV of {len(cut):,} deals ordered "
            "before are taken as delivered then and are not in the order book"
        )


def _gone(holder: File) -> str:
    return f"is not in {holder.name}, which holds for this year and these sides"


def _of_pair(newer: File, older: File, merged: Sequence[MergedDeal]) -> list[str]:
    both = []
    for deal in merged:
        of_file = {record.file.place: record for record in deal.group.records}
        if newer.place in of_file and older.place in of_file:
            both.append((of_file[newer.place], of_file[older.place]))
    other = [(new, old) for new, old in both if figures(new, old) != "same"]
    gone = older.account.repeated.get(_gone(newer))
    lines = [f"{newer.name} and {older.name} are one register: {len(both):,} deals are in both"]
    if newer.exact != older.exact:
        lines[0] += f". {_two_forms(newer, older, merged)}"
    if other or gone is not None:
        lines.append(f"  {_holds(newer, older, bool(other))}")
    if other:
        before, after = (sum(pair[i].delivered for pair in other) for i in (1, 0))
        lines.append(
            f"  {len(other):,} deals have other figures: {tiv_text(before)} TIV delivered in "
            f"{older.name}, {tiv_text(after)} TIV in {newer.name}"
        )
    if gone is not None:
        lines.append(
            f"  {gone.rows:,} rows ({gone.volume()}) of {older.name} are not in {newer.name} and "
            "are left out"
        )
    return lines


def _two_forms(one: File, other: File, merged: Sequence[MergedDeal]) -> str:
    exact, lump = (one, other) if one.exact else (other, one)
    never = [deal for deal in merged if not deal.by_year and deal.lumps[0].file is lump]
    return (
        f"Orders are from {lump.name}, with {len(never):,} deals of which nothing has arrived "
        f"({tiv_text(sum(deal.ordered for deal in never))} TIV), delivery years from {exact.name}"
    )


def _holds(newer: File, older: File, differ: bool) -> str:
    a, b = newer.covers, older.covers
    if a.edition > b.edition or (a.generated != b.generated and newer.exact == older.exact):
        return (
            f"{newer.name} ({a.words()}) is newer than {older.name} ({b.words()}) and holds for "
            f"{a.first}-{a.last}"
        )
    if newer.exact != older.exact:
        return f"{newer.name} has volumes by year and holds for {a.first}-{a.last}"
    why = "covers later years" if a.last > b.last else "has more rows"
    return f"Neither states an edition; {newer.name} {why} and holds for {a.first}-{a.last}"
