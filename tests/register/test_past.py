"""What a theatre begins with, counted by hand."""

import numpy as np
import pytest

from sim.register import past as early
from sim.register.as_of import deals_as_of
from sim.register.cast import OTHERS, REST, choose_cast
from sim.register.classes import CLASSES
from sim.register.deals import Deals
from sim.register.read import read_register
from sim.register.sizes import delivery_years
from sim.theatre.load import default_theatre

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
    assert row(rows, "India", "United States", "aircraft", 2008, 0) == (150.0, 450.0)
    assert row(rows, REST, "Russia", "air_defence_sensors", 2012, 0) == (24.0, 24.0)
    assert len(rows) == 2


def test_what_is_never_seen_delivered_is_in_the_book_while_the_deal_is_young(tmp_path):
    text = (FILES / "single.csv").read_text(encoding="iso-8859-1")
    row_ = "India,Russia,{year},,10,,T-1,tank,4,,{year},New,,2,20,8\n"
    file = tmp_path / "two.csv"
    file.write_text(text + row_.format(year=1990) + row_.format(year=2010), encoding="iso-8859-1")
    deals = read_register([file]).deals
    rows = early.order_book(early.past_of(deals, choose_cast(deals, START, 2, 3)), deals)
    assert row(rows, "India", "Russia", "land", 2010, 0) == (12.0, 20.0)
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


def deals_of(rows):
    """Deals of 100 TIV of one kind, class and pair: order year, then years of delivery."""
    deal, year = np.array([(i, year) for i, row_ in enumerate(rows) for year in row_[1]]).T
    none, whole = np.zeros(len(rows), dtype=np.int64), np.full(len(rows), 100.0)
    parts = np.array([100.0 / len(rows[i][1]) for i in deal])
    return Deals(
        ("A", "B"), ("state", "state"), none, none + 1, none + CLASSES.index("aircraft"), none,
        np.array([row_[0] for row_ in rows]), whole, np.zeros(len(rows)),
        deal, year, parts, np.zeros(len(deal), dtype=np.bool_),
    )  # fmt: skip


def years_of(rows):
    """Row of the class and size, and who is lent one, of deals known to START."""
    deals, default = deals_of(rows), default_theatre()
    cast = choose_cast(deals, START, 1, 1)
    found, borrowed = delivery_years(early.past_of(deals, cast), deals, default)
    return row(found, "imported", "aircraft", 50.0), borrowed


def test_years_of_delivery_are_those_of_the_deals():
    found, borrowed = years_of([(year, (year + 2, year + 5)) for year in range(1990, 2005)])
    assert found == pytest.approx((13, 1300, 2, 5))  # since the first delivery on record, of 1992
    assert "imported aircraft from 50 TIV" not in borrowed
    assert "imported aircraft from 0 TIV" in borrowed


def test_years_of_delivery_are_not_too_quick_although_recent_orders_are_half_delivered():
    steady = [(year, (year + 3, year + 6)) for year in range(1985, START)]
    (_, _, first, last), _ = years_of(steady)
    assert first >= 3 and last - first >= 3  # what a deal has waited counts, begun or not
    assert first < 3.3 and last - first < 3.5


def test_too_few_deals_borrow_the_years_of_the_default_theatre():
    (deals, tiv, first, last), borrowed = years_of(
        [(year, (year, year + 5)) for year in range(1990, 1997)]
    )
    default = default_theatre()
    cell = 0, default.classes.index("aircraft"), 2
    assert (deals, tiv) == (0, 0) and "imported aircraft from 50 TIV" in borrowed
    assert first == default.years_to_first[cell]
    assert last - first == pytest.approx(default.years_delivered[cell])
