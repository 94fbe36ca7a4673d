"""Scores of worlds against a record: by hand, by closed forms, and what must always hold."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.measure.bands import (
    band_of,
    share_within,
)
from sim.measure.scoring import (
    FINEST,
    crps,
    interval,
    interval_score,
    on_scale,
    resampled_crps,
    resamples,
    z_of,
)

NUMBERS = st.floats(-50, 50)
WORLDS = st.lists(NUMBERS, min_size=1, max_size=30).map(np.array)
TOLERANCES = st.one_of(st.just(0.0), st.floats(0.01, 5))


def normal_crps(mean, sd, observed):
    """Gneiting and Raftery's closed form."""
    z = (observed - mean) / sd
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return sd * (z * math.erf(z / math.sqrt(2)) + 2 * density - 1 / math.sqrt(math.pi))


def test_an_interval_score_is_width_and_what_lies_outside():
    low, high, record = np.zeros(3), np.ones(3), np.array([0.4, 1.5, -0.1])
    assert interval_score(low, high, record, 0.8) == pytest.approx([1, 1 + 5, 1 + 1])
    assert interval_score(low, high, record, 0.9) == pytest.approx([1, 1 + 10, 1 + 2])


def test_the_interval_score_is_smallest_at_the_band_that_holds_as_many():
    worlds = np.random.default_rng(1).normal(size=4000)
    means = {
        z: interval_score(np.full(4000, -z), np.full(4000, z), worlds, 0.8).mean()
        for z in (0.6, 0.9, 1.2816, 1.7, 2.5)
    }
    assert min(means, key=means.get) == 1.2816


def test_two_worlds_by_hand():
    # E|X - y| = (1 + 3)/2, E|X - X'| = (0 + 4 + 4 + 0)/4
    assert crps(np.array([1.0, 5.0]), 2.0) == pytest.approx(2.0 - 1.0)


def test_three_worlds_by_hand():
    # E|X - y| = (3 + 1 + 2)/3, pairs differ by 2, 5, 3, each twice of nine
    assert crps(np.array([0.0, 2.0, 5.0]), 3.0) == pytest.approx(2.0 - 20 / 9 / 2)


@pytest.mark.parametrize("observed", [-3.0, 0.0, 0.4, 7.0])
def test_one_world_with_a_tolerance_is_a_normal_forecast(observed):
    assert crps(np.array([1.0]), observed, 2.0) == pytest.approx(normal_crps(1, 2, observed))


def test_many_quantiles_of_a_normal_come_to_its_closed_form():
    from statistics import NormalDist

    worlds = np.array([NormalDist(1, 3).inv_cdf((i + 0.5) / 900) for i in range(900)])
    assert crps(worlds, 2.5) == pytest.approx(normal_crps(1, 3, 2.5), rel=2e-3)


def test_a_normal_ensemble_with_tolerance_is_the_normal_of_both_spreads():
    from statistics import NormalDist

    worlds = np.array([NormalDist(0, 3).inv_cdf((i + 0.5) / 900) for i in range(900)])
    assert crps(worlds, 2.0, 4.0) == pytest.approx(normal_crps(0, 5, 2.0), rel=2e-3)


@given(NUMBERS, NUMBERS)
def test_a_point_forecast_has_its_absolute_error(forecast, observed):
    assert crps(np.array([forecast]), observed) == pytest.approx(abs(forecast - observed))


@given(NUMBERS, st.integers(1, 20))
def test_a_perfect_forecast_scores_nothing(value, worlds):
    assert crps(np.full(worlds, value), value) == 0.0


@given(WORLDS, NUMBERS, TOLERANCES)
def test_no_score_is_below_zero(worlds, observed, tolerance):
    assert crps(worlds, observed, tolerance) >= -1e-9


@given(WORLDS, NUMBERS, TOLERANCES, st.randoms())
def test_the_order_of_worlds_is_nothing(worlds, observed, tolerance, lots):
    shuffled = worlds.tolist()
    lots.shuffle(shuffled)
    assert crps(np.array(shuffled), observed, tolerance) == crps(worlds, observed, tolerance)


@given(WORLDS, NUMBERS, TOLERANCES, st.floats(-20, 20))
def test_moving_all_alike_changes_nothing(worlds, observed, tolerance, by):
    moved = crps(worlds + by, observed + by, tolerance)
    assert moved == pytest.approx(crps(worlds, observed, tolerance), abs=1e-9)


@given(WORLDS, NUMBERS, TOLERANCES)
def test_undefined_worlds_are_left_out(worlds, observed, tolerance):
    gaps = np.concatenate([[np.nan], worlds, [np.nan]])
    assert crps(gaps, observed, tolerance) == crps(worlds, observed, tolerance)
    assert z_of(gaps, observed, 1.0) == z_of(worlds, observed, 1.0)
    assert band_of(gaps) == band_of(worlds)


def test_no_defined_world_has_no_score_and_no_band():
    nothing = np.full(3, np.nan)
    assert math.isnan(crps(nothing, 1.0)) and math.isnan(z_of(nothing, 1.0, 1.0))
    assert band_of(nothing) is None
    assert math.isnan(share_within(nothing, None, 1.0))


def test_many_worlds_are_represented_well_by_their_quantiles():
    worlds = np.random.default_rng(1).lognormal(size=2 * FINEST)
    exact = np.abs(worlds - 2).mean() - np.abs(worlds[:, None] - worlds).mean() / 2
    assert crps(worlds, 2.0) == pytest.approx(exact, rel=5e-3)


def test_z_counts_worlds_and_tolerance_together():
    worlds = np.array([-3.0, 3.0])
    assert z_of(worlds, 10.0, 0.0) == pytest.approx(10 / 3)
    assert z_of(worlds, 10.0, 4.0) == pytest.approx(10 / 5)
    assert math.isnan(z_of(np.array([2.0, 2.0]), 2.0, 0.0))


def test_logarithms_are_those_of_the_ledger_and_nothing_has_a_floor():
    assert on_scale(np.array([-0.5, 1.0]), "change", "log") == pytest.approx(np.log([0.5, 2.0]))
    assert on_scale(np.array([-1.0]), "change", "log") == pytest.approx(np.log([0.01]))
    assert on_scale(np.array([0.0, 40.0]), "volume", "log") == pytest.approx([0.0, np.log(40)])
    assert on_scale(np.array([0.0, 2.0]), "ratio", "log") == pytest.approx(np.log([0.01, 2]))
    assert np.isnan(on_scale(np.array([np.nan]), "ratio", "log")).all()
    assert on_scale(np.array([0.3]), "share", "linear") == pytest.approx([0.3])


def test_samples_are_those_of_a_seed_and_draw_as_many_worlds():
    assert (resamples(7, 50, 3) == resamples(7, 50, 3)).all()
    assert (resamples(7, 50, 3) != resamples(7, 50, 4)).any()
    assert (resamples(7, 50, 3).sum(axis=1) == 7).all()


@given(st.lists(st.one_of(NUMBERS, st.just(np.nan)), min_size=2, max_size=8), TOLERANCES)
def test_a_sample_has_the_score_of_its_worlds(values, tolerance):
    worlds, drawn = np.array(values), resamples(len(values), 5, 1)
    found = resampled_crps(worlds, 1.0, tolerance, drawn)
    for score, counts in zip(found, drawn, strict=True):
        sample = np.repeat(worlds, counts.astype(int))
        assert score == pytest.approx(crps(sample, 1.0, tolerance), abs=1e-9, nan_ok=True)


def test_an_interval_holds_nine_of_ten_samples():
    assert interval(np.arange(101.0)) == pytest.approx((5.0, 95.0))
    assert all(math.isnan(end) for end in interval(np.full(3, np.nan)))
