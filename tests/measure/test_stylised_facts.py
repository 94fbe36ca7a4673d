"""Stylised facts: worked out by hand, and recomputed from the record."""

import numpy as np
import pytest

from sim.measure import stylised_facts as facts
from sim.theatre.load import default_theatre


@pytest.fixture
def volumes():
    """One world, two buyers, two suppliers, two periods."""
    array = np.zeros((1, 2, 2, 2))
    array[0, 0] = [[3, 1], [1, 3]]  # turns from the first supplier to the second
    array[0, 1] = [[4, 4], [0, 0]]  # stays
    return array


def test_concentration_and_number_of_suppliers(volumes):
    assert facts.concentration(volumes) == pytest.approx((0.625 + 0.625 + 1 + 1) / 4)
    assert facts.active_suppliers(volumes) == pytest.approx(1.5)


def test_who_stays_with_its_supplier(volumes):
    assert facts.top_kept(volumes) == pytest.approx(0.5)
    assert facts.mix_change(volumes) == pytest.approx((0.5 + 0) / 2)
    assert facts.ties_kept(volumes, 1) == pytest.approx(1.0)


def test_a_buyer_that_gets_nothing_counts_in_no_mean(volumes):
    more = np.concatenate([volumes, np.zeros((1, 1, 2, 2))], axis=1)
    for fact in (facts.concentration, facts.active_suppliers, facts.top_kept,
                    facts.mix_change, facts.yearly_variation):  # fmt: skip
        assert fact(more) == pytest.approx(fact(volumes))


def test_the_largest_packages_hold_their_share():
    assert facts.volume_of_largest(np.array([91.0, *[1.0] * 9])) == pytest.approx(0.91)


def test_the_record_shows_the_facts_that_its_readers_quote():
    theatre = default_theatre()
    windows = [(2003, 2007), (2008, 2012), (2013, 2017)]
    volumes = facts.without(
        facts.windows_of(theatre.recorded["deliveries"], "deliveries", windows),
        [theatre.buyers.index("Rest of world")],
        [theatre.suppliers.index("Other suppliers")],
    )
    assert volumes.shape[1:3] == (40, 17)
    assert facts.concentration(volumes) == pytest.approx(0.48, abs=0.03)
    assert facts.top_kept(volumes) == pytest.approx(0.64, abs=0.02)
    assert facts.mix_change(volumes) == pytest.approx(0.34, abs=0.02)
