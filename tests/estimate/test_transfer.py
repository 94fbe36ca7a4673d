"""Transfer: the weights with which simulated states chose come back from what they chose.

Chances of these tests, over seeds: with 21 weights, one is beyond 3.5 standard errors in one of 100
runs, and more than 4 are beyond 2 in one of 300. Seeds are fixed, so that a test fails only if the
model or the estimation has changed.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from sim.base.arrays import Floats
from sim.estimate.choices import RECORDED_TERMS, Choices, gather, watch
from sim.estimate.logit import Fit, Sample, fit_logit, log_likelihood
from sim.estimate.transfer import refit, sample_of, weights_used
from sim.experiment.case import Case, build_case
from sim.model import noise
from sim.model.equations import demand_factor, domestic_factor, pressure, tender_rate
from sim.model.grids import array_of
from sim.model.terms import WEIGHTS
from sim.model.world import BUYERS, NOBODY, F, W, World, X
from sim.scenario import load
from tools.transfer import STEPS

pytestmark = pytest.mark.slow

# History, and technology withheld, for else nothing would show the weight of it; deals are stopped
# as often as the prior allows.
SCENARIO = """
title: t
question: q
extends: history.yaml
parameters: prior
set: {veto: 2}
events:
  - {id: kept-back, year: 2003, why: w,
     withhold: {supplier: [United States, Russia], buyer: [India, Egypt, Algeria, Saudi Arabia]}}
"""
WORLDS = range(200, 203)
FEW = 3.5  # standard errors


@dataclass(frozen=True)
class Played:
    """Some worlds with the same parameters."""

    case: Case
    p: "np.void"
    choices: Choices
    wanted: Floats  # [W, Y, B, K] tenders
    expected: Floats  # [W, Y, B, K]
    own: Fit  # of the model's own terms, among the offers


def play(case: Case, p: "np.void", worlds: range = WORLDS) -> Played:
    watched = [needs_and_choices(case, number, p) for number in worlds]
    wanted, expected, choices = zip(*watched, strict=True)
    together = gather(choices)
    return Played(case, p, together, np.array(wanted), np.array(expected), refit(together))


def needs_and_choices(
    case: Case, number: int, p: "np.void | None" = None
) -> tuple[Floats, Floats, Choices]:
    """Tenders of a world [Y, B, K], their mean, given all that had happened, and its choices."""
    wanted, expected = [], []

    def look(t: int, world: World) -> None:
        wanted.append(array_of(world, W.WANTED).copy())
        expected.append(tender_rates(t, case, world))

    choices = watch(case, number, p, look)
    return np.array(wanted), np.array(expected), choices


def tender_rates(t: int, case: Case, world: World) -> Floats:
    """Expected tenders [B, K] of year ``t`` of a world whose buyers have just assessed their need.

    Replayed tenders are their own expectation.
    """
    p, fixed, forcing = world.p[0], case.fixed, case.forcing
    packages, industry = array_of(fixed, F.PACKAGES), array_of(fixed, F.INDUSTRY)
    spending = array_of(forcing, X.SPENDING)[t] * array_of(world, W.SPENDING)
    balance, slow = array_of(world, W.BALANCE), array_of(world, W.DEMAND_SLOW)
    single, need = array_of(fixed, F.SINGLE_BUYER), array_of(forcing, X.NEED)[t]
    rates = np.zeros_like(packages)
    for b, k in np.ndindex(rates.shape):
        u = noise.uniforms(
            world.key, noise.DEMAND, fixed.first_year + t, fixed.keys[BUYERS, b], noise.NO_NAME,
            noise.NO_NAME, 0,
        )[0]  # fmt: skip
        luck = noise.normal(u), float(slow[b])
        demand = demand_factor(*luck, p["demand_year_sd"], p["demand_slow_sd"])
        much = pressure(
            float(spending[b]), p["spending_elasticity"], float(balance[b]), p["parity"],
            demand if single[b] else 1.0,
        )  # fmt: skip
        much *= domestic_factor(float(industry[b]), t, p["domestic_growth"])
        rates[b, k] = tender_rate(float(packages[b, k]), much, float(need[b, k]))
    replayed = array_of(fixed, F.RECORDED_PACKAGES)[t]
    return np.where(replayed >= 0, replayed, rates)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    path = tmp_path_factory.mktemp("transfer") / "scenario.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return build_case(load(path))


@pytest.fixture(scope="module")
def central(case: Case) -> Played:
    parameters = replace(case, scenario=replace(case.scenario, parameters="central"))
    return play(case, parameters.parameters(0, 1)[0])


@pytest.fixture(scope="module")
def drawn(case: Case) -> Played:
    return play(case, case.parameters(7, 1)[0])


@pytest.fixture(params=["central", "drawn"])
def played(request: pytest.FixtureRequest) -> Played:
    result: Played = request.getfixturevalue(request.param)
    return result


def excess(fit: Fit, sample: Sample, truth: Floats) -> float:
    """How unlikely it is that choices were made with ``truth``, as a standard normal value.

    Twice the gain in ln(likelihood) is chi-square, whose cube root is about normal (Wilson and
    Hilferty).
    """
    ratio = 2 * (fit.likelihood - log_likelihood(sample, truth))
    spread = 2 / (9 * (len(fit.names) - len(fit.not_identified)))
    mean = len(fit.names) - len(fit.not_identified)
    return float(((ratio / mean) ** (1 / 3) - (1 - spread)) / np.sqrt(spread))


def gaps(fit: Fit, truth: Floats) -> Floats:
    """Distance of each identified weight from the truth, in standard errors."""
    known = np.isfinite(fit.plain)
    return (fit.estimate - truth)[known] / fit.plain[known]


def test_the_weights_that_a_run_used_come_back(played: Played) -> None:
    fit, truth = played.own, weights_used(played.p)
    assert fit.settled
    assert fit.not_identified == ()
    # Hardly anybody buys from its own rival, and in some worlds nobody does.
    assert set(fit.separated) <= {"own_rival"}
    z = gaps(fit, truth)
    assert np.abs(z).max() < FEW
    assert (np.abs(z) > 2).sum() <= 4
    assert abs(excess(fit, sample_of(played.choices), truth)) < FEW


def test_weights_that_a_run_did_not_use_are_told_apart(central: Played, drawn: Played) -> None:
    truth, other = weights_used(central.p), weights_used(drawn.p)
    fit, sample = central.own, sample_of(central.choices)
    for j in range(len(WEIGHTS)):
        if abs(truth[j] - other[j]) > 5 * fit.plain[j]:
            wrong = truth.copy()
            wrong[j] = other[j]
            assert excess(fit, sample, wrong) > 1.5
    assert excess(fit, sample, other) > 20


def test_without_the_screening_of_offers_the_weights_would_not_come_back(central: Played) -> None:
    truth, choices = weights_used(central.p), central.choices
    among_all = sample_of(choices, screened=False)
    assert excess(fit_logit(among_all, WEIGHTS), among_all, truth) > 5


def test_a_deal_that_would_be_stopped_counts_as_no_offer_even_if_it_was_not_struck(
    central: Played,
) -> None:
    truth, choices = weights_used(central.p), central.choices
    struck_only = sample_of(replace(choices, barred=choices.stopped))
    fit = fit_logit(struck_only, WEIGHTS)
    rival_sales = WEIGHTS.index("rival_sales")
    assert (fit.estimate - truth)[rival_sales] < -FEW * fit.plain[rival_sales]


def test_tenders_come_as_often_as_their_rates_say(played: Played) -> None:
    for axes in ((0, 1, 2), (1, 2, 3), (0, 2, 3), (0, 1, 2, 3)):  # by class, world, year; in all
        wanted, expected = played.wanted.sum(axis=axes), played.expected.sum(axis=axes)
        assert np.all(np.abs(wanted - expected) < FEW * np.sqrt(expected))
    by_buyer = (played.wanted - played.expected).sum(axis=(0, 1, 3))
    variance = played.expected.sum(axis=(0, 1, 3))
    assert abs((by_buyer**2 / variance).sum() - len(variance)) < FEW * np.sqrt(2 * len(variance))
    assert len(played.choices.supplier) == played.wanted.sum()


def test_suppliers_offer_as_often_as_they_mean_to(played: Played) -> None:
    choices = played.choices
    chance = choices.chance[choices.situation]
    assert not choices.offers[chance == 0.0].any()
    made, spread = choices.offers.sum(axis=0), (chance * (1 - chance)).sum(axis=0)
    assert np.all(np.abs(made - chance.sum(axis=0)) <= FEW * np.sqrt(spread))


def test_what_was_watched_hangs_together(played: Played) -> None:
    choices = played.choices
    won = choices.supplier != NOBODY
    rows = np.flatnonzero(won)
    assert won.mean() > 0.99
    assert choices.offers[rows, choices.supplier[rows]].all()
    assert not choices.barred[rows, choices.supplier[rows]].any()
    assert not (choices.offers & ~choices.makes[choices.situation]).any()
    assert not (choices.stopped & ~(choices.offers & choices.barred)).any()
    assert choices.stopped.any()
    assert len(np.unique(choices.situation)) == len(choices.world)
    shared = [name for name in RECORDED_TERMS if name not in ("world_share", "embargo")]
    np.testing.assert_array_equal(
        choices.terms[:, :, [WEIGHTS.index(name) for name in shared]],
        choices.recorded[:, :, [RECORDED_TERMS.index(name) for name in shared]],
    )
    same = array_of(played.case.fixed, F.SAME_STATE)[choices.buyer] > 0
    assert not choices.makes[same].any()


def test_a_model_of_nothing_but_the_measured_terms_gives_them_back_from_the_record(
    central: Played,
) -> None:
    p = central.p.copy()
    for changes in STEPS.values():
        for name, value in changes.items():
            p[name] = value
    p["embargo"] = 0.0  # ln(1): closes nothing
    choices = gather(watch(central.case, number, p) for number in range(2))
    sample = sample_of(choices, recorded=True, screened=False)
    fit, truth = refit(choices, recorded=True, screened=False), weights_used(p, recorded=True)
    assert np.abs(gaps(fit, truth)).max() < FEW
    assert abs(excess(fit, sample, truth)) < FEW


def test_the_measured_terms_alone_keep_their_signs_in_the_full_model(central: Played) -> None:
    fit = refit(central.choices, recorded=True, screened=False)
    strong = ("habit_class", "orders_5y", "order_3y", "first_order", "world_share", "un_distance",
              "supplier_wealth")  # fmt: skip
    for name in strong:
        j = RECORDED_TERMS.index(name)
        assert fit.estimate[j] * central.p[name] > 0
        assert abs(fit.estimate[j]) > 2 * fit.clustered[j]


def test_replayed_tenders_are_expected_as_they_are() -> None:
    case = build_case(replace(load("recorded_tenders"), last_year=2006))
    wanted, expected, _ = needs_and_choices(case, 0)
    np.testing.assert_array_equal(wanted, expected)
