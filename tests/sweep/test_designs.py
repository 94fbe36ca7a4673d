"""Designs: the points are those that each promises."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.bounds import ANY, Bounds
from sim.sweep.designs import DESIGNS
from sim.sweep.ranges import Range
from sim.sweep.varied import ParameterKey

PRICE = Range(ParameterKey("price", 0.4, ANY, False), -1.0, 3.0)
SHARE = Range(ParameterKey("share", 0.1, ANY, False), 0.0, 0.5)
START = Range(ParameterKey("start", 2012, Bounds(1900, 2200), True), 2009, 2016)
OPTIONS = {
    "lhs": {"n": 8},
    "sobol": {"n": 8, "second_order": False},
    "morris": {"n": 6, "levels": 4},
}


@given(
    st.lists(
        st.lists(st.floats(-9, 9), min_size=1, max_size=4, unique=True), min_size=1, max_size=4
    )
)
def test_a_grid_is_the_full_product_in_order(listed: list[list[float]]) -> None:
    ranges = [
        Range(ParameterKey(f"k{i}", 0, ANY, False), min(values), max(values), listed=tuple(values))
        for i, values in enumerate(listed)
    ]
    points = DESIGNS["grid"]().points(ranges, 1)
    assert list(map(tuple, points)) == list(product(*listed))
    assert DESIGNS["grid"]().count(ranges) == len(points)


def test_a_list_takes_the_values_of_all_keys_together() -> None:
    pair = [Range(PRICE.key, 0, 2, listed=(2, 0, 1)), Range(SHARE.key, 0, 1, listed=(0, 1, 0.5))]
    assert DESIGNS["list"]().points(pair, 1).tolist() == [[2, 0], [0, 1], [1, 0.5]]


@pytest.mark.parametrize("name", OPTIONS)
@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=10)
def test_drawn_designs_stay_between_the_ends_and_depend_on_the_seed_alone(
    name: str, seed: int
) -> None:
    design, ranges = DESIGNS[name](**OPTIONS[name]), [PRICE, START, SHARE]
    points = design.points(ranges, seed)
    assert points.shape == (design.count(ranges), 3)
    assert np.array_equal(points, design.points(ranges, seed))
    for column, item in enumerate(ranges):
        assert item.low <= points[:, column].min() <= points[:, column].max() <= item.high
    assert np.array_equal(points[:, 1], np.round(points[:, 1]))
    assert not np.array_equal(points, design.points(ranges, seed ^ 1))


def test_a_latin_hypercube_has_a_point_in_every_slice() -> None:
    points = DESIGNS["lhs"](**{"n": 20}).points([PRICE, START], 3)
    slices = np.floor((points[:, 0] - PRICE.low) / (PRICE.high - PRICE.low) * 20)
    assert sorted(slices) == list(range(20))
    assert set(np.bincount(points[:, 1].astype(int))[2009:]) <= {2, 3}  # 20 points, 8 years


def test_second_order_asks_for_more_points() -> None:
    ranges = [PRICE, SHARE, START]
    both = DESIGNS["sobol"](**{"n": 4, "second_order": True})
    assert both.points(ranges, 1).shape[0] == both.count(ranges) == 4 * 8


def test_every_step_of_a_morris_trajectory_moves_one_key() -> None:
    ranges = [PRICE, SHARE, START]
    points = DESIGNS["morris"](**OPTIONS["morris"]).points(ranges, 2).reshape(6, 4, 3)
    moved = (np.diff(points, axis=1) != 0).sum(axis=2)
    assert (moved == 1).all()


def test_one_at_a_time_begins_at_the_base() -> None:
    ranges = [PRICE, Range(SHARE.key, 0, 1, listed=(0.2, 0.3, 0.4)), START]
    points = DESIGNS["one-at-a-time"]().points(ranges, 1).tolist()
    base = [0.4, 0.1, 2012]
    assert points[0] == base
    assert [point[0] for point in points[1:3]] == [-1, 3]
    assert [point[1] for point in points[3:6]] == [0.2, 0.3, 0.4]
    assert [point[2] for point in points[6:]] == [2009, 2016]
    assert all(sum(a != b for a, b in zip(point, base, strict=True)) == 1 for point in points[1:])


@given(st.integers(1950, 2000), st.integers(0, 50), st.lists(st.floats(0, 1), min_size=1))
def test_places_along_a_span_of_years_are_years(low: int, more: int, unit: list[float]) -> None:
    years = Range(START.key, low, low + more).at(np.array(unit))
    assert ((years >= low) & (years <= low + more) & (years == np.round(years))).all()


def test_steps_of_years_are_different_years() -> None:
    values = Range(START.key, 2009, 2016, steps=4).values()
    assert values == (2009, 2011, 2014, 2016)


def test_the_table_is_complete() -> None:
    assert list(DESIGNS) == ["grid", "list", "lhs", "sobol", "morris", "one-at-a-time"]
