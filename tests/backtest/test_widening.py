"""Bands stretched by earlier errors, their scores, and windows of the past."""

import numpy as np
import pytest

from sim.backtest.own_past import own_past
from sim.backtest.record import RecordVolumes
from sim.backtest.scores import coverage, randomised_pit
from sim.backtest.widening import FACTORS, SHARES, VOLUMES, EarlierForecast, factor_of, widened


def trial(seed, too_narrow):
    """Log-normal volumes whose worlds vary too little by a factor."""
    lots = np.random.default_rng(seed)
    middle = lots.normal(5, 1, 3000)
    recorded = np.exp(middle + lots.normal(size=3000)) - 1
    worlds = np.exp(middle + lots.normal(size=(100, 3000)) / too_narrow) - 1
    return EarlierForecast(
        np.maximum(worlds, 0), np.maximum(recorded, 0), np.ones(3000, dtype=bool)
    )


@pytest.mark.parametrize("too_narrow", [0.8, 1.0, 2.0])
def test_the_factor_is_that_by_which_the_spread_was_too_small(too_narrow):
    factor = factor_of([trial(1, too_narrow), trial(2, too_narrow)], VOLUMES, seed=1)
    assert factor == pytest.approx(too_narrow, rel=0.12)
    later = trial(3, too_narrow)
    stretched = widened(later.worlds, factor, VOLUMES)
    held = coverage(randomised_pit(stretched, later.recorded, seed=2), 0.8)
    assert held == pytest.approx(0.8, abs=0.05)


def test_widened_shares_stay_shares_and_nothing_stays_nothing():
    lots = np.random.default_rng(4)
    worlds = lots.dirichlet([0.2, 1.0, 3.0], size=(50, 2))
    worlds[::5, 1] = np.nan
    assert widened(worlds, 1.0, SHARES) == pytest.approx(worlds, nan_ok=True)
    wide = widened(worlds, 2.5, SHARES)
    assert np.nanmin(wide) >= 0 and np.nanmax(wide) <= 1
    assert np.array_equal(np.isnan(wide), np.isnan(worlds))
    assert (np.nanstd(wide, axis=0) > np.nanstd(worlds, axis=0)).all()
    assert not widened(np.zeros((5, 1, 2)), 3.0, SHARES).any()


def test_without_pairs_bands_stay_and_without_hope_they_are_widest():
    one = trial(1, 1.0)
    none = EarlierForecast(one.worlds, one.recorded, np.zeros(3000, dtype=bool))
    assert factor_of([none], VOLUMES, 1) == 1.0
    never = EarlierForecast(np.zeros((100, 3000)), one.recorded + 9, one.counted)
    assert factor_of([never], VOLUMES, 1) == FACTORS[-1]


def test_windows_of_the_past_end_before_the_origin_and_lie_on_record():
    volumes = np.arange(1.0, 7.0).reshape(1, 1, 6)
    past = RecordVolumes(2007, volumes, 2 * volumes)
    found = own_past(past, "orders", 2013, 4)
    assert found[:, 0, 0].tolist() == [20, 28, 36]  # from 2007, 2008, 2009
    assert own_past(past, "deliveries", 2013, 7).shape == (0, 1, 1)
    long = RecordVolumes(1980, np.ones((1, 1, 33)), np.ones((1, 1, 33)))
    assert len(own_past(long, "orders", 2013, 4)) == 12  # of fifteen years
    assert len(own_past(long, "orders", 2013, 10)) == 11  # of two horizons
