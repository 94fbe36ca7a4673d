"""Scores of forecast shares, against figures by hand and slower definitions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.backtest.scores import (
    common_quantile,
    coverage,
    ensemble_crps,
    interval_over_buyers,
    log_score,
    mean_of,
    mean_shares,
    own_error,
    precision_area,
    randomised_pit,
    roc_area,
    total_variation,
)
from sim.measure.scoring import crps

NAN = math.nan


def test_total_variation_by_hand():
    forecast = np.array([[0.5, 0.5, 0.0], [1.0, 0.0, 0.0], [0.2, 0.3, 0.5]])
    recorded = np.array([[0.2, 0.5, 0.3], [0.0, 0.0, 1.0], [0.2, 0.3, 0.5]])
    assert total_variation(forecast, recorded) == pytest.approx([0.3, 1.0, 0.0])


def test_log_score_by_hand_and_finite_for_a_supplier_without_a_chance():
    world = np.array([[0.5, 0.5]])
    sure = log_score(np.array([[1.0, 0.0]]), np.array([[0.0, 1.0]]), world)
    # 5% of: four fifths of the world's half, and one fifth of an even half
    assert sure == pytest.approx([-math.log(0.05 * 0.5)])
    right = log_score(np.array([[0.5, 0.5]]), np.array([[0.5, 0.5]]), world)
    assert right == pytest.approx([math.log(2)])


def test_crps_of_shares_is_that_of_each_supplier():
    lots = np.random.default_rng(4)
    worlds = lots.dirichlet([0.4, 1.0, 2.0], size=(30, 2))
    worlds[::7, 0] = NAN
    recorded = np.array([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]])
    expected = [
        sum(fair(crps(worlds[:, b, s], recorded[b, s]), worlds[:, b, s], recorded[b, s])
            for s in range(3)) / 2
        for b in range(2)
    ]  # fmt: skip
    assert ensemble_crps(worlds, recorded) == pytest.approx(expected)


def fair(score, worlds, recorded):
    """A CRPS whose distance between worlds is that of two different ones."""
    known = worlds[~np.isnan(worlds)]
    off = np.abs(known - recorded).mean()
    return off - (off - score) * len(known) / (len(known) - 1)


def test_few_worlds_cost_no_more_than_many():
    lots = np.random.default_rng(7)
    records = lots.normal(size=(4000, 1))
    few, many = (np.mean(ensemble_crps(lots.normal(size=(n, 4000, 1)), records)) for n in (2, 60))
    assert few == pytest.approx(many, abs=0.02)
    assert many == pytest.approx(0.5 / math.sqrt(math.pi), abs=0.02)


def test_a_common_quantile_adds_up_and_is_nearer_than_the_mean():
    lots = np.random.default_rng(5)
    worlds = lots.dirichlet([0.3, 0.5, 1.0, 2.0], size=(400, 3))
    worlds[::9, 0] = NAN
    worlds[:, 2] = NAN
    instead = np.full((3, 4), 0.25)
    point, mean = common_quantile(worlds, instead), mean_shares(worlds, instead)
    assert point.sum(axis=1) == pytest.approx(np.ones(3))
    assert (point[2] == 0.25).all()
    for b in (0, 1):
        known = worlds[~np.isnan(worlds[:, b, 0]), b]
        levels = [(known[:, s] <= point[b, s]).mean() for s in range(4)]
        assert max(levels) - min(levels) < 0.01
        errors = [total_variation(known, share[b]).mean() for share in (point, mean)]
        assert errors[0] < errors[1]


def test_a_common_quantile_of_equal_worlds_is_their_shares():
    worlds = np.tile([[[0.2, 0.8, 0.0]]], (5, 1, 1))
    assert common_quantile(worlds, worlds[0]) == pytest.approx(worlds[0])
    assert common_quantile(worlds[:1], worlds[0]) == pytest.approx(worlds[0])


def test_one_world_scores_as_a_point_forecast():
    world = np.array([[[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]]])
    recorded = np.array([[0.2, 0.5, 0.3], [0.7, 0.2, 0.1]])
    assert ensemble_crps(world, recorded) == pytest.approx(total_variation(world[0], recorded))


def test_worlds_without_volume_are_left_out():
    worlds = np.array([[[1.0, 0.0], [NAN, NAN]], [[0.0, 1.0], [NAN, NAN]]])
    instead = np.array([[0.9, 0.1], [0.3, 0.7]])
    mean = mean_shares(worlds, instead)
    assert mean == pytest.approx(np.array([[0.5, 0.5], [0.3, 0.7]]))
    assert own_error(worlds, mean) == pytest.approx([0.5, NAN], nan_ok=True)
    assert ensemble_crps(worlds, mean) == pytest.approx([0.0, NAN], nan_ok=True)


def test_places_are_even_where_the_worlds_are_right_ties_and_all():
    lots = np.random.default_rng(9)
    drawn = np.maximum(lots.normal(size=(60, 400, 5)), 0.0)  # half of all are 0
    places = randomised_pit(drawn[1:], drawn[0], seed=2).ravel()
    for holds in (0.5, 0.8, 0.9):
        assert coverage(places, holds) == pytest.approx(holds, abs=0.035)
    narrow = randomised_pit(drawn[1:] * 0.2, drawn[0] + 1.0, seed=2)
    assert coverage(narrow.ravel(), 0.8) < 0.05
    assert math.isnan(coverage(np.zeros(0), 0.8))


def test_areas_by_hand():
    chance = np.array([0.9, 0.8, 0.7, 0.1])
    came = np.array([True, False, True, False])
    assert roc_area(chance, came) == pytest.approx(3 / 4)
    assert precision_area(chance, came) == pytest.approx((1 + 2 / 3) / 2)
    assert roc_area(np.zeros(4), came) == 0.5
    assert precision_area(np.zeros(4), came) == 0.5
    assert math.isnan(roc_area(chance, np.ones(4, dtype=bool)))
    assert math.isnan(precision_area(chance, np.zeros(4, dtype=bool)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=2, max_size=25))
def test_roc_is_the_chance_to_rank_a_pair_right(rows):
    chance = np.array([rank for rank, _ in rows], dtype=float)
    came = np.array([tie for _, tie in rows])
    pairs = [
        1.0 if up > down else 0.5 if up == down else 0.0
        for up in chance[came] for down in chance[~came]
    ]  # fmt: skip
    expected = np.mean(pairs) if pairs else NAN
    assert roc_area(chance, came) == pytest.approx(expected, nan_ok=True)


def test_a_mean_leaves_out_what_is_not_known():
    assert mean_of(np.array([1.0, np.nan, 4.0]), np.array([3.0, 9.0, 1.0])) == 1.75
    assert np.isnan(mean_of(np.array([np.nan]), np.ones(1)))


def test_buyers_are_drawn_with_all_their_rows():
    values, buyers = np.repeat([1.0, -1.0], 10), [*"a" * 10, *"b" * 10]
    low, high = interval_over_buyers(values, np.ones(20), buyers, seed=1)
    assert (low, high) == (-1.0, 1.0)  # one of four draws has a alone; by rows one of a million
    assert interval_over_buyers(values * 0 + 0.3, np.ones(20), buyers, 1) == pytest.approx(
        (0.3, 0.3)
    )
    by_rows = interval_over_buyers(values, np.ones(20), [*map(str, range(20))], seed=1)
    assert -0.6 < by_rows[0] < by_rows[1] < 0.6
