"""Differences of numbers worked out by hand, and what must hold for any numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.compare.contrast import FEW, contrast, differences, half_width
from sim.measure.scoring import FINEST

VALUES = st.lists(st.floats(-100, 100).map(lambda v: round(v, 3)), min_size=2, max_size=12)
PAIRS = st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=2, max_size=12)


def array(*values):
    return np.array(values, dtype=float)


def test_a_difference_by_hand():
    made = contrast(array(1, 2, 3, 4), array(2, 3, 3, 8), "paired")
    assert (made.difference.median, made.mean) == (1.0, 1.5)
    assert (made.more, made.less, made.same, made.sign) == (0.75, 0.0, 0.25, 0.75)
    half = 2.3534 * np.std([1, 1, 0, 4], ddof=1) / 2  # Student's t of three degrees, 95%
    assert (made.mean_low, made.mean_high) == pytest.approx((1.5 - half, 1.5 + half), abs=1e-4)
    saved = 1 - np.var([1, 1, 0, 4]) / (np.var([1, 2, 3, 4]) + np.var([2, 3, 3, 8]))
    assert made.saved == pytest.approx(saved)
    assert made.effect == "unclear"


@given(PAIRS)
def test_swapping_the_sides_turns_every_sign(pairs):
    one, two = array(*(a for a, _ in pairs)), array(*(b for _, b in pairs))
    for way in ("paired", "apart"):
        there, back = contrast(one, two, way), contrast(two, one, way)
        assert there.mean == pytest.approx(-back.mean)
        assert there.mean_low == pytest.approx(-back.mean_high)
        assert (there.more, there.less) == pytest.approx((back.less, back.more))
        assert there.difference.low == pytest.approx(-back.difference.high)
        assert there.more + there.less + there.same == pytest.approx(1)


@given(VALUES, st.floats(0.5, 50))
def test_the_same_shift_in_every_world_is_sure_and_saves_all_variance(values, shift):
    one = array(*values)
    made = contrast(one, one + shift, "paired")
    assert made.effect == "more" and made.sign == 1.0
    assert made.mean == pytest.approx(shift)
    if one.var() > 1e-3:
        assert made.saved == pytest.approx(1.0, abs=1e-6)


@given(VALUES)
def test_equal_sides_do_not_differ(values):
    made = contrast(array(*values), array(*values), "paired")
    assert made.effect == "none" and made.same == 1.0 == made.sign
    assert (made.mean, made.mean_low, made.mean_high) == (0.0, 0.0, 0.0)


def test_rounding_is_no_difference():
    assert contrast(array(0.3, 7.0), array(0.1 + 0.2, 7.0), "paired").effect == "none"


def test_worlds_without_a_value_on_either_side_are_left_out_and_counted():
    made = contrast(array(1, np.nan, 3, 5), array(2, 2, np.nan, 6), "paired")
    assert (made.worlds, made.undefined, made.mean) == (2, 2, 1.0)
    assert contrast(array(np.nan, 1), array(1, np.nan), "paired") is None
    assert contrast(array(np.nan), array(1), "apart") is None


def test_one_world_tells_nothing_of_the_mean():
    made = contrast(array(1), array(2), "paired")
    assert (made.mean_low, made.mean_high) == (-math.inf, math.inf)
    assert made.effect == "unclear"


def test_a_mean_against_most_worlds_is_unclear():
    few_fall_far = array(*([1] * 60), *([-9] * 40))
    made = contrast(np.zeros(100), few_fall_far, "paired")
    assert made.mean_high < 0 and made.more > made.less
    assert made.effect == "unclear"


def test_the_record_is_more_only_outside_the_band():
    worlds = np.arange(100.0)
    assert contrast(worlds, array(200), "record").effect == "more"
    assert contrast(worlds, array(-5), "record").effect == "less"
    inside = contrast(worlds, array(80), "record")
    assert inside.effect == "unclear" and inside.saved is None
    assert inside.more == 0.8 and inside.same == 0.01
    assert contrast(array(80), worlds, "record").less == 0.8  # the record may be the base


def test_worlds_apart_are_compared_each_with_each():
    made = contrast(array(1, 2), array(2, 3, 4), "apart")
    assert made.more == pytest.approx(5 / 6) and made.same == pytest.approx(1 / 6)
    assert made.mean == 1.5 and made.saved is None
    many = contrast(np.arange(3.0 * FINEST), np.arange(3.0 * FINEST) + 1, "apart")
    assert many.more == pytest.approx(0.5, abs=0.01)


def test_differences_keep_their_axes_and_what_is_undefined():
    one, two = np.arange(6.0).reshape(3, 2), np.ones((2, 2))
    assert differences(one, two, "paired").tolist() == [[1, 0], [-1, -2]]
    assert differences(one, two[:1], "record").shape == (3, 2)
    one[:, 1] = np.nan
    apart = differences(one, two, "apart")
    assert apart.shape == (FEW * FEW, 2)
    assert np.isnan(apart[:, 1]).all() and np.median(apart[:, 0]) == pytest.approx(-1)


def test_an_interval_is_students():
    assert half_width(1.0, 200) == pytest.approx(1.6525, abs=1e-4)
    assert half_width(1.0, 2) == pytest.approx(6.3138, abs=1e-4)
    assert half_width(0.0, 9) == 0.0
