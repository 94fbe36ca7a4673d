"""Worlds: the same bits, whoever computes them and in what portions; and ledgers that balance."""

import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from sim.experiment import worlds
from sim.experiment.case import build_case
from sim.experiment.flows import flows_of
from sim.experiment.worlds import map_worlds, run_worlds
from sim.measure.flows import FLOWS
from sim.model.announcing import announced
from sim.model.block import TooManyTendersError
from sim.model.grids import array_of
from sim.model.orders import (
    CLASS_AT,
    DUE_FIRST,
    DUE_LAST,
    KIND_AT,
    SIGNED,
    SUPPLIER_AT,
    Orders,
    new_orders,
)
from sim.model.state import State
from sim.model.world import F, W, X
from sim.scenario import load

WORLDS = 5


@pytest.fixture(scope="module")
def case():
    return build_case(replace(load("history"), worlds=WORLDS))


def joined(case, first=0, count=WORLDS, **options):
    blocks = list(run_worlds(case, first, count, **options))
    place = np.concatenate([block.orders.place for block in blocks])
    value = np.concatenate([block.orders.value for block in blocks])
    return place, value


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def orders(case):
    return joined(case)


@pytest.mark.parametrize("options", [{"threads": 2}, {"block": 1}, {"block": 3, "threads": 2}])
def test_neither_threads_nor_portions_change_a_bit(case, orders, options):
    assert same(joined(case, **options), orders)


@pytest.mark.parametrize("options", [{}, {"block": 2, "threads": 2}])
def test_a_block_keeps_its_flows_when_others_follow(case, orders, options):
    blocks = list(run_worlds(case, 0, WORLDS, **options))
    expected = flows_of(case, Orders(*orders), 0, WORLDS, np.concatenate([b.talks for b in blocks]))
    for ledger in FLOWS:
        got = np.concatenate([getattr(block.flows, ledger) for block in blocks])
        assert np.array_equal(got, getattr(expected, ledger)), ledger


def test_only_the_ledgers_that_are_asked_for_are_made(case):
    def total(block):
        return {
            ledger: getattr(block.flows, ledger).sum()
            for ledger in FLOWS
            if getattr(block.flows, ledger) is not None
        }

    all_of_them = list(map_worlds(total, case, 0, WORLDS, block=2))
    assert [set(found) for found in all_of_them] == [set(FLOWS)] * 3
    two = ("orders", "announcements")
    some = list(map_worlds(total, case, 0, WORLDS, threads=2, block=2, ledgers=two))
    assert some == [{ledger: found[ledger] for ledger in two} for found in all_of_them]


def test_announcements_are_the_talks_that_were_noted(case):
    block = next(run_worlds(case, 0, 1))
    said = announced(block.talks, len(case.theatre.suppliers)).transpose(0, 2, 4, 3, 1)
    assert said.any() and not said.all()
    assert np.array_equal(block.flows.announcements, said)


def test_orders_that_do_not_fit_into_memory_at_once_are_all_kept(case, orders, monkeypatch):
    monkeypatch.setattr(worlds, "new_orders", lambda _: new_orders(30_000))  # two worlds or three
    assert same(joined(case), orders)


def test_a_world_that_does_not_fit_is_named(case, monkeypatch):
    monkeypatch.setattr(worlds, "new_orders", lambda _: new_orders(100))
    with pytest.raises(TooManyTendersError, match="world 2 "):
        list(run_worlds(case, 2, 3, threads=2, block=1))


def test_an_error_of_the_reader_or_of_a_world_comes_through(case):
    def fail(block):
        raise ValueError(f"world {block.first}")

    with pytest.raises(ValueError, match="world 0"):
        list(map_worlds(fail, case, 0, WORLDS, threads=2, block=1))
    blocks = run_worlds(case, 0, 10_000, threads=2, block=1)
    assert next(blocks).first == 0
    blocks.close()  # nobody waits for the rest


def test_a_world_does_not_depend_on_the_worlds_before_it(case, orders):
    place, value = joined(case, first=3, count=1)
    mine = orders[0][:, 0] == 3
    assert same((place, value), (orders[0][mine], orders[1][mine]))


@pytest.mark.parametrize("one_by_one", [False, True])
def test_the_mesa_model_plays_the_same_world_bit_for_bit(case, orders, one_by_one):
    market = case.market(3, one_by_one=one_by_one)  # one by one, states act in random order
    while market.running:
        market.step()
    mine = orders[0][:, 0] == 3
    assert same(market.orders(), (orders[0][mine], orders[1][mine]))


def test_the_order_of_acting_makes_no_difference(case):
    """Two shufflings give the same world, down to the last bit of every array."""
    worlds = []
    for seed in (1, 2):
        market = case.market(2, one_by_one=True)
        market.random.seed(seed)
        for _ in range(6):
            market.step()
        worlds.append(market.world.data.copy())
    assert np.array_equal(*worlds)


def test_worlds_differ_and_so_do_seeds(case, orders):
    other = build_case(replace(case.scenario, seed=2))
    assert not same(joined(case, 0, 1), joined(case, 1, 1))
    assert not same(joined(case, 0, 1), joined(other, 0, 1))


SCRIPT = """
import hashlib
from sim.experiment.case import build_case
from sim.experiment.worlds import run_worlds
from sim.scenario import load
digest = hashlib.sha256()
for block in run_worlds(build_case(load("history")), 0, 2, threads=2, block=1):
    digest.update(block.orders.place.tobytes() + block.orders.value.tobytes())
print(digest.hexdigest())
"""


@pytest.mark.slow
def test_pythons_hash_seed_changes_nothing(case):
    place, value = zip(*[joined(case, w, 1) for w in range(2)], strict=True)
    expected = hashlib.sha256()
    for one, other in zip(place, value, strict=True):
        expected.update(one.tobytes() + other.tobytes())
    for seed in ("0", "4242"):  # and that of this process
        environment = os.environ | {"PYTHONHASHSEED": seed}
        answer = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True
        )
        assert answer.stdout.strip() == expected.hexdigest(), answer.stderr


def outstanding_shares(case, place):
    """Share of each order that is still to come at the end, by its supplier's clock."""
    clock = array_of(case.forcing, X.CLOCK)[place[:, SUPPLIER_AT], place[:, CLASS_AT]]
    signed = np.maximum(place[:, SIGNED], 0)
    span = place[:, DUE_LAST] - place[:, DUE_FIRST] + 1
    worked = clock[:, -1] - clock[np.arange(len(place)), signed]
    return 1 - np.clip(worked - (place[:, DUE_FIRST] - signed), 0, span) / span


@pytest.mark.parametrize("column", [0, 1], ids=["TIV", "US$ m"])
def test_what_was_ordered_is_delivered_or_outstanding(case, column):
    """By supplier and class: book at the start + orders = deliveries + what is due later."""
    block = next(iter(run_worlds(case, 0, 1)))
    place, value = block.orders.place, block.orders.value[:, column]
    flows = flows_of(case, block.orders, 0, 1)
    delivered = (flows.deliveries, flows.deliveries_usd)[column].sum(axis=(0, 1, 4))
    ordered = (flows.orders, flows.orders_usd)[column].sum(axis=(0, 1, 4))
    outstanding, book = np.zeros_like(ordered), np.zeros_like(ordered)
    late = outstanding_shares(case, place)
    np.add.at(outstanding, (place[:, SUPPLIER_AT], place[:, CLASS_AT]), value * late)
    old = place[:, SIGNED] < 0
    np.add.at(book, (place[old, SUPPLIER_AT], place[old, CLASS_AT]), value[old])
    assert ordered.sum() > 0 and outstanding.sum() > 0
    assert book + ordered == pytest.approx(delivered + outstanding, rel=1e-12, abs=1e-9)


def test_the_suppliers_books_agree_with_the_orders(case):
    market = case.market(0)
    while market.running:
        market.step()
    place, value = market.orders()
    due = value[:, 0] * outstanding_shares(case, place)
    book = np.zeros_like(array_of(market.world, W.BOOK))
    np.add.at(book, (place[:, SUPPLIER_AT], place[:, CLASS_AT]), due)
    assert array_of(market.world, W.BOOK) == pytest.approx(book, abs=1e-6)
    dyads = np.zeros_like(array_of(market.world, W.DYAD_BOOK))
    np.add.at(dyads, (place[:, 1], place[:, SUPPLIER_AT]), due)
    assert array_of(market.world, W.DYAD_BOOK) == pytest.approx(dyads, abs=1e-6)


def test_nobody_supplies_itself_or_a_class_that_it_lacks(case, orders):
    place = orders[0][orders[0][:, SIGNED] >= 0]
    same_state = array_of(case.fixed, F.SAME_STATE)[place[:, 1], place[:, 2]]
    output = array_of(case.fixed, F.HIGHEST_OUTPUT)[place[:, 2], place[:, 3]]
    assert not same_state.any()
    assert (output > 0).all()
    assert set(np.unique(place[:, KIND_AT])) == {0, 1, 2}


def test_recorded_tenders_replay_what_each_buyer_bought_and_when(case):
    replayed = build_case(replace(case.scenario, tenders="recorded"))
    block = next(iter(run_worlds(replayed, 0, 1)))
    ordered = block.flows.orders[0].sum(axis=1)  # B, K, Y
    lapsed = 0.0
    for year, recorded in case.theatre.recorded_ordered.items():
        simulated = ordered[:, :, year - 2003]
        asked = np.maximum(recorded, 0.5 * (case.theatre.recorded_packages[year] > 0))
        assert (simulated <= asked + 1e-6).all()
        lapsed += (asked - simulated).sum()
    total = sum(recorded.sum() for recorded in case.theatre.recorded_ordered.values())
    assert lapsed < 0.01 * total  # hardly a tender finds no offer


class Boycott(State):
    """A state that takes no offer of the United States."""

    def choose_suppliers(self):
        us = self.model.suppliers.index("United States")
        if self.name == "Pakistan":
            array_of(self.model.world, W.CHANCE)[self.buyer, :, us] = 0.0
        super().choose_suppliers()


def test_a_user_can_override_one_behaviour_of_a_state(case):
    pakistan = case.theatre.buyers.index("Pakistan")
    us = case.theatre.suppliers.index("United States")

    def american_orders(market):
        while market.running:
            market.step()
        place = market.orders().place
        return ((place[:, 1] == pakistan) & (place[:, 2] == us) & (place[:, 4] >= 0)).sum()

    assert american_orders(case.market(0)) > 0
    assert american_orders(case.market(0, Boycott)) == 0


def test_the_data_collector_reports_the_model_and_its_states(case):
    market = case.market(0)
    for _ in range(3):
        market.step()
    of_model = market.datacollector.get_model_vars_dataframe()
    assert of_model["year"].tolist() == [2003, 2004, 2005]
    assert (of_model[["ordered", "delivered"]] > 0).all(axis=None)
    of_states = market.datacollector.get_agent_vars_dataframe()
    last = of_states.loc[3].set_index("name")
    assert last["imports"].sum() == pytest.approx(last["exports"].sum())
    assert last["imports"].sum() == pytest.approx(of_model["delivered"].iloc[-1])
    assert market.state("Pakistan").ties["China"] > 0.1


def test_an_error_of_a_world_crosses_to_another_process_as_it_is():
    error = pickle.loads(pickle.dumps(TooManyTendersError(7)))
    assert str(error) == str(TooManyTendersError(7)) and error.world == 7
