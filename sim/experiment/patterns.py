"""The patterns of the arms trade in a run, beside the same patterns of the record."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.experiment.worlds import Block
from sim.measure import patterns
from sim.measure.flows import Flows, Window
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    FIRST_AT,
    KIND_AT,
    LAST_AT,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
)
from sim.model.world import LICENSED
from sim.theatre.theatre import Theatre

WINDOW = 5  # years
NAMED = 2  # buyers; more are counted
HORIZON = 20  # years of a run that are looked at
TIES_AFTER = (1, 2, 3, 5)  # years

# Not to be recomputed from the figures that the default theatre holds: taken from a register of
# single deals, its 40 single buyers and 17 suppliers, 2003-2022 (SIPRI Arms Transfers Database).
FROM_DEALS = {"licensed share of volume": 0.30, "delivered from orders before the window": 0.75,
          "mean lag, years": 5.0}  # fmt: skip


@dataclass(frozen=True)
class Pattern:
    """One pattern: what the record says (None if unknown), and its value in each world.

    ``source`` is "recomputed" where the same function was applied to the theatre's own record, and
    "quoted" where the record is too coarse for that; "" where nothing is recorded.
    """

    name: str
    recorded: float | None
    source: str
    simulated: Floats


class PatternBook:
    """Collects the patterns of all blocks of a run."""

    def __init__(self, theatre: Theatre, first_year: int, last_year: int) -> None:
        """Choose the windows that the run covers."""
        self.theatre = theatre
        last = min(last_year, first_year + HORIZON - 1)
        starts = range(first_year, last - WINDOW + 2, WINDOW)
        self.windows: list[Window] = [(year, year + WINDOW - 1) for year in starts]
        self.years: list[Window] = [(year, year) for year in range(first_year, last + 1)]
        self.aggregates = (
            [b for b, name in enumerate(theatre.buyers) if name in theatre.aggregates],
            [s for s, name in enumerate(theatre.suppliers) if name in theatre.aggregates],
        )
        self.single = np.array([name not in theatre.aggregates for name in theatre.buyers])
        by_year = theatre.recorded.get("by_year")
        covered = by_year.covered if by_year is not None else None
        self.yearly_buyers = sorted((covered or frozenset()) - theatre.aggregates)
        self.parts: list[dict[str, Floats]] = []

    def of(self, block: Block) -> dict[str, Floats]:
        """The patterns of the worlds of a block [W], by name."""
        if not self.windows:
            return {}
        values = self._of_windows(block.flows, self.windows)
        if self.yearly_buyers:
            values |= self._of_years(block.flows, self.years)
        place, tiv = block.orders.place, block.orders.value[:, 0]
        first = np.searchsorted(place[:, WORLD], block.first + np.arange(1, block.worlds))
        by_world = [
            self._of_orders(of_world.T, volume)
            for of_world, volume in zip(np.split(place, first), np.split(tiv, first), strict=True)
        ]
        for name in by_world[0]:
            values[name] = np.array([one[name] for one in by_world])
        return values

    def add(self, values: dict[str, Floats]) -> None:
        """Take the patterns of the next block."""
        self.parts.append(values)

    def finish(self) -> list[Pattern]:
        """Every pattern, the record beside all worlds."""
        recomputed = self.recorded()
        quoted = FROM_DEALS if self.theatre.is_default else {}
        found = []
        for name in self.parts[0] if self.parts else {}:
            simulated = np.concatenate([part[name] for part in self.parts])
            source = "recomputed" if name in recomputed else "quoted" if name in quoted else ""
            recorded = recomputed.get(name, quoted.get(name))
            found.append(Pattern(name, recorded, source, simulated))
        return found

    def recorded(self) -> dict[str, float]:
        """The patterns of the record, by the same functions, where it holds what they need."""
        found: dict[str, Floats] = {}
        windows = self.theatre.recorded.get("deliveries")
        if windows is not None:
            on_record = [w for w in self.windows if windows.periods_in(w) is not None]
            if len(on_record) > 1:
                found |= self._of_windows(windows, on_record)
        by_year = self.theatre.recorded.get("by_year")
        if by_year is not None:
            years = [y for y in self.years if by_year.periods_in(y) is not None]
            if len(years) > max(TIES_AFTER):
                found |= self._of_years(by_year, years)
        values = {name: float(value[0]) for name, value in found.items()}
        sizes = self._recorded_packages()
        if len(sizes):
            values |= _of_sizes(sizes)
        return values

    def _of_windows(self, flows: Flows, windows: list[Window]) -> dict[str, Floats]:
        volumes = patterns.without(
            patterns.windows_of(flows, "deliveries", windows), *self.aggregates
        )
        return {
            "supplier concentration (HHI)": patterns.concentration(volumes),
            "active suppliers of a buyer": patterns.active_suppliers(volumes),
            "top supplier kept to the next window": patterns.top_kept(volumes),
            "change of supplier mix between windows": patterns.mix_change(volumes),
        }

    def _of_years(self, flows: Flows, years: list[Window]) -> dict[str, Floats]:
        """Patterns by single years, of the buyers for which the record has them."""
        places = [self.theatre.buyers.index(name) for name in self.yearly_buyers]
        volumes = patterns.windows_of(flows, "deliveries", years, places)
        volumes = patterns.without(volumes, [], self.aggregates[1])
        few = len(self.yearly_buyers) <= NAMED
        who = " and ".join(self.yearly_buyers) if few else f"{len(self.yearly_buyers)} buyers"
        values = {f"yearly variation of deliveries, {who}": patterns.yearly_variation(volumes)}
        for years_later in TIES_AFTER:
            kept = patterns.ties_kept(volumes, years_later)
            values[f"ties kept after {years_later} y, {who}"] = kept
        return values

    def _of_orders(self, place: Integers, tiv: Floats) -> dict[str, float]:
        """Patterns of the orders of one world; ``place`` is column by column."""
        single = self.single[place[BUYER_AT]]
        place, tiv = np.compress(single, place, axis=1), tiv[single]
        new = (place[SIGNED] >= 0) & (place[SIGNED] < len(self.years))
        total = tiv[new].sum()
        licensed = tiv[new & (place[KIND_AT] == LICENSED)].sum()
        lag = (place[FIRST_AT] + place[LAST_AT]) / 2 - place[SIGNED]
        sizes = _lone_packages(np.compress(new, place, axis=1), tiv[new])
        return _of_sizes(sizes) | {
            "licensed share of volume": licensed / total if total > 0 else np.nan,
            "delivered from orders before the window": self._from_before(place, tiv),
            "mean lag, years": float((lag * tiv)[new].sum() / total) if total > 0 else np.nan,
        }

    def _from_before(self, place: Integers, tiv: Floats) -> float:
        """Share of the deliveries of a window that had been ordered before it, over all windows."""
        before = whole = 0.0
        signed, first, last = place[SIGNED], place[FIRST_AT], place[LAST_AT]
        for a, b in self.windows:
            begin, end = a - self.years[0][0], b - self.years[0][0]
            inside = np.maximum(np.minimum(last, end) - np.maximum(first, begin) + 1, 0)
            arrived = tiv * inside / (last - first + 1)
            whole += arrived.sum()
            before += arrived[signed < begin].sum()
        return before / whole if whole > 0 else np.nan

    def _recorded_packages(self) -> Floats:
        """Volumes of recorded packages that were the only one of a buyer, class and year."""
        single = np.delete(np.arange(len(self.theatre.buyers)), self.aggregates[0])
        sizes = [
            self.theatre.recorded_ordered[year][single][packages[single] == 1]
            for year, packages in self.theatre.recorded_packages.items()
        ]
        return np.concatenate(sizes) if sizes else np.zeros(0)


def _lone_packages(place: Integers, tiv: Floats) -> Floats:
    """Volumes of packages that were the only one of a buyer, class and year.

    A package is all that a buyer ordered from one supplier in a class and year. The record tells
    the size of a package only where there was a single one, so the simulation is asked the same.
    """
    if not len(tiv):
        return np.zeros(0)
    most = place.max(axis=1) + 1
    tender = (place[BUYER_AT] * most[CLASS_AT] + place[CLASS_AT]) * most[SIGNED] + place[SIGNED]
    package = tender * most[SUPPLIER_AT] + place[SUPPLIER_AT]
    packages, index = np.unique(package, return_inverse=True)
    sizes = np.bincount(index, tiv, minlength=len(packages))
    _, of, count = np.unique(packages // most[SUPPLIER_AT], return_inverse=True, return_counts=True)
    lone: Floats = sizes[count[of] == 1]
    return lone


def _of_sizes(sizes: Floats) -> dict[str, float]:
    known = len(sizes) > 0
    return {
        "median package, TIV": float(np.median(sizes)) if known else np.nan,
        "90% package, TIV": float(np.quantile(sizes, 0.9)) if known else np.nan,
        "volume in the largest tenth": patterns.volume_of_largest(sizes) if known else np.nan,
    }
