"""Deals before the start → the tables that a theatre begins with.

Nothing of a deal that was ordered from the start on enters here, and no year of delivery from the
start on. One thing is as known later, as in every theatre: how large an order was, and so what was
still to come of it.
"""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.model.equations import HABIT_KEPT, SALES_KEPT, STOCK_KEPT
from sim.register.cast import WINDOW, Cast
from sim.register.classes import CLASSES
from sim.register.cube import (
    Columns,
    Rows,
    deliveries_of,
    find_rows,
    orders_of,
    packages_of,
    summed,
    table_rows,
)
from sim.register.deals import DIGITS, Deals
from sim.theatre.columns import LONGEST_LAG
from sim.theatre.records import ORDER_KINDS

OUTPUT_YEARS = 13  # of the capacity and of the shares of licensed and second-hand orders
RECENT = 5  # years


@dataclass(frozen=True)
class Past:
    """Orders and deliveries before the start, and the first year with recorded deliveries."""

    cast: Cast
    first_recorded: int
    orders: Columns
    deliveries: Columns  # those before the start
    packages: Columns

    @property
    def start(self) -> int:
        """First simulated year."""
        return self.cast.start

    def since(self, years: int) -> int:
        """First of so many years before the start, or of those that are recorded."""
        return max(self.start - years, self.first_recorded)

    def over(self, years: int) -> int:
        """How many of these years are recorded."""
        return self.start - self.since(years)


def past_of(deals: Deals, cast: Cast) -> Past:
    """What lies before the start of a cast."""
    orders = orders_of(deals, cast)
    before = orders.where(orders.year < cast.start)
    deliveries = deliveries_of(deals, cast)
    arrived = (deliveries.year < cast.start) & (deliveries.ordered_in < cast.start)
    return Past(cast, deals.first_year, before, deliveries.where(arrived), packages_of(before))


def history(past: Past) -> Rows:
    """Buyer, supplier, class, decayed orders, stock, deals of five years, last order's year."""
    orders, arrived, start = past.orders, past.deliveries, past.start
    keys = (orders.buyer, orders.supplier, orders.weapon)
    places, habit = summed(keys, orders.tiv * HABIT_KEPT ** (start - orders.year))
    _, recent = summed(keys, (orders.year >= start - RECENT).astype(np.float64))
    last = np.zeros(len(places), dtype=np.int64)
    np.maximum.at(last, find_rows(places, np.stack(keys, axis=1)), orders.year)
    stock = np.bincount(
        find_rows(places, np.stack((arrived.buyer, arrived.supplier, arrived.weapon), axis=1)),
        arrived.tiv * STOCK_KEPT ** (start - 1 - arrived.year),
        minlength=len(places),
    )
    return table_rows(past.cast, "bsk", places, habit, stock, recent.astype(np.int64), last)


def still_to_come(past: Past, deals: Deals) -> Floats:
    """TIV of each deal that had not come by the start [D].

    What the register never saw delivered counts only of deals no older than the longest lag.
    """
    before = deals.delivery_year < past.start
    came, comes = (
        np.bincount(deals.deal[some], deals.delivered[some], minlength=len(deals.buyer))
        for some in (before, ~before)
    )
    young = deals.order_year >= past.start - LONGEST_LAG
    still = deals.ordered - came - deals.undated
    open_: Floats = np.where(young, np.maximum(still, comes), comes).round(DIGITS)
    return open_


def order_book(past: Past, deals: Deals) -> Rows:
    """Buyer, supplier, class, order year, licensed, TIV still to come at the start, TIV ordered.

    The last is that of the deals of which something is still to come.
    """
    orders, open_ = orders_of(deals, past.cast), still_to_come(past, deals)
    due = (orders.year < past.start) & (open_ > 0)
    rows = orders.where(due)
    licensed = (rows.kind == ORDER_KINDS.index("licensed")).astype(np.int64)
    keys = (rows.buyer, rows.supplier, rows.weapon, rows.year, licensed)
    places, left = summed(keys, open_[due])
    _, whole = summed(keys, np.maximum(rows.tiv, open_[due]))
    return table_rows(past.cast, "bskyy", places, left, whole)


def tenders(past: Past) -> Rows:
    """Buyer, class, packages a year, TIV a year, over the years before the start."""
    packages, years = past.packages.within(past.since(WINDOW), past.start - 1), past.over(WINDOW)
    places, count = summed((packages.buyer, packages.weapon))
    _, tiv = summed((packages.buyer, packages.weapon), packages.tiv)
    return table_rows(past.cast, "bk", places, count / years, tiv / years)


def capacity(past: Past) -> Rows:
    """Supplier, class, mean and highest yearly deliveries."""
    first = past.since(OUTPUT_YEARS)
    flow = past.deliveries.within(first, past.start - 1)
    by_year = np.zeros((len(past.cast.suppliers), len(CLASSES), past.over(OUTPUT_YEARS)))
    np.add.at(by_year, (flow.supplier, flow.weapon, flow.year - first), flow.tiv)
    makes = np.argwhere(by_year.sum(axis=2) > 0)
    output = by_year[tuple(makes.T)]
    return table_rows(past.cast, "sk", makes, output.mean(axis=1), output.max(axis=1))


def world_shares(past: Past) -> Rows:
    """Supplier, class, share of the decayed orders of the class."""
    orders = past.orders
    decayed = orders.tiv * SALES_KEPT ** (past.start - orders.year)
    places, tiv = summed((orders.supplier, orders.weapon), decayed)
    of_class = np.bincount(places[:, 1], tiv, minlength=len(CLASSES))[places[:, 1]]
    share = np.divide(tiv, of_class, out=np.zeros_like(tiv), where=of_class > 0)
    return table_rows(past.cast, "sk", places, share)


def kinds_of_orders(past: Past) -> Rows:
    """Buyer, class, share licensed and share second hand of the volume ordered."""
    orders = past.orders.within(past.since(OUTPUT_YEARS), past.start - 1)
    volume = np.zeros((len(past.cast.buyers), len(CLASSES), len(ORDER_KINDS)))
    np.add.at(volume, (orders.buyer, orders.weapon, orders.kind), orders.tiv)
    bought = np.argwhere(volume.sum(axis=2) > 0)
    shares = volume[tuple(bought.T)]
    shares /= shares.sum(axis=1, keepdims=True)
    columns = (shares[:, ORDER_KINDS.index(kind)] for kind in ("licensed", "second_hand"))
    return table_rows(past.cast, "bk", bought, *columns)
