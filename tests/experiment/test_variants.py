"""Variants of a scenario: what each of them lacks, and that it lacks nothing else."""

from dataclasses import replace

from sim.base.distributions import Constant
from sim.base.parameters import GROUPS, PARAMETERS
from sim.experiment.case import draw_parameters
from sim.experiment.variants import (
    MECHANISMS,
    ablations,
    from_prior,
    habit_only,
    habit_only_in_words,
    off_values,
    switched_off,
    without_events,
    wrong_sign,
)
from tests.shipped import HISTORY


def test_the_habit_only_model_has_no_event_and_all_but_habit_and_noise_off():
    bare = habit_only(HISTORY)
    assert bare.events == ()
    drawn, whole = draw_parameters(bare, 0, 3), draw_parameters(HISTORY, 0, 3)
    for name, row in PARAMETERS.items():
        if GROUPS[row.group].habitual or row.off is None:
            assert (drawn[name] == whole[name]).all(), name
        else:
            assert (drawn[name] == row.off).all(), name


def test_what_is_said_of_the_habit_only_model_is_so():
    said, bare = habit_only_in_words(), habit_only(HISTORY)
    assert said["off"] == {name: value.central for name, value in bare.settings.items()}
    assert set(said["kept"]) == set(PARAMETERS) - set(said["off"])
    assert {"habit_class", "choice_scale", "willingness_base"} <= set(said["kept"])


def test_what_is_switched_off_leaves_all_other_draws_alone():
    drawn = draw_parameters(switched_off(HISTORY, ["rival_sales"]), 0, 4)
    whole = draw_parameters(HISTORY, 0, 4)
    assert (drawn["rival_sales"] == 0.0).all()
    assert all((drawn[name] == whole[name]).all() for name in PARAMETERS if name != "rival_sales")


def test_every_mechanism_is_turned_off_once_then_groups_events_and_the_placebo():
    found = ablations(HISTORY)
    assert len({variant.name for variant in found}) == len(found)
    singles = [v.name for v in found if v.kind in ("parameter", "noise")]
    assert singles == list(off_values())
    assert [v.group for v in found if v.kind == "group"] == list(MECHANISMS)
    assert {row.group for row in PARAMETERS.values()} == set(GROUPS)
    assert [v.kind for v in found[-3:]] == ["events", "events", "placebo"]
    trials = [v.scenario.settings for v in found if v.kind == "trial"]
    off_by_default = {name: row for name, row in PARAMETERS.items() if row.trial is not None}
    assert trials == [{name: row.trial} for name, row in off_by_default.items()]
    assert all(row.prior == Constant(row.off) for row in off_by_default.values())
    assert found[-1].scenario == replace(HISTORY, rivals="permuted")


def test_the_wrong_sign_turns_shifts_and_nothing_else():
    turned = wrong_sign(HISTORY)
    for before, after in zip(HISTORY.events, turned.events, strict=True):
        if "shift" in before.values:
            assert after.values["shift"] == -before.values["shift"]
        else:
            assert after == before
    assert wrong_sign(turned) == HISTORY


def test_the_prior_is_the_scenario_without_settings_of_its_own():
    prior = replace(HISTORY, parameters="prior")
    assert from_prior(HISTORY) == from_prior(prior) == prior != HISTORY
    own = replace(HISTORY, settings={"veto": Constant(0.0)}, parameters="central")
    assert from_prior(own) == prior


def test_without_events_nothing_else_changes():
    assert replace(without_events(HISTORY), events=HISTORY.events) == HISTORY
