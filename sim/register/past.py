"""Deals before the start → the tables that a theatre begins with.

Nothing of a deal that was ordered from the start on enters here, and no year of delivery from the
start on. One thing is as known later, as in every theatre: how large an order was, and so what was
still to come of it.
"""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Integers
from sim.model.equations import HABIT_KEPT, SALES_KEPT, STOCK_KEPT
from sim.register.cast import WINDOW, Cast
from sim.register.classes import CLASSES
from sim.register.cube import (
    Columns,
    Rows,
    deliveries_of,
    named,
    orders_of,
    packages_of,
    summed,
)
from sim.register.deals import DIGITS, Deals
from sim.theatre.load import LONGEST_LAG
from sim.theatre.theatre import KINDS_OF_ORDER

OUTPUT_YEARS = 13  # of the capacity and of the shares of licensed and second-hand orders
RECENT = 5  # years


@dataclass(frozen=True)
class Past:
    """Orders and deliveries before the start, and the first year with deliveries on record."""

    cast: Cast
    first_on_record: int
    orders: Columns
    deliveries: Columns  # those before the start
    packages: Columns

    @property
    def start(self) -> int:
        """First simulated year."""
        return self.cast.start

    def since(self, years: int) -> int:
        """First of so many years before the start, or of those on record."""
        return max(self.start - years, self.first_on_record)

    def over(self, years: int) -> int:
        """How many of these years are on record."""
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
    last = np.zeros(len(places))
    place = _find(places, np.stack(keys, axis=1))
    np.maximum.at(last, place, orders.year.astype(np.float64))
    stock = np.bincount(
        _find(places, np.stack((arrived.buyer, arrived.supplier, arrived.weapon), axis=1)),
        arrived.tiv * STOCK_KEPT ** (start - 1 - arrived.year),
        minlength=len(places),
    )
    return [
        (*names, float(habit[i]), float(stock[i]), int(recent[i]), int(last[i]))
        for i, names in enumerate(named(past.cast, places, "bsk"))
    ]


def _find(places: Integers, rows: Integers) -> Integers:
    """Row of ``places``, which hold every one of ``rows``, for each of them."""
    everything = np.concatenate([places, rows])
    _, place = np.unique(everything, axis=0, return_inverse=True)
    found: Integers = place.reshape(-1)[len(places) :]
    return found


def order_book(past: Past, deals: Deals) -> Rows:
    """Buyer, supplier, class, order year, licensed, TIV still to come at the start.

    What the register never saw delivered counts only of deals no older than the longest lag.
    """
    orders = orders_of(deals, past.cast)
    before = deals.delivery_year < past.start
    came = np.bincount(deals.deal[before], deals.delivered[before], minlength=len(orders))
    comes = np.bincount(deals.deal[~before], deals.delivered[~before], minlength=len(orders))
    young = orders.year >= past.start - LONGEST_LAG
    still = orders.tiv - came - deals.undated
    open_ = np.where(young, np.maximum(still, comes), comes).round(DIGITS)
    due = (orders.year < past.start) & (open_ > 0)
    chosen = orders.where(due)
    licensed = (chosen.kind == KINDS_OF_ORDER.index("licensed")).astype(np.int64)
    places, tiv = summed(
        (chosen.buyer, chosen.supplier, chosen.weapon, chosen.year, licensed), open_[due]
    )
    return [
        (*names, float(volume))
        for names, volume in zip(named(past.cast, places, "bskyy"), tiv, strict=True)
    ]


def tenders(past: Past) -> Rows:
    """Buyer, class, packages a year, TIV a year, over the years before the start."""
    chosen = past.packages.within(past.since(WINDOW), past.start - 1)
    places, count = summed((chosen.buyer, chosen.weapon))
    _, tiv = summed((chosen.buyer, chosen.weapon), chosen.tiv)
    years = past.over(WINDOW)
    return [
        (*names, float(count[i] / years), float(tiv[i] / years))
        for i, names in enumerate(named(past.cast, places, "bk"))
    ]


def capacity(past: Past) -> Rows:
    """Supplier, class, mean and highest yearly deliveries."""
    chosen = past.deliveries.within(past.since(OUTPUT_YEARS), past.start - 1)
    by_year = np.zeros((len(past.cast.suppliers), len(CLASSES), past.over(OUTPUT_YEARS)))
    np.add.at(
        by_year,
        (chosen.supplier, chosen.weapon, chosen.year - past.since(OUTPUT_YEARS)),
        chosen.tiv,
    )
    makes = np.argwhere(by_year.sum(axis=2) > 0)
    return [
        (*names, float(by_year[s, k].mean()), float(by_year[s, k].max()))
        for (s, k), names in zip(makes, named(past.cast, makes, "sk"), strict=True)
    ]


def world_shares(past: Past) -> Rows:
    """Supplier, class, share of the decayed orders of the class."""
    orders = past.orders
    decayed = orders.tiv * SALES_KEPT ** (past.start - orders.year)
    places, tiv = summed((orders.supplier, orders.weapon), decayed)
    of_class = np.bincount(places[:, 1], tiv, minlength=len(CLASSES))[places[:, 1]]
    share = np.divide(tiv, of_class, out=np.zeros_like(tiv), where=of_class > 0)
    return [
        (*names, float(part))
        for names, part in zip(named(past.cast, places, "sk"), share, strict=True)
    ]


def kinds_of_orders(past: Past) -> Rows:
    """Buyer, class, share licensed and share second hand of the volume ordered."""
    chosen = past.orders.within(past.since(OUTPUT_YEARS), past.start - 1)
    shape = (len(past.cast.buyers), len(CLASSES), len(KINDS_OF_ORDER))
    volume = np.zeros(shape)
    np.add.at(volume, (chosen.buyer, chosen.weapon, chosen.kind), chosen.tiv)
    known = np.argwhere(volume.sum(axis=2) > 0)
    licensed, second_hand = (KINDS_OF_ORDER.index(kind) for kind in ("licensed", "second_hand"))
    rows: Rows = []
    for (b, k), names in zip(known, named(past.cast, known, "bk"), strict=True):
        shares = volume[b, k] / volume[b, k].sum()
        rows.append((*names, float(shares[licensed]), float(shares[second_hand])))
    return rows
