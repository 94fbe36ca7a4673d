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
        ("parity: {unform: {from: 0, to: 1}}", "3:12: unknown shape 'unform' of parity; did you"),
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
