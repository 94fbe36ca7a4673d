"""Orders as evidence: what the engine shows of them, the likelihood's slopes, its peak."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.distributions import Normal
from sim.calibration.belief import belief_after
from sim.calibration.laplace import find_peak
from sim.calibration.orders import order_evidence
from sim.calibration.recovery import recover
from sim.calibration.scores import slopes_of, values_of
from sim.experiment.case import build_case


@pytest.fixture(scope="module")
def theatre(plan):
    return build_case(plan.scenario).theatre


@pytest.fixture(scope="module")
def evidence(plan, theatre):
    return order_evidence(plan.scenario, theatre, plan.priors, plan.orders.last_year)


@pytest.fixture(scope="module")
def peak(evidence):
    return find_peak(evidence, None)


def test_every_order_up_to_the_last_year_counts_once(plan, theatre, evidence):
    single = [o for o in theatre.dated_orders if o.buyer not in theatre.aggregates]
    counted = [o for o in single if o.year <= plan.orders.last_year]
    assert 0 < len(counted) < len(single)
    assert len(evidence.tiv) + evidence.left_out == len(counted)


def test_unknowns_are_weights_that_differ_and_events_that_were(evidence):
    assert {"habit_class", "affinity", "alignment_shift", "domestic_cost"} <= set(evidence.weights)
    assert not {"choice_scale", "own_rival", "quality", "veto"} & set(evidence.priors)
    assert evidence.events == ("closer", "dearer")  # the third one comes after the last order
    assert list(evidence.priors)[-2:] == ["event closer", "event dearer"]


def test_orders_after_the_last_year_change_nothing(plan, theatre, evidence):
    early = tuple(o for o in theatre.dated_orders if o.year <= plan.orders.last_year)
    cut = replace(theatre, dated_orders=early)
    again = order_evidence(plan.scenario, cut, plan.priors, plan.orders.last_year)
    assert np.array_equal(again.terms, evidence.terms) and np.array_equal(again.tiv, evidence.tiv)
    assert np.array_equal(again.chance, evidence.chance)


def test_slopes_are_those_of_the_likelihood(evidence):
    scores = np.random.default_rng(1).normal(0.0, 0.5, len(evidence.priors))
    counts = np.random.default_rng(2).uniform(0.5, 2.0, len(evidence.tiv))
    slopes = evidence.ln_likelihood(scores, counts)[1].sum(axis=0)
    for d, name in enumerate(evidence.priors):
        step = np.zeros(len(scores))
        step[d] = 1e-3
        above, below = (evidence.ln_likelihood(scores + h, counts)[0] for h in (step, -step))
        assert slopes[d] == pytest.approx((above - below) / 2e-3, rel=1e-3, abs=1e-4), name


def test_the_peak_is_the_highest_point_and_its_errors_fit_the_curve(evidence, peak):
    counts = np.ones(len(evidence.tiv))

    def height(scores):
        return evidence.ln_likelihood(scores, counts)[0] - 0.5 * scores @ scores

    top = height(peak.scores)
    for d in range(len(peak.names)):
        step = np.zeros(len(peak.names))
        step[d] = 0.1
        assert max(height(peak.scores + step), height(peak.scores - step)) < top
    random = np.random.default_rng(3)
    for _ in range(5):  # half a squared distance in errors, in nats
        off = np.linalg.cholesky(peak.laplace) @ random.normal(0.0, 0.3, len(peak.names))
        expected = 0.5 * off @ np.linalg.solve(peak.laplace, off)
        assert top - height(peak.scores + off) == pytest.approx(expected, rel=0.15)


def test_errors_are_the_larger_of_both_kinds(peak):
    errors = np.sqrt(np.diag(peak.covariance))
    assert np.allclose(errors, np.maximum(np.sqrt(np.diag(peak.laplace)), peak.clustered))


def test_without_orders_of_a_kind_the_prior_stands(evidence):
    none = replace(
        evidence, situation=evidence.situation[:1], supplier=evidence.supplier[:1],
        tiv=evidence.tiv[:1],
    )  # fmt: skip
    bare = find_peak(none, None)
    assert np.abs(bare.scores).max() < 1.5
    errors = np.sqrt(np.diag(bare.laplace))
    assert errors.max() < 1.2  # a single order tells something of a wide prior, and of few
    assert np.median(errors) == pytest.approx(1, abs=0.1)


def test_volumes_count_up_to_a_cap_and_together_for_what_they_are_worth(evidence, peak):
    by_volume = find_peak(evidence, 100.0)
    weigh = np.minimum(evidence.tiv, 100.0)
    assert by_volume.orders == pytest.approx(weigh.sum() ** 2 / (weigh**2).sum())
    assert by_volume.orders < peak.orders == len(evidence.tiv)
    alike = find_peak(replace(evidence, tiv=np.minimum(evidence.tiv, 1.0) * 0 + 30.0), 100.0)
    assert alike.orders == pytest.approx(len(evidence.tiv))


def test_what_is_believed_has_the_peak_where_orders_tell_and_priors_elsewhere(plan, peak):
    belief = belief_after(plan, peak)
    assert list(belief.priors)[-2:] == ["event closer", "event dearer"]
    covariance = belief.root @ belief.root.T
    for d, name in enumerate(belief.priors):
        if name in peak.names:
            place = peak.names.index(name)
            assert belief.mean[d] == peak.scores[place]
            assert covariance[d, d] == pytest.approx(peak.covariance[place, place])
        else:
            assert belief.mean[d] == 0 and covariance[d, d] == 1
            assert np.count_nonzero(covariance[d]) == 1
    assert (belief.moved(np.eye(len(belief.mean))[0]).mean != belief.mean).any()


def test_scores_are_worth_the_quantiles_of_their_priors():
    priors = {"a": Normal(1.0, 2.0)}
    assert values_of(np.array([[0.5]]), priors)[0, 0] == pytest.approx(2.0)
    assert slopes_of(np.array([0.5]), priors)[0] == pytest.approx(2.0)


def test_known_parameters_are_found_again(plan, peak):
    """Intervals of 90% hold the truth about as often, in orders simulated by the engine."""
    found = recover(plan, belief_after(plan, peak), peak.names, 8, lambda _: None)
    known = ~np.isnan(found.off)
    tried = known.sum()
    held = (np.abs(found.off[known]) <= 1.645).mean()
    assert tried > 80
    # Estimates of one set of orders hang together: allow for twice the error of a plain rate.
    assert held == pytest.approx(0.9, abs=2 * 3 * np.sqrt(0.09 / tried))
    assert np.nanmean(found.off**2) < 1.6
