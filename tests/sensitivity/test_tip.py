"""Tipping points of functions that cross a threshold where one knows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.base.problems import InputError
from sim.sensitivity.condition import TipCondition, read_condition
from sim.sensitivity.tip import find_tip, grid_between

BELOW_HALF = TipCondition("out", "<", 0.5)
NOISE = np.linspace(-0.1, 0.1, 41)  # of the worlds, the same at every value; its median is 0


def search(function, condition=BELOW_HALF, start=0.0, end=1.0, whole=False, noise=NOISE):
    tried = []

    def run(value):
        tried.append(value)
        return function(value) + noise

    grid = grid_between(start, end, whole)
    return find_tip(condition, grid, whole, run), tried


def test_a_line_crosses_where_it_must_and_chance_is_about_it():
    tip, tried = search(lambda x: 1 - x)
    assert tip.outcome == "crosses"
    [crossing] = tip.crossings
    assert crossing.at == pytest.approx(0.5, abs=1e-9) and crossing.begins
    assert crossing.after - crossing.before <= 1 / 384 + 1e-12
    assert tip.chance[0] < 0.5 < tip.chance[1] and tip.chance[1] - tip.chance[0] < 0.1
    assert len(tried) == len(set(tried)) == len(tip.values) == 18


def test_single_worlds_cross_by_their_own_noise():
    tip, _ = search(lambda x: 1 - x)
    assert tip.own == pytest.approx(0.5 + NOISE, abs=1e-9) and tip.steady == 1.0
    assert tip.own_ends() == pytest.approx((0.41, 0.59), abs=0.011)
    assert tip.met[0] == 0 and tip.met[-1] == 1


def test_a_search_downwards_is_told_in_its_own_direction():
    tip, _ = search(lambda x: x, start=1.0, end=0.0)
    [crossing] = tip.crossings
    assert crossing.at == pytest.approx(0.5, abs=1e-9) and crossing.before > crossing.after
    assert tip.values[0] == 1.0 and tip.values[-1] == 0.0
    assert tip.chance[0] > 0.5 > tip.chance[1]
    assert tip.own_ends()[0] > tip.own_ends()[1]


def test_where_no_value_meets_it_the_nearest_is_told():
    tip, tried = search(lambda x: 1 - 0.3 * x)
    assert tip.outcome == "never" and not tip.crossings and tip.chance is None
    assert tip.nearest == pytest.approx((1.0, 0.7))
    assert (tip.own == np.inf).all() and len(tried) == 13


def test_where_every_value_meets_it_that_is_told():
    tip, _ = search(lambda x: 0.1 * x)
    assert tip.outcome == "everywhere" and (tip.own == -np.inf).all()


def test_every_crossing_is_found():
    tip, _ = search(lambda x: 1 - 4 * x * (1 - x), TipCondition("out", "<=", 0.25))
    assert tip.outcome == "crosses more than once" and tip.chance is None
    assert [crossing.begins for crossing in tip.crossings] == [True, False]
    assert [crossing.at for crossing in tip.crossings] == pytest.approx(
        [0.5 - np.sqrt(1 / 16), 0.5 + np.sqrt(1 / 16)], abs=1e-4
    )
    assert tip.steady == 0.0  # every world goes there and back


def test_worlds_that_never_cross_are_beyond_the_end_and_so_may_chance_be():
    noise = np.linspace(-0.5, 0.5, 11)
    tip, _ = search(lambda x: 0.9 - 0.42 * x, noise=noise)
    assert (tip.own == np.inf).any() and tip.own_ends()[1] == np.inf
    assert tip.chance[1] == np.inf and np.isfinite(tip.crossings[0].at)


def test_years_are_whole_and_each_is_tried_once():
    tip, tried = search(lambda year: float(year < 2011.5), start=2009, end=2016, whole=True)
    assert sorted(tried) == list(range(2009, 2017))
    [crossing] = tip.crossings
    assert (crossing.before, crossing.after) == (2011, 2012)
    long = grid_between(2003, 2030, True)
    assert (long % 1 == 0).all() and len(long) == 13
    tip, tried = search(lambda year: float(year < 2018.5), start=2003, end=2030, whole=True)
    [crossing] = tip.crossings
    assert (crossing.before, crossing.after) == (2018, 2019) and all(one % 1 == 0 for one in tried)


def test_undefined_worlds_are_left_out_and_undefined_everywhere_is_told():
    holes = np.where(np.arange(41) % 2, np.nan, NOISE)
    tip, _ = search(lambda x: 1 - x, noise=holes)
    assert tip.crossings[0].at == pytest.approx(0.5, abs=0.006)
    assert np.isnan(tip.own).sum() == 20 and tip.met[-1] == 1
    tip, _ = search(lambda x: np.nan)
    assert tip.outcome == "undefined"


@settings(max_examples=40, deadline=None)
@given(st.floats(0.02, 0.98), st.booleans(), st.booleans())
def test_a_step_is_found_wherever_it_is_from_either_end(step, falls, backwards):
    def function(x):
        return float((x > step) != falls)

    ends = (1.0, 0.0) if backwards else (0.0, 1.0)
    tip, _ = search(function, start=ends[0], end=ends[1])
    [crossing] = tip.crossings
    assert min(crossing.before, crossing.after) <= step <= max(crossing.before, crossing.after)
    assert crossing.begins == (falls != backwards)
    assert tip.own == pytest.approx(crossing.at, abs=1 / 384)


@pytest.mark.parametrize(
    ("text", "sign", "threshold", "words"),
    [("out<0.5", "<", 0.5, "below 0.5"), (" out >= -1e2 ", ">=", -100, "at least -100"),
     ("out <= 3", "<=", 3, "at most 3"), ("out > 0", ">", 0, "above 0")],
)  # fmt: skip
def test_a_condition_is_read(text, sign, threshold, words):
    found = read_condition(text, ["out"])
    assert found == TipCondition("out", sign, threshold) and found.words == words


def test_all_mistakes_of_a_condition_are_told_by_column():
    with pytest.raises(InputError) as error:
        read_condition("pak-chna == half", ["pak-china", "out"])
    first, second, third = str(error.value).splitlines()
    assert first.startswith("--until:1:1:") and "did you mean 'pak-china'" in first
    assert second.startswith("--until:1:10:") and "'=='" in second
    assert third.startswith("--until:1:13:") and "'half'" in third


@pytest.mark.parametrize("text", ["", "out", "out 0.5", "< 0.5", "out < ", "out < 0.5 or so"])
def test_what_is_no_condition_is_told_what_one_is(text):
    with pytest.raises(InputError, match="must be MEASURE"):
        read_condition(text, ["out"])


@pytest.mark.parametrize("word", ["nan", "inf", "50%", "1/2"])
def test_a_threshold_is_a_finite_number(word):
    with pytest.raises(InputError, match="finite number"):
        read_condition(f"out < {word}", ["out"])
