"""Collectors of the rows of results tables, batch by batch. Axes as in ``read.py``."""

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.stream import UNKNOWN, Rows, add_at
from sim.measure.flows import Window
from sim.plots.series import shares_of
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre


class _Sums:
    """Sums [W, S, Y] of rows by the year of one column: of one buyer, or of all if none is named.

    Rows of other buyers, of worlds beyond the scenario's and of other years are left out.
    """

    year: str  # column of years

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str | None = None) -> None:
        """Begin with nothing."""
        self.place = None if buyer is None else theatre.buyers.index(buyer)
        self.first = scenario.first_year
        self.years = scenario.last_year - scenario.first_year + 1
        self.shape = scenario.worlds, len(theatre.suppliers), self.years

    def own(self, rows: Rows) -> Rows:
        """The buyer's rows of a batch."""
        if self.place is None:
            return rows
        keep = np.flatnonzero((rows["buyer"] == self.place) & (rows["world"] < self.shape[0]))
        return {name: column[keep] for name, column in rows.items()}

    def add_to(self, array: Floats, rows: Rows, values: Floats) -> None:
        """Add the values [rows] of some rows to their cells of an array [W, S, Y]."""
        add_at(array, (rows["world"], rows["supplier"], rows[self.year] - self.first), values)


class Deliveries(_Sums):
    """Deliveries in TIV (millions) [W, S, Y]."""

    COLUMNS = ("world", "buyer", "supplier", "delivery_year", "tiv")
    year = "delivery_year"

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str | None = None) -> None:
        """Begin with nothing."""
        super().__init__(scenario, theatre, buyer)
        self.tiv = np.zeros(self.shape)

    def add(self, rows: Rows) -> None:
        """Take the buyer's rows of a batch."""
        own = self.own(rows)
        self.add_to(self.tiv, own, own["tiv"])


class TalksByYear(_Sums):
    """Announced talks [W, S, Y], and those of them that became orders.

    Talks about one class of arms count once a year; so does what became an order of that class
    and year.
    """

    COLUMNS = ("world", "year", "buyer", "supplier", "became_order")
    year = "year"

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str | None = None) -> None:
        """Begin with nothing."""
        super().__init__(scenario, theatre, buyer)
        self.talks, self.orders = np.zeros(self.shape), np.zeros(self.shape)

    def add(self, rows: Rows) -> None:
        """Take the buyer's rows of a batch, of which each is a class of arms in a year."""
        own = self.own(rows)
        self.add_to(self.talks, own, np.ones(len(own["world"])))
        self.add_to(self.orders, own, own["became_order"].astype(np.float64))


class BuyerOrders(_Sums):
    """Orders in TIV (millions) and US$ m [W, S, Y] by year of signing, and when they arrive."""

    COLUMNS = (
        "world", "buyer", "supplier", "order_year", "first_delivery", "last_delivery", "tiv",
        "usd_m", "cancelled_tiv",
    )  # fmt: skip
    year = "order_year"

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str | None = None) -> None:
        """Begin with nothing."""
        super().__init__(scenario, theatre, buyer)
        self.tiv, self.usd = np.zeros(self.shape), np.zeros(self.shape)
        self.due = np.zeros(self.years + 1)  # changes of the yearly volume that the book delivers
        self.lag_sum = self.lag_weight = 0.0

    def add(self, rows: Rows) -> None:
        """Take the buyer's rows of a batch."""
        own = self.own(rows)
        tiv = own["tiv"]
        self.add_to(self.tiv, own, tiv)
        self.add_to(self.usd, own, own["usd_m"])
        signed, begin, end = (own[name] - self.first for name in self.COLUMNS[3:6])
        comes = own["first_delivery"] != UNKNOWN
        new, old = comes & (signed >= 0), comes & (signed < 0)
        self.lag_sum += float(((begin + end)[new] / 2 - signed[new]) @ tiv[new])
        self.lag_weight += float(tiv[new].sum())
        yearly = (tiv - own["cancelled_tiv"])[old] / (end - begin + 1)[old]
        np.add.at(self.due, np.clip(begin[old], 0, self.years), yearly)
        np.add.at(self.due, np.clip(end[old] + 1, 0, self.years), -yearly)

    def book(self) -> Floats:
        """Deliveries [Y] from orders signed before the first year, TIV, mean over worlds."""
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
