"""Benchmarks: forecasts without a model, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from sim.backtest.benchmarks import (
    BOOK,
    HISTORY,
    LAST_YEARS,
    PERSISTENCE,
    WORLD,
    benchmarks,
    others_shares,
    shares_or,
)
from sim.backtest.record import RecordVolumes, due_of_book
from sim.theatre.load import load_theatre
from sim.theatre.records import BookRow

from ..theatres import write_small_theatre


@pytest.fixture
def theatre(tmp_path):
    theatre = load_theatre(write_small_theatre(tmp_path / "small"))
    book = (
        BookRow("Alba", "Norden", "land", 2008, False, 100.0, 150.0),
        BookRow("Alba", "Sudor", "land", 2009, True, 40.0, 40.0),
        BookRow("Bora", "Sudor", "naval", 1980, False, 8.0),
    )
    at_once, slow = np.zeros_like(theatre.years_delivered), theatre.years_to_first * 0.0 + 1.5
    return replace(theatre, years_to_first=slow, years_delivered=at_once, book=book)


def past(theatre):
    """Ten years to 2009; Alba, Bora, Cora, Others from Cora, Norden, Sudor, Residual."""
    orders = np.zeros((4, 4, 10))
    orders[0, 1, :] = 1.0
    orders[0, 2, 8:] = 4.0  # the last two years
    orders[1, 2, 4] = 6.0  # 2004
    return RecordVolumes(2000, orders * 2, orders)


def place(theatre, buyer, supplier):
    return theatre.buyers.index(buyer), theatre.suppliers.index(supplier)


def test_the_axes_are_those_of_the_small_theatre(theatre):
    assert theatre.buyers == ("Alba", "Bora", "Cora", "Others")
    assert theatre.suppliers == ("Cora", "Norden", "Sudor", "Residual")


def test_the_book_arrives_as_usual_given_that_it_has_not_yet(theatre):
    # What has begun ends at once, for deliveries take no years; what waits begins with chance
    # 2/3 a stage, three stages, given that it did not in the year of the order.
    begun, waiting = place(theatre, "Alba", "Norden"), place(theatre, "Alba", "Sudor")
    assert due_of_book(theatre, 2009)[begun] == 0.0
    assert due_of_book(theatre, 2010)[begun] == pytest.approx(100.0)
    at_once, next_year = (2 / 3) ** 3, 3 * (2 / 3) ** 3 / 3
    share = next_year / (1 - at_once)
    assert due_of_book(theatre, 2010)[waiting] == pytest.approx(40.0 * share)
    assert due_of_book(theatre, 2060)[waiting] == pytest.approx(40.0)
    assert due_of_book(theatre, 2012)[place(theatre, "Bora", "Sudor")] == pytest.approx(8, abs=0.5)


def test_each_baseline_by_hand(theatre):
    found = benchmarks(past(theatre), theatre, "orders", 5)
    assert found[PERSISTENCE][0] == pytest.approx([0, 5 / 13, 8 / 13, 0])
    assert found[LAST_YEARS][0] == pytest.approx([0, 3 / 11, 8 / 11, 0])
    assert found[WORLD][1] == pytest.approx([0, 5 / 13, 8 / 13, 0])  # what Alba bought
    assert found[HISTORY][0] == pytest.approx([0, 195 / 375, 120 / 375, 60 / 375])
    assert found[BOOK][0] == pytest.approx([0, 100 / 140, 40 / 140, 0])


def test_of_whom_nothing_is_known_gets_the_worlds_shares(theatre):
    found = benchmarks(past(theatre), theatre, "orders", 5)
    for name in (PERSISTENCE, LAST_YEARS, BOOK):
        assert found[name][2] == pytest.approx(found[WORLD][2]), name
    for shares in found.values():
        assert shares.sum(axis=1) == pytest.approx(np.ones(4))


def test_nobody_is_expected_to_supply_itself(theatre):
    volume = np.ones((4, 4))
    assert others_shares(volume, theatre)[place(theatre, "Cora", "Cora")] == 0.0
    assert shares_or(np.zeros((1, 2)), np.array([[0.25, 0.75]])) == pytest.approx(
        np.array([[0.25, 0.75]])
    )
