"""Regression ABC against posteriors that are known, and its own calibration."""

import numpy as np
import pytest

from sim.calibration.recovery import recovery
from sim.calibration.regression import nearest, posterior_sample, proposals, regress
from sim.calibration.summaries import filled

WORLDS, NOISE = 8000, 0.7
CHI_SQUARE_9 = 27.9  # 9 degrees of freedom; chance exceeds it once in a thousand


def generator(seed=1):
    return np.random.Generator(np.random.Philox(seed))


@pytest.fixture(scope="module")
def linear():
    """Four parameters, of which ten figures see two; returns loadings, scores and figures."""
    random = generator()
    loadings = np.zeros((4, 10))
    loadings[:2] = random.normal(0, 0.5, (2, 10))
    scores = random.standard_normal((WORLDS, 4))
    return loadings, scores, scores @ loadings + NOISE * random.standard_normal((WORLDS, 10))


def exact(loadings, observed):
    """Mean and covariance of the posterior of a linear model with normal noise and prior."""
    covariance = np.linalg.inv(np.eye(len(loadings)) + loadings @ loadings.T / NOISE**2)
    return covariance @ loadings @ observed / NOISE**2, covariance


@pytest.mark.parametrize("truth", [(0.0, 0.0), (1.0, -1.0), (-1.5, 0.5)])
def test_a_linear_model_has_its_known_posterior(linear, truth):
    loadings, scores, figures = linear
    observed = np.array([*truth, 0.3, -0.3]) @ loadings + NOISE * generator(9).standard_normal(10)
    sample, learnt = posterior_sample(scores, figures, observed, 6000, generator())
    mean, covariance = exact(loadings, observed)
    assert sample[:, :2].mean(axis=0) == pytest.approx(mean[:2], abs=0.06)
    assert np.cov(sample[:, :2].T) == pytest.approx(covariance[:2, :2], abs=0.03)
    assert learnt.explained[:2] == pytest.approx(1 - np.diag(covariance)[:2], abs=0.05)


# pyABC 0.13.0 (sequential Monte Carlo, 1000 particles, least-squares summary statistics, 8
# generations, 14,418 worlds in the last) on the record of (1, -1) above; the exact posterior has
# mean (1.139, -0.789), standard deviations (0.457, 0.379) and covariance 0.017.
PYABC_MEAN, PYABC_SD, PYABC_COVARIANCE = (1.110, -0.768), (0.446, 0.393), 0.010


def test_another_implementation_of_abc_finds_the_same_posterior(linear):
    loadings, scores, figures = linear
    observed = np.array([1.0, -1.0, 0.3, -0.3]) @ loadings
    observed = observed + NOISE * generator(9).standard_normal(10)
    sample, _ = posterior_sample(scores, figures, observed, 6000, generator())
    assert sample[:, :2].mean(axis=0) == pytest.approx(PYABC_MEAN, abs=0.07)
    assert sample[:, :2].std(axis=0) == pytest.approx(PYABC_SD, abs=0.04)
    assert np.cov(sample[:, :2].T)[0, 1] == pytest.approx(PYABC_COVARIANCE, abs=0.03)


def test_what_the_figures_do_not_see_stays_at_its_prior(linear):
    loadings, scores, figures = linear
    observed = np.array([1.0, 1.0, 3.0, -3.0]) @ loadings
    sample, learnt = posterior_sample(scores, figures, observed, 6000, generator())
    assert list(learnt.informed) == [True, True, False, False]
    assert sample[:, 2:].mean(axis=0) == pytest.approx([0, 0], abs=0.11)  # four standard errors
    assert sample[:, 2:].std(axis=0) == pytest.approx([1, 1], abs=0.07)


def test_without_any_information_the_sample_is_the_prior():
    scores, figures = generator().standard_normal((2, 4000, 2))
    sample, learnt = posterior_sample(scores, figures, np.array([5.0, 5.0]), 4000, generator())
    assert not learnt.informed.any()
    assert sample.mean(axis=0) == pytest.approx([0, 0], abs=0.07)
    assert sample.std(axis=0) == pytest.approx([1, 1], abs=0.05)


@pytest.mark.parametrize("observed", [-0.5, 0.5, 1.5])
def test_a_bent_model_has_its_known_posterior(observed):
    """x = z + 0.3 z² + noise, against the posterior on a fine grid."""
    random, sd = generator(), 0.4
    scores = random.standard_normal((20_000, 1))
    figures = scores + 0.3 * scores**2 + sd * random.standard_normal(scores.shape)
    sample, _ = posterior_sample(scores, figures, np.array([observed]), 8000, generator())
    grid = np.linspace(-5, 5, 4001)
    weight = np.exp(-(grid**2) / 2 - (observed - grid - 0.3 * grid**2) ** 2 / (2 * sd**2))
    mean = (weight * grid).sum() / weight.sum()
    spread = np.sqrt((weight * (grid - mean) ** 2).sum() / weight.sum())
    # The record at −0.5 lies near the bend, where a second, far root of z is possible.
    assert sample.mean() == pytest.approx(mean, abs=0.15)
    assert sample.std() == pytest.approx(spread, rel=0.25)


def test_the_ranks_of_known_parameters_are_uniform(linear):
    _, scores, figures = linear
    found = recovery(scores, figures, 600)
    for column in range(4):
        counts = np.histogram(found.ranks[:, column], bins=10, range=(0, 1))[0]
        assert ((counts - 60) ** 2 / 60).sum() < CHI_SQUARE_9, column
    assert found.ranks.mean(axis=0) == pytest.approx(np.full(4, 0.5), abs=0.05)
    assert list(found.informed) == [True, True, False, False]


def test_intervals_cover_at_their_rates(linear):
    _, scores, figures = linear
    found = recovery(scores, figures, 600)
    assert found.coverage(0.5) == pytest.approx(np.full(4, 0.5), abs=0.07)
    assert found.coverage(0.9) == pytest.approx(np.full(4, 0.9), abs=0.04)


def test_recovery_notices_a_method_that_is_too_sure():
    """Figures of the table are quieter than those of the records: intervals are too narrow."""
    random = generator()
    scores = random.standard_normal((3000, 1))
    noise = np.where(np.arange(3000) < 2600, 0.2, 1.0)[:, None]
    found = recovery(scores, scores + noise * random.standard_normal((3000, 1)), 400)
    assert found.coverage(0.9)[0] < 0.6


def test_the_order_of_the_figures_changes_nothing(linear):
    loadings, scores, figures = linear
    observed = np.ones(4) @ loadings
    order = generator().permutation(10)
    first, _ = posterior_sample(scores, figures, observed, 500, generator())
    second, _ = posterior_sample(scores, figures[:, order], observed[order], 500, generator())
    assert second == pytest.approx(first, abs=1e-9)


def test_figures_that_never_vary_are_harmless(linear):
    loadings, scores, figures = linear
    observed = np.ones(4) @ loadings
    more = np.column_stack([np.zeros(WORLDS), figures, np.full(WORLDS, 7.0)])
    first, _ = posterior_sample(scores, figures, observed, 500, generator())
    second, learnt = posterior_sample(scores, more, np.array([3, *observed, -1]), 500, generator())
    assert second == pytest.approx(first, abs=1e-9)
    assert not learnt.pulls(np.array([3, *observed, -1]))[[0, -1]].any()


def test_equal_generators_give_equal_bits(linear):
    loadings, scores, figures = linear
    samples = [
        posterior_sample(scores, figures, np.ones(4) @ loadings, 300, generator(4))[0]
        for _ in range(2)
    ]
    assert samples[0].tobytes() == samples[1].tobytes()


def test_a_record_that_the_model_cannot_reach_is_taken_at_the_edge(linear):
    """Figures count to three standard deviations; beyond, a record pulls no further."""
    loadings, scores, figures = linear
    far = 50 * np.sign(loadings[0])
    learnt = regress(scores, figures)
    assert learnt.statistics(far[None])[0] == pytest.approx(learnt.statistics(2 * far[None])[0])


def test_pulls_add_up_to_the_statistic_of_the_record(linear):
    loadings, scores, figures = linear
    observed, learnt = np.ones(4) @ loadings, regress(scores, figures)
    total = learnt.pulls(observed).sum(axis=0) + learnt.centre
    assert total == pytest.approx(learnt.statistics(observed[None])[0])


def test_the_nearest_worlds_are_kept_and_weigh_the_more_the_nearer_they_are():
    away = np.arange(-50.0, 50.0)[:, None]
    near, weights = nearest(away)
    assert sorted(np.abs(away[near, 0])) == sorted(np.abs(away[:, 0]))[:30]
    assert (np.diff(weights) <= 0).all() and weights[0] == 1 and weights[-1] == 0


def test_proposals_keep_mean_and_covariance(linear):
    sample = linear[1][:, :2] @ np.array([[1.0, 0.5], [0.0, 0.3]]) + 2.0
    drawn = proposals(sample, 40_000, generator())
    assert drawn.mean(axis=0) == pytest.approx(sample.mean(axis=0), abs=0.03)
    assert np.cov(drawn.T) == pytest.approx(np.cov(sample.T), abs=0.04)


def test_what_is_undefined_in_some_worlds_takes_the_mean_of_the_others():
    gaps = np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])
    assert filled(gaps).tolist() == [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
