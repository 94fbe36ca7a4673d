"""The balance of two rivals: the ratio of their deliveries that is drawn, and who gains."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import combinations, pairwise

import numpy as np

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.marks import pairs_between
from sim.plots.series import SPAN, Band, band, rolled, shares_of
from sim.report.run.record import BuyerRecord, windows_shown
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

LITTLE = 1.1  # a ratio that moves by a smaller factor is said to stay
FAR = 1.25  # a factor by which what lies between the ends is worth a word


@dataclass(frozen=True)
class Balance:
    """Deliveries to ``pair[0]`` over those to ``pair[1]``, in the five years ending each year.

    A ratio is 0 where only the second receives anything, infinite where only the first does, and
    NaN where neither does; worlds in which neither does are in no band.
    """

    pair: tuple[str, str]
    first_year: int  # simulated
    last_year: int
    years: tuple[int, ...]  # [E] last years of the simulated windows
    simulated: Band  # [E]
    recorded_windows: tuple[Window, ...]
    recorded: Floats  # [recorded_windows]
    yearly_record: bool  # recorded windows end in every year
    undefined: bool  # neither receives anything in some world and window


def rival_pairs(
    scenario: Scenario, theatre: Theatre, buyers: Sequence[str]
) -> list[tuple[str, str]]:  # fmt: skip
    """Pairs of these buyers that are rivals in some simulated year, on record or by an event."""
    years = range(scenario.first_year, scenario.last_year + 1)
    rivals = {
        frozenset((relation.state_a, relation.state_b))
        for relation in theatre.rivalries
        if any(relation.holds(year) for year in years)
    }
    rivals |= {
        frozenset(pair)
        for event in scenario.events
        if event.kind == "rivalry" and event.values["level"]
        for pair in pairs_between(event, theatre)
    }
    return [pair for pair in combinations(buyers, 2) if frozenset(pair) in rivals]


def balance_data(
    pair: tuple[str, str], first_year: int, totals: tuple[Floats, Floats],
    records: tuple[BuyerRecord, BuyerRecord],
) -> Balance:  # fmt: skip
    """Ratios of what two buyers receive, in all worlds and on record; the larger buyer on top.

    Args:
        pair: names of the two.
        first_year: simulated.
        totals: for each, deliveries [W, Y] from all suppliers.
        records: for each, what is on record.
    """
    if totals[1].sum() > totals[0].sum():
        pair, totals, records = pair[::-1], totals[::-1], records[::-1]
    past = [record.before(first_year).sum(axis=0) for record in records]
    length = min(len(part) for part in past)
    one, other = (
        rolled(np.hstack([np.tile(part[len(part) - length :], (len(total), 1)), total]))
        for part, total in zip(past, totals, strict=True)
    )
    # The ratio rises with the share, which stays finite: quantiles are taken of shares.
    shares = shares_of(np.stack([one, other]), axis=0)[0]
    levels = band(shares)
    last_year = first_year + totals[0].shape[1] - 1
    windows, recorded, yearly = _recorded(records)
    keep = windows_shown(windows, yearly, first_year, last_year)
    return Balance(
        pair,
        first_year,
        last_year,
        tuple(range(last_year - shares.shape[1] + 1, last_year + 1)),
        Band(*(_ratio(getattr(levels, field.name)) for field in fields(Band))),
        tuple(windows[i] for i in keep),
        recorded[keep],
        yearly,
        bool(np.isnan(shares).any()),
    )


def gains(
    pair: tuple[str, str], windows: Sequence[Window], ratios: Floats, parting: int | None = None
) -> str:
    """Who gains from the first to the last known window, in words; empty with fewer than two.

    Args:
        pair: names of the two.
        windows: first and last years, in order.
        ratios: [windows] of the first buyer to the second.
        parting: a year within: first up to the window that ends then, and then from there. Without
            one the extreme in between is named, if it lies far beyond both ends.
    """
    known = [i for i in range(len(windows)) if 0 < ratios[i] < np.inf]
    if len(known) < 2:
        return ""
    stops = [known[0], *(i for i in known[1:-1] if windows[i][1] == parting), known[-1]]
    at = {i: f"{times(ratios[i])} in {windows[i][0]}–{windows[i][1]}" for i in known}
    who = [_gainer(pair, ratios[j] / ratios[i]) for i, j in pairwise(stops)]
    first = f"{who[0]}, from {at[stops[0]]} to {at[stops[1]]}"
    if len(stops) > 2:
        return f"{first}; then {who[1]}, to {at[stops[2]]}"
    ends = [ratios[i] for i in stops]
    low, high = min(known, key=lambda i: ratios[i]), max(known, key=lambda i: ratios[i])
    fall, rise = min(ends) / ratios[low], ratios[high] / max(ends)
    if max(fall, rise) < FAR:
        return first
    return f"{first}; in between, {at[low] if fall > rise else at[high]}"


def _gainer(pair: tuple[str, str], change: float) -> str:
    if 1 / LITTLE < change < LITTLE:
        return "neither gains much"
    return f"{pair[0] if change > 1 else pair[1]} gains"


def times(ratio: float) -> str:
    """A ratio in words: ``3.5 to 1``, ``1 to 1``, ``1 to 2``."""
    one, other = (ratio, 1.0) if ratio >= 1 else (1.0, 1 / ratio)
    return " to ".join(f"{part:.1f}".removesuffix(".0") for part in (one, other))


def _recorded(records: tuple[BuyerRecord, BuyerRecord]) -> tuple[tuple[Window, ...], Floats, bool]:
    """Windows and ratios on record: ending in every year if both are known by year."""
    one, other = records
    years = sorted(set(one.years.tolist()) & set(other.years.tolist()))
    if not years:
        volumes = np.stack([record.delivered.sum(axis=0) for record in records])
        return one.windows, _ratio(shares_of(volumes, axis=0)[0]), False
    known = np.full((2, years[-1] - years[0] + 1), np.nan)
    for row, record in zip(known, records, strict=True):
        place = {int(year): i for i, year in enumerate(record.years)}
        row[np.array(years) - years[0]] = record.yearly.sum(axis=0)[[place[y] for y in years]]
    sums = rolled(known)
    windows = tuple((years[0] + i, years[0] + i + SPAN - 1) for i in range(sums.shape[1]))
    return windows, _ratio(shares_of(sums, axis=0)[0]), True


def _ratio(share: Floats) -> Floats:
    """Share of the first in the sum of both → its ratio to the second."""
    ratio = np.full(share.shape, np.inf)
    np.divide(share, 1 - share, out=ratio, where=share != 1)
    return ratio
