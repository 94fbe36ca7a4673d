"""Hand-made sides for plots: shares of three suppliers in a few worlds."""

import numpy as np
import pytest

from sim.report.compare.buyer_shares import SideShares

SUPPLIERS = ("Russia", "China", "Sell and Sons")
YEARS = tuple(range(2007, 2015))


def ramp(start, step, worlds=5):
    """Shares [W, E] that begin at a value and move by so many points a year, worlds a bit apart."""
    spread = np.linspace(-4, 4, worlds)[:, None]
    years = np.arange(len(YEARS))[None, :]
    return start + step * years + spread * years / len(YEARS)


def hand_made_sides():
    """A base, another side and a record.

    In the base Russia falls and China rises; the other has less of a fall from 2010 on. The third
    supplier sells nothing. The record has two windows of five years.
    """
    russia = ramp(70, -4)
    later = russia + np.maximum(np.array(YEARS) - 2009, 0) * 3.0
    return (
        SideShares("base", True, YEARS, _shares(russia), True),
        SideShares("other", True, YEARS, _shares(later), True),
        SideShares("record", False, (2007, 2012), _shares(np.array([[72.0, 40.0]])), False),
    )


def _shares(russia):
    """Shares [W, S, E]; what is not Russia's is China's."""
    return np.stack([russia, 100 - russia, np.zeros_like(russia)], axis=1)


@pytest.fixture
def base():
    return hand_made_sides()[0]


@pytest.fixture
def other():
    return hand_made_sides()[1]


@pytest.fixture
def record():
    return hand_made_sides()[2]
