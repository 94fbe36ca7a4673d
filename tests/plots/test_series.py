"""Bands and five-year shares against numbers worked out by hand."""

import numpy as np
import pytest

from sim.plots.series import band, five_year_shares, mean_over, rolled, shares_of


def test_band_is_quantiles_over_worlds():
    shown = band(np.arange(101.0)[:, None] * np.array([1.0, 10.0]))
    assert shown.median.tolist() == [50, 500]
    assert (shown.low[0], shown.lower[0], shown.upper[0], shown.high[0]) == (5, 25, 75, 95)


def test_band_leaves_out_worlds_without_a_value():
    shown = band(np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]]))
    assert shown.median[0] == 2
    assert np.isnan(shown.median[1])


def test_rolled_sums_five_years():
    assert rolled(np.arange(7.0)).tolist() == [10, 15, 20]
    assert rolled(np.ones((3, 4))).shape == (3, 0)


def test_shares_of_nothing_are_undefined():
    shares = shares_of(np.array([[0.0, 3.0], [0.0, 1.0]]), axis=0)
    assert np.isnan(shares[:, 0]).all()
    assert shares[:, 1].tolist() == [0.75, 0.25]


def test_five_year_shares_reach_back_into_the_record():
    before = np.array([[4.0, 4.0, 4.0, 4.0], [0.0, 0.0, 0.0, 0.0]])
    deliveries = np.array([[[4.0, 0.0], [0.0, 12.0]], [[0.0, 0.0], [0.0, 0.0]]])
    shares = five_year_shares(deliveries, before)
    assert shares.shape == (2, 2, 2)
    assert shares[0, :, 0].tolist() == [1.0, 0.0]  # 20 of 20
    assert shares[0, :, 1].tolist() == [16 / 28, 12 / 28]
    assert shares[1, 0].tolist() == [1.0, 1.0]  # nothing simulated: the record alone


def test_five_year_shares_start_with_the_first_full_window():
    assert five_year_shares(np.ones((1, 2, 6)), np.zeros((2, 0))).shape == (1, 2, 2)
    assert five_year_shares(np.ones((1, 2, 6)), np.zeros((2, 1))).shape == (1, 2, 3)
    assert five_year_shares(np.ones((1, 2, 4)), np.zeros((2, 0))).shape == (1, 2, 0)


def test_mean_over_skips_what_is_undefined():
    assert mean_over(np.array([[1.0, np.nan], [3.0, np.nan]]), axis=0).tolist() == [2, 0]
    assert mean_over(np.array([1.0, np.nan, 3.0]), axis=0) == pytest.approx(2)
