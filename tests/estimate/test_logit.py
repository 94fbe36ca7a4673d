"""Conditional logit: known weights come back, with the errors that they should have."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.estimate.logit import Sample, fit_logit, log_likelihood

NAMES = ("price", "habit", "pact")
TRUTH = np.array([-0.8, 0.5, 1.2])


def invent(seed: int, situations: int = 800, each: int = 3, alternatives: int = 6) -> Sample:
    """Choices made with the weights ``TRUTH``, one to five alternatives closed at random."""
    draw = np.random.default_rng(seed)
    terms = draw.normal(size=(situations, alternatives, 3))
    terms[:, :, 2] = terms[:, :, 2] > 0.5
    situation = np.repeat(np.arange(situations), each)
    n = len(situation)
    open_ = draw.random((n, alternatives)) < 0.7
    open_[np.arange(n), draw.integers(0, alternatives, n)] = True
    utility = (terms @ TRUTH)[situation] + draw.gumbel(size=(n, alternatives))
    chosen = np.where(open_, utility, -np.inf).argmax(axis=1)
    return Sample(terms, situation, open_, chosen, np.ones(n), np.arange(n))


def likelihood(sample: Sample, weights: np.ndarray) -> float:
    """ln(likelihood), one choice after another."""
    total = 0.0
    for n, chosen in enumerate(sample.choice):
        value = sample.terms[sample.situation[n]] @ weights
        total += sample.weight[n] * (value[chosen] - np.log(np.exp(value[sample.open[n]]).sum()))
    return float(total)


def test_known_weights_come_back() -> None:
    fit = fit_logit(invent(1), NAMES)
    assert fit.settled and fit.not_identified == () and fit.separated == ()
    assert np.all(np.abs(fit.estimate - TRUTH) < 3 * fit.plain)
    assert np.all(fit.plain < 0.1)


def test_errors_are_as_large_as_the_estimates_scatter() -> None:
    samples = [invent(seed, situations=150) for seed in range(150)]
    fits = [fit_logit(sample, NAMES) for sample in samples]
    z = np.array([(fit.estimate - TRUTH) / fit.plain for fit in fits])
    # the spread of 150 draws is known to one part in 17
    np.testing.assert_allclose(z.std(axis=0), 1.0, atol=0.2)
    np.testing.assert_allclose(z.mean(axis=0), 0.0, atol=0.3)
    ratio = [
        2 * (fit.likelihood - log_likelihood(s, TRUTH))
        for fit, s in zip(fits, samples, strict=True)
    ]
    assert abs(np.mean(ratio) - 3) < 4 * np.sqrt(6 / 150)  # chi-square, three degrees of freedom


def test_no_weights_nearby_are_more_likely() -> None:
    sample = invent(2, situations=60)
    sample = sample._replace(weight=np.random.default_rng(0).exponential(size=180))
    fit = fit_logit(sample, NAMES)
    best = likelihood(sample, fit.estimate)
    assert best == pytest.approx(fit.likelihood, rel=1e-12)
    assert best == pytest.approx(log_likelihood(sample, fit.estimate), rel=1e-12)
    for size in (1e-1, 1e-3):
        for step in np.concatenate(
            [np.eye(3), -np.eye(3), np.random.default_rng(1).normal(size=(9, 3))]
        ):
            assert likelihood(sample, fit.estimate + size * step) < best


def test_the_optimum_is_that_of_a_search_without_derivatives() -> None:
    sample = invent(3, situations=25, each=2)
    weights, width = np.zeros(3), 1.0
    while width > 1e-7:
        tried = [weights + width * step for step in (*np.eye(3), *-np.eye(3))]
        best = max(tried, key=lambda w: likelihood(sample, w))
        if likelihood(sample, best) > likelihood(sample, weights):
            weights = best
        else:
            width /= 2
    np.testing.assert_allclose(fit_logit(sample, NAMES).estimate, weights, atol=1e-5)


def test_plain_errors_follow_from_the_curvature_of_the_likelihood() -> None:
    sample = invent(4, situations=20)
    fit = fit_logit(sample, NAMES)
    h, unit = 1e-4, np.eye(3)

    def bend(up: np.ndarray, down: np.ndarray) -> float:
        ways = ((up, 1), (-up, 1), (down, -1), (-down, -1))
        return sum(sign * likelihood(sample, fit.estimate + h * way) for way, sign in ways)

    curvature = [[-bend(i + j, i - j) / (4 * h * h) for j in unit] for i in unit]
    errors = np.sqrt(np.diag(np.linalg.inv(curvature)))
    np.testing.assert_allclose(fit.plain, errors, rtol=1e-5)


def test_independent_choices_have_equal_errors_with_and_without_clusters() -> None:
    fit = fit_logit(invent(5, situations=3000), NAMES)
    np.testing.assert_allclose(fit.clustered, fit.plain, rtol=0.05)


def test_a_choice_told_four_times_doubles_nothing_but_the_plain_error() -> None:
    once = invent(6)
    told = Sample(once.terms, *(np.concatenate([part] * 4) for part in once[1:]))
    one, four = fit_logit(once, NAMES), fit_logit(told, NAMES)
    np.testing.assert_allclose(four.estimate, one.estimate, atol=1e-8)
    np.testing.assert_allclose(four.plain, one.plain / 2, rtol=1e-6)
    np.testing.assert_allclose(four.clustered, one.clustered, rtol=1e-6)


@settings(max_examples=25)
@given(st.randoms(use_true_random=False), st.floats(0.1, 50))
def test_order_and_unit_of_weight_do_not_matter(shuffle, factor: float) -> None:
    sample = invent(7, situations=40)
    n = len(sample.choice)
    rows, columns, terms = list(range(n)), list(range(6)), list(range(3))
    for order in (rows, columns, terms):
        shuffle.shuffle(order)
    shuffled = Sample(
        sample.terms[:, columns][:, :, terms],
        sample.situation[rows],
        sample.open[rows][:, columns],
        np.argsort(columns)[sample.choice[rows]],
        factor * sample.weight[rows],
        sample.cluster[rows],
    )
    fit, other = fit_logit(sample, NAMES), fit_logit(shuffled, tuple(NAMES[i] for i in terms))
    np.testing.assert_allclose(other.estimate, fit.estimate[terms], atol=1e-6)
    np.testing.assert_allclose(other.clustered, fit.clustered[terms], rtol=1e-5)


def test_what_all_alternatives_share_and_what_adds_up_is_named_and_left_out() -> None:
    sample = invent(8)
    same = np.repeat(np.arange(800.0)[:, None, None], 6, axis=1)
    total = sample.terms.sum(axis=2, keepdims=True) + same
    wide = sample._replace(terms=np.concatenate([same, sample.terms, total], axis=2))
    fit = fit_logit(wide, ("year", *NAMES, "sum"))
    assert fit.not_identified == ("year", "sum")
    np.testing.assert_allclose(fit.estimate[1:4], fit_logit(sample, NAMES).estimate, atol=1e-8)
    assert np.isnan(fit.estimate[[0, 4]]).all()


def test_a_weight_without_bound_is_named_and_spoils_no_other() -> None:
    sample = invent(9)
    shunned = np.zeros((800, 6, 1))
    for n in range(0, len(sample.choice), 10):
        other = (sample.choice[n] + 1) % 6
        taken = sample.choice[sample.situation == sample.situation[n]]
        shunned[sample.situation[n], other] = float(other not in taken)
    wide = sample._replace(terms=np.concatenate([sample.terms, shunned], axis=2))
    fit = fit_logit(wide, (*NAMES, "enemy"))
    assert fit.separated == ("enemy",)
    assert fit.settled
    assert fit.estimate[3] < -10
    assert np.isinf(fit.clustered[3])
    assert np.all(np.abs(fit.estimate[:3] - TRUTH) < 3.5 * fit.plain[:3])


def test_choices_that_cannot_have_been_made_are_refused() -> None:
    sample = invent(10, situations=5)
    closed = sample.open.copy()
    closed[3, sample.choice[3]] = False
    with pytest.raises(ValueError, match="not open"):
        fit_logit(sample._replace(open=closed), NAMES)
    nothing = Sample(sample.terms, *(part[:0] for part in sample[1:]))
    with pytest.raises(ValueError, match="no choices"):
        fit_logit(nothing, NAMES)
