"""Measures: numbers that one can work out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from sim.measure.flows import Flows
from sim.measure.measures import measure

YEARS = tuple((year, year) for year in range(2003, 2009))


@pytest.fixture
def flows():
    """Two worlds; Pakistan buys from the US and China, India from the US."""
    deliveries = np.zeros((2, 3, 3, 2, len(YEARS)))
    deliveries[0, 0, 0, 0] = [10, 10, 10, 0, 0, 5]  # Pakistan, US, aircraft
    deliveries[0, 0, 1, 1] = [0, 0, 30, 0, 15, 0]  # Pakistan, China, land
    deliveries[0, 1, 0, 0] = [1, 2, 3, 4, 5, 6]  # India, US, aircraft
    deliveries[0, 2, 2, 0] = 1000  # the rest of the world, from others
    deliveries[1, 1, 0, 0] = 7  # in the second world only India buys
    orders = deliveries * 2
    return Flows(
        buyers=("Pakistan", "India", "Rest of world"),
        suppliers=("United States", "China", "Other suppliers"),
        classes=("aircraft", "land"),
        periods=YEARS,
        deliveries=deliveries,
        orders=orders,
        deliveries_usd=deliveries * 3,
        orders_usd=orders * 3,
        order_count=(orders > 0).astype(float),
        aggregates=frozenset({"Rest of world", "Other suppliers"}),
    )


FIRST, LAST = (2003, 2005), (2006, 2008)
PAK, IND, US, CHINA = ("Pakistan",), ("India",), ("United States",), ("China",)


def ask(flows, kind, **values):
    defaults = {"buyer": None, "supplier": None, "class": "all", "of": "deliveries"}
    return measure(kind, defaults | values, flows).tolist()


def test_volume(flows):
    assert ask(flows, "volume", buyer=PAK, supplier=US, window=FIRST) == [30, 0]
    assert ask(flows, "volume", buyer=PAK, window=FIRST, **{"class": "land"}) == [30, 0]
    assert ask(flows, "volume", buyer=("Pakistan", "India"), supplier=US, window=FIRST) == [36, 21]
    assert ask(flows, "volume", buyer=PAK, supplier=US, window=FIRST, of="orders") == [60, 0]


def test_share_of_nothing_is_undefined_not_zero(flows):
    shares = ask(flows, "share", buyer=PAK, supplier=US, window=FIRST)
    assert shares[0] == 0.5
    assert np.isnan(shares[1])


def test_change_from_nothing_is_undefined(flows):
    change = ask(flows, "change", buyer=PAK, supplier=US, **{"from": FIRST, "to": LAST})
    assert change[0] == pytest.approx(5 / 30 - 1)
    assert np.isnan(change[1])
    assert ask(flows, "change", buyer=IND, supplier=US, **{"from": FIRST, "to": LAST})[1] == 0


def test_rank_leaves_aggregates_out(flows):
    assert ask(flows, "rank", buyer=PAK, window=FIRST)[0] == 1
    assert ask(flows, "rank", buyer=IND, window=FIRST) == [2, 1]
    assert np.isnan(ask(flows, "rank", buyer=PAK, window=FIRST)[1])
    assert ask(flows, "rank", supplier=US, window=FIRST)[0] == 1


def test_world_share_counts_aggregates(flows):
    assert ask(flows, "world_share", buyer=PAK, window=FIRST)[0] == 60 / (60 + 6 + 3000)


def test_concentration(flows):
    assert ask(flows, "hhi", buyer=PAK, window=FIRST)[0] == 0.5
    assert ask(flows, "hhi", buyer=IND, window=FIRST) == [1, 1]


def test_ratio(flows):
    sides = {"top": {"buyer": PAK, "supplier": None}, "bottom": {"buyer": IND, "supplier": None}}
    assert ask(flows, "ratio", window=FIRST, **sides) == [10, 0]


def test_first_order_count_and_money(flows):
    first = ask(flows, "first_order", buyer=PAK, supplier=CHINA)
    assert first[0] == 2005
    assert np.isnan(first[1])
    assert ask(flows, "order_count", buyer=PAK, window=FIRST) == [4, 0]
    assert ask(flows, "money", buyer=PAK, supplier=US, window=FIRST) == [90, 0]


def test_a_window_that_was_not_recorded_gives_none(flows):
    values = {"buyer": PAK, "supplier": US, "class": "all", "of": "deliveries"}
    assert measure("volume", values | {"window": (2001, 2005)}, flows) is None
    no_orders = Flows(flows.buyers, flows.suppliers, flows.classes, YEARS, flows.deliveries)
    assert measure("volume", values | {"window": FIRST, "of": "orders"}, no_orders) is None
    assert measure("first_order", values, no_orders) is None


def test_windows_must_tile_the_periods():
    wide = Flows(("a",), ("b",), ("k",), ((2003, 2007), (2008, 2012)), np.ones((1, 1, 1, 1, 2)))
    assert wide.total("deliveries", (2003, 2012)).item() == 2
    assert wide.total("deliveries", (2003, 2007)).item() == 1
    assert wide.total("deliveries", (2003, 2005)) is None
    assert wide.total("deliveries", (2005, 2010)) is None


def test_a_record_of_some_buyers_says_nothing_of_the_world(flows):
    partial = replace(flows, covered=frozenset({"Pakistan"}))
    assert ask(partial, "volume", buyer=PAK, window=FIRST)[0] == 60
    none = {"buyer": None, "supplier": US, "class": "all", "of": "deliveries", "window": FIRST}
    for kind in ("volume", "world_share", "rank"):
        assert measure(kind, none, partial) is None
    assert measure("hhi", none | {"buyer": IND}, partial) is None
