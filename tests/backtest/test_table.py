"""Gaps of the model to other forecasters."""

import pytest

from sim.backtest.table import Gap


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(-0.2, -0.1, "model better"), (0.1, 0.2, "model worse"), (-0.1, 0.1, "no clear difference")],
)
def test_a_gap_that_holds_nothing_is_nobodys(low, high, verdict):
    assert Gap((low + high) / 2, low, high).verdict == verdict
