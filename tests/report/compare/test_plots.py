"""Plots of a comparison: what is drawn of hand-made sides, and what is said of them."""

from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.compare.contrast import contrast
from sim.compare.gains import ALL_BUYERS, ALL_SUPPLIERS, gains_between
from sim.plots.frame import Caption
from sim.plots.marks import EventMarker
from sim.report.compare.effects import (
    EffectRow,
    Effects,
    EffectSection,
    sign_in_words,
    tick_words,
    together,
)
from sim.report.compare.effects_figure import effects_figure, reach_of
from sim.report.compare.gains import gains_figure, gains_table, signed
from sim.report.compare.over_time import over_time_data, over_time_figure
from sim.report.compare.panels import panels_data, panels_figure

from .conftest import SUPPLIERS, YEARS

CAPTION = Caption("A title", "A question?", "A source.", 5)
MARK = EventMarker(1, 2010, "2010: ban (only other)", frozenset({"Russia"}))


def words(drawn):
    """All words of a figure, or of its pages."""
    pages = [drawn] if isinstance(drawn, Figure) else drawn
    texts = (text for page in pages for text in page.findobj(matplotlib.text.Text))
    return "\n".join(text.get_text() for text in texts)


def test_panels_share_suppliers_and_years(base, other, record):
    data = panels_data("Aland", SUPPLIERS, [base, other], record)
    assert data.suppliers == ("Russia", "China")  # the third sells nothing; the higher mean first
    assert [column.title for column in data.columns] == ["base", "other"]
    assert data.record.title == "record" and data.span == (2007, 2014)
    said = words(panels_figure(data, {"other": (MARK,)}, CAPTION))
    assert "Who arms Aland, side by side" in said and "2010: ban (only other)" in said
    assert "median of the first column, repeated" in said and "recorded" in said


def test_panels_of_a_buyer_without_arms_say_so(base):
    nothing = replace(base, shares=np.zeros_like(base.shares) * np.nan)
    data = panels_data("Aland", SUPPLIERS, [nothing, replace(nothing, title="other")])
    assert data.suppliers == ()
    assert "receives no arms on any side" in words(panels_figure(data, {}, CAPTION))


def test_runs_too_short_for_five_years_say_so(base):
    short = replace(base, years=(), shares=base.shares[:, :, :0])
    data = panels_data("Aland", SUPPLIERS, [short, short])
    assert "shorter than the 5 years" in words(panels_figure(data, {}, CAPTION))
    assert "no 5 years" in words(
        over_time_figure(over_time_data("Aland", SUPPLIERS, short, short, "paired"), [], CAPTION)
    )


def test_the_difference_over_time_is_paired(base, other):
    data = over_time_data("Aland", SUPPLIERS, base, other, "paired")
    assert set(data.suppliers) == {"Russia", "China"}
    russia = data.suppliers.index("Russia")
    expected = np.maximum(np.array(YEARS) - 2009, 0) * 3.0
    for level in (data.difference.low, data.difference.high, data.mean):
        assert level[russia] == pytest.approx(expected)  # the same in every world
    said = words(over_time_figure(data, [MARK], CAPTION))
    assert "↑ more" in said and "+15" in said and "−15" in said


def test_the_difference_to_the_record_is_in_its_years_only(base, record):
    data = over_time_data("Aland", SUPPLIERS, base, record, "record")
    assert data.years == (2007, 2012) and not data.unbroken
    russia = data.suppliers.index("Russia")
    assert data.mean[russia] == pytest.approx([2.0, -10.0])
    assert "Only these windows" in words(over_time_figure(data, [], CAPTION))


def test_sides_that_do_not_differ_are_said_not_to(base):
    data = over_time_data("Aland", SUPPLIERS, base, base, "paired")
    assert "No supplier's share" in words(over_time_figure(data, [], CAPTION))
    late = replace(base, years=tuple(year + 50 for year in base.years))
    data = over_time_data("Aland", SUPPLIERS, base, late, "paired")
    assert "no 5 years in common" in words(over_time_figure(data, [], CAPTION))


def gains(way="paired"):
    one = np.zeros((40, 3, 2))
    two = one.copy()
    two[:, 0, 0] += 20 + np.arange(40) % 3
    two[:, 1, 1] -= 8 + np.arange(40) % 2
    two[0, 2, 0] += 3
    return gains_between(("A", "B", "C"), ("Russia", "China"), (2010, 2014), one, two, way)


def test_gains_show_who_is_asked_for_and_who_moves():
    data = gains_table(gains(), "base", "other", "paired", (), frozenset())
    assert data.buyers == ("A", "B", ALL_BUYERS)  # of C nothing is sure
    assert data.suppliers == ("Russia", "China", ALL_SUPPLIERS)
    said = words(gains_figure(data, CAPTION))
    assert "+21" in said and "−8.5" in said and "Who gains and who loses, " in said
    data = gains_table(gains(), "base", "other", "paired", ("C",), frozenset())
    assert data.buyers[0] == "C"


def test_no_gains_are_said_to_be_none():
    zero = np.zeros((3, 1, 1))
    none = gains_between(("A",), ("Russia",), (2010, 2014), zero, zero, "paired")
    data = gains_table(none, "base", "other", "paired", (), frozenset())
    assert "beyond chance" in words(gains_figure(data, CAPTION))


def test_where_only_totals_are_sure_it_is_said():
    data = gains_table(gains(), "base", "other", "paired", (), frozenset())
    assert "totals do" not in words(gains_figure(data, CAPTION))
    sure = data.sure.copy()
    sure[:-1, :-1] = False
    assert "totals do" in words(gains_figure(replace(data, sure=sure), CAPTION))


def row(label, apart, effect="unclear"):
    return EffectRow(label, apart, "0.5", "0.6", "+1", "▲ 90%", effect, effect)


def test_the_forest_reaches_as_far_as_most_rows():
    small = contrast(np.zeros(9), np.linspace(0, 0.05, 9), "paired")
    large = contrast(np.zeros(9), np.linspace(-3, 3, 9), "paired")
    assert reach_of([small] * 9 + [large]) == 0.1
    assert reach_of([large]) == 1.5 and reach_of([]) == 0.1
    section = EffectSection("other", "paired", (row("One", small), row("Two", large)), ("Three",))
    said = words(effects_figure(Effects("base", (section,)), CAPTION))
    assert "Equal in every world: Three." in said and "than base" in said
    none = Effects("base", (replace(section, rows=()),))
    assert "No measure" in words(effects_figure(none, CAPTION))


def test_numbers_are_written_with_as_much_as_is_known():
    assert together(0.1234, -0.05, 0.0) == ("+0.12", "−0.05", "0")
    assert together(1234.5, 20.0) == ("+1,234", "+20")
    assert together(10.0, 9.75, 10.25) == ("+10.0", "+9.8", "+10.2")
    assert together(1.0, float("inf"), float("-inf")) == ("+1.0", "+∞", "−∞")
    assert (signed(-8.46), signed(1234.0)) == ("−8.5", "+1,234")
    assert tick_words(0.4) == ("+20 points", "2.5 times", "+4")
    assert tick_words(-0.04)[1] == "−9%"
    same = contrast(np.zeros(4), np.array([0.0, 0, 0, 1]), "paired")
    assert sign_in_words(same) == "= 75%"
