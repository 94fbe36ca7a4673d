"""Measures: numbers that one can work out by hand."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from sim.document.entries import words_of
from sim.measure.flows import FLOWS, Flows
from sim.measure.measures import MEASURE_KINDS
from sim.theatre.load import default_theatre

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


FIRST, LAST = "2003-2005", "2006-2008"
PAK, IND, US, CHINA = ("Pakistan",), ("India",), ("United States",), ("China",)
SIDES = {"top": {"buyer": PAK}, "bottom": {"buyer": IND}}


def made(kind, **values):
    """A measure of all deliveries, but for what is given; None is not written."""
    entry = MEASURE_KINDS[kind]
    written = {"of": "deliveries"} | values
    known = words_of(entry)
    return entry.model_validate(
        {word: value for word, value in written.items() if word in known and value is not None}
    )


def ask(flows, kind, **values):
    return made(kind, **values).value(flows).tolist()


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
    assert ask(flows, "ratio", window=FIRST, **SIDES) == [10, 0]


def test_first_order_count_and_money(flows):
    first = ask(flows, "first_order", buyer=PAK, supplier=CHINA)
    assert first[0] == 2005
    assert np.isnan(first[1])
    assert ask(flows, "order_count", buyer=PAK, window=FIRST) == [4, 0]
    assert ask(flows, "money", buyer=PAK, supplier=US, window=FIRST) == [90, 0]


@pytest.fixture(scope="module")
def theatre():
    return default_theatre()


def examples():
    """The example of each kind; of deliveries and of orders, where it counts either."""
    for kind, entry in MEASURE_KINDS.items():
        [values] = yaml.safe_load(entry.example).values()
        for of in ("deliveries", "orders"):
            if "of" in words_of(entry) or of == "orders":
                yield pytest.param(made(kind, **values | {"of": of}), id=f"{kind} of {of}")


EXAMPLES = tuple(examples())


@pytest.mark.parametrize("asked", EXAMPLES)
def test_a_measure_reads_the_flows_that_it_says_and_no_other(theatre, asked):
    axes = theatre.buyers, theatre.suppliers, theatre.classes
    years = tuple((year, year) for year in range(2003, 2018))
    lots = np.random.default_rng(1)
    shape = (2, *map(len, axes), len(years))
    whole = Flows(*axes, years, **{name: lots.random(shape) for name in FLOWS})
    sparse = replace(whole, **{name: None for name in FLOWS if name not in asked.reads})
    known = asked.value(whole)
    assert known.shape == (2,) and np.isfinite(known).all()
    assert np.array_equal(asked.value(sparse), known)
    for name in asked.reads:
        assert asked.value(replace(whole, **{name: None})) is None


@pytest.mark.parametrize("asked", EXAMPLES)
def test_an_entry_says_all_that_a_reader_needs(asked):
    assert asked.unit.words and asked.comparison.wide > 0
    assert asked.__doc__ and "\n" not in asked.__doc__ and not asked.__doc__.endswith(".")
    assert asked.label and asked.subject[0].isupper()


def test_announcements_per_order_counts_a_year_with_orders_once(flows):
    said = np.zeros_like(flows.orders)
    said[0, 0, 0, 0] = 1  # every year, though only four years saw an order
    talk = replace(flows, announcements=said, order_count=flows.order_count * 3)
    assert ask(talk, "announcements_per_order", buyer=PAK, supplier=US, window="2003-2008") == [
        pytest.approx(6 / 4),
        pytest.approx(np.nan, nan_ok=True),
    ]


def test_a_total_is_what_numpy_would_sum(flows):
    noisy = np.random.default_rng(1).random((2, 3, 3, 2, 12))
    years = tuple((year, year) for year in range(2003, 2015))
    flows = replace(flows, periods=years, deliveries=noisy)
    for last in range(2003, 2015):
        expected = noisy[..., : last - 2002].sum(axis=-1)
        for _ in range(2):  # computed, and kept
            assert np.array_equal(flows.total("deliveries", (2003, last)), expected)
        some = flows.total("deliveries", (2003, last), [2, 0])
        summed = noisy[..., : last - 2002][:, [2, 0]].sum(axis=-1)
        assert np.array_equal(some, summed)
        assert np.array_equal(some.sum(axis=(1, 2, 3)), summed.sum(axis=(1, 2, 3)))


def test_a_window_that_was_not_recorded_gives_none(flows):
    given = {"buyer": PAK, "supplier": US}
    assert made("volume", **given, window="2001-2005").value(flows) is None
    no_orders = Flows(flows.buyers, flows.suppliers, flows.classes, YEARS, flows.deliveries)
    assert made("volume", **given, window=FIRST, of="orders").value(no_orders) is None
    assert made("first_order", **given).value(no_orders) is None


def test_windows_must_tile_the_periods():
    wide = Flows(("a",), ("b",), ("k",), ((2003, 2007), (2008, 2012)), np.ones((1, 1, 1, 1, 2)))
    assert wide.total("deliveries", (2003, 2012)).item() == 2
    assert wide.total("deliveries", (2003, 2007)).item() == 1
    assert wide.total("deliveries", (2003, 2005)) is None
    assert wide.total("deliveries", (2005, 2010)) is None


def test_a_record_of_some_buyers_says_nothing_of_the_world(flows):
    partial = replace(flows, covered=frozenset({"Pakistan"}))
    assert ask(partial, "volume", buyer=PAK, window=FIRST)[0] == 60
    for kind in ("volume", "world_share", "rank"):
        assert made(kind, supplier=US, window=FIRST).value(partial) is None
    assert made("hhi", buyer=IND, window=FIRST).value(partial) is None


@pytest.mark.parametrize(
    ("kind", "values", "label"),
    [
        ("volume", {"supplier": US}, "Pakistan from US: TIV, 2003–05"),
        ("volume", {"of": "orders"}, "Pakistan: TIV ordered, 2003–05"),
        ("volume", {"buyer": None, "class": "sea_arms"}, "world: TIV, sea arms, 2003–05"),
        ("change", {"from": FIRST, "to": LAST}, "Pakistan: change, 2003–05 to 2006–08"),
        ("share", {"supplier": CHINA}, "China's share of Pakistan's imports, 2003–05"),
        ("share", {"supplier": US, "of": "orders"}, "US share of Pakistan's orders, 2003–05"),
        ("rank", {}, "Pakistan's rank among buyers, 2003–05"),
        ("hhi", {}, "Pakistan's suppliers, concentration, 2003–05"),
        ("ratio", SIDES, "Pakistan over India, 2003–05"),
        ("world_share", {"buyer": None, "supplier": US}, "US share of world exports, 2003–05"),
        ("first_order", {"supplier": CHINA}, "Pakistan from China: first order"),
        ("order_count", {"buyer": None, "supplier": US}, "US sales: orders, 2003–05"),
        ("announcements_per_order", {}, "Pakistan: talks per order, 2003–05"),
        ("money", {"buyer": ("a", "b", "c")}, "a and 2 others: US$ m, 2003–05"),
    ],
)
def test_a_label_says_what_of_whom_and_when(kind, values, label):
    assert made(kind, **{"buyer": PAK, "window": FIRST} | values).label == label


def test_a_volume_or_a_count_is_the_subject_of_a_sentence():
    given = {"buyer": PAK, "supplier": US, "window": FIRST}
    assert made("volume", **given).subject == "Deliveries to Pakistan from US, 2003–05"
    assert made("order_count", **given).subject == "Number of orders by Pakistan from US, 2003–05"
    assert made("hhi", **given).subject == made("hhi", **given).label
