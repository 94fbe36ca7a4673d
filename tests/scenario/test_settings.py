import pytest

from sim.base.distributions import Constant, LogNormal, Normal, Triangular, Uniform


@pytest.mark.parametrize(
    ("text", "distribution"),
    [
        ("0", Constant(0.0)),
        ("-1e-3", Constant(-0.001)),
        ("{lognormal: {median: 1.0, p95: 2.5}}", LogNormal(1.0, 2.5)),
        ("{normal: {mean: -1, sd: 0}}", Normal(-1.0, 0.0)),
        ("{uniform: {to: 2, from: 1}}", Uniform(1.0, 2.0)),
        ("{triangular: {from: 0, mode: 1, to: 3}}", Triangular(0.0, 1.0, 3.0)),
    ],
)
def test_a_parameter_takes_a_number_or_a_prior(loaded, text, distribution):
    assert loaded(f"title: x\nset:\n  parity: {text}\n").settings == {"parity": distribution}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("price_sensitivty: 1", "3:3: unknown parameter 'price_sensitivty'; did you mean 'price_s"),
        ("zzz: 1", "3:3: unknown parameter 'zzz'; allowed: habit_class, orders_5y"),
        ("parity: true", "3:11: parity must be a finite number or a prior (normal, lognormal, un"),
        ("parity: .inf", "3:11: parity must be a finite number or a prior"),
        ("parity: much", "3:11: parity must be a finite number or a prior"),
        ("parity: [0, 1]", "3:11: parity must be a finite number or a prior"),
        ("parity:", "3:10: parity must be a finite number or a prior"),
        ("parity: {unform: {from: 0, to: 1}}", "3:12: unknown key 'unform' in parity; did you"),
        ("parity: {}", "3:11: parity has no kind; give one of: normal, lognormal, uniform, triang"),
        (
            "parity: {normal: {mean: 0, sd: 1}, uniform: {from: 0, to: 1}}",
            "3:38: parity must have one kind, not 2: normal, uniform",
        ),
        ("parity: {normal: {mean: 0}}", "3:20: normal lacks 'sd': its standard error"),
        ("parity: {normal: {mean: 0, sd: -1}}", "3:34: sd must be a number of 0 or more, not -1"),
        ("parity: {uniform: {from: 2, to: 1}}", "3:21: uniform needs from ≤ to"),
        (
            "parity: {triangular: {from: 0, mode: 4, to: 3}}",
            "3:24: triangular needs from ≤ mode ≤ to",
        ),
        ("parity: {lognormal: {median: 2, p95: 1}}", "3:23: lognormal needs median ≤ p95"),
        ("parity: {lognormal: {median: 0, p95: 1}}", "3:32: median must be a number above 0"),
    ],
)
def test_a_wrong_setting_is_one_problem_at_its_place(mistakes, line, problem):
    (found,) = mistakes(f"title: x\nset:\n  {line}\n")
    assert found.startswith(f"s.yaml:{problem}")


def test_set_must_be_a_mapping(mistakes):
    assert mistakes("title: x\nset: [parity]\n") == [
        "s.yaml:2:6: set must be a mapping from parameter to number or prior, not a list"
    ]


# --- parameters keep their sense: shares stay shares, spreads are not negative

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
