"""Which deals of two files are the same, whatever their wording."""

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from sim.register.files import Agreement, File, FileDeal, Group, Matches

_LATER = 3  # years by which editions redate an order whose number stays
_ALIKE = 0.6  # share of letters in common


class Pass(NamedTuple):
    """A way to find the same deal: what it has in common, and what else must hold."""

    key: Callable[[FileDeal], object]  # None matches nothing
    accepted: tuple[Agreement, ...]
    holds: Callable[[FileDeal, FileDeal], bool]
    by_number: bool = False


def match(file: File, groups: Sequence[Group]) -> Matches:
    """For deals of a file, the same deal in newer ones, and whether its figures are the same.

    By number and sides, if order year or designation agree, or by number and all but the sides;
    else by sides, order year and designation, with figures that fit first. Each deal is found once.
    Deals of which only the designation is alike and the figures are equal come last.
    """
    found: Matches = {}
    for way in _PASSES:
        _search(file, groups, way, found)
    return found


def match_figures(file: File, groups: Sequence[Group], found: Matches) -> None:
    """Add deals that newer files of the same register have in other words with equal figures."""
    kin = [g for g in groups if any(record.file.place in file.kin for record in g.records)]
    _search(file, kin, _BY_FIGURES, found)


def _search(file: File, groups: Sequence[Group], way: Pass, found: Matches) -> None:
    """Match deals that are not found yet in one way; the nearest of several."""
    taken = {group for group, _ in found.values()}
    index: dict[object, list[Group]] = {}
    for group in groups:
        for name in dict.fromkeys(map(way.key, group.records)) if group not in taken else ():
            if name is not None:
                index.setdefault(name, []).append(group)
    for record in file.records:
        name = way.key(record)
        if record in found or name is None:
            continue
        options: list[tuple[object, int, Group, Agreement]] = []
        for place, group in enumerate(index.get(name, ())):
            fit = None if group in taken else _fit(record, group, way.by_number)
            if fit in way.accepted and all(way.holds(record, one) for one in group.records):
                options.append((_distance(record, group), place, group, fit))
        if options:
            _, _, group, fit = min(options, key=lambda option: option[:2])
            found[record] = (group, fit)
            taken.add(group)


def _by_number(record: FileDeal) -> object:
    number = record.head.number
    return (number, *record.dyad) if number else None


def _by_number_alone(record: FileDeal) -> object:
    """For sides that are spelt as no table of names knows."""
    head = record.head
    words = (head.designation, record.order_year, head.weapon)
    return (head.number, record.file.numbers, *words) if head.number and words[0] else None


def _by_words(record: FileDeal) -> object:
    return (*record.dyad, record.order_year, record.head.designation)


def _by_year(record: FileDeal) -> object:
    return (*record.dyad, record.order_year, record.head.weapon) if record.delivered else None


def _by_sides(record: FileDeal) -> object:
    return (*record.dyad, record.order_year) if record.delivered else None


def _always(record: FileDeal, other: FileDeal) -> bool:
    return True


def _same_years(record: FileDeal, other: FileDeal) -> bool:
    return record.years == other.years


def _like_sides(record: FileDeal, other: FileDeal) -> bool:
    shared = record.by_year.items() & other.by_year.items()
    return bool(shared) and all(map(_like_names, record.dyad, other.dyad))


def _like_names(one: str, other: str) -> bool:
    one, other = one.casefold(), other.casefold()
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= _ALIKE


def _like_words(record: FileDeal, other: FileDeal) -> bool:
    designations = record.head.designation, other.head.designation
    return _same_years(record, other) and alike(*designations)


_PASSES = (
    Pass(_by_number, ("same", "other"), _always, by_number=True),
    Pass(_by_number_alone, ("same",), _like_sides),
    Pass(_by_words, ("same",), _always),
    Pass(_by_words, ("other",), _always),
    Pass(_by_year, ("same",), _like_words),
)
_BY_FIGURES = Pass(_by_sides, ("same",), _same_years)


def _distance(record: FileDeal, group: Group) -> tuple[float, ...]:
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


def _fit(record: FileDeal, group: Group, by_number: bool) -> Agreement | None:
    """Whether a record can be of the deal of a group, and with which figures."""
    if by_number and not any(_plausible(record, other) for other in group.records):
        return None
    fits = [figures(record, other) for other in group.records]
    if by_number:
        dated = all(record.order_year == other.order_year for other in group.records)
        return "same" if dated and all(fit == "same" for fit in fits) else "other"
    if None in fits or any(_other_number(record, other) for other in group.records):
        return None
    return "other" if "other" in fits else "same"


def _plausible(one: FileDeal, other: FileDeal) -> bool:
    apart = abs(one.order_year - other.order_year)
    same = one.head.designation == other.head.designation
    return bool(one.head.number) and (apart == 0 or (same and apart <= _LATER))


def _other_number(one: FileDeal, other: FileDeal) -> bool:
    known = one.head.number and other.head.number and one.file.numbers == other.file.numbers
    return bool(known) and one.head.number != other.head.number


def figures(one: FileDeal, other: FileDeal) -> Agreement | None:
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


def _of_both_forms(exact: FileDeal, spread: FileDeal) -> Agreement | None:
    inside = [year for year in spread.years if exact.file.covers.has(year)]
    if not {*inside} & exact.by_year.keys():
        together = exact.delivered + spread.delivered
        fits = not inside and together <= (spread.ordered or 0.0) + 0.1
        return "same" if fits else None
    within = sum(tiv for year, tiv in exact.by_year.items() if spread.file.covers.has(year))
    complete = inside == spread.years
    agrees = close(within, spread.delivered) if complete else within <= spread.delivered + 0.1
    return "same" if agrees and [*exact.by_year] == inside else "other"


def close(one: float, other: float) -> bool:
    """Whether two volumes are the same but for rounding."""
    return abs(one - other) <= max(0.06, 0.002 * max(one, other))
