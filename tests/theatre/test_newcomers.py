"""States that a scenario puts on the axes of a theatre, beside those that it has."""

import numpy as np
import pytest

from sim.theatre.load import load_theatre
from sim.theatre.newcomers import made_alike, with_newcomers
from sim.theatre.records import Entrant, Newcomers
from tests.theatres import write_small_theatre

COMING = Newcomers(
    outputs={("Alba", "land"): Entrant(10.0, None), ("Serbia", "naval"): Entrant(5.0, 2.0)},
    needs={("Norden", "naval"): 7.0, ("Serbia", "land"): 9.0},
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = write_small_theatre(tmp_path_factory.mktemp("newcomers") / "small")
    rows = "Alba,Sudor,2010,2011,4\nBora,Norden,2010,2011,3\n"
    record = "buyer,supplier,first_year,last_year,tiv\n" + rows
    (folder / "recorded_orders.csv").write_text(record, encoding="utf-8")
    return load_theatre(folder)


@pytest.fixture(scope="module")
def grown(small):
    return with_newcomers(small, COMING, {"Serbia": "SRB"})


def test_who_sells_or_buys_already_keeps_its_past(small, grown):
    for name in small.buyers:
        b, was = grown.buyers.index(name), small.buyers.index(name)
        assert (grown.ordered[b] == small.ordered[was]).all()
        for supplier in small.suppliers:
            s, before = grown.suppliers.index(supplier), small.suppliers.index(supplier)
            assert (grown.decayed_orders[b, s] == small.decayed_orders[was, before]).all()
            assert np.array_equal(
                grown.last_order[b, s], small.last_order[was, before], equal_nan=True
            )


def test_newcomers_have_none(small, grown):
    assert {*grown.buyers} - {*small.buyers} == {"Norden", "Serbia"}
    assert {*grown.suppliers} - {*small.suppliers} == {"Alba", "Serbia"}
    assert grown.find("SRB") == "Serbia" and not grown.by_name["Serbia"].aggregate
    for name in ("Norden", "Serbia"):
        b = grown.buyers.index(name)
        assert not grown.ordered[b].any() and not grown.decayed_orders[b].any()
        assert np.isnan(grown.licensed_share[b]).all()
    s = grown.suppliers.index("Alba")
    assert not grown.highest_output[s].any() and np.isnan(grown.last_order[:, s]).all()


def test_the_record_tells_nothing_of_them(small, grown):
    before, record = small.recorded["orders"], grown.recorded["orders"]
    window = 2010, 2011
    assert record.part("orders", window, suppliers=("Alba",)) is None
    assert record.part("orders", window, buyers=("Serbia",)) is None
    assert record.volume("orders", window, ("Bora",), ("Norden",)) == [3.0]
    assert record.volume("orders", window, ("Alba",)) == before.volume("orders", window, ("Alba",))


def test_theatres_made_alike_have_each_others_newcomers(small, grown):
    one, other = made_alike([small, grown])
    assert (one.buyers, one.suppliers) == (other.buyers, other.suppliers)
    assert made_alike([small, small]) == (small, small)


def test_to_come_twice_changes_nothing(grown):
    again = with_newcomers(grown, COMING, {"Serbia": "SRB"})
    assert (again.buyers, again.suppliers) == (grown.buyers, grown.suppliers)
    assert again.newcomers == grown.newcomers
