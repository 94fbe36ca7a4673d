"""Figures of explanations: bars lead to the margin, shares fill the panel, labels keep apart."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from sim.explain.decisive import CREDITED, Decisive, Race
from sim.explain.reasons import GROUPS, REASONS, by_group
from sim.plots.frame import Caption
from sim.report.explain.decisive_figure import DecisiveYears, decisive_figure, spread
from sim.report.explain.waterfall_figure import Waterfall, waterfall_figure

CAPTION = Caption("A title", "A question?", "A source.", 4)


def test_bars_of_a_waterfall_lead_from_zero_to_the_margin():
    names = [reason.name for reason in REASONS]
    ours, theirs = np.zeros(len(names)), np.zeros(len(names))
    ours[names.index("habit_class")], theirs[names.index("habit_class")] = 2.0, 0.5
    ours[names.index("domestic_cost")] = -1.0
    ours[names.index("chance")] = 0.25
    parts = ours - theirs
    race = Race(0, 1, parts, by_group(parts))
    data = Waterfall("Why", "China", "Russia", tuple(ours), tuple(theirs), race)
    [figure] = waterfall_figure(data, CAPTION)
    [axes] = figure.axes
    bars = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    assert [bar.get_x() for bar in bars] == pytest.approx([0.0, 0.5, 0.5, 0.0])
    assert [bar.get_width() for bar in bars] == pytest.approx([1.5, 1.0, 0.25, 0.75])
    # what speaks for the runner-up is hatched, so that it can be told in grey
    assert [bar.get_hatch() is not None for bar in bars] == [False, True, False, False]
    words = [text.get_text() for text in axes.figure.texts]
    assert {"past orders of the class from this supplier", "cost at home", "margin"} <= {*words}


def test_offers_that_differ_in_nothing_have_a_margin_all_the_same():
    parts = np.zeros(len(REASONS))
    race = Race(0, 1, parts, by_group(parts))
    data = Waterfall("Why", "A", "B", tuple(parts), tuple(parts), race)
    [figure] = waterfall_figure(data, CAPTION)
    assert len(figure.axes[0].patches) == 1


def test_stacked_shares_fill_years_with_orders():
    years = (2003, 2004, 2005)
    credited = np.zeros((2, 3, len(CREDITED)))
    credited[:, 0, 0], credited[:, 0, 3], credited[:, 2, -2] = 3.0, 1.0, 2.0
    orders = credited.sum(axis=2)
    found = Decisive(years, 2, orders, np.zeros((2, 3, len(GROUPS))), credited)
    figure = decisive_figure(DecisiveYears("What decided", found), CAPTION)
    for axes in figure.axes:
        tops = dict.fromkeys(years, 0.0)
        for bar in axes.patches:
            year = round(bar.get_x() + bar.get_width() / 2)
            if year in tops and bar.get_width() > 0.5:
                tops[year] = max(tops[year], bar.get_y() + bar.get_height())
        assert tops == pytest.approx({2003: 100.0, 2004: 0.0, 2005: 100.0})


def test_a_buyer_without_orders_is_told_so():
    found = Decisive(
        (2003,), 1, np.zeros((2, 1)), np.zeros((2, 1, len(GROUPS))), np.zeros((2, 1, len(CREDITED)))
    )
    figure = decisive_figure(DecisiveYears("What decided", found), CAPTION)
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    words += [text.get_text() for text in figure.texts]
    assert any("Nothing is ordered" in text for text in words)


@given(st.lists(st.floats(0, 100), max_size=10).map(sorted))
def test_labels_keep_apart_and_on_the_panel(places):
    moved = spread(places, 6.0)
    assert all(b - a >= 6.0 - 1e-9 for a, b in pairwise(moved))
    assert all(-1e-9 <= at <= 100.0 for at in moved)
