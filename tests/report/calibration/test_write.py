"""What a calibration leaves to read: table, file and plots say what the numbers say."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.calibration.plan import read_plan
from sim.calibration.recovery import recovery
from sim.calibration.regression import posterior_sample
from sim.calibration.run import StageFit
from sim.calibration.summaries import Summaries
from sim.report.calibration.learnt_figure import learnt_title, parameter_rows
from sim.report.calibration.pulls_figure import pulls_of
from sim.report.calibration.ridges_figure import ridges_of, ridges_title
from sim.report.calibration.write import calibration_table, write_calibration

NAMES = ("affinity", "choice_scale", "veto", "parity")
SOURCES = ("orders of Bora", "orders of Bora", "orders of Cora", "orders of all buyers")
OBSERVED = np.array([2.0, 0.5, -1.0, 0.0])


@pytest.fixture(scope="module")
def plan():
    shipped = read_plan(Path(__file__).parents[3] / "seeds" / "calibration.yaml")
    return replace(shipped, free=dict.fromkeys(NAMES, "a toy"), stages=shipped.stages[:1])


def fit(plan, loadings):
    """One stage of a linear toy: parameters [4] times loadings [4, 4], and noise."""
    random = np.random.Generator(np.random.Philox(3))
    scores = random.standard_normal((3000, 4))
    figures = scores @ loadings + 0.4 * random.standard_normal((3000, 4))
    sample, learnt = posterior_sample(scores, figures, OBSERVED, 800, random)
    held_to = Summaries((), (), OBSERVED, SOURCES)
    found = recovery(scores, figures, 50)
    return StageFit(plan.stages[0], held_to, scores, figures, sample, learnt, found)


@pytest.fixture(scope="module")
def fitted(plan):
    """Of affinity much is learnt, of choice_scale and veto their sum, of parity nothing."""
    loadings = np.zeros((4, 4))
    loadings[0, 0], loadings[1, 2], loadings[2, 2] = 1.0, 1.0, 1.0
    return fit(plan, loadings)


def test_rows_are_in_order_of_what_was_learnt_and_the_unmoved_come_last(plan, fitted):
    rows = parameter_rows(plan, [fitted])
    assert rows[0].name == "affinity" and rows[-1].name == "parity"
    assert [row.informed for row in rows] == [True, True, True, False]
    narrowed = [row.narrowed for row in rows[:-1]]
    assert narrowed == sorted(narrowed, reverse=True)
    title = learnt_title(rows)
    assert "3 of 4 parameters" in title and "affinity" in title
    assert title.endswith("one stays at its prior")


def test_a_sum_that_is_known_is_a_ridge(plan, fitted):
    [first] = ridges_of(plan, [fitted])
    assert set(first.names) == {"choice_scale", "veto"} and first.correlation < -0.6
    assert "where one is higher, the other is lower" in ridges_title([first])
    assert (first.values >= first.limits[:, 0]).all()
    assert (first.values <= first.limits[:, 1]).all()


def test_pulls_add_up_over_the_figures_of_a_source(plan, fitted):
    table = pulls_of(plan, fitted)
    assert set(table.rows) == set(SOURCES) and set(table.columns) == set(NAMES[:3])
    pulls = fitted.regression.pulls(OBSERVED)
    cell = table.cells[table.rows.index("orders of Bora"), table.columns.index("affinity")]
    assert cell == pytest.approx(pulls[:2, 0].sum()) and cell > 1
    assert table.cells[table.rows.index("orders of Cora"), table.columns.index("veto")] < 0


def test_all_files_are_written_whole_and_the_plots_are_the_same_again(plan, fitted, tmp_path):
    names = ["calibration.json", "prior_posterior.png", "ridges.png", "pulls.png"]
    first, again = (write_calibration(tmp_path / word, plan, [fitted]) for word in ("a", "b"))
    assert [path.name for path in first] == names
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    told = json.loads(first[0].read_text(encoding="utf-8"))
    affinity = told["stages"][0]["parameters"]["affinity"]
    assert affinity["learnt"] > 0.8 and affinity["after"]["sd"] < 0.5
    assert 0.7 < affinity["holds"] <= 1


def test_evidence_that_says_nothing_is_drawn_as_such(plan, tmp_path):
    nothing = fit(plan, np.zeros((4, 4)))
    rows = parameter_rows(plan, [nothing])
    assert not any(row.informed for row in rows)
    assert learnt_title(rows) == "The evidence informs none of the 4 parameters"
    assert pulls_of(plan, nothing) is None and ridges_of(plan, [nothing]) == []
    assert all(path.is_file() for path in write_calibration(tmp_path, plan, [nothing]))


def test_the_table_has_a_line_for_each_parameter_and_says_how_often_it_holds(plan, fitted):
    lines = calibration_table(plan, [fitted]).splitlines()
    assert [line.split()[0] for line in lines[1:5]] == list(NAMES)
    assert "holds" in lines[0] and "50 of choices" in lines[-1]


def test_intervals_that_are_far_too_narrow_are_warned_of(plan, fitted):
    assert "Warning" not in calibration_table(plan, [fitted])
    ranks = np.where(np.arange(50)[:, None] < 30, 0.5, 0.99) * np.ones(4)
    sure = replace(fitted, recovered=replace(fitted.recovered, ranks=ranks))
    assert "stage choices hold in 60% of cases only" in calibration_table(plan, [sure])
