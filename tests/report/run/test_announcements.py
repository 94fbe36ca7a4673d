"""Announcements against contracts: counts, ratios and which suppliers are drawn."""

from dataclasses import replace

import numpy as np
import pytest

from sim.plots.frame import Caption
from sim.report.run.announcements import announcements_data
from sim.report.run.announcements_figure import announcements_figure
from sim.report.run.figures import draw_figures
from sim.report.run.read import read_buyers, read_talks
from sim.scenario.file import Replay

CAPTION = Caption("A title", "A question?", "A source.", 4)
RUSSIA, CHINA, SONS = range(3)
TALKS = [
    (0, "Aland", "Russia", 2003, True),
    (0, "Aland", "Russia", 2003, False),  # of another class
    (0, "Aland", "China", 2004, False),
    (1, "Aland", "Russia", 2003, False),
    (1, "Beland", "Russia", 2003, True),  # of another buyer
    (3, "Aland", "Russia", 2009, True),
    (3, "Aland", "Russia", 2011, True),  # after the run
]


def _data(folder, scenario, theatre, buyer="Aland", aggregates=frozenset(), **panels):
    [run] = read_buyers(folder, scenario, theatre, [buyer])
    assert run.announced is not None
    return announcements_data(run, run.announced, aggregates, **panels)


def _words(figure):
    words = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        words += [axes.get_ylabel(), *(text.get_text() for text in axes.texts)]
    return words


def test_rows_are_counted_by_world_supplier_and_year(results, scenario, theatre):
    [talks] = read_talks(results(talks=TALKS), scenario, theatre, ["Aland"]).values()
    assert talks.talks.shape == talks.orders.shape == (4, 3, 8)
    assert talks.talks[0, RUSSIA, 0] == 2
    assert talks.talks[:, RUSSIA].sum() == 4
    assert talks.orders[:, RUSSIA].sum() == 2
    assert talks.talks[:, CHINA].sum() == 1
    assert not talks.orders[:, CHINA].any()


def test_counts_are_means_over_all_worlds(results, scenario, theatre):
    data = _data(results(talks=TALKS), scenario, theatre)
    assert data.suppliers == ("Russia", "China")
    assert data.years == tuple(range(2003, 2011))
    assert data.mean_talks[0] == pytest.approx([0.75, 0, 0, 0, 0, 0, 0.25, 0])
    assert data.mean_orders[0] == pytest.approx([0.25, 0, 0, 0, 0, 0, 0.25, 0])
    assert data.mean_talks[1] == pytest.approx([0, 0.25, 0, 0, 0, 0, 0, 0])
    assert data.all_talks == pytest.approx(5 / 4 / 8)
    assert data.all_orders == pytest.approx(2 / 4 / 8)


def test_ratios_are_of_sums_over_worlds(results, scenario, theatre):
    data = _data(results(talks=TALKS), scenario, theatre)
    assert data.per_order == pytest.approx([2, np.inf])
    assert data.all_per_order == pytest.approx(2.5)
    assert data.spans == ((2003, 2007), (2008, 2010))
    assert data.per_order_in[0] == pytest.approx([3, 1])
    assert data.per_order_in[1] == pytest.approx([np.inf, np.nan], nan_ok=True)


def test_bands_are_of_a_year_in_each_span(results, scenario, theatre):
    talks = [(w, "Aland", "Russia", 2008 + i, False) for w in range(4) for i in range(w)]
    data = _data(results(talks=talks), scenario, theatre)
    # 0, 1, 2 and 3 announcements in the three years of the last span.
    assert data.talks_in.median[0] == pytest.approx([0, 1.5 / 3])
    assert data.talks_in.upper[0] == pytest.approx([0, 2.25 / 3])


def test_those_only_talked_about_are_drawn_beside_those_that_sell(results, scenario, theatre):
    talks = [(0, "Aland", "Russia", year, True) for year in range(2003, 2006)]
    talks += [(0, "Aland", "China", year, year == 2003) for year in range(2003, 2008)]
    talks += [(0, "Aland", "Sell and Sons", year, False) for year in range(2003, 2011)]
    folder = results(talks=talks)
    data = _data(folder, scenario, theatre, main=1, loud=1)
    assert data.suppliers == ("Russia", "Sell and Sons")
    assert data.others == (("China", 5 / 4 / 8, 5.0),)
    sons = frozenset({"Sell and Sons"})
    last = _data(folder, scenario, theatre, aggregates=sons, main=1, loud=1)
    assert last.suppliers == ("Russia", "China")


def test_a_folder_without_the_table_has_no_such_plot(results, scenario, theatre):
    folder = results()
    [run] = read_buyers(folder, scenario, theatre, ["Aland"])
    assert run.announced is None
    names = [path.name for path in draw_figures(folder, scenario, theatre)]
    assert not any(name.startswith("announcements") for name in names)


def test_an_aggregate_has_no_such_plot(results, scenario, theatre):
    states = tuple(replace(s, aggregate=s.name == "Aland") for s in theatre.states)
    apart = replace(theatre, states=states)
    assert set(read_talks(results(talks=TALKS), scenario, apart, ["Aland", "Beland"])) == {"Beland"}


def test_each_buyer_has_its_plot(results, scenario, theatre):
    paths = draw_figures(results(talks=TALKS), scenario, theatre)
    names = [path.name for path in paths if path.name.startswith("announcements")]
    assert names == ["announcements_aland.png", "announcements_beland.png"]


def test_the_figure_says_the_ratio(results, scenario, theatre):
    words = _words(
        announcements_figure(_data(results(talks=TALKS), scenario, theatre), (), CAPTION)
    )
    assert "Aland: 2.5 announcements for every order" in words
    assert "2.0 per order" in words  # Russia
    assert "no order" in words  # China
    assert {"3.0", "1.0", "none", "–"} <= set(words)  # by five years
    assert "Announcements a year" in words
    assert "announced, mean of 4 worlds" in words
    assert {"50% of worlds", "90% of worlds"} <= set(words)


def test_announcements_that_all_become_orders_are_said_so(results, scenario, theatre):
    talks = [(w, "Aland", "Russia", 2004 + w, True) for w in range(4)]
    figure = announcements_figure(_data(results(talks=talks), scenario, theatre), (), CAPTION)
    assert "Aland: every announcement became an order" in _words(figure)


def test_a_single_world_has_no_bands(results, scenario, theatre):
    one = replace(scenario, worlds=1)
    alone = replace(CAPTION, worlds=1)
    words = _words(announcements_figure(_data(results(talks=TALKS), one, theatre), (), alone))
    assert "announced in the one simulated world" in words
    assert "90% of worlds" not in words


def test_a_run_of_one_year_is_drawn(results, scenario, theatre):
    short = replace(scenario, last_year=2003)
    data = _data(results(talks=TALKS), short, theatre)
    assert data.spans == ((2003, 2003),)
    assert "Aland: 3.0 announcements for every order" in _words(
        announcements_figure(data, (), CAPTION)
    )


def test_years_of_replayed_orders_are_left_out_and_it_is_said(results, scenario, theatre):
    """An order on record is announced once, by construction."""
    talks = [(w, "Aland", "Russia", year, True) for w in range(4) for year in (2003, 2004)]
    talks += [(w, "Aland", "Russia", 2006, w == 0) for w in range(4)]
    folder = results(talks=sorted(talks))
    data = _data(folder, scenario, theatre, own_from=2005)
    assert data.years == tuple(range(2005, 2011)) and data.spans[0] == (2005, 2009)
    assert data.all_per_order == 4.0 and data.all_talks == pytest.approx(1 / 6)
    assert _data(folder, scenario, theatre).all_per_order == pytest.approx(12 / 9)
    words = " ".join(" ".join(_words(announcements_figure(data, (), CAPTION))).split())
    assert "Aland: 4.0 announcements for every order" in words
    assert "Years up to 2004 are left out" in words


def test_a_run_that_only_replays_has_no_such_plot(results, scenario, theatre):
    folder = results(talks=TALKS)
    for until, drawn in ((2010, False), (2009, True)):
        for old in (folder / "plots").glob("*"):
            old.unlink()
        draw_figures(folder, replace(scenario, replay=Replay(until=until)), theatre)
        assert bool(list((folder / "plots").glob("announcements*"))) == drawn


def test_no_announcements_are_said_and_not_an_error(results, scenario, theatre):
    figure = announcements_figure(_data(results(talks=[]), scenario, theatre), (), CAPTION)
    assert "No talks of Aland are announced in any world." in _words(figure)
