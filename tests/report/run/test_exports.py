"""World export shares: all buyers together, beside the windows on record."""

from dataclasses import replace

import numpy as np
import pytest

from sim.plots.frame import Caption
from sim.plots.marks import export_marks
from sim.report.run.collectors import Deliveries
from sim.report.run.read import read_buyers
from sim.report.run.record import record_of_all
from sim.report.run.shares import exports_data
from sim.report.run.shares_figure import exports_figure

CAPTION = Caption("A title", "A question?", "A source.", 4)
DELIVERIES = [
    (0, "Aland", "China", 2006, 10.0),
    (0, "Beland", "China", 2005, 20.0),
    (0, "Beland", "Russia", 2007, 10.0),
]


def _data(folder, scenario, theatre):
    exports = Deliveries(scenario, theatre)
    read_buyers(folder, scenario, theatre, [], [exports])
    return exports_data(exports.tiv, scenario.first_year, theatre, record_of_all(theatre))


def test_shares_are_of_all_buyers(results, scenario, unrecorded):
    data = _data(results(DELIVERIES), scenario, unrecorded)
    assert data.years == (2007, 2008, 2009, 2010)
    assert data.suppliers == ("China", "Russia")
    assert data.simulated.median[:, 0] == pytest.approx([75, 25])
    assert data.simulated.median[:, 3] == pytest.approx([50, 50])  # 2006-2010
    assert data.undefined  # three worlds deliver nothing and are left out


def test_recorded_windows_are_sums_over_buyers(results, scenario, theatre):
    data = _data(results(DELIVERIES), scenario, theatre)
    assert not data.yearly_record
    at = data.recorded_windows.index((2003, 2007))
    shares = dict(zip(data.suppliers, data.recorded[:, at], strict=True))
    assert shares == pytest.approx({"Russia": 25, "China": 35, "Sell and Sons": 40})  # of 200


def test_aggregates_come_last(results, scenario, theatre):
    states = tuple(replace(s, aggregate=s.name == "Sell and Sons") for s in theatre.states)
    data = _data(results(), scenario, replace(theatre, states=states))
    assert data.suppliers[-1] == "Sell and Sons"


def test_events_of_one_dyad_are_not_marked(scenario, theatre):
    three = (*theatre.states, replace(theatre.states[0], name="Celand", iso3="CEL", aliases=()))
    marks = export_marks(scenario, replace(theatre, states=three), theatre.suppliers)
    assert [mark.words for mark in marks] == [
        "2005 (grows over 3 years): China makes more arms for export"
    ]


def test_the_figure_draws_the_medians(results, scenario, theatre):
    figure = exports_figure(_data(results(DELIVERIES), scenario, theatre), (), CAPTION)
    panel = next(a for a in figure.axes if "China" in [text.get_text() for text in a.texts])
    lines = [np.asarray(line.get_ydata(), dtype=float) for line in panel.lines]
    assert any(len(line) == 4 and line[0] == pytest.approx(75) for line in lines)
