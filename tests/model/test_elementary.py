"""Logarithm and exponential: as exact as a library's."""

import math

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from sim.model.elementary import exp, ln, power, whole_as_float


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


@given(st.floats(0.1, 2.0), st.integers(0, 40))
def test_power_is_the_whole_power(base, times):
    assert math.isclose(power(base, times), base**times, rel_tol=1e-14)
    assert power(base, 0) == 1.0 and power(base, 1) == base


@given(st.integers(0, 2**52 - 1))
def test_a_whole_number_becomes_the_same_float(number):
    assert whole_as_float(np.uint64(number)) == number
