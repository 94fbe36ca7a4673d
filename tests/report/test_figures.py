"""Whole plots: which are written, the same bytes again, and words where there is nothing."""

from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.plots.frame import Caption
from sim.plots.marks import dyad_marks
from sim.plots.style import (
    SUPPLIER_COLOURS,
    contrast_with_white,
    house,
    supplier_colour,
    tint,
)
from sim.plots.wrap import width_of, wrapped
from sim.report.run.figures import draw_figures, file_names, plot_buyers
from sim.report.run.ledger_figure import ledger_figure
from sim.report.run.orders_deliveries import ledger_data
from sim.report.run.read import read_buyers
from sim.report.run.record import record_of
from sim.report.run.shares import shares_data
from sim.report.run.shares_figure import shares_figure

CAPTION = Caption("A title", "A question?", "A source.", 4)
DELIVERIES = [(w, "Aland", s, 2004 + w, 5.0) for w in range(3) for s in ("Russia", "China")]
ORDERS = [(w, "Aland", "Russia", 2003, 2004, 2006, 5.0) for w in range(3)]


def read_buyer(folder, scenario, theatre, buyer):
    [run] = read_buyers(folder, scenario, theatre, [buyer])
    return run


def _words(figure: Figure) -> str:
    return "\n".join(text.get_text() for text in figure.findobj(matplotlib.text.Text))


def test_every_plot_is_written_once_a_buyer(results, scenario, theatre):
    folder = results(DELIVERIES, ORDERS)
    paths = draw_figures(folder, scenario, theatre)
    assert [path.relative_to(folder).as_posix() for path in paths] == [
        "plots/shares_aland.png",
        "plots/orders_and_deliveries_aland.png",
        "plots/prices_paid_aland.png",
        "plots/shares_beland.png",
        "plots/orders_and_deliveries_beland.png",
        "plots/prices_paid_beland.png",
        "plots/export_shares.png",
        "plots/who_supplies_whom.png",
    ]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


def test_same_input_gives_same_bytes_whatever_the_user_has_set(results, scenario, theatre):
    folder = results(DELIVERIES, ORDERS)
    first = [path.read_bytes() for path in draw_figures(folder, scenario, theatre)]
    own = {"font.size": 20, "axes.grid": True, "savefig.dpi": 40, "lines.linewidth": 9}
    with matplotlib.rc_context(own):
        again = [path.read_bytes() for path in draw_figures(folder, scenario, theatre)]
    assert first == again
    assert first == [path.read_bytes() for path in draw_figures(folder, scenario, theatre, 2)]
    assert all(b"Software" not in data and b"Creation" not in data for data in first)


def test_nothing_at_all_is_said_and_not_an_error(results, scenario, unrecorded):
    folder = results()
    assert len(draw_figures(folder, scenario, unrecorded)) == 8
    run, record = read_buyer(folder, scenario, unrecorded, "Aland"), record_of(unrecorded, "Aland")
    shares = shares_figure(shares_data(run, record), (), CAPTION)
    assert "Aland receives no arms in any world" in _words(shares)
    ledger = ledger_figure(ledger_data(run, record), (), CAPTION)
    assert "Aland orders nothing and receives nothing" in _words(ledger)


def test_a_record_is_drawn_though_nothing_is_simulated(results, scenario, theatre):
    run, record = read_buyer(results(), scenario, theatre, "Beland"), record_of(theatre, "Beland")
    words = _words(shares_figure(shares_data(run, record), (), CAPTION))
    assert "Sell and Sons" in words
    assert "Beland receives nothing in the simulated years of any world." in " ".join(words.split())


def test_a_short_run_without_record_says_why_it_has_no_shares(results, scenario, unrecorded):
    short = replace(scenario, last_year=2005, events=())
    run = read_buyer(results(DELIVERIES), short, unrecorded, "Aland")
    data = shares_data(run, record_of(unrecorded, "Aland"))
    assert "shorter than the 5 years" in _words(shares_figure(data, (), CAPTION))
    assert len(draw_figures(results(DELIVERIES, ORDERS), short, unrecorded)) == 8


def test_event_numbers_stand_in_their_panels(results, scenario, theatre):
    run = read_buyer(results(DELIVERIES), scenario, theatre, "Aland")
    data = shares_data(run, record_of(theatre, "Aland"))
    marks = dyad_marks(scenario, theatre, "Aland", data.suppliers)
    figure = shares_figure(data, marks, CAPTION)
    numbers = {}
    for axes in figure.axes:
        words = [text.get_text() for text in axes.texts]
        for supplier in set(data.suppliers) & set(words):
            numbers[supplier] = [word for word in words if word.isdigit()]
    assert numbers == {"China": ["1"], "Russia": ["2"]}


def test_recorded_line_is_drawn_black_as_recorded(results, scenario, theatre):
    run = read_buyer(results(DELIVERIES), scenario, theatre, "Aland")
    data = shares_data(run, record_of(theatre, "Aland"))
    figure = shares_figure(data, (), CAPTION)
    panel = next(a for a in figure.axes if "China" in [text.get_text() for text in a.texts])
    black = [line for line in panel.lines if line.get_color() == "#000000"]
    assert len(black) == 1
    assert np.asarray(black[0].get_xdata()).tolist() == [2003, 2004, 2005, 2006, 2007]
    assert np.asarray(black[0].get_ydata()) == pytest.approx([0, 0, 0, 0, 50])


def test_buyers_are_resolved_and_file_names_differ(scenario, theatre):
    assert plot_buyers(scenario, theatre) == ("Aland", "Beland")
    names = file_names(("United Kingdom", "united-kingdom", "Côte d'Or"))
    assert list(names.values()) == ["united_kingdom", "united_kingdom_2", "côte_d_or"]


def test_colours_are_fixed_and_dark_enough():
    for name in [*SUPPLIER_COLOURS, "Brazil", "South Africa", "Norden"]:
        assert contrast_with_white(supplier_colour(name)) >= 3
    assert supplier_colour("Norden") == supplier_colour("Norden")
    assert len(set(SUPPLIER_COLOURS.values())) == len(SUPPLIER_COLOURS)
    assert tint("#000000", 0.0) == "#ffffff"


def test_long_titles_wrap_within_the_page():
    with house():
        lines = wrapped("an ordinary title of some length " * 8, 11, 6.0)
        assert len(lines) > 2
        assert all(width_of(line, 11) <= 6.05 for line in lines)
        pieces = wrapped("x" * 200, 11, 6.0)
        assert "".join(pieces) == "x" * 200
        assert all(width_of(piece, 11) <= 6.0 for piece in pieces)
