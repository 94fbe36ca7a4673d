"""Hand-made sides for plots: shares of three suppliers in a few worlds."""

import numpy as np
import pytest

from sim.report.compare.received import SideShares

SUPPLIERS = ("Russia", "China", "Sell and Sons")
YEARS = tuple(range(2007, 2015))


def ramp(start, step, worlds=5):
    """Shares [W, E] that begin at a value and move by so many points a year, worlds a bit apart."""
    spread = np.linspace(-4, 4, worlds)[:, None]
    years = np.arange(len(YEARS))[None, :]
    return start + step * years + spread * years / len(YEARS)


@pytest.fixture
def base():
    """Russia falls, China rises, the third sells nothing."""
    russia = ramp(70, -4)
    return SideShares("base", True, YEARS, _shares(russia), True)


@pytest.fixture
def other(base):
    """The same worlds with less of a fall from 2010 on."""
    russia = base.shares[:, 0] + np.maximum(np.array(YEARS) - 2009, 0) * 3.0
    return SideShares("other", True, YEARS, _shares(russia), True)


@pytest.fixture
def record():
    """Two windows of five years."""
    russia = np.array([[72.0, 40.0]])
    return SideShares("record", False, (2007, 2012), _shares(russia), False)


def _shares(russia):
    """Shares [W, S, E]; what is not Russia's is China's."""
    return np.stack([russia, 100 - russia, np.zeros_like(russia)], axis=1)
