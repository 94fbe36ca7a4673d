"""The stylised facts of a run, beside the same facts of the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.base.arrays import Floats, Short
from sim.experiment.worlds import Block
from sim.measure.flows import Flows, Window
from sim.measure.stylised_facts import (
    OF_ORDERS,
    OF_PACKAGES,
    OF_WINDOWS,
    OF_YEARS,
    TIES_AFTER,
    NewOrders,
    windows_of,
    without,
)
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    KIND_AT,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
)
from sim.model.world import LICENSED
from sim.theatre.theatre import Theatre

WINDOW = 5  # years
NAMED = 2  # buyers; more are counted
HORIZON = 20  # years of a run that are looked at


@dataclass(frozen=True)
class StylisedFact:
    """One fact: what the record says (None if unknown), and its value in each world.

    ``source`` is "recomputed" where the same function was applied to the theatre's own record, and
    "quoted" where the record is too coarse for that; "" where nothing is recorded.
    """

    name: str
    recorded: float | None
    source: str
    simulated: Floats


class FactBook:
    """Collects the stylised facts of all blocks of a run."""

    def __init__(self, theatre: Theatre, first_year: int, last_year: int) -> None:
        """Choose the windows that the run covers."""
        self.theatre = theatre
        last = min(last_year, first_year + HORIZON - 1)
        starts = range(first_year, last - WINDOW + 2, WINDOW)
        self.windows: list[Window] = [(year, year + WINDOW - 1) for year in starts]
        self.years: list[Window] = [(year, year) for year in range(first_year, last + 1)]
        self.single = np.array([name not in theatre.aggregates for name in theatre.buyers])
        self.aggregates = (
            np.flatnonzero(~self.single),
            [s for s, name in enumerate(theatre.suppliers) if name in theatre.aggregates],
        )
        by_year = theatre.recorded.get("by_year")
        covered = by_year.covered if by_year is not None else None
        self.yearly_buyers = sorted((covered or frozenset()) - theatre.aggregates)
        self.parts: list[Mapping[str, Floats]] = []

    def of(self, block: Block) -> dict[str, Floats]:
        """The facts of the worlds of a block [W], by name."""
        if not self.windows:
            return {}
        values = self._of_windows(block.flows, self.windows)
        if self.yearly_buyers:
            values |= self._of_years(block.flows, self.years)
        single = np.flatnonzero(self.single[block.columns[BUYER_AT]])
        place, dates = block.columns.take(single, axis=1), block.dates.take(single, axis=1)
        tiv = block.orders.value[single, 0]
        ends = np.searchsorted(place[WORLD], np.arange(block.worlds + 1)).tolist()
        by_world = [
            self._of_orders(place[:, begin:end], dates[:, begin:end], tiv[begin:end])
            for begin, end in pairwise(ends)
        ]
        return values | {name: np.array([one[name] for one in by_world]) for name in by_world[0]}

    def add(self, values: Mapping[str, Floats]) -> None:
        """Take the facts of the next block."""
        self.parts.append(values)

    def finish(self) -> list[StylisedFact]:
        """Every fact, the record beside all worlds."""
        recomputed, quoted = self.recorded(), dict[str, float]()
        if self.theatre.is_default:
            quoted = {kind.name: kind.quoted for kind in OF_ORDERS if kind.quoted is not None}
        found = []
        for name in self.parts[0] if self.parts else ():
            simulated = np.concatenate([part[name] for part in self.parts])
            source = "recomputed" if name in recomputed else "quoted" if name in quoted else ""
            recorded = recomputed.get(name, quoted.get(name))
            found.append(StylisedFact(name, recorded, source, simulated))
        return found

    def recorded(self) -> dict[str, float]:
        """The facts of the record, by the same functions, where it holds what they need."""
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
        return values | (_of_packages(sizes) if len(sizes) else {})

    def _of_windows(self, flows: Flows, windows: Iterable[Window]) -> dict[str, Floats]:
        volumes = without(windows_of(flows, "deliveries", windows), *self.aggregates)
        return {kind.name: kind.value(volumes) for kind in OF_WINDOWS}

    def _of_years(self, flows: Flows, years: Iterable[Window]) -> dict[str, Floats]:
        """Facts by single years, of the buyers for which the record has them."""
        places = [self.theatre.buyers.index(name) for name in self.yearly_buyers]
        volumes = windows_of(flows, "deliveries", years, places)
        volumes = without(volumes, [], self.aggregates[1])
        few = len(self.yearly_buyers) <= NAMED
        who = " and ".join(self.yearly_buyers) if few else f"{len(self.yearly_buyers)} buyers"
        return {f"{kind.name}, {who}": kind.value(volumes) for kind in OF_YEARS}

    def _of_orders(self, place: Short, dates: Short, tiv: Floats) -> dict[str, float]:
        """Facts of the orders of one world by single buyers; what is given lies by column."""
        first, last = dates
        arrived = self._arrived(place[SIGNED], first, last, tiv)
        is_new = (place[SIGNED] >= 0) & (place[SIGNED] < len(self.years))
        new, volume = np.compress(is_new, place, axis=1), tiv[is_new]
        orders = NewOrders(volume, new[KIND_AT] == LICENSED, *arrived)
        packages = _of_packages(_lone_packages(new, volume))
        return packages | {kind.name: kind.value(orders) for kind in OF_ORDERS}

    def _arrived(
        self, signed: Short, first: Short, last: Short, tiv: Floats
    ) -> tuple[float, float, float]:
        """Deliveries of all windows, what had been ordered before the window, and TIV years waited.

        What never comes has its years long before any window (NEVER).
        """
        before = whole = waited = 0.0
        for a, b in self.windows:
            begin, end = a - self.years[0][0], b - self.years[0][0]
            inside = np.flatnonzero((first <= end) & (last >= begin))
            soonest, latest = np.maximum(first[inside], begin), np.minimum(last[inside], end)
            spans, ordered = last[inside] - first[inside] + 1, signed[inside]
            arrived = tiv[inside] * (latest - soonest + 1) / spans
            waited += (arrived * ((soonest + latest) / 2 - ordered)).sum()
            whole += arrived.sum()
            before += arrived[ordered < begin].sum()
        return whole, before, waited

    def _recorded_packages(self) -> Floats:
        """Volumes of recorded packages that were the only one of a buyer, class and year."""
        sizes = [
            self.theatre.recorded_ordered[year][self.single][packages[self.single] == 1]
            for year, packages in self.theatre.recorded_packages.items()
        ]
        return np.concatenate(sizes) if sizes else np.zeros(0)


def _lone_packages(place: Short, tiv: Floats) -> Floats:
    """Volumes of packages that were the only one of a buyer, class and year.

    A package is all that a buyer ordered from one supplier in a class and year. The record tells
    the size of a package only where there was a single one, so the simulation is asked the same.
    """
    if not len(tiv):
        return np.zeros(0)
    axes = [BUYER_AT, CLASS_AT, SIGNED]
    tenders = place.max(axis=1)[axes] + 1
    tender = np.ravel_multi_index(tuple(place[axes]), tuple(tenders))
    supplier, lone = np.zeros(tenders.prod(), np.int16), np.zeros(tenders.prod(), np.bool_)
    supplier[tender], lone[tender] = place[SUPPLIER_AT], True
    lone[tender[supplier[tender] != place[SUPPLIER_AT]]] = False
    sizes = np.zeros(len(lone))
    np.add.at(sizes, tender, tiv)
    return sizes[lone]


def _of_packages(sizes: Floats) -> dict[str, float]:
    return {kind.name: kind.value(sizes) if len(sizes) else np.nan for kind in OF_PACKAGES}
