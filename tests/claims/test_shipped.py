"""The shipped ledger: complete, sourced, switchable, and at one with the theatre's own record."""

import numpy as np
import pytest

from sim.base.parameters import PARAMETERS
from sim.claims.claims import ROLES
from sim.experiment.run import recorded_measures, resolve_measure
from sim.measure.scoring import on_scale
from sim.scenario.shipped import shipped_names
from sim.theatre.load import default_theatre
from tests.shipped import HISTORY, LEDGER

THEATRE = default_theatre()
CLAIMS = [pytest.param(claim, id=claim.id) for claim in LEDGER.claims]
MEASURED = {
    claim.id: resolve_measure(claim.measure, THEATRE)
    for claim in LEDGER.claims
    if claim.measure is not None
}


def compared(claim, value):
    """A value of a claim's measure on the scale on which model and record are compared."""
    return on_scale(np.array([value]), claim.measure.kind, claim.scale)[0]


def of_role(role):
    return [pytest.param(claim, id=claim.id) for claim in LEDGER.with_role(role)]


def test_every_claim_of_the_articles_is_there():
    wanted = {f"Q{n}" for n in range(1, 28)} | {f"M{n}" for n in range(1, 25)} | {"L1", "L2"}
    assert wanted <= {claim.id for claim in LEDGER.claims}


def test_every_article_and_every_role_is_used():
    assert {key for claim in LEDGER.claims for key in claim.articles} == {*LEDGER.articles}
    assert {claim.role for claim in LEDGER.claims} == set(ROLES)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_has_a_role_someone_who_says_so_and_a_measure_or_the_reason_why_not(claim):
    assert claim.role in ROLES
    assert claim.articles or claim.sources
    assert claim.sources or claim.role == "mechanism"
    assert claim.record
    switched = claim.role == "mechanism" and claim.parameters
    assert claim.measure or claim.without or claim.events or switched


@pytest.mark.parametrize("claim", of_role("mechanism"))
def test_a_mechanism_has_a_switch_and_a_scenario_that_shows_it(claim):
    assert claim.scenario in shipped_names()
    assert claim.look_for
    assert claim.parameters or claim.without
    for name in claim.parameters:
        assert PARAMETERS[name].off is not None, f"{name} cannot be switched off"


@pytest.mark.parametrize("claim", of_role("target"))
def test_a_target_has_measure_figure_and_tolerance(claim):
    assert claim.measure is not None
    assert claim.observed is not None
    assert claim.tolerance is not None and claim.tolerance > 0
    assert claim.tolerance_reason


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_figure_that_a_run_measures_has_all_that_it_takes_to_judge_it(claim):
    if claim.number is not None and claim.measure is not None:
        assert None not in (claim.observed, claim.tolerance, claim.tolerance_reason)


def test_every_event_of_history_is_backed_by_a_sourced_claim():
    backed = {event for claim in LEDGER.claims if claim.sources for event in claim.events}
    assert backed == {event.id for event in HISTORY.events}


@pytest.mark.parametrize("role", ["contradicted", "disputed"])
def test_what_is_not_so_is_no_target(role):
    assert not {claim.id for claim in LEDGER.with_role(role)} & {
        claim.id for claim in LEDGER.with_role("target")
    }


def test_the_claims_that_the_register_contradicts_are_far_from_it():
    """Three tolerances and more: else they would not be contradicted."""
    for claim in LEDGER.with_role("contradicted"):
        away = compared(claim, claim.number) - compared(claim, claim.observed)
        assert abs(away) > 3 * claim.tolerance, claim.id


def test_the_targets_agree_with_what_the_articles_say():
    """Within two tolerances: rounding in the press, and vintages of the register."""
    for claim in LEDGER.with_role("target"):
        if claim.number is not None:
            away = compared(claim, claim.number) - compared(claim, claim.observed)
            assert abs(away) <= 2 * claim.tolerance, claim.id


RECORDED = recorded_measures(MEASURED.values(), THEATRE)
COVERED = [
    claim
    for claim in LEDGER.claims
    if claim.observed is not None and claim.measure is not None and claim.measure.id in RECORDED
]


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in COVERED])
def test_what_is_observed_agrees_with_the_record_of_the_theatre(claim):
    away = compared(claim, RECORDED[claim.measure.id]) - compared(claim, claim.observed)
    assert abs(away) <= claim.tolerance


def test_the_record_of_the_theatre_covers_most_of_what_is_observed():
    observed = [claim for claim in LEDGER.claims if claim.observed is not None]
    assert len(COVERED) >= 0.7 * len(observed)


def test_measures_name_states_and_classes_of_the_theatre():
    known = {state.name for state in THEATRE.states} | {*THEATRE.classes, "all"}

    def names(values):
        for key, value in values.items():
            if hasattr(value, "items"):
                yield from names(value)
            elif key in ("buyer", "supplier"):
                yield from value or ()
            elif key == "class":
                yield value

    for id_, measure in MEASURED.items():
        assert set(names(measure.values)) <= known, id_


def test_a_measure_that_history_has_too_is_the_same_there():
    own = {measure.id: measure for measure in HISTORY.measures}
    for claim in LEDGER.claims:
        if claim.measure is not None:
            assert own.get(claim.measure.id, claim.measure) == claim.measure


def test_no_two_claims_give_one_name_to_different_measures():
    by_id = {}
    for claim in LEDGER.claims:
        if claim.measure is not None:
            assert by_id.setdefault(claim.measure.id, claim.measure) == claim.measure


def test_the_limit_on_russia_is_the_one_agreed():
    share, orders = LEDGER.by_id("L1"), LEDGER.by_id("L1b")
    assert (share.in_worlds.high, share.in_worlds.least) == (0.1, 0.95)
    assert (orders.in_worlds.low, orders.in_worlds.least, orders.in_worlds.most) == (1, 0.1, 0.9)
