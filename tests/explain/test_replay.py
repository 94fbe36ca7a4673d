"""A replayed world is the world of the run, and its terms are those that the engine used."""

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.experiment.payments import money_of
from sim.explain.offers import objections
from sim.explain.reasons import GROUPS, REASONS, by_group
from sim.explain.replay import _offers_made, replay
from sim.model.grids import array_of
from sim.model.terms import WEIGHTS
from sim.model.world import F, W
from sim.report.explain.narrative import explained_tenders, heading

WORLDS = (0, 3)


@pytest.mark.parametrize("number", WORLDS)
def test_parts_add_up_to_the_utility_that_the_engine_used(case, number):
    market, compared = case.market(number), 0
    buyers = range(len(case.theatre.buyers))
    seen = {(item.buyer, item.year): item for item in replay(case, number, buyers)}
    for year in case.years:
        market.step()
        for b in buyers:
            tenders = seen[b, year].tenders
            if not tenders:
                continue
            # what the engine leaves are the race times of the last tender's offers
            times = array_of(market.world, W.RACE_TIME)[b]
            offered = np.isfinite(times)
            last = tenders[-1]
            assert (last.made & ~offered).sum() == len(last.stopped)
            np.testing.assert_allclose(
                last.parts.sum(axis=1)[offered], -np.log(times[offered]), rtol=0, atol=1e-9
            )
            compared += 1
    assert compared > 20


@pytest.mark.parametrize("number", WORLDS)
def test_the_best_offer_that_is_not_stopped_was_chosen(case, number):
    outcomes = set()
    for item in replay(case, number, range(len(case.theatre.buyers))):
        for tender in item.tenders:
            assert tender.winner == (tender.standing[0] if tender.standing else None)
            outcomes |= {"stopped"} if tender.stopped else set()
            outcomes |= {"refused"} if tender.would_have_won else set()
            outcomes |= {"raced"} if tender.runner_up is not None else set()
    assert outcomes == {"stopped", "refused", "raced"}


def test_an_offer_has_the_price_that_its_order_has(case):
    prices = [
        (tender.usd_m[tender.winner], tender.order.usd_m, tender.usd_m[tender.made])
        for item in replay(case, 0, range(len(case.theatre.buyers)))
        for tender in item.tenders
        if tender.order is not None
    ]
    offered, signed = np.array([pair[:2] for pair in prices]).T
    np.testing.assert_allclose(offered, signed, rtol=1e-12)
    assert any(len(np.unique(others)) > 1 for *_, others in prices)


def test_replayed_orders_are_those_of_the_results_folder(case, results):
    table = pq.read_table(results / "orders.parquet").to_pylist()
    written = [
        tuple(row[name] for name in ("order_year", "buyer", "supplier", "class", "tiv", "usd_m",
                                     "first_delivery", "last_delivery", "licensed"))
        for row in table
        if row["world"] == 3 and row["order_year"] >= case.years[0]
    ]  # fmt: skip
    theatre, played = case.theatre, []
    for item in replay(case, 3, range(len(theatre.buyers))):
        orders = [tender.order for tender in item.tenders if tender.order is not None]
        for order in (*orders, *item.given):
            played.append((
                order.year, theatre.buyers[item.buyer], theatre.suppliers[order.supplier],
                theatre.classes[order.weapon_class], order.tiv, order.usd_m, order.first,
                order.last,
                order.licensed,
            ))  # fmt: skip
    assert sorted(played) == sorted(written)


def test_only_the_years_asked_for_are_yielded(case):
    assert [item.year for item in replay(case, 0, [0], [2012, 2015])] == [2012, 2015]


def test_every_weight_has_words_and_groups_add_up():
    assert [reason.name for reason in REASONS[:-1]] == list(WEIGHTS)
    assert {reason.group for reason in REASONS} == set(GROUPS)
    parts = np.arange(2.0 * len(REASONS)).reshape(2, -1)
    np.testing.assert_allclose(by_group(parts).sum(axis=-1), parts.sum(axis=-1))


def test_a_stopped_deal_names_who_stopped_it(case):
    named = 0
    for item in replay(case, 0, range(len(case.theatre.buyers))):
        for tender in item.tenders:
            assert all(tender.objectors[s] for s in np.flatnonzero(tender.barred).tolist())
            for s in tender.stopped:
                named += 1
                assert tender.objectors[s] and tender.buyer not in tender.objectors[s]
                words = heading(explained_tenders([tender], case, money_of(case))[0], case)
                who = case.theatre.buyers[tender.objectors[s][0]]
                assert case.theatre.suppliers[s] in words and f"is stopped by {who}" in words
    assert named


def test_objections_are_those_that_the_engine_adds_up(case):
    market, summed = case.market(0), 0.0
    for t in range(3):
        before, _ = _offers_made(market, t)
        market.step()
        engine, same = array_of(before, W.OBJECTING), array_of(case.fixed, F.SAME_STATE)
        tenders = array_of(before, W.WANTED).sum(axis=1, keepdims=True)
        for b, s in np.argwhere(
            (tenders > 0) & (same == 0)
        ).tolist():  # others have those of an earlier year
            told = objections(case, before, b, s, t)
            assert sum(told.values()) == pytest.approx(engine[b, s])
            summed += engine[b, s]
    assert summed > 0
