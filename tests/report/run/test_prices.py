"""Prices paid: money over volume in each world and year, and what is said of them."""

from dataclasses import replace

import numpy as np
import pytest

from sim.plots.frame import Caption
from sim.plots.marks import price_marks
from sim.report.run.prices import prices_data
from sim.report.run.prices_figure import prices_figure
from sim.report.run.read import read_buyers
from sim.scenario import load
from sim.theatre.load import default_theatre

CAPTION = Caption("A title", "A question?", "A source.", 4)


def _data(folder, scenario, theatre, buyer="Aland"):
    [run] = read_buyers(folder, scenario, theatre, [buyer])
    return prices_data(run, theatre)


def _words(figure):
    return " ".join(" ".join(text.get_text() for text in figure.texts).split())


def test_a_price_is_money_over_volume_of_a_year(results, scenario, theatre):
    orders = [
        (0, "Aland", "Russia", 2004, 2004, 2006, 30.0),
        (0, "Aland", "Russia", 2004, 2004, 2006, 10.0),
        (1, "Aland", "Russia", 2004, 2004, 2006, 5.0),
        (2, "Beland", "Russia", 2004, 2004, 2006, 5.0),  # of another buyer
        (3, "Aland", "Russia", 1999, 2004, 2006, 5.0),  # before the run
    ]
    data = _data(results((), orders, [2.0, 6.0, 5.0, 99.0, 99.0]), scenario, theatre)
    assert data.suppliers == ("Russia",)
    assert data.usual == pytest.approx((2.0,))
    assert data.paid.median[0, 1] == pytest.approx((3.0 + 5.0) / 2)  # (60 + 60) / 40, and 5
    assert np.isnan(data.paid.median[0, [0, *range(2, 8)]]).all()


def test_years_of_few_worlds_are_left_out(results, scenario, theatre):
    orders = [(w, "Aland", "Russia", 2005, 2006, 2006, 5.0) for w in range(7)]
    orders += [(w, "Aland", "Russia", 2006, 2007, 2007, 5.0) for w in range(6)]
    orders += [(w, "Aland", "China", 2006, 2007, 2007, 9.0) for w in range(6)]
    many = replace(scenario, worlds=28)
    data = _data(results((), sorted(orders)), many, theatre)
    assert data.fewest == 7
    assert data.suppliers == ("Russia",)  # China sells more, but in too few worlds to be drawn
    assert data.paid.median[0, 2] == 2.0
    assert np.isnan(data.paid.median[0, 3])


def test_a_change_compares_the_ends(results, scenario, theatre):
    longer = replace(scenario, last_year=2014)
    years = range(2003, 2015)
    orders = [(0, "Aland", "China", year, year, year, 5.0) for year in years]
    prices = [1.0 if year < 2008 else 0.6 for year in years]
    one = replace(longer, worlds=1)
    data = _data(results((), orders, prices), one, theatre)
    assert data.change(0) == pytest.approx(0.6)
    short = replace(one, last_year=2010)
    assert np.isnan(_data(results((), orders, prices), short, theatre).change(0))


def test_only_events_that_can_change_a_price_are_marked(scenario, theatre):
    marks = price_marks(scenario, theatre, "Aland", ("Russia", "China"))
    assert [mark.words for mark in marks] == [
        "2005 (grows over 3 years): China makes more arms for export"
    ]
    assert price_marks(scenario, theatre, "Aland", ("Russia",)) == ()


def test_politics_that_part_are_marked_for_the_buyer_that_they_concern():
    history, theatre, us = load("history"), default_theatre(), ("United States",)
    marked = [mark.words for mark in price_marks(history, theatre, "Pakistan", us)]
    assert any("break of 2011" in words for words in marked)
    assert not any("ally" in words for words in marked)  # nearer politics earn no concession
    assert price_marks(history, theatre, "India", us) == ()


def test_the_figure_says_where_levels_are_from(results, scenario, theatre):
    orders = [(w, "Aland", "Russia", 2004 + w, 2010, 2010, 5.0) for w in range(4)]
    figure = prices_figure(_data(results((), orders), scenario, theatre), (), CAPTION)
    words = " ".join(text.get_text() for text in figure.texts)
    assert "measured on contracts" in words
    assert "prices.csv" in words and "is a guess" in words
    [panel] = [axes for axes in figure.axes if axes.get_ylabel()]
    assert any(np.allclose(line.get_ydata(), 2.0) for line in panel.lines if len(line.get_xdata()))


def test_a_year_that_stands_alone_is_a_dot(results, scenario, theatre):
    years = (2004, 2006, 2007)
    orders = [(w, "Aland", "Russia", year, 2010, 2010, 5.0) for w in range(4) for year in years]
    orders += [(w, "Aland", "China", 2009, 2010, 2010, 1.0) for w in range(4)]
    figure = prices_figure(_data(results((), sorted(orders)), scenario, theatre), (), CAPTION)
    dots = [
        [line.get_xdata()[0] for line in axes.lines if line.get_marker() == "o"]
        for axes in figure.axes
    ]
    assert [years for years in dots if years] == [[2004], [2009]]
    assert "is a dot" in _words(figure)


def test_replayed_years_are_in_no_change_of_prices(results, scenario, theatre):
    """Who is on record was not the cheapest of the model's offers, so the ends do not compare."""
    longer = replace(scenario, last_year=2017, worlds=1)
    orders = [(0, "Aland", "China", year, year, year, 5.0) for year in range(2003, 2018)]
    prices = [9.0 if year < 2006 else 1.0 if year < 2011 else 0.6 for year in range(2003, 2018)]
    [run] = read_buyers(results((), orders, prices), longer, theatre, ["Aland"])
    data = prices_data(run, theatre, own_from=2006)
    assert data.change(0) == pytest.approx(0.6)
    assert prices_data(run, theatre).change(0) < 0.2
    words = _words(prices_figure(data, (), CAPTION))
    assert "Orders up to 2005 are those on record" in words
    assert "2013–2017 over 2006–2010" in words


def test_no_orders_are_said_and_not_an_error(results, scenario, theatre):
    figure = prices_figure(_data(results(), scenario, theatre), (), CAPTION)
    assert any("signs no order" in text.get_text() for text in figure.texts)
