"""What a theatre begins with, counted by hand."""

import numpy as np
import pytest

from sim.register import past as early
from sim.register.as_of import deals_as_of
from sim.register.cast import OTHERS, REST, choose_cast
from sim.register.cube import Columns
from sim.register.read import read_register
from sim.register.sizes import lag_shares

from .conftest import FILES

START = 2013


@pytest.fixture(scope="module")
def past():
    deals = read_register([FILES / "yearly.csv"]).deals
    return early.past_of(deals, choose_cast(deals, START, 2, 3)), deals


def row(rows, *names):
    [found] = [cells[len(names) :] for cells in rows if cells[: len(names)] == names]
    return found


def test_the_largest_before_the_start_are_the_cast(past):
    cast = past[0].cast
    assert cast.buyers == ("India", "Turkiye", REST)  # NATO had 40, but is no state
    assert cast.suppliers == ("France", "Russia", "United States", OTHERS)


def test_history_decays_orders_and_deliveries(past):
    rows = early.history(past[0])
    habit, stock, recent, last = row(rows, "India", "United States", "aircraft")
    assert habit == pytest.approx(450 * 0.9**5)  # ordered in 2008; the size as known later
    assert stock == pytest.approx(300 * 0.95)  # of 2011; the rest came after the start
    assert (recent, last) == (1, 2008)
    habit, stock, recent, last = row(rows, "India", "Russia", "land")
    assert habit == pytest.approx(300 * 0.9**12)
    assert stock == pytest.approx(200 * 0.95**8 + 100 * 0.95**6)
    assert (recent, last) == (0, 2001)
    assert row(rows, "India", "Russia", "aircraft")[1] == pytest.approx(120 * 0.95**25)
    assert row(rows, REST, "France", "aircraft")[3] == 2006


def test_the_order_book_has_what_was_still_to_come(past):
    rows = early.order_book(*past)
    assert row(rows, "India", "United States", "aircraft", 2008, 0) == (150.0,)
    assert row(rows, REST, "Russia", "air_defence_sensors", 2012, 0) == (24.0,)
    assert len(rows) == 2


def test_what_is_never_seen_delivered_is_in_the_book_while_the_deal_is_young(tmp_path):
    text = (FILES / "single.csv").read_text(encoding="iso-8859-1")
    row_ = "India,Russia,{year},,10,,T-1,tank,4,,{year},New,,2,20,8\n"
    file = tmp_path / "two.csv"
    file.write_text(text + row_.format(year=1990) + row_.format(year=2010), encoding="iso-8859-1")
    deals = read_register([file]).deals
    rows = early.order_book(early.past_of(deals, choose_cast(deals, START, 2, 3)), deals)
    assert row(rows, "India", "Russia", "land", 2010, 0) == (12.0,)
    assert not [cells for cells in rows if cells[3] == 1990]


def test_what_has_all_arrived_leaves_no_dust_in_the_book(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    row_ = "901,Russia,India,T-1,tank,Armoured vehicles,2005,No,1,No,{},No,New,.1,.1,{},No\n"
    file = tmp_path / "tenths.csv"
    rows_ = [row_.format(2006 + i, tiv) for i, tiv in enumerate((0.7, 0.1))]
    file.write_text(text + "".join(rows_), encoding="utf-8")
    deals = deals_as_of(read_register([file]).deals, START)
    assert (deals.ordered == 0.8).any() and 0.7 + 0.1 < 0.8
    rows = early.order_book(early.past_of(deals, choose_cast(deals, START, 2, 3)), deals)
    assert not [cells for cells in rows if cells[3] == 2005 and cells[2] == "land"]
    assert len(rows) == 2


def test_tenders_are_packages_and_volumes_a_year(past):
    rows = early.tenders(past[0])
    assert row(rows, "India", "aircraft") == pytest.approx((1 / 18, 450 / 18))
    assert row(rows, "Turkiye", "missiles") == pytest.approx((1 / 18, 20 / 18))


def test_capacity_is_what_was_delivered(past):
    rows = early.capacity(past[0])
    assert row(rows, "Russia", "land") == pytest.approx((300 / 13, 200))


def test_shares_of_a_class_add_up(past):
    rows = early.world_shares(past[0])
    of_aircraft = {cells[0]: cells[2] for cells in rows if cells[1] == "aircraft"}
    assert sum(of_aircraft.values()) == pytest.approx(1)
    decayed = {"United States": 450 * 0.8**5, "France": 40 * 0.8**7, "Russia": 120 * 0.8**28}
    assert of_aircraft["France"] == pytest.approx(decayed["France"] / sum(decayed.values()))


def test_shares_of_licensed_and_second_hand_orders(past):
    licensed, second_hand = row(early.kinds_of_orders(past[0]), "India", "land")
    assert (licensed, second_hand) == (pytest.approx(300 / 304), 0.0)


def test_a_record_that_begins_late_counts_fewer_years(tmp_path):
    text = (FILES / "yearly.csv").read_text(encoding="utf-8")
    file = tmp_path / "late.csv"
    file.write_text("\n".join(line for line in text.split("\n") if ",1987," not in line), "utf-8")
    deals = read_register([file]).deals
    late = early.past_of(deals, choose_cast(deals, START, 2, 3))
    assert deals.first_year == 2004 and late.over(18) == 9
    assert row(early.tenders(late), "India", "aircraft") == pytest.approx((1 / 9, 50))


def deliveries(cohorts, lags, start):
    """Deliveries of 100 TIV ordered in each year, as they come by lags, before a year."""
    rows = [
        (order, order + lag, 100.0 * share)
        for order in cohorts for lag, share in enumerate(lags) if order + lag < start
    ]  # fmt: skip
    ordered, year, tiv = (np.array(column) for column in zip(*rows, strict=True))
    none = np.zeros(len(tiv), dtype=np.int64)
    return Columns(none, none, none, none, year, ordered, tiv, none, none)


def test_lags_are_not_too_quick_although_recent_orders_are_half_delivered():
    lags = [0.1, 0.2, 0.3, 0.2, 0.1, 0.1]
    start = 2013
    arrived = deliveries(range(1990, start), lags, start)
    found = lag_shares(arrived, 1990, start)
    assert found[:6] == pytest.approx(lags)
    assert found[6:] == pytest.approx(0)
    naive = np.bincount(arrived.year - arrived.ordered_in, arrived.tiv) / arrived.tiv.sum()
    assert naive[0] > 0.105  # what a plain average would say


def test_lags_of_nothing_are_unknown():
    empty = deliveries(range(2000, 2001), [1.0], 2013).within(1900, 1901)
    assert lag_shares(empty, 2000, 2013) is None
