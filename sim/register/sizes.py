"""Sizes of packages and times of delivery, as they were before the start."""

import numpy as np

from sim.base.arrays import Floats
from sim.register.cast import WINDOW
from sim.register.classes import CLASSES
from sim.register.cube import Columns, Rows
from sim.register.past import Past
from sim.theatre.columns import LONGEST_LAG
from sim.theatre.theatre import ORDER_KINDS, Theatre

ENOUGH_PACKAGES = 30  # of a class; with fewer, those of the default theatre stand in
ENOUGH_DEALS = 30  # of a kind and class; with fewer, those of the default theatre stand in
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


def lags(past: Past, default: Theatre) -> tuple[Rows, list[str]]:
    """Kind, class and share delivered after 0 to 15 years; which rows the default theatre lends."""
    first = past.since(COHORTS)
    arrived = past.deliveries.where(past.deliveries.ordered_in >= first)
    orders = past.orders.within(first, past.start - 1)
    rows: Rows = []
    borrowed = []
    for o, kind in enumerate(ORDER_KINDS):
        for k, name in enumerate(CLASSES):
            deals = np.count_nonzero((orders.kind == o) & (orders.weapon == k))
            own = arrived.where((arrived.kind == o) & (arrived.weapon == k))
            shares = lag_shares(own, first, past.start) if deals >= ENOUGH_DEALS else None
            if shares is None:
                borrowed.append(f"{kind} {name}")
                shares = default.lags[o, default.classes.index(name)]
            rows.append((kind, name, *map(float, shares)))
    return rows, borrowed


def lag_shares(arrived: Columns, first: int, start: int) -> Floats | None:
    """Share of the volume delivered so many years after the order [LONGEST_LAG + 1].

    Of recent orders only the early deliveries lie before the start, so shares of what has come
    would be too quick. Each year's growth of what had come is taken from the orders old enough to
    show it (the chain ladder of insurers, Lynden-Bell's estimator for data cut off on the right).

    Args:
        arrived: deliveries before the start, with the year of their order.
        first: first year of the orders.
        start: first year that is not known.
    """
    cohorts = start - first
    lag = np.clip(arrived.year - arrived.ordered_in, 0, LONGEST_LAG)
    came = np.zeros((cohorts, LONGEST_LAG + 1))
    np.add.at(came, (arrived.ordered_in - first, lag), arrived.tiv)
    came = came.cumsum(axis=1)
    age = start - 1 - first - np.arange(cohorts)  # years for which each cohort is known
    share = np.ones(LONGEST_LAG + 1)
    for years in range(LONGEST_LAG, 0, -1):
        known = age >= years
        by_then = came[known, years].sum()
        kept = came[known, years - 1].sum() / by_then if by_then > 0 else 1.0
        share[years - 1] = share[years] * kept
    if not came.any():
        return None
    return np.diff(share, prepend=0.0)
