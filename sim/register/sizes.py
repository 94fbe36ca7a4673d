"""Sizes of packages and times of delivery, as they were before the start."""

import numpy as np

from sim.base.arrays import Integers
from sim.register.cast import WINDOW
from sim.register.classes import CLASSES
from sim.register.cube import Columns, Rows, orders_of
from sim.register.deals import Deals
from sim.register.past import Past, still_to_come
from sim.theatre.records import ORDER_KINDS
from sim.theatre.theatre import Theatre

ENOUGH_PACKAGES = 30  # of a class; with fewer, those of the default theatre stand in
ENOUGH_DEALS = 8  # done, of a kind, class and size, as in the default theatre, which lends others
COHORTS = 30  # years of orders whose deliveries are followed


def package_sizes(past: Past, default: Rows) -> tuple[Rows, list[str]]:
    """Class, mean and sd of ln(TIV), sd within a buyer, median, 90%, largest; classes of default.

    Args:
        past: the packages.
        default: the same rows of the default theatre, in the order of the classes.
    """
    packages = past.packages.within(past.since(WINDOW), past.start - 1)
    rows: Rows = []
    borrowed = []
    for k, name in enumerate(CLASSES):
        own = packages.where((packages.weapon == k) & (packages.tiv > 0))
        found = _sizes(own) if len(own) >= ENOUGH_PACKAGES else None
        if found is None:
            borrowed.append(name)
            largest = max(float(default[k][-1]), *own.tiv.tolist(), 0.0)  # type: ignore[arg-type]
            rows.append((*default[k][:-1], largest))
        else:
            rows.append((name, *found))
    return rows, borrowed


def _sizes(packages: Columns) -> tuple[float, ...] | None:
    """Six figures; None if no buyer has two packages that differ."""
    logs = np.log(packages.tiv)
    _, buyer, count = np.unique(packages.who, return_inverse=True, return_counts=True)
    apart = logs - (np.bincount(buyer, logs) / count)[buyer]
    freedom = len(logs) - len(count)
    within = float(np.sqrt((apart**2).sum() / freedom)) if freedom > 0 else 0.0
    if within <= 0:
        return None
    return (
        float(logs.mean()),
        float(logs.std(ddof=1)),
        within,
        float(np.median(packages.tiv)),
        float(np.quantile(packages.tiv, 0.9)),
        float(packages.tiv.max()),
    )


def delivery_years(past: Past, deals: Deals, default: Theatre) -> tuple[Rows, list[str]]:
    """Rows of ``delivery_years.csv``, and which of them the default theatre lends.

    Years to the first delivery are those that deals had waited by the start over those that had
    begun, both by volume; years from first to last likewise, of deals that were being delivered,
    over those that were done. So deals that are still open count, and make nothing too quick.
    """
    orders, still = orders_of(deals, past.cast), still_to_come(past, deals) > 0
    first, last = _first_and_last(deals, past.start)
    begun = first < past.start
    known = (begun | still) & (orders.year >= past.since(COHORTS)) & (orders.year < past.start)
    done = begun & ~still
    waited = first - orders.year
    took = np.where(done, last, past.start) - first
    size = np.searchsorted(default.sizes, orders.tiv, side="right") - 1
    rows: Rows = []
    borrowed = []
    for o, kind in enumerate(ORDER_KINDS):
        for k, name in enumerate(CLASSES):
            for z, smallest in enumerate(default.sizes.tolist()):
                own = known & (orders.kind == o) & (orders.weapon == k) & (size == z)
                tiv, ended = orders.tiv[own], done[own]
                if np.count_nonzero(ended & (tiv > 0)) >= ENOUGH_DEALS:
                    to_first = float(tiv @ waited[own] / tiv[begun[own]].sum())
                    span = float(tiv[begun[own]] @ took[own & begun] / tiv[ended].sum())
                    row = (len(tiv), float(tiv.sum()), to_first, to_first + span)
                else:
                    borrowed.append(f"{kind} {name} from {smallest:g} TIV")
                    place = o, default.classes.index(name), z
                    to_first = float(default.years_to_first[place])
                    row = (0, 0.0, to_first, to_first + float(default.years_delivered[place]))
                rows.append((kind, name, smallest, *row))
    return rows, borrowed


def _first_and_last(deals: Deals, start: int) -> tuple[Integers, Integers]:
    """First and last year of delivery of each deal before the start [D]; the start if none."""
    early = deals.delivery_year < start
    first = np.full(len(deals.buyer), start, dtype=np.int64)
    last = np.zeros_like(first)
    np.minimum.at(first, deals.deal[early], deals.delivery_year[early])
    np.maximum.at(last, deals.deal[early], deals.delivery_year[early])
    return first, last
