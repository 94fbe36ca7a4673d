"""Theatre → packages: how many a buyer tenders, how large and of which kind."""

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

SHRINK_PACKAGES = 4.0  # packages of the class's mean size that are added to a buyer's own (guess)
SMALLEST_PACKAGE = 0.5  # TIV of a recorded package whose volume was rounded to 0
_NORMAL = NormalDist()


def needs(theatre: Theatre) -> Floats:
    """TIV a year [B, K] that buyers order on record, or as newcomers need once they buy."""
    tiv = theatre.ordered.copy()
    for (buyer, weapon), need in theatre.newcomers.needs.items():
        tiv[theatre.buyers.index(buyer), theatre.classes.index(weapon)] = need
    return tiv


def packages_a_year(theatre: Theatre) -> Floats:
    """Packages a year [B, K] on record; what a newcomer needs comes in the class's mean size."""
    packages = theatre.packages.copy()
    for (buyer, weapon), need in theatre.newcomers.needs.items():
        k = theatre.classes.index(weapon)
        packages[theatre.buyers.index(buyer), k] = need / mean_sizes(theatre)[k]
    return packages


def mean_sizes(theatre: Theatre) -> Floats:
    """Mean TIV of the packages of each class on record [K]; 1 where there are none."""
    packages, ordered = theatre.packages.sum(axis=0), theatre.ordered.sum(axis=0)
    sizes: Floats = np.divide(ordered, packages, out=np.ones_like(ordered), where=packages > 0)
    return sizes


def package_sizes(theatre: Theatre) -> tuple[Floats, Floats]:
    """Mean of ln(TIV) [B, K] of packages, and the probability below the largest on record.

    The mean size is the buyer's own, drawn toward the class's mean, which lumpy records ask for.
    """
    own = np.divide(
        theatre.ordered, theatre.packages, out=np.zeros_like(theatre.ordered),
        where=theatre.packages > 0,
    )  # fmt: skip
    of_class = mean_sizes(theatre)
    count = theatre.packages * theatre.tender_years
    mean = (count * own + SHRINK_PACKAGES * of_class) / (count + SHRINK_PACKAGES)
    mu, below = np.zeros_like(mean), np.zeros_like(mean)
    for b, k in np.ndindex(mean.shape):
        mu[b, k] = _mu_of_mean(
            float(mean[b, k]), float(theatre.size_sd[k]), float(theatre.largest[k])
        )
        largest = math.log(theatre.largest[k])
        below[b, k] = _NORMAL.cdf(float((largest - mu[b, k]) / theatre.size_sd[k]))
    return mu, below


@lru_cache(maxsize=4096)  # neighbouring cases, as in a sweep, ask for the same
def _mu_of_mean(mean: float, sd: float, largest: float) -> float:
    """Find mu such that a lognormal cut at ``largest`` has the given mean."""
    low, high = math.log(1e-6), math.log(largest)
    for _ in range(60):
        mu = (low + high) / 2
        cut = (math.log(largest) - mu) / sd
        reached = math.exp(mu + sd * sd / 2) * _NORMAL.cdf(cut - sd) / _NORMAL.cdf(cut)
        low, high = (mu, high) if reached < mean else (low, mu)
    return mu


def order_kinds(theatre: Theatre) -> tuple[Floats, Floats]:
    """Shares of orders licensed and second hand [B, K]; unknown is the class's mean."""
    filled = []
    for share in (theatre.licensed_share, theatre.second_hand_share):
        known = ~np.isnan(share)
        total = np.where(known, share, 0.0).sum(axis=0)
        filled.append(np.where(known, share, total / np.maximum(known.sum(axis=0), 1)))
    return filled[0], filled[1]


def recorded_tenders(theatre: Theatre, scenario: Scenario) -> tuple[Integers, Floats]:
    """Packages and TIV [Y, B, K] to be replayed; -1 packages where tenders are simulated.

    There are none in years whose orders are replayed (``replay.replayed_orders``).
    """
    years = range(scenario.first_year, scenario.last_year + 1)
    shape = (len(years), *theatre.packages.shape)
    packages, tiv = np.full(shape, -1, dtype=np.int64), np.zeros(shape)
    if scenario.tenders == "recorded":
        for t, year in enumerate(years):
            if year in theatre.recorded_packages:
                packages[t] = theatre.recorded_packages[year]
                tiv[t] = np.where(
                    packages[t] > 0,
                    np.maximum(theatre.recorded_ordered[year], SMALLEST_PACKAGE),
                    0.0,
                )
    until = scenario.replay_until
    if until is not None:
        packages[: until - scenario.first_year + 1] = 0
        tiv[: until - scenario.first_year + 1] = 0.0
    return packages, tiv
