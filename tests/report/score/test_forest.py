"""Score and ablation to see: titles say the message, and every row is drawn as judged."""

from dataclasses import replace

import numpy as np
import pytest

from sim.claims import InWorlds, load_ledger
from sim.measure.words import short_window
from sim.plots.drawing import save_whole
from sim.plots.frame import Caption
from sim.report.score.ablation_figure import ablation_figure, ablation_title
from sim.report.score.ablation_table import ablation_table
from sim.report.score.forest import forest_data
from sim.report.score.forest_figure import forest_figure
from sim.report.score.score_table import score_table
from sim.scenario import Measure, load
from sim.score.losses import ALL_TARGETS, Ablation, Loss
from sim.score.scorecard import Scorecard, ScoreRatio
from sim.score.scored import Question, scored

CAPTION = Caption("A scenario", "A question?", "A source.", 4)
SHARE = Measure(id="m", share={"buyer": ("India",), "supplier": ("Russia",), "window": "2008-2012"})


def row(name, values, role="target", observed=0.5, in_worlds=None):
    asked = Question(
        name, role, "a claim", "share", SHARE, observed, "", "linear", 0.05, 0.6, "rare", in_worlds
    )
    worlds = np.array(values)
    return scored(asked, dict.fromkeys(("model", "prior", "habit only", "events off"), worlds))


HOLDS = row("Q1", [0.4, 0.45, 0.55, 0.6])
MISSES = row("Q2", [0.8, 0.9])
NOTHING = row("Q3", [0.05, 0.5, 0.95])
UNKNOWN = row("Q4", [0.5], observed=None)
UNDEFINED = row("Q5", [np.nan, np.nan])
LIMIT = row(
    "L1", [0.05, 0.2], role="limit", in_worlds=InWorlds(low=None, high=0.1, least=0.95, most=1.0)
)


def card(*rows, overall=()):
    scenario = replace(load("history"), parameters="prior")
    return Scorecard(scenario, rows, (), overall, ())


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ((HOLDS,), "The record is inside the 90% band of the only target"),
        ((HOLDS, MISSES, NOTHING, UNKNOWN),
         "The record is inside the 90% band on 1 of 3 targets, outside on 1, and on 1 the band is "
         "too wide to test it"),
        ((HOLDS, HOLDS), "The record is inside the 90% band on both targets"),
        ((LIMIT,), "The demand on how many worlds do something is not met"),
    ],
)  # fmt: skip
def test_the_title_is_the_message(rows, title):
    assert forest_data(card(*rows)).title == title


def test_a_row_is_drawn_by_its_distance_from_the_record():
    [section] = forest_data(card(HOLDS)).sections
    [drawn] = section.rows
    assert drawn.interval.median == pytest.approx(0.0)  # shares: half of all shares is 1
    assert drawn.interval.high == pytest.approx((HOLDS.band.high - 0.5) / 0.5)
    assert drawn.tolerance == pytest.approx((-0.1, 0.1))


def test_a_demand_and_what_has_no_record_are_told_in_words():
    sections = forest_data(card(UNKNOWN, UNDEFINED, LIMIT)).sections
    words = [row.sentence for section in sections for row in section.rows]
    assert words == ["not on record", "undefined in every world",
                     "50.0% of worlds; demanded: ≥ 95% of worlds ≤ 0.1"]  # fmt: skip
    assert all(row.interval is None for section in sections for row in section.rows)


def test_the_plot_is_written_whole_with_every_kind_of_row(tmp_path):
    overall = (
        ScoreRatio("model", 0.8, 0.7, 0.9, 3, 0.8),
        ScoreRatio("prior", 0.8, 0.7, 0.9, 3, 0.8),
    )
    data = forest_data(card(HOLDS, MISSES, NOTHING, UNKNOWN, UNDEFINED, LIMIT, overall=overall))
    [path] = save_whole(forest_figure(data, CAPTION), tmp_path / "plots" / "f.png")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert [item.name for item in path.parent.iterdir()] == ["f.png"]


def test_the_table_tells_verdicts_demands_base_rates_and_undefined_worlds():
    text = score_table(card(HOLDS, MISSES, NOTHING, UNDEFINED, LIMIT))
    for words in ("inside", "outside", "uninformative", "base rate: rare", "No target has a score",
                  "undefined in 100.0% of worlds", "here 50.0% of worlds"):  # fmt: skip
        assert words in text
    assert "prior" not in text.splitlines()[0]  # the scenario is the prior


def test_the_table_begins_with_whose_record_it_is():
    told = replace(card(HOLDS), record="The record is somebody's.")
    assert score_table(told).splitlines()[:2] == ["The record is somebody's.", ""]


def test_every_measure_of_the_ledger_has_words_of_its_own():
    words = [c.measure.label for c in load_ledger().claims if c.measure is not None]
    assert len(set(words)) == len(words)
    assert SHARE.label == "Russia's share of India's imports, 2008–12"


def test_windows_in_short():
    windows = ((2008, 2012), (2013, 2013), (1998, 2002))
    assert [short_window(window) for window in windows] == ["2008–12", "2013", "1998–2002"]


def loss(variant, kind, group, size, spread, claim=ALL_TARGETS, role=""):
    ends = (size - spread, size + spread)
    return Loss(variant, kind, group, claim, role, 1.0 + size, size, *ends, 0.0)


def ablation(*losses):
    return Ablation(load("history"), (HOLDS.question,), (1.0,), losses)


FOUND = ablation(
    loss("all of habit", "group", "habit", 2.0, 0.1),
    loss("all of price", "group", "price", 0.0, 0.1),
    loss("habit_class", "parameter", "habit", 0.5, 0.1),
    loss("veto", "parameter", "rivals", -0.2, 0.1),
    loss("quality", "parameter", "price", 0.0, 0.0),
    loss("talk", "noise", "noise", 0.1, 0.2),
    loss("rivals permuted", "placebo", "placebo", 0.01, 0.1),
    loss("habit_class", "parameter", "habit", 0.5, 0.1, "Q1", "target"),
)


def test_the_title_of_an_ablation_counts_what_is_beyond_chance():
    assert ablation_title(FOUND) == (
        "Habit carries the score; of 3 single mechanisms 1 helps, 1 harms and 1 are inconclusive"
    )


def test_an_ablation_is_drawn_and_printed(tmp_path):
    assert save_whole(ablation_figure(FOUND, CAPTION), tmp_path / "a.png") == [tmp_path / "a.png"]
    text = ablation_table(FOUND)
    assert "without any effect on a target: quality" in text
    assert "(Q1) +0.50" in text
    assert text.index("habit_class") < text.index("veto")


def test_an_ablation_without_any_effect_is_drawn_too(tmp_path):
    nothing = ablation(loss("quality", "parameter", "price", 0.0, 0.0))
    [path] = save_whole(ablation_figure(nothing, CAPTION), tmp_path / "a.png")
    assert path.is_file()
    assert replace(nothing, questions=(), own=()).targets == 0
