"""A calibration from end to end, on a theatre so small that it takes a second."""

import numpy as np

from sim.base.distributions import Constant
from sim.calibration.run import calibrate, last_year_of, steps_of, told
from sim.experiment.case import build_case
from sim.experiment.posterior import load_posterior


def nothing(_):
    return None


def test_a_plan_leaves_a_posterior_of_all_that_was_told(plan, tmp_path):
    done = calibrate(plan, tmp_path, 1, nothing)
    found = load_posterior(tmp_path / "posterior.parquet")
    names = told(done)
    assert found.events == ("closer", "dearer")  # the third comes later
    assert {"habit_class", "affinity", "choice_scale", "event_spread"} <= set(found.names)
    assert set(found.names) == {n for n in names if not n.startswith("event ")} | set(
        plan.scenario.settings
    )
    assert found.values.shape == (plan.size, len(found.names))
    assert found.scores.shape == (plan.size, 2)
    assert found.made_from["last year"] == last_year_of(plan) == 2015 and steps_of(plan) == 0
    assert found.stale(build_case(plan.scenario).theatre) == []
    for name, prior in plan.scenario.settings.items():
        assert isinstance(prior, Constant)
        assert (found.values[:, found.names.index(name)] == prior.value).all()
    column = found.values[:, found.names.index("habit_class")]
    place = done.alike.names.index("habit_class")
    assert abs(column.mean() - done.alike.values[place]) < 4 * done.alike.errors[place] / np.sqrt(
        plan.size
    )


def test_threads_change_no_byte_of_the_posterior(plan, tmp_path):
    for threads in (1, 2):
        calibrate(plan, tmp_path / str(threads), threads, nothing)
    files = [tmp_path / str(threads) / "posterior.parquet" for threads in (1, 2)]
    assert files[0].read_bytes() == files[1].read_bytes()
