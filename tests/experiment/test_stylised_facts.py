"""Facts of orders: what arrives in the windows, when it was ordered, and how long it waited."""

import numpy as np
import pytest

from sim.experiment.stylised_facts import FactBook, _lone_packages
from sim.measure.stylised_facts import NewOrders, mean_lag, ordered_before
from sim.model.world import NEVER
from sim.theatre.load import default_theatre

BOOK = FactBook(default_theatre(), 2003, 2012)


def arrived(*orders):
    """Of orders (signed, first, last, TIV), years from the start."""
    signed, first, last, tiv = np.array(orders).T
    return NewOrders(np.zeros(0), np.zeros(0, dtype=bool), *BOOK._arrived(signed, first, last, tiv))


def test_what_comes_after_the_windows_makes_no_lag_longer():
    short = arrived((2, 3, 5, 30.0))
    assert mean_lag(short) == pytest.approx(2.0)
    beyond = arrived((2, 3, 5, 30.0), (8, 9, 28, 200.0))  # a twentieth of which comes in time
    assert beyond.arrived == pytest.approx(30.0 + 10.0)
    assert mean_lag(beyond) == pytest.approx((30.0 * 2.0 + 10.0 * 1.0) / 40.0)


def test_the_order_book_of_the_start_has_waited_since_its_order():
    found = arrived((-4, 0, 0, 10.0), (1, 1, 1, 10.0), (4, 6, 6, 20.0))
    assert mean_lag(found) == pytest.approx((10.0 * 4 + 0 + 20.0 * 2) / 40.0)
    assert ordered_before(found) == pytest.approx(30.0 / 40.0)


def test_what_never_comes_counts_nowhere():
    assert arrived((1, NEVER, NEVER, 50.0), (1, 2, 2, 5.0)).arrived == pytest.approx(5.0)
    assert np.isnan(mean_lag(arrived((1, NEVER, NEVER, 50.0))))


def test_a_package_is_lone_where_a_buyer_took_a_class_from_one_supplier_in_a_year():
    draw = np.random.default_rng(1)
    place = draw.integers(0, (1, 4, 5, 2, 6, 1, 9, 9), (60, 8)).T.astype(np.int16)
    tiv = draw.random(60)
    tenders = {}
    for (_, buyer, supplier, kind, year, *_), volume in zip(place.T.tolist(), tiv, strict=True):
        packages = tenders.setdefault((buyer, kind, year), {})
        packages[supplier] = packages.get(supplier, 0.0) + volume
    lone = [sum(tenders[at].values()) for at in sorted(tenders) if len(tenders[at]) == 1]
    assert 5 < len(lone) < len(tenders) - 5
    assert _lone_packages(place, tiv).tolist() == lone
    assert len(_lone_packages(place[:, :0], tiv[:0])) == 0
