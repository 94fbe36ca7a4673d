"""Editions of one register side by side: what a later one tells otherwise of the same years.

A register is edited: deals are found late, sized anew, or were never made. Who scores a forecast
against the last edition scores it with hindsight.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.backtest.locked import Lock, hold, years_held
from sim.backtest.outcomes import MODEL
from sim.backtest.record import FLOWS, Flow
from sim.backtest.table import lines_of
from sim.base.arrays import Floats
from sim.base.problems import RefusedError
from sim.register.cast import without_own
from sim.register.deals import DIGITS, Deals
from sim.register.read import Register

LOOKED_BACK = 10  # years, up to the last one of the earliest edition
Cell = tuple[str, str, int]  # buyer, supplier, year


@dataclass(frozen=True)
class Edition:
    """A register by the name under which it was given."""

    name: str
    register: Register


@dataclass(frozen=True)
class PairChange:
    """TIV of a pair over all years compared, in the earliest edition and in the last."""

    buyer: str
    supplier: str
    then: float
    now: float

    @property
    def by(self) -> float:
        """TIV more, or less."""
        return self.now - self.then


@dataclass(frozen=True)
class Retold:
    """A flow in some years as each edition tells it: TIV by buyer, supplier and year."""

    flow: Flow
    years: range
    told: Mapping[str, Mapping[Cell, float]]  # by edition, the earliest first

    def by_year(self, edition: str) -> Floats:
        """TIV [Y] of all pairs."""
        total = np.zeros(len(self.years))
        for (_, _, year), tiv in self.told[edition].items():
            total[year - self.years[0]] += tiv
        return total

    def moved(self, edition: str) -> float:
        """Share of the earliest edition's TIV that another tells otherwise, cell by cell."""
        first = next(iter(self.told.values()))
        other, total = self.told[edition], sum(first.values())
        cells = {*first, *other}
        return (
            sum(abs(other.get(cell, 0.0) - first.get(cell, 0.0)) for cell in cells) / total
            if total > 0
            else np.nan
        )

    @property
    def changes(self) -> list[PairChange]:
        """Pairs of which the last edition tells otherwise, the largest change first."""
        first, *_, last = (_by_pair(cells) for cells in self.told.values())
        found = [
            PairChange(*pair, first.get(pair, 0.0), last.get(pair, 0.0)) for pair in {*first, *last}
        ]
        kept = [change for change in found if round(change.by, DIGITS) != 0]
        return sorted(kept, key=lambda change: (-abs(change.by), change.buyer, change.supplier))


@dataclass(frozen=True)
class EditionScore:
    """Errors of a forecaster against one edition, each buyer counted by its volume."""

    edition: str
    lock: str
    flow: Flow
    forecaster: str
    tv: float
    crps: float


def retell(editions: Sequence[Edition]) -> list[Retold]:
    """Both flows in the last years that all editions know, the earliest edition first.

    Raises:
        RefusedError: if there are no two editions, or no year that all know.
    """
    if len(editions) < 2:
        raise RefusedError("name at least one earlier edition")
    ordered = sorted(editions, key=lambda one: one.register.deals.last_year)
    deals = {one.name: one.register.deals for one in ordered}
    last = min(one.last_year for one in deals.values())
    first = max(last - LOOKED_BACK + 1, *(one.first_year for one in deals.values()))
    if first > last:
        raise RefusedError(f"these editions have no year in common: one begins in {first}, "
                           f"another ends in {last}")  # fmt: skip
    years = range(first, last + 1)
    return [
        Retold(flow, years, {name: _cells(one, flow, years) for name, one in deals.items()})
        for flow in FLOWS
    ]


def scores_of(
    locks: Sequence[Lock], editions: Sequence[Edition], seed: int
) -> Iterator[EditionScore]:
    """Scores of locked forecasts against each edition that reaches them, over the same years."""
    for lock in locks:
        reaching = [
            (one, years) for one in editions
            if (years := years_held(lock, without_own(one.register.deals, lock.start))) > 0
        ]  # fmt: skip
        shared = min((years for _, years in reaching), default=0)
        for one, _ in reaching:
            held = hold(lock, one.register, seed, shared)
            for line in lines_of(held.outcomes, seed):
                if line.forecaster in (MODEL, "persistence"):
                    yield EditionScore(
                        one.name, lock.file, line.flow, line.forecaster,
                        line.means["tv", "by volume"], line.means["crps", "by volume"],
                    )  # fmt: skip


def _cells(deals: Deals, flow: Flow, years: range) -> dict[Cell, float]:
    deal = deals.deal if flow == "deliveries" else np.arange(len(deals.buyer))
    year = deals.delivery_year if flow == "deliveries" else deals.order_year
    tiv = deals.delivered if flow == "deliveries" else deals.ordered
    cells: dict[Cell, float] = {}
    for b, s, when, volume in zip(deals.buyer[deal], deals.supplier[deal], year, tiv, strict=True):
        if int(when) in years and volume > 0:
            cell = (deals.names[b], deals.names[s], int(when))
            cells[cell] = cells.get(cell, 0.0) + float(volume)
    return cells


def _by_pair(cells: Mapping[Cell, float]) -> dict[tuple[str, str], float]:
    total: dict[tuple[str, str], float] = {}
    for (buyer, supplier, _), tiv in cells.items():
        total[buyer, supplier] = total.get((buyer, supplier), 0.0) + tiv
    return total
