"""Results folder → arrays of some buyers, of all exports, and of shares in a window.

Each table is read once for all that is asked of it. Axes: W worlds, B buyers, S suppliers, Y
simulated years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.stream import Collector, Rows, add_at, read_through
from sim.measure.flows import Window
from sim.plots.series import shares_of
from sim.report.run.heard import Announced, read_announced
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

_DELIVERIES = ("world", "buyer", "supplier", "delivery_year", "tiv")
_ORDERS = (
    "world", "buyer", "supplier", "order_year", "first_delivery", "last_delivery", "tiv", "usd_m",
)  # fmt: skip


@dataclass(frozen=True)
class BuyerRun:
    """What one buyer ordered and received in all worlds. Volumes in TIV (millions).

    A world in which the buyer has no rows counts as zero. ``lag`` is the mean time from the year of
    an order to its delivery in years, weighted by volume, over all orders of the run; None if there
    are none.
    """

    buyer: str
    suppliers: tuple[str, ...]
    first_year: int
    deliveries: Floats  # [W, S, Y]
    orders: Floats  # [W, S, Y], by the year of signing
    orders_usd: Floats  # [W, S, Y] US$ m of the same orders
    book: Floats  # [Y] mean over worlds of deliveries from orders signed before the first year
    lag: float | None
    announced: Announced | None  # None where it is not recorded


def read_buyers(
    folder: Path, scenario: Scenario, theatre: Theatre, buyers: Sequence[str],
    also: Sequence[Collector] = (),
) -> list[BuyerRun]:  # fmt: skip
    """Read the rows of some buyers, named as in the theatre, in one pass over each table.

    Memory grows with worlds times buyers asked for. ``also`` see the deliveries in the same pass.
    Announcements are not on record for aggregates, nor in folders without their table.
    """
    received = [Received(scenario, theatre, buyer) for buyer in buyers]
    signed = [BuyerOrders(scenario, theatre, buyer) for buyer in buyers]
    read_through(folder / "deliveries.parquet", _DELIVERIES, theatre, [*received, *also])
    if signed:
        read_through(folder / "orders.parquet", _ORDERS, theatre, signed)
    heard = read_announced(folder, scenario, theatre, buyers)
    return [
        BuyerRun(
            buyer, theatre.suppliers, scenario.first_year, arrived.tiv, ordered.tiv, ordered.usd,
            ordered.book(), ordered.lag(), heard.get(buyer),
        )
        for buyer, arrived, ordered in zip(buyers, received, signed, strict=True)
    ]  # fmt: skip


class Received:
    """Deliveries [W, S, Y] to one buyer; to all buyers together if none is named."""

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str | None = None) -> None:
        """Begin with nothing."""
        self.place = None if buyer is None else theatre.buyers.index(buyer)
        self.first = scenario.first_year
        years = scenario.last_year - scenario.first_year + 1
        self.tiv = np.zeros((scenario.worlds, len(theatre.suppliers), years))

    def add(self, rows: Rows) -> None:
        """Take the buyer's rows of a batch."""
        keep = slice(None) if self.place is None else np.flatnonzero(rows["buyer"] == self.place)
        year = rows["delivery_year"][keep] - self.first
        add_at(self.tiv, (rows["world"][keep], rows["supplier"][keep], year), rows["tiv"][keep])


class BuyerOrders:
    """Orders of one buyer in volume and money, and when they are delivered."""

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str) -> None:
        """Begin with nothing."""
        self.place = theatre.buyers.index(buyer)
        self.first = scenario.first_year
        years = scenario.last_year - scenario.first_year + 1
        self.tiv = np.zeros((scenario.worlds, len(theatre.suppliers), years))
        self.usd = np.zeros_like(self.tiv)
        self.due = np.zeros(years + 1)  # changes of the yearly volume that the book delivers
        self.lag_sum = self.lag_weight = 0.0

    def add(self, rows: Rows) -> None:
        """Take the buyer's rows of a batch."""
        ours = (rows["buyer"] == self.place) & (rows["world"] < len(self.tiv))
        keep = np.flatnonzero(ours)
        signed, begin, end = (rows[name][keep] - self.first for name in _ORDERS[3:6])
        tiv = rows["tiv"][keep]
        cells = rows["world"][keep], rows["supplier"][keep], signed
        add_at(self.tiv, cells, tiv)
        add_at(self.usd, cells, rows["usd_m"][keep])
        new = signed >= 0
        self.lag_sum += float(((begin + end)[new] / 2 - signed[new]) @ tiv[new])
        self.lag_weight += float(tiv[new].sum())
        yearly, years = tiv[~new] / (end - begin + 1)[~new], len(self.due) - 1
        np.add.at(self.due, np.clip(begin[~new], 0, years), yearly)
        np.add.at(self.due, np.clip(end[~new] + 1, 0, years), -yearly)

    def book(self) -> Floats:
        """Deliveries [Y] from orders signed before the first year, mean over worlds."""
        due: Floats = np.maximum(np.cumsum(self.due)[:-1], 0.0) / len(self.tiv)
        return due

    def lag(self) -> float | None:
        """Mean years from order to delivery by volume, None without orders."""
        return self.lag_sum / self.lag_weight if self.lag_weight > 0 else None


class WindowShares:
    """Shares of each buyer's deliveries in a window of years, and the volumes behind them."""

    def __init__(self, scenario: Scenario, theatre: Theatre, window: Window) -> None:
        """Begin with nothing."""
        shape = (len(theatre.buyers), len(theatre.suppliers))
        self.window, self.worlds = window, scenario.worlds
        self.share_sum, self.counted = np.zeros(shape), np.zeros(shape[0])
        self.volume = np.zeros(shape)
        # A batch may end within a world: what is open waits for the next batch.
        self.open_world, self.open = -1, np.zeros(shape)

    def add(self, rows: Rows) -> None:
        """Take the window's rows of a batch."""
        first, last = self.window
        keep = np.flatnonzero((first <= rows["delivery_year"]) & (rows["delivery_year"] <= last))
        if not len(keep):
            return
        found, row = np.unique(rows["world"][keep], return_inverse=True)
        delivered = np.zeros((len(found), *self.volume.shape))
        add_at(delivered, (row, rows["buyer"][keep], rows["supplier"][keep]), rows["tiv"][keep])
        if found[0] == self.open_world:
            delivered[0] += self.open
        else:
            self._count(self.open[None])
        self._count(delivered[:-1])
        self.open_world, self.open = int(found[-1]), delivered[-1]

    def result(self) -> tuple[Floats, Floats]:
        """Shares and volumes, once all batches are in.

        Returns:
            Shares [B, S]: the mean over those worlds in which the buyer receives anything; NaN if
            it does in none. Volumes [B, S] in TIV a year, the mean over all worlds.
        """
        self._count(self.open[None])
        self.open_world, self.open = -1, np.zeros_like(self.open)
        mean, some = np.full(self.volume.shape, np.nan), self.counted[:, None] > 0
        np.divide(self.share_sum, self.counted[:, None], out=mean, where=some)
        return mean, self.volume / self.worlds / (self.window[1] - self.window[0] + 1)

    def _count(self, delivered: Floats) -> None:
        self.share_sum += np.nansum(shares_of(delivered, axis=2), axis=0)
        self.counted += (delivered.sum(axis=2) > 0).sum(axis=0)
        self.volume += delivered.sum(axis=0)
