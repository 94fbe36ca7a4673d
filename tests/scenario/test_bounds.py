"""Parameters keep their sense: shares stay shares, spreads are not negative."""

import pytest
from sim.scenario.bounds import bounds_of, out_of_bounds
from sim.scenario.fields import Number

from sim.base.parameters import PARAMETERS

SHARES = ("idle_discount", "bidding_discount", "world_share_feedback", "demand_persistence")
SPREADS = ("demand_year_sd", "demand_slow_sd", "deal_price_sd", "world_share_drift")
POSITIVE = ("choice_scale", "capacity_slack")


def setting(name, value):
    return f"title: x\nset:\n  {name}: {value}\n"


@pytest.mark.parametrize("name", SHARES)
@pytest.mark.parametrize("value", ["1", "-0.01", "{uniform: {from: 0, to: 1.1}}"])
def test_a_share_lies_from_0_to_below_1(mistakes, name, value):
    (problem,) = mistakes(setting(name, value))
    assert problem.startswith(f"s.yaml:3:{len(name) + 5}: {name} must be a number from 0 to below")


@pytest.mark.parametrize("name", SPREADS)
def test_a_spread_is_not_below_0(mistakes, loaded, name):
    assert loaded(setting(name, "0")).settings[name].central == 0
    (problem,) = mistakes(setting(name, "-0.1"))
    assert problem.endswith(f"{name} must be a number of 0 or more, not -0.1")


@pytest.mark.parametrize("name", POSITIVE)
def test_a_factor_is_above_0(mistakes, name):
    (problem,) = mistakes(setting(name, "0"))
    assert problem.endswith(f"{name} must be a number above 0, not 0")


@pytest.mark.parametrize(
    ("prior", "reach"),
    [
        ("{normal: {mean: 0.5, sd: 0.2}}", "-0.118"),
        ("{normal: {mean: 0.8, sd: 0.1}}", "1.11"),
        ("{lognormal: {median: 0.3, p95: 0.8}}", "1.89"),
        ("{triangular: {from: -1, mode: 0.5, to: 0.9}}", "-0.947"),
        ("{triangular: {from: 0, mode: 1, to: 1}}", "1"),
    ],
)
def test_a_prior_must_lie_within_but_for_one_draw_in_a_thousand(mistakes, prior, reach):
    (problem,) = mistakes(setting("idle_discount", prior))
    assert problem == (
        f"s.yaml:3:18: idle_discount must be a number from 0 to below 1; this prior reaches {reach}"
    )


def test_a_prior_that_all_but_touches_its_bounds_is_taken(loaded):
    assert loaded(setting("idle_discount", "{uniform: {from: 0, to: 1}}")).settings
    assert loaded(setting("idle_discount", "{normal: {mean: 0.5, sd: 0.15}}")).settings


def test_a_prior_too_wide_to_draw_from_is_a_problem_for_any_parameter(mistakes):
    (problem,) = mistakes(setting("parity", "{lognormal: {median: 1, p95: 1e+300}}"))
    assert problem == "s.yaml:3:11: this prior of parity is too wide to draw numbers from"


def test_an_inherited_setting_is_blamed_where_it_was_written(here, mistakes):
    (here / "p.yaml").write_text(setting("idle_discount", 1))
    assert mistakes("extends: p.yaml\n")[0].startswith("p.yaml:3:18: idle_discount")


def test_other_parameters_take_any_number(loaded):
    assert loaded(setting("parity", -1e9)).settings["parity"].central == -1e9


def test_every_bound_is_of_a_parameter_and_its_own_prior_keeps_it():
    bounded = {name for name in PARAMETERS if bounds_of(name) != Number()}
    assert bounded >= {*SHARES, *SPREADS, *POSITIVE}
    for name, parameter in PARAMETERS.items():
        assert out_of_bounds(name, parameter.prior) is None
