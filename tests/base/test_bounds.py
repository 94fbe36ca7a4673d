"""Bounds hold what they say, and no prior of the table breaks its own."""

import pytest

from sim.base.bounds import ABOVE_0, ANY, FROM_0, SHARE, Bounds
from sim.base.distributions import Constant, LogNormal, Normal, Uniform
from sim.base.parameters import PARAMETERS


@pytest.mark.parametrize(
    ("bounds", "inside", "outside", "words"),
    [
        (ANY, (-1e9, 0, 1e9), (), "a finite number"),
        (FROM_0, (0, 5), (-0.1,), "a number of 0 or more"),
        (ABOVE_0, (0.1, 5), (0, -1), "a number above 0"),
        (SHARE, (0, 0.99), (-0.01, 1), "a number from 0 to below 1"),
        (Bounds(0, 1), (0, 1), (1.01,), "a number from 0 to 1"),
        (Bounds(high=1000), (-9, 1000), (1001,), "a number up to 1,000"),
    ],
)
def test_what_lies_within_is_what_the_words_say(bounds, inside, outside, words):
    assert bounds.expected == words
    assert all(map(bounds.holds, inside))
    assert not any(map(bounds.holds, outside))


def test_a_prior_may_break_bounds_with_one_draw_in_a_thousand():
    assert SHARE.broken_by(Uniform(0, 1), "x") is None
    assert SHARE.broken_by(Normal(0.5, 0.15), "x") is None
    assert SHARE.broken_by(Normal(0.5, 0.2), "x") == (
        "x must be a number from 0 to below 1; this prior reaches -0.118"
    )
    assert SHARE.broken_by(Constant(1), "x") == "x must be a number from 0 to below 1, not 1"


def test_no_numbers_come_of_a_prior_that_overflows():
    assert ANY.broken_by(LogNormal(1, 1e300), "x") == (
        "this prior of x is too wide to draw numbers from"
    )


@pytest.mark.parametrize("row", PARAMETERS.values(), ids=lambda row: row.name)
def test_every_prior_of_the_table_keeps_its_bounds(row):
    assert row.bounds.broken_by(row.prior, row.name) is None


def test_the_unit_of_a_spread_goes_with_its_bounds():
    assert all(row.bounds == FROM_0 for row in PARAMETERS.values() if row.unit.startswith("sd "))
