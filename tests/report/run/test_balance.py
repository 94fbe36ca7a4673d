"""The balance of rivals: ratios worked out by hand, who gains, and when it is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from sim.plots.frame import Caption
from sim.plots.marks import pair_marks
from sim.report.run.balance import balance_data, gains, rival_pairs, times
from sim.report.run.balance_figure import balance_figure
from sim.report.run.figures import draw_figures
from sim.report.run.record import record_of
from sim.scenario import Scenario
from sim.theatre.records import Relation

PAIR = ("Aland", "Beland")
CAPTION = Caption("A title", "A question?", "A source.", 2)


def _totals(*yearly):
    """Deliveries [W, Y] of 2003 to 2010, the same in every year of a world."""
    return np.array([[volume] * 8 for volume in yearly], dtype=float)


def _data(theatre, one, other, pair=PAIR):
    records = tuple(record_of(theatre, name) for name in pair)
    return balance_data(pair, 2003, (_totals(*one), _totals(*other)), records)


def test_the_ratio_is_of_five_years(unrecorded):
    data = _data(unrecorded, [30.0, 30.0], [10.0, 10.0])
    assert data.years == (2007, 2008, 2009, 2010)
    assert data.simulated.median == pytest.approx([3] * 4)


def test_the_larger_buyer_is_on_top(unrecorded):
    data = _data(unrecorded, [10.0, 10.0], [30.0, 30.0])
    assert data.pair == ("Beland", "Aland")
    assert data.simulated.median == pytest.approx([3] * 4)


def test_a_world_where_one_receives_nothing_counts_and_where_neither_does_not(unrecorded):
    data = _data(unrecorded, [30.0, 30.0, 30.0, 0.0], [10.0, 10.0, 0.0, 0.0])
    assert data.undefined
    assert data.simulated.median == pytest.approx([3] * 4)  # of 3, 3 and infinite
    assert _data(unrecorded, [9.0], [0.0]).simulated.median.tolist() == [np.inf] * 4
    assert _data(unrecorded, [9.0, 9.0], [0.0, 9.0]).simulated.low[0] > 0


def test_windows_on_record_are_drawn_where_one_side_lacks_years(theatre):
    data = _data(theatre, [30.0], [10.0])
    assert not data.yearly_record
    assert data.recorded_windows == ((1998, 2002), (2003, 2007))
    assert data.recorded.tolist() == [np.inf, 1.0]  # 50 to 0, 100 to 100


def test_years_on_record_are_rolled_and_reach_into_the_first_windows(theatre):
    both = tuple([record_of(theatre, "Aland")] * 2)
    totals = _totals(40.0), _totals(10.0)
    data = balance_data(PAIR, 2003, totals, both)
    assert data.years[0] == 2003
    # 1999 to 2002 have 10 a year on both sides; then 40 against 10.
    assert data.simulated.median[0] == pytest.approx(80 / 50)
    assert data.recorded == pytest.approx(np.ones(5))
    assert data.recorded_windows[-1] == (2003, 2007)


def test_who_gains_is_said_in_words():
    windows = [(2003, 2007), (2008, 2012), (2013, 2017)]
    assert gains(PAIR, windows, np.array([2.0, 3.0, 3.5])) == (
        "Aland gains, from 2 to 1 in 2003–2007 to 3.5 to 1 in 2013–2017"
    )
    assert gains(PAIR, windows, np.array([2.0, 3.0, 0.5]), parting=2012) == (
        "Aland gains, from 2 to 1 in 2003–2007 to 3 to 1 in 2008–2012; "
        "then Beland gains, to 1 to 2 in 2013–2017"
    )
    assert gains(PAIR, windows, np.array([2.0, 1.0, 2.1])) == (
        "neither gains much, from 2 to 1 in 2003–2007 to 2.1 to 1 in 2013–2017; "
        "in between, 1 to 1 in 2008–2012"
    )
    assert gains(PAIR, windows, np.array([np.nan, 2.0, np.inf])) == ""


def test_ratios_in_words():
    assert [times(ratio) for ratio in (4.0, 3.51, 1.0, 0.5)] == [
        "4 to 1", "3.5 to 1", "1 to 1", "1 to 2",
    ]  # fmt: skip


def test_pairs_are_rivals_in_some_simulated_year(scenario, theatre):
    assert rival_pairs(scenario, theatre, PAIR) == []
    for last, pairs in ((None, [PAIR]), (2003, [PAIR]), (2002, [])):
        rivals = replace(theatre, rivalries=(Relation("Beland", "Aland", 1947, last),))
        assert rival_pairs(scenario, rivals, PAIR) == pairs


def test_an_event_can_make_rivals(scenario, theatre):
    data = scenario.resolved()
    quarrel = {"id": "quarrel", "year": 2005, "why": "w",
               "rivalry": {"between": ["A-land", "Beland"], "level": 1}}  # fmt: skip
    quarrelling = Scenario.from_resolved({**data, "events": [*data["events"], quarrel]})
    assert rival_pairs(quarrelling, theatre, PAIR) == [PAIR]
    assert "2005: Aland and Beland are rivals" in [
        mark.words for mark in pair_marks(quarrelling, theatre, PAIR)
    ]


def test_only_rivals_have_the_plot(results, scenario, theatre):
    folder = results([(0, "Aland", "China", 2006, 8.0), (0, "Beland", "Russia", 2006, 4.0)])
    rivals = replace(theatre, rivalries=(Relation("Aland", "Beland", 1947, None),))
    assert "rival_balance" not in {path.stem for path in draw_figures(folder, scenario, theatre)}
    assert "rival_balance" in {path.stem for path in draw_figures(folder, scenario, rivals)}


def test_marks_of_a_pair_name_the_buyer_where_words_do_not(scenario, theatre):
    assert [mark.words for mark in pair_marks(scenario, theatre, PAIR)] == [
        "2004–2005: Russia and Beland draw closer",
        "2005 (grows over 3 years): China makes more arms for export",
        "2006: Russia lifts its embargo on Aland",
        "2008: Aland needs more arms",
    ]


def test_the_figure_draws_medians_and_says_so_where_there_are_none(unrecorded):
    figure = balance_figure(_data(unrecorded, [30.0, 30.0], [10.0, 10.0]), (), CAPTION)
    [panel] = [axes for axes in figure.axes if axes.get_yscale() == "log"]
    drawn = [np.asarray(line.get_ydata(), dtype=float).tolist() for line in panel.lines]
    assert [pytest.approx([3] * 4)] == [line for line in drawn if len(line) == 4]
    said = [text.get_text() for text in panel.texts]
    assert "↑ Aland gains" in said
    assert "↓ Beland gains" in said
    empty = balance_figure(_data(unrecorded, [9.0, 9.0], [0.0, 0.0]), (), CAPTION)
    assert any("no ratio to draw" in text.get_text() for text in empty.texts)
