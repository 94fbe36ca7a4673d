"""What a calibration leaves to read: table, file and plots say what the numbers say."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sim.calibration.recovery import Recovery
from sim.calibration.run import calibrate
from sim.calibration.targets import Tilt
from sim.report.calibration.learnt_figure import learnt_title, parameter_rows
from sim.report.calibration.pulls_figure import pulls_of, pulls_title
from sim.report.calibration.ridges_figure import ridges_of, ridges_title
from sim.report.calibration.write import calibration_table, recovery_table, write_calibration
from tests.calibration.conftest import plan  # noqa: F401


@pytest.fixture(scope="module")
def done(plan, tmp_path_factory):  # noqa: F811
    """A calibration to whose stage A a step toward two targets is added by hand."""
    found = calibrate(plan, tmp_path_factory.mktemp("fit"), 1, lambda _: None)
    step = np.zeros(len(found.posterior.mean))
    place = list(found.posterior.priors).index("veto")
    step[place] = 1.5
    slopes = np.zeros((2, len(step)))
    slopes[:, place] = (-0.3, -0.1)
    tilt = Tilt(("Q1", "Q2"), slopes, step != 0, step, (0.9, 0.8),
                np.array([0.5, 0.4]), np.array([0.4, 0.4]))  # fmt: skip
    moved = found.posterior.moved(step)
    random = np.random.default_rng(1)
    sample = moved.scores(random.standard_normal((400, len(step))))
    return replace(found, tilt=tilt, posterior=moved, sample=sample)


@pytest.fixture(scope="module")
def aimed(plan):  # noqa: F811
    targets = type("T", (), {"nats": 2.0, "claims": ("Q1", "Q2"), "last_year": 2016, "worlds": 10})
    return replace(plan, targets=targets())


def test_rows_are_in_order_of_what_was_learnt_and_the_unmoved_come_last(done):
    rows = parameter_rows(done)
    informed = [row.informed for row in rows]
    assert informed == sorted(informed, reverse=True) and not all(informed)
    narrowed = [row.narrowed for row in rows if row.informed]
    assert narrowed == sorted(narrowed, reverse=True)
    by_name = {row.name: row for row in rows}
    assert by_name["habit_class"].informed and by_name["veto"].informed
    assert not by_name["talk"].informed
    assert by_name["veto"].scores[2] == pytest.approx(1.5, abs=0.3)
    assert rows[0].name in learnt_title(rows)


def test_weak_priors_are_shown_beside_the_table_s(done):
    row = next(row for row in parameter_rows(done) if row.name == "habit_class")
    place = done.alike.names.index("habit_class")
    expected = (done.alike.values[place] - 0.311) / 0.027  # of the table
    assert row.scores[2] == pytest.approx(expected, abs=1.0) and row.prior == "0.27 to 0.36"


def test_the_strongest_pair_is_told_first(done):
    found = ridges_of(done)
    sizes = [abs(one.correlation) for one in found]
    assert sizes == sorted(sizes, reverse=True) and found[0].names[0] in ridges_title(found)
    one = found[0]
    columns = [list(done.posterior.priors).index(name) for name in one.names]
    drawn = np.corrcoef(done.sample[:, columns].T)[0, 1]
    assert drawn == pytest.approx(one.correlation, abs=0.1)


def test_pulls_of_buyers_balance_the_prior_and_those_of_targets_are_the_step(done):
    orders, targets = pulls_of(done)
    column = orders.columns.index("habit_class")
    place = done.alike.names.index("habit_class")
    error = np.sqrt(done.alike.laplace[place, place])
    balance = done.alike.laplace[place] @ done.alike.scores / error
    assert orders.cells[:, column].sum() == pytest.approx(balance, abs=0.02)
    assert targets.columns == ("veto",) and targets.rows == ("Q1", "Q2")
    assert targets.cells[:, 0] == pytest.approx([1.125, 0.375])
    assert "Q1 pulls hardest, veto up" in pulls_title([orders, targets])


def test_all_files_are_written_whole_and_the_plots_are_the_same_again(aimed, done, tmp_path):
    first, again = (write_calibration(tmp_path / word, aimed, done) for word in ("a", "b"))
    names = [path.name for path in first]
    assert {"calibration.json", "prior_posterior.png", "ridges.png", "pulls.png"} <= set(names)
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    told = json.loads(first[0].read_text(encoding="utf-8"))
    assert told["targets"]["crps"] == {"Q1": [0.5, 0.4], "Q2": [0.4, 0.4]}
    assert told["targets"]["moved"] == {"veto": 1.5} and told["parameters"]["veto"]["alike"] is None
    estimate, error, by_buyer = told["parameters"]["affinity"]["alike"]
    assert error >= by_buyer > 0 and abs(estimate) < 5


def test_the_table_has_estimates_errors_and_what_the_step_brought(aimed, done):
    text = calibration_table(aimed, done)
    assert "habit_class" in text and "veto +1.50" in text
    assert "1.12 of 2 nats" in text and "mean ratio in fresh worlds 0.900" in text


def test_recovery_counts_only_what_was_estimated():
    found = Recovery(("a", "b"), np.array([[0.1, np.nan], [2.0, np.nan], [-1.0, 1.7], [0, 0.3]]))
    text = recovery_table(found)
    assert found.coverage(0.9) == {"a": 0.75, "b": 0.5}
    assert "66.7% of 90% intervals" in text and "4 sets" in text
