"""A plan: what is wrong with it is said with its place, and the shipped one is right."""

from pathlib import Path

import pytest

from sim.base.distributions import Constant, Normal
from sim.base.parameters import PARAMETERS
from sim.base.problems import InputError
from sim.calibration.plan import LAST_FITTED, read_plan
from sim.calibration.run import targets_of
from sim.claims import load_ledger
from sim.experiment.case import build_case

SHIPPED = Path(__file__).parents[2] / "seeds" / "calibration.yaml"


@pytest.fixture(scope="module")
def shipped():
    return read_plan(SHIPPED)


def told(file):
    """What reading a plan complains of, with the file's name alone."""
    with pytest.raises(InputError) as caught:
        read_plan(file)
    return str(caught.value).replace(f"{file.parent}/", "")


TARGETS = "targets: {to: 2016, worlds: 100, nats: 1, claims: [Q1]}\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("own_rival: -3.5", "own_rivall: -3.5",
         "plan.yaml:6:29: unknown parameter 'own_rivall'; did you mean 'own_rival'?"),
        ("size: 300", "sise: 300",
         "plan.yaml:4:1: unknown key 'sise' in a calibration; did you mean 'size'?"),
        ("size: 300\n", "",
         "plan.yaml:1:1: a calibration lacks 'size': rows of the posterior sample"),
        ("{to: 2015, cap", "{to: 2018, cap",
         "plan.yaml:9:14: nothing after 2017 may be looked at: it is held out"),
        ("{to: 2015, cap", "{to: 2017, cap",
         "plan.yaml:9:14: to must lie within the scenario's years, 2010-2016"),
        ("cap: 100,", "cap: 0,", "plan.yaml:9:25: cap must be "),
        ("count: alike}\n", "count: alike}\n" + TARGETS.replace("Q1", "Q1b"),
         "claims must name a target; 'Q1b' is none"),
        ("count: alike}\n", "count: alike}\n" + TARGETS.replace("2016", "2018"),
         "plan.yaml:10:15: nothing after 2017 may be looked at"),
        ("count: alike}\n", "count: alike}\n" + TARGETS.replace("nats: 1", "nats: -1"),
         "nats must be "),
        ("count: alike}\n", "count: alike}\n" + TARGETS,
         "plan.yaml:10:10: claim Q1 cannot be asked: the theatre has no buyer Pak"),
        ("count: alike", "count: twice", "count must be one of: alike, by volume"),
        ("seed: 5", "seed: [5", "plan.yaml:4:5: "),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_write(plan_file, before, after, expected):
    text = plan_file.read_text(encoding="utf-8")
    assert before in text
    plan_file.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        plan = read_plan(plan_file)
        targets_of(plan, build_case(plan.scenario).theatre)
    assert expected in str(caught.value).replace(f"{plan_file.parent}/", "")


def test_every_mistake_is_told_at_once(plan_file):
    text = plan_file.read_text(encoding="utf-8")
    text = text.replace("own_rival:", "own_rivall:").replace("size: 300", "size: many")
    plan_file.write_text(text, encoding="utf-8")
    assert told(plan_file).count("plan.yaml:") == 2


def test_a_plan_or_a_scenario_that_is_not_there_is_named(plan_file):
    assert "nothing.yaml" in told(plan_file.with_name("nothing.yaml"))
    (plan_file.parent / "scenario.yaml").unlink()
    assert "scenario.yaml" in told(plan_file)


def test_weights_that_a_register_gave_get_the_weak_prior(shipped):
    for name, row in PARAMETERS.items():
        if isinstance(shipped.scenario.settings.get(name, row.prior), Constant):
            assert name not in shipped.priors
        elif row.reason and row.evidence == "†" and row.on_record:
            assert shipped.priors[name] == Normal(0.0, 2.0)
        else:
            assert shipped.priors[name] == row.prior


def test_a_prior_of_the_plan_comes_before_all_others(plan_file):
    text = plan_file.read_text(encoding="utf-8")
    given = "{choice_scale: 1, habit_class: {normal: {mean: 1, sd: 3}}"
    plan_file.write_text(text.replace("{choice_scale: 1", given), encoding="utf-8")
    assert read_plan(plan_file).priors["habit_class"] == Normal(1.0, 3.0)


def test_the_shipped_plan_is_fitted_to_targets_up_to_2017_alone(shipped):
    theatre = build_case(shipped.scenario).theatre
    assert shipped.orders.last_year <= LAST_FITTED and shipped.targets.last_year <= LAST_FITTED
    asked = targets_of(shipped, theatre)
    assert {item.claim.id for item in asked} == set(shipped.targets.claims)
    validation = {claim.id for claim in load_ledger().with_role("validation")}
    for item in asked:
        assert item.claim.role == "target" and item.claim.id not in validation
        assert item.claim.observed is not None
        assert all(last <= LAST_FITTED for _, last in item.measure.windows.values())
    assert max(order.year for order in theatre.dated_orders) <= LAST_FITTED
