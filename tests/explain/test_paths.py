"""Why an order turned, and where the path to it begins: by construction."""

from dataclasses import replace

import numpy as np
import pytest

from sim.compare.parting import NEVER, FarPair, part_of
from sim.experiment.case import build_case
from sim.experiment.worlds import map_worlds
from sim.explain.paths import Cause, causes_of, paths_to, turns
from sim.explain.reasons import REASONS
from sim.explain.replay import replay
from sim.scenario import load

WORLDS = 6


@pytest.fixture(scope="module")
def raced(case):
    """A tender with an order and a second offer that could not be stopped."""
    years = replay(case, 0, range(len(case.theatre.buyers)))
    return next(
        tender for year in years for tender in year.tenders
        if tender.winner is not None and tender.runner_up is not None
        and tender.winner == tender.standing[0]
    )  # fmt: skip


def given_to(tender, supplier, **changes):
    """The same tender as it would be with changes, its order at another supplier."""
    return replace(tender, order=replace(tender.order, supplier=supplier), **changes)


def test_a_reason_that_outweighs_the_margin_turned_the_order(raced):
    winner, other = raced.winner, raced.runner_up
    p = next(i for i, reason in enumerate(REASONS[:-1]) if raced.weights[i] != 0)
    margin = raced.utility[winner] - raced.utility[other]
    terms = raced.terms.copy()
    terms[other, p] += (margin + 1) / (raced.scale * raced.weights[p])
    two = given_to(raced, other, terms=terms)
    assert list(causes_of(raced, two)) == [Cause("valued", REASONS[p].name, other)]


@pytest.mark.parametrize(("each", "hows"), [(0.6, ["valued"] * 2), (1.1, ["several"])])
def test_each_of_two_reasons_is_needed_or_neither_is(raced, each, hows):
    """0.6 and 0.6 of the margin turn an order only together; of 1.1 and 1.1 one would do."""
    winner, other = raced.winner, raced.runner_up
    groups: dict[str, int] = {}
    for p, reason in enumerate(REASONS[:-1]):
        if raced.weights[p] != 0:
            groups.setdefault(reason.group, p)
    margin = raced.utility[winner] - raced.utility[other]
    terms = raced.terms.copy()
    for p in list(groups.values())[:2]:
        terms[other, p] += each * margin / (raced.scale * raced.weights[p])
    found = list(causes_of(raced, given_to(raced, other, terms=terms)))
    assert [cause.how for cause in found] == hows


def test_who_does_not_offer_or_is_stopped_comes_before_any_reason(raced):
    winner, other = raced.winner, raced.runner_up
    made, barred = raced.made.copy(), raced.barred.copy()
    made[winner], barred[winner] = False, True
    gone = replace(raced.stances[winner], chance=0.0, cause="embargo")
    stances = tuple(gone if s == winner else one for s, one in enumerate(raced.stances))
    withheld = given_to(raced, other, made=made, stances=stances)
    assert list(causes_of(raced, withheld)) == [Cause("withheld", "embargo", winner)]
    assert list(causes_of(withheld, raced)) == [Cause("offered", "embargo", winner)]
    stopped = given_to(raced, other, barred=barred, objectors={**raced.objectors, winner: (1, 0)})
    assert list(causes_of(raced, stopped)) == [Cause("stopped", "", winner, 1)]
    assert list(causes_of(stopped, raced)) == [Cause("freed", "", winner, 1)]


def test_what_is_tendered_in_one_scenario_only_or_resized_is_said(raced):
    assert list(causes_of(raced, None)) == [Cause("tendered")]
    larger = replace(raced, order=replace(raced.order, tiv=raced.order.tiv + 1))
    assert list(causes_of(raced, larger)) == [Cause("resized")]


def test_equal_years_have_no_turn(case):
    for year in replay(case, 0, [0], case.years[:4]):
        assert list(turns(year, year)) == []


@pytest.fixture(scope="module")
def both(file):
    """Base and whole: Sudor closes to Alba for good; and where their orders part."""
    whole = load(file)
    [event] = [one for one in whole.events if one.kind == "embargo"][:1]
    shut = event.model_copy(update={"id": "shut", "year": 2012, "until": None})
    shut = shut.with_values({"supplier": ("Sudor",), "buyer": ("Alba",), "closes": {"all": 1.0}})
    events = tuple(one for one in whole.events if one.kind not in ("lift", "order", "embargo"))
    base = build_case(replace(whole, events=events))
    other = build_case(replace(whole, events=(*events, shut)), base.theatre)
    orders = [
        np.concatenate(list(map_worlds(lambda block: block.flows.orders.copy(), case, 0, WORLDS)))
        for case in (base, other)
    ]
    return (base, other), part_of(*orders, base.years[0])


def test_a_path_begins_with_the_buyer_that_the_change_names(both):
    cases, parting = both
    theatre = cases[0].theatre
    alba = theatre.buyers.index("Alba")
    reached = [
        (b, s) for b, s in np.argwhere((parting.first < NEVER).any(axis=0)).tolist() if b != alba
    ]
    assert reached  # something far turns in these worlds
    sudor = theatre.suppliers.index("Sudor")
    shut, begun = (Cause("withheld", "embargo", sudor),), []
    for b, s in reached:
        worlds = tuple(np.flatnonzero(parting.first[:, b, s] < NEVER).tolist())
        found = paths_to(FarPair(b, s, 0, 0, 0, 0, worlds), parting, cases)
        assert [path.world for path in found.worlds] == list(worlds)[: len(found.worlds)]
        for path in found.worlds:
            assert path.first.buyer == alba and path.first.year <= path.far.year
            assert path.far.buyer == b and s in (path.far.before, path.far.after)
            assert (path.first.before == sudor) == (path.first.causes == shut)
            begun.append(path.first.causes == shut)
    # What Sudor no longer talks about may turn another order first, so not in every world.
    assert sum(begun) > len(begun) / 2
