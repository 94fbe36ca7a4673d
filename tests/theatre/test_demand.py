"""Demand varies as much as recorded packages say, by the equations and at the centre of priors."""

import numpy as np
import pytest

from sim.base.parameters import PARAMETERS
from sim.model import equations as eq
from sim.theatre.load import default_theatre

YEARS = range(2003, 2013)  # later ones are held out
WORLDS = 200


def excess(packages):
    """Variance over years beyond a Poisson law's, and covariance of neighbours, over mean squared.

    ``packages`` are counts by buyer and year [..., B, Y]; buyers weigh by their mean squared.
    """
    mean = packages.mean(axis=-1, keepdims=True)
    off, size = packages - mean, (mean**2).sum(axis=(-1, -2))
    years = packages.shape[-1]
    variance = (off**2).sum(axis=(-1, -2)) / (years - 1) - mean.sum(axis=(-1, -2))
    neighbours = (off[..., 1:] * off[..., :-1]).sum(axis=(-1, -2)) / (years - 1)
    return variance / size, neighbours / size


def simulated(mean, year_sd, slow_sd, kept):
    """Counts [W, B, Y] of buyers whose demand alone moves."""
    rng = np.random.default_rng(1)
    slow = slow_sd * rng.standard_normal((WORLDS, len(mean)))
    counts = []
    for _ in YEARS:
        slow = np.vectorize(eq.next_demand_slow)(
            slow, rng.standard_normal(slow.shape), slow_sd, kept
        )
        chance = rng.standard_normal(slow.shape)
        factor = np.vectorize(eq.demand_factor)(chance, slow, year_sd, slow_sd)
        counts.append(rng.poisson(mean * factor))
    return np.stack(counts, axis=-1)


@pytest.fixture(scope="module")
def recorded():
    theatre = default_theatre()
    single = [name not in theatre.aggregates for name in theatre.buyers]
    return np.stack([theatre.recorded_packages[y][single].sum(axis=1) for y in YEARS], axis=-1)


def test_counts_of_packages_lie_among_those_of_the_priors_centre(recorded):
    centre = [PARAMETERS[f"demand_{name}"].prior.central
              for name in ("year_sd", "slow_sd", "persistence")]  # fmt: skip
    found = excess(recorded)
    for value, worlds in zip(found, excess(simulated(recorded.mean(axis=1), *centre)), strict=True):
        assert np.quantile(worlds, 0.025) <= value <= np.quantile(worlds, 0.975)


def test_much_larger_years_would_not_give_these_counts(recorded):
    variance, _ = excess(simulated(recorded.mean(axis=1), 0.4, 0.3, 0.8))
    assert excess(recorded)[0] < np.quantile(variance, 0.05)
