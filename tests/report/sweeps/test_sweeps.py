"""Plots of sweeps: what each design bears, titles that say what the numbers say, same bytes."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from SALib.sample import morris, sobol

from sim.measure.measures import unit_of
from sim.measure.unit import Unit
from sim.plots.bars import reach
from sim.plots.frame import Caption
from sim.report.sweeps.draw import draw_sweep
from sim.report.sweeps.error_figure import error_title
from sim.report.sweeps.heatmap_figure import edges, heatmap_title, scale_of
from sim.report.sweeps.response_figure import response_title
from sim.report.sweeps.sobol_figure import sobol_title
from sim.report.sweeps.subject import SweptMeasure, key_value, key_words, subjects_of
from sim.report.sweeps.tip import tip_title, tip_words
from sim.report.sweeps.tip_figure import tip_figure
from sim.report.sweeps.tornado_figure import tornado_title
from sim.scenario import load
from sim.sensitivity.condition import TipCondition
from sim.sensitivity.error import MonteCarloError
from sim.sensitivity.indices import SobolIndex
from sim.sensitivity.response import Response, Surface
from sim.sensitivity.tip import find_tip, grid_between
from sim.sensitivity.tornado import Bar, End, Tornado
from sim.sweep.results import read_results
from sim.theatre.load import default_theatre
from tests.sensitivity.made import make_sweep, spans, with_noise

SHARE = {"id": "out", "share": {"buyer": "Pakistan", "supplier": "China", "window": "2013-2017"}}
KEYS = ("affinity", "veto", "parity")
SUBJECT = SweptMeasure(
    "China's share", unit_of("share"), {key: key for key in KEYS}, frozenset(),
    Caption("A sweep", "What moves it?", "Simulated.", 64),
)  # fmt: skip


def made(folder, design):
    """A small sweep of each design, with the names of the plots that it bears."""
    problem = {"num_vars": 3, "names": list(KEYS), "bounds": [[0.0, 1.0]] * 3}
    parameters, tops = spans(*KEYS), None
    match design:
        case "sobol":
            points = sobol.sample(problem, 8, calc_second_order=False, seed=1)
        case "morris":
            points = morris.sample(problem, 5, num_levels=4, seed=1)
        case "grid":
            parameters = spans(*KEYS[:2])
            points = np.array(list(product((0.0, 0.5, 1.0), (0.0, 1.0))))
            tops = [["China", "Russia"] * 4] * 3 + [["China"] * 8] * 3
        case "one-at-a-time":
            points = np.full((7, 3), 0.5)
            points[[1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2]] = [0, 1, 0, 1, 0, 1]
        case _:
            parameters = {"events.us-ends-grants.year": [2009, 2010, 2011]}
            points = np.array([[2009.0], [2010.0], [2011.0]])
            tops = [["China"] * 8] * 3
    out = with_noise(points[:, 0] / points[:, 0].max() - 0.2, 8, own=0.01)
    out[0, 0] = np.nan
    return make_sweep(
        folder, design, parameters, points, {"out": out}, tops=tops, measures=[SHARE],
        thresholds={"out": 0.3},
    )  # fmt: skip


BORNE = {
    "sobol": {"sobol_out", "response_out", "error_out"},
    "morris": {"morris_out", "error_out"},
    "grid": {"tornado_out", "response_out", "heatmap_out", "error_out", "regimes",
             "regimes_by_value"},
    "one-at-a-time": {"tornado_out", "response_out", "error_out"},
    "list": {"response_out", "error_out", "regimes_by_value"},
}  # fmt: skip


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A folder of each design, drawn once, and what was drawn."""
    folders = {design: made(tmp_path_factory.mktemp("sweep"), design) for design in BORNE}
    return {design: (folder, draw_sweep(folder)) for design, folder in folders.items()}


@pytest.mark.parametrize("design", BORNE)
def test_every_design_is_drawn_as_far_as_it_bears(design, drawn):
    _, found = drawn[design]
    assert {path.stem for path in found.paths if path.suffix == ".png"} == BORNE[design]
    assert found.left_out == ()
    assert ("sensitivity.csv" in {path.name for path in found.paths}) == (design != "list")


@pytest.mark.parametrize("design", ["grid"])
def test_the_same_tables_give_the_same_bytes(design, drawn, tmp_path):
    again = draw_sweep(made(tmp_path, design))
    for one, other in zip(drawn[design][1].paths, again.paths, strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_an_incomplete_design_has_no_indices_and_says_why(tmp_path):
    problem = {"num_vars": 3, "names": list(KEYS), "bounds": [[0.0, 1.0]] * 3}
    points = sobol.sample(problem, 4, calc_second_order=False, seed=1)
    out = with_noise(points[:, 0], 4)
    folder = make_sweep(
        tmp_path, {"sobol": {"n": 4}}, spans(*KEYS), points, {"out": out}, failed=[2, 9],
        measures=[SHARE],
    )  # fmt: skip
    drawn = draw_sweep(folder)
    assert {path.name for path in drawn.paths} == {"response_out.png"}  # four worlds have no error
    [refusal] = drawn.left_out
    assert refusal.startswith("2 of 20 points failed") and "2, 9" in refusal


def test_the_table_of_indices_has_a_line_for_each(drawn):
    folder, _ = drawn["sobol"]
    lines = (folder / "sensitivity.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "measure,key,index,value,low,high" and len(lines) == 7
    assert lines[1].startswith("out,affinity,S1,")


def test_keys_are_told_in_words():
    history, theatre = load("history"), default_theatre()
    assert key_words("price_sensitivity", history, theatre) == "price_sensitivity"
    words = key_words("events.us-suspends-security-aid.year", history, theatre)
    assert words == "year of ‘US suspends security aid to Pakistan’"
    assert key_words("states.Pakistan.domestic_share", history, theatre) == (
        "domestic share of Pakistan"
    )
    closes = key_words("events.russia-bans-pakistan.closes.naval", history, theatre)
    assert closes.startswith("closes naval of ")


def test_a_subject_comes_from_the_plan(tmp_path):
    subject = subjects_of(read_results(made(tmp_path, "list")))["out"]
    assert subject.measure == "China's share of Pakistan's imports, 2013–17"
    assert subject.threshold == 0.3 and subject.whole == {"events.us-ends-grants.year"}
    assert "3 points, 8 worlds at each, the same noise at all, seed 1" in subject.caption.source


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [("share", 0.5, "50%"), ("share", 0.031, "3.1%"), ("share", 0.0, "0%"),
     ("change", 0.5, "+50%"), ("change", -0.25, "−25%"), ("first_order", 2014.0, "2014"),
     ("money", 1234.5, "1,234"), ("ratio", 0.123456, "0.123"), ("rank", float("nan"), "undefined")],
)  # fmt: skip
def test_values_are_written_in_their_unit(unit, value, text):
    assert unit_of(unit).text(value) == text


def test_a_key_has_three_digits_and_a_year_all_of_its_own():
    assert [key_value(value) for value in (2014.0, 0.66667, -2.0, 0.0)] == [
        "2014", "0.667", "−2", "0",
    ]  # fmt: skip


def error(chance, spread):
    one = np.array([chance])
    return MonteCarloError((64,), one, one, one, spread)


def test_titles_do_not_make_much_of_chance():
    noisy = replace(SUBJECT, error=error(0.05, 0.05))
    flat = Surface(("veto", "affinity"), np.arange(2.0), np.arange(2.0),
                   np.array([[0.5, 0.55], [0.52, 0.58]]), ())  # fmt: skip
    assert "no more than chance" in heatmap_title(flat, noisy)
    assert "no more than chance" not in heatmap_title(flat, SUBJECT)
    low, high = scale_of(flat, noisy)
    assert high - low == pytest.approx(0.5)  # so that what is chance is shaded alike
    quantiles = np.array([[0, 0, value, 1, 1] for value in (0.5, 0.58)])
    curve = Response("veto", np.arange(2.0), quantiles, True, False)
    assert "hardly answers" in response_title([curve], noisy)
    assert response_title([curve], SUBJECT).endswith("answers to veto: from 50% to 58% as it rises")
    assert "no more than chance" in error_title(error(0.05, 0.05), SUBJECT)
    assert "64 worlds are enough" in error_title(error(0.005, 0.1), SUBJECT)
    assert "about 270 would bring it to 10%" in error_title(error(0.02, 0.1), SUBJECT)
    assert noisy.chance_note() and not SUBJECT.chance_note()
    ends = End(0.0, 0.4, (0.3, 0.6)), End(1.0, 0.5, (0.4, 0.6))
    unclear = Tornado(0.45, (Bar("veto", *ends, (-0.1, 0.3)),), False)
    assert tornado_title(unclear, SUBJECT).endswith("by more than chance")
    clear = Tornado(0.45, (Bar("veto", *ends, (0.05, 0.3)),), False)
    assert tornado_title(clear, SUBJECT).endswith("veto moves it most, from 40% to 50%")


def index(key, first, total, half):
    ends = ((first - half, first + half), (total - half, total + half))
    return SobolIndex(key, first, ends[0], total, ends[1])


def test_the_title_of_indices_tells_what_is_sure():
    rows = [index("veto", 0.3, 0.8, 0.01), index("parity", 0.2, 0.5, 0.01)]
    title = sobol_title(rows, SUBJECT)
    assert "veto explains most, 80% in all; 50% of the variance" in title
    rows = [index("veto", 0.7, 0.7, 0.01), index("parity", 0.3, 0.3, 0.01)]
    assert sobol_title(rows, SUBJECT).endswith("each key acts by itself")
    rows = [index("veto", 0.3, 0.6, 0.1), index("parity", 0.2, 0.5, 0.1)]
    assert sobol_title(rows, SUBJECT).endswith(
        "veto or parity explains most; more points would tell"
    )
    rows = [index("veto", 0.3, 0.9, 0.2), index("parity", 0.2, 0.3, 0.2)]
    assert sobol_title(rows, SUBJECT).endswith("veto explains most, 90% in all")


def test_an_index_whose_interval_holds_0_explains_nothing():
    title = sobol_title([index("veto", 0.1, 0.1, 0.2)], SUBJECT)
    assert title.endswith("nothing that was varied explains more than chance")


def test_cells_have_edges_halfway_between_their_values():
    assert edges(np.array([0.0, 1.0, 3.0])).tolist() == [-0.5, 0.5, 2.0, 4.0]
    assert edges(np.array([5.0])).tolist() == [4.5, 5.5]
    assert reach([2.0])[0] < 2.0 < reach([2.0])[1]


NOISE = np.linspace(-0.1, 0.1, 21)


def tipped(function, sign=">=", threshold=0.5, start=0.0, end=1.0, whole=False):
    return find_tip(
        TipCondition("out", sign, threshold), grid_between(start, end, whole), whole,
        lambda value: function(value) + NOISE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("function", "ends", "said"),
    [
        (lambda x: x, (0.0, 1.0), "is at least 50% where veto is above 0.5"),
        (lambda x: 1 - x, (0.0, 1.0), "is at least 50% where veto is below 0.5"),
        (lambda x: x, (1.0, 0.0), "is at least 50% where veto is above 0.5"),
        (lambda x: 0.3 * x, (0.0, 1.0), "nowhere, veto from 0 to 1: the nearest is 30%, at 1"),
        (lambda x: x + 0.7, (0.0, 1.0), "everywhere, veto from 0 to 1"),
        (lambda x: 4 * x * (1 - x), (0.0, 1.0), "more than once: begins at 0.146, ceases at 0.854"),
        (lambda x: np.nan, (0.0, 1.0), "is undefined in every world, veto from 0 to 1"),
    ],
)
def test_a_tip_is_told_in_a_sentence(function, ends, said):
    tip = tipped(function, start=ends[0], end=ends[1])
    assert said in tip_title(tip, "veto", SUBJECT)
    assert tip_words(tip, "veto", SUBJECT)


@pytest.mark.parametrize("function", [lambda x: 0.45 + 0.1 * x, lambda x: np.nan])
def test_a_tip_is_drawn_and_so_is_one_without_any_value(function):
    assert tip_figure(tipped(function), "veto", "title", SUBJECT).axes


def test_a_tip_of_years_names_the_year():
    subject = replace(SUBJECT, whole=frozenset({"veto"}))
    tip = tipped(lambda year: float(year > 2011.5), start=2009, end=2016, whole=True)
    assert tip_title(tip, "veto", subject).endswith("if veto is 2012 or later")
    tip = tipped(lambda year: float(year < 2011.5), start=2009, end=2016, whole=True)
    assert tip_title(tip, "veto", subject).endswith("if veto is 2011 or earlier")


def test_a_tip_that_chance_may_take_beyond_the_range_is_told_with_that_doubt():
    sure = tipped(lambda x: x)
    assert "chance" not in tip_title(sure, "veto", SUBJECT)
    unsure = replace(sure, chance=(0.4, np.inf))
    assert tip_title(unsure, "veto", SUBJECT).endswith("above 0.5, which chance leaves open")


def test_what_worlds_do_by_themselves_adds_up():
    tip = tipped(lambda x: 0.45 + 0.1 * x)
    words = tip_words(tip, "veto", SUBJECT)
    assert "Of single worlds" in words and "never do" in words and "from the start" in words
    assert Unit("x").difference == "x" and unit_of("share").difference == "percentage points"
