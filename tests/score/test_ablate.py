"""Ablation: what is off already costs exactly nothing, and threads change no byte."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.claims import Claims
from sim.experiment.case import build_case
from sim.experiment.variants import switched_off
from sim.scenario import load
from sim.score.ablate import _case_of, ablate, plan_ablation
from sim.score.ablation_files import write_ablation
from sim.score.asked import NothingToAskError, answers, cut_to
from sim.score.losses import ALL_TARGETS, Loss
from tests.shipped import LEDGER

SOME = ("rival_sales", "quality", "all of habit", "events off", "rivals permuted")
SHORT = replace(cut_to(load("history"), 2013), worlds=16)


@pytest.fixture(scope="module")
def plan():
    return plan_ablation(SHORT, LEDGER)


@pytest.fixture(scope="module")
def found(plan):
    return ablate(plan, 1, only=SOME)


def overall(found, variant):
    [loss] = [loss for loss in found.overall() if loss.variant == variant]
    return loss


def test_what_is_off_already_loses_exactly_nothing():
    off = replace(SHORT, settings={"rival_sales": Constant(0.0)})
    again = ablate(plan_ablation(off, LEDGER), 1, only=["rival_sales"])
    assert again.losses
    assert all(loss.loss == loss.low == loss.high == 0.0 for loss in again.losses)
    assert all(loss.effect == "none" for loss in again.losses)


def test_a_mechanism_that_no_event_uses_loses_exactly_nothing(found):
    assert overall(found, "quality").loss == 0.0
    assert found.felt_most("quality") is None


def test_without_habit_the_score_is_worse_beyond_doubt(found):
    loss = overall(found, "all of habit")
    assert loss.effect == "worse" and loss.low < loss.loss < loss.high
    assert loss.score == pytest.approx(found.own_mean + loss.loss)


def test_without_events_the_score_is_the_scale_itself(found):
    for loss in found.losses:
        if loss.variant == "events off":
            assert loss.score == pytest.approx(1.0)


def test_the_placebo_differs_from_the_model_and_from_no_rivals(found):
    placebo = {loss.claim: loss.loss for loss in found.losses if loss.kind == "placebo"}
    off = {loss.claim: loss.loss for loss in found.losses if loss.variant == "rival_sales"}
    assert any(loss != 0.0 for loss in placebo.values()) and placebo != off


def test_all_targets_together_are_the_mean_of_each(found):
    for variant in SOME:
        single = [
            loss.loss for loss in found.losses if loss.variant == variant and loss.role == "target"
        ]
        assert len(single) == found.targets
        assert overall(found, variant).loss == pytest.approx(sum(single) / len(single))


def test_a_case_that_differs_in_parameters_alone_is_the_one_built_anew(plan):
    off = switched_off(plan.short, ["embargo", "idle_discount"])
    shared = _case_of(off, build_case(plan.short, plan.theatre))
    one, other = (
        answers(case, plan.asked, 1, lambda done: None) for case in (shared, build_case(off))
    )
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_the_plan_counts_all_worlds(plan):
    done = []
    ablate(plan, 1, done.append, only=SOME[:1])
    assert sum(done) == 3 * SHORT.worlds  # the scenario, its scale, and the variant
    assert plan.worlds == (len(plan.variants) + 2) * SHORT.worlds


def test_only_the_years_that_are_asked_about_are_simulated():
    whole = replace(load("history"), worlds=2)
    assert plan_ablation(whole, LEDGER).short.last_year < whole.last_year


def test_threads_change_no_byte(plan, found, tmp_path):
    write_ablation(tmp_path / "one", found, {"run": "x"})
    write_ablation(tmp_path / "two", ablate(plan, 2, only=SOME), {"run": "x"})
    for name in ("ablation.csv", "ablation.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_nothing_to_ask_is_said():
    with pytest.raises(NothingToAskError):
        plan_ablation(SHORT, Claims((), (), ""))


@pytest.mark.parametrize(
    ("low", "high", "effect"),
    [(0.1, 0.2, "worse"), (-0.2, -0.1, "better"), (-0.1, 0.1, "unclear"), (0.0, 0.0, "none")],
)
def test_an_interval_tells_the_effect(low, high, effect):
    middle = (low + high) / 2
    loss = Loss("v", "parameter", "habit", ALL_TARGETS, "", 1.0, middle, low, high, 0.0)
    assert loss.effect == effect
