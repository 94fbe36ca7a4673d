"""Orders against deliveries of one buyer: the volumes that are drawn."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.series import Band, band
from sim.report.run.read import BuyerRun
from sim.report.run.record import HISTORY_SHOWN, BuyerRecord


@dataclass(frozen=True)
class BuyerFlows:
    """One buyer's orders and deliveries of all suppliers, TIV (millions) a year.

    ``from_book`` and ``from_new`` are means over worlds, which add up to the mean of deliveries.
    """

    buyer: str
    first_year: int
    last_year: int
    orders: Band  # [Y] by year of signing
    deliveries: Band  # [Y]
    mean_orders: Floats  # [Y] over worlds
    from_book: Floats  # [Y] ordered before the first year
    from_new: Floats  # [Y] ordered in the run
    recorded_years: tuple[int, ...]
    recorded_yearly: Floats  # [recorded_years]
    delivery_windows: tuple[Window, ...]  # where deliveries are on record by windows only
    delivered: Floats  # [delivery_windows] mean of a year
    order_windows: tuple[Window, ...]
    ordered: Floats  # [order_windows] mean of a year
    lag: float | None  # years from order to delivery, mean by volume
    record_end: int | None


def ledger_data(run: BuyerRun, record: BuyerRecord) -> BuyerFlows:
    """Sum a buyer's run over suppliers and put its record beside it."""
    last_year = run.first_year + len(run.book) - 1
    yearly = run.deliveries.sum(axis=1)
    mean = yearly.mean(axis=0)
    shown = range(run.first_year - HISTORY_SHOWN, last_year + 1)
    years = [i for i, year in enumerate(record.years) if year in shown]
    windows, delivered = _a_year(record.windows, record.delivered, shown)
    order_windows, ordered = _a_year(record.order_windows, record.ordered, shown)
    return BuyerFlows(
        run.buyer,
        run.first_year,
        last_year,
        band(run.orders.sum(axis=1)),
        band(yearly),
        run.orders.sum(axis=1).mean(axis=0),
        np.minimum(run.book, mean),  # rounding must not leave less than nothing for new orders
        mean - np.minimum(run.book, mean),
        tuple(int(record.years[i]) for i in years),
        record.yearly.sum(axis=0)[years],
        () if years else windows,
        delivered[:0] if years else delivered,
        order_windows,
        ordered,
        run.lag,
        record.last_year,
    )


def _a_year(
    windows: tuple[Window, ...], volumes: Floats, shown: range
) -> tuple[tuple[Window, ...], Floats]:
    """Windows that lie in the years shown, with the mean of a year over all suppliers."""
    keep = [i for i, (first, last) in enumerate(windows) if first in shown and last in shown]
    lengths = np.array([windows[i][1] - windows[i][0] + 1 for i in keep], dtype=np.float64)
    return tuple(windows[i] for i in keep), volumes.sum(axis=0)[keep] / lengths
