"""Logarithm and exponential: as exact as a library's."""

import math

from hypothesis import example, given
from hypothesis import strategies as st

from sim.model.elementary import exp, ln


@given(st.floats(1e-300, 1e300))
@example(1.0)
@example(2.0**-32)
@example(1.0 - 2.0**-33)
def test_ln_is_the_logarithm(x):
    assert math.isclose(ln(x), math.log(x), rel_tol=1e-15, abs_tol=1e-300)


def test_ln_of_one_is_exactly_nothing():
    assert ln(1.0) == 0.0 and exp(0.0) == 1.0


@given(st.floats(-700, 700))
def test_exp_is_the_exponential(x):
    assert math.isclose(exp(x), math.exp(x), rel_tol=1e-15)


@given(st.floats(700, 1e9))
def test_beyond_its_range_exp_stays_finite(x):
    assert math.isfinite(exp(x)) and exp(-x) > 0
