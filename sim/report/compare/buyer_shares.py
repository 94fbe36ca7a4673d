"""Sides → supplier shares of what a buyer receives, over time. W worlds, S suppliers, E years."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.arrays import Floats
from sim.compare.compare import Comparison
from sim.compare.sides import Run, Side
from sim.experiment.stream import read_through
from sim.plots.series import SPAN, five_year_shares
from sim.report.run.collectors import Deliveries
from sim.report.run.record import BuyerRecord, record_of
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class SideShares:
    """Shares in % [W, S, E] in the five years ending in each of some years; NaN without any.

    The record is one world. ``unbroken`` is whether the years follow each other.
    """

    title: str
    simulated: bool
    years: tuple[int, ...]
    shares: Floats
    unbroken: bool

    @property
    def named(self) -> str:
        """The side within a sentence, as ``Side.named`` has it."""
        return f"‘{self.title}’" if self.simulated else "the record"


def buyer_shares(found: Comparison, buyers: Sequence[str]) -> dict[str, list[SideShares]]:
    """The shares of every side for some buyers, each table read once; suppliers as in the base."""
    ground = found.base.theatre
    records = {buyer: record_of(ground, buyer) for buyer in buyers}
    by_buyer: dict[str, list[SideShares]] = {buyer: [] for buyer in buyers}
    for side in found.sides:
        for buyer, shares in _of_side(side, ground, records).items():
            by_buyer[buyer].append(shares)
    return by_buyer


def recorded_shares(record: BuyerRecord, title: str) -> SideShares:
    """The record as a side: windows of five years, ending in every year or as it has them."""
    windows, shares = record.shares()
    keep = [i for i, (first, last) in enumerate(windows) if last - first + 1 == SPAN]
    years = tuple(windows[i][1] for i in keep)
    return SideShares(title, False, years, 100 * shares[None, :, keep], len(record.years) > 0)


def _of_side(side: Side, ground: Theatre, records: dict[str, BuyerRecord]) -> dict[str, SideShares]:
    if not isinstance(side, Run):
        return {buyer: recorded_shares(record, side.title) for buyer, record in records.items()}
    delivered = {buyer: Deliveries(side.scenario, ground, buyer) for buyer in records}
    path = side.folder / "deliveries.parquet"
    read_through(path, Deliveries.COLUMNS, ground, list(delivered.values()))
    first, last = side.scenario.first_year, side.scenario.last_year
    found = {}
    for buyer, rows in delivered.items():
        shares = 100 * five_year_shares(rows.tiv, records[buyer].before(first))
        years = tuple(range(last - shares.shape[2] + 1, last + 1))
        found[buyer] = SideShares(side.title, True, years, shares, True)
    return found
