"""The engine of a page plays the worlds of the model: the same orders, to the last bit."""

import time
from pathlib import Path

import numpy as np
import pytest

from sim.experiment.case import build_case
from sim.experiment.worlds import run_worlds
from sim.explain.decisive import race_of
from sim.explain.offers import CAUSES
from sim.explain.replay import replay
from sim.model import orders as columns
from sim.page.bundle import bundle_of
from sim.scenario import load
from tests.page.engine import needs_node, run_in_node
from tests.page.states import NOTHING, changed

pytestmark = pytest.mark.slow

WORLDS = 3
WORLD_EXPLAINED, BUYER, EXPLAINED = 1, "Pakistan", (3, 7, 8)  # years from the start
PLACES = {
    "year": columns.SIGNED, "buyer": columns.BUYER_AT, "supplier": columns.SUPPLIER_AT,
    "class": columns.CLASS_AT, "kind": columns.KIND_AT,
}  # fmt: skip
FLOWS = [
    ("deliveries", "tiv", "Pakistan"), ("deliveries", "usd", ""), ("orders", "tiv", "India"),
    ("orders", "usd", "Egypt"), ("counts", "tiv", ""),
]  # fmt: skip


def moved(**events):
    """A state with some events as (on, year, size)."""
    moves = {
        name.replace("_", "-"): {"on": on, "year": year, "size": size}
        for name, (on, year, size) in events.items()
    }
    return {"events": moves, "parameters": {}}


HISTORY = [
    NOTHING,
    moved(russia_lifts_ban=(False, 2014, 1), china_pakistan_treaty=(True, 2002, 1)),
    moved(russia_bans_pakistan=(True, 2006, 0.4), us_grants_to_pakistan=(True, 2003, 2),
          visits_of_2012=(True, 2006, 0.5), russia_invades_ukraine=(True, 2010, 2)),
    {"events": {}, "parameters": {"embargo": -0.5, "price_sensitivity": 1.2}},
]  # fmt: skip
EVERY_KIND = [
    NOTHING,
    moved(dearer=(True, 2010, 2), more=(True, 2005, 0.5), hunger=(True, 2011, 2),
          loan=(True, 2012, 0.5), held=(True, 2004, 2), unloved=(True, 2013, 0.5),
          warned=(True, 2004, 0.5), new_rivals=(True, 2007, 2), silent=(True, 2004, 2),
          signed=(True, 2006, 0.5), cut_off=(True, 2005, 2), perhaps=(True, 2007, 2),
          answer=(True, 2006, 0.5)),
    moved(dearer=(False, 2006, 1), more=(False, 2008, 1), hunger=(False, 2007, 1),
          loan=(False, 2005, 1), new_rivals=(False, 2004, 1), signed=(False, 2010, 1),
          perhaps=(False, 2006, 1), answer=(False, 2004, 1)),
]  # fmt: skip


@pytest.fixture(scope="module", params=["history", "every_kind"])
def played(request, tmp_path_factory):
    """The scenario, its states, and what the engine answers to each."""
    own = Path(__file__).with_name(f"{request.param}.yaml")
    scenario = load(own if own.exists() else request.param)
    states = HISTORY if request.param == "history" else EVERY_KIND
    measures = [item.id for item in scenario.measures]
    case = build_case(scenario)
    asked = {"worlds": list(range(WORLDS)), "count": WORLDS, "flows": FLOWS, "measures": measures}
    cases = [build_case(changed(scenario, state), case.theatre) for state in states]
    blocks = [next(run_worlds(own, 0, WORLDS)) for own in cases]
    runs = [
        {"state": state, **asked, "whys": _explained(own, block)}
        for state, own, block in zip(states, cases, blocks, strict=True)
    ]
    answers = run_in_node(bundle_of(case, 40), runs, tmp_path_factory.mktemp("page"))["answers"]
    return list(zip(cases, blocks, answers, strict=True))


def _explained(case, block):
    """World and row of every order of a buyer in some years of a world."""
    rows = block.orders.place[block.orders.place[:, columns.WORLD] == WORLD_EXPLAINED]
    of_buyer = rows[:, columns.BUYER_AT] == case.theatre.buyers.index(BUYER)
    found = np.flatnonzero(of_buyer & np.isin(rows[:, columns.SIGNED], EXPLAINED))
    return [(WORLD_EXPLAINED, row) for row in found.tolist()]


@needs_node
def test_it_signs_the_same_orders_at_the_same_price(played):
    for case, block, answer in played:
        for world, rows in enumerate(answer["orders"]):
            own = block.orders.place[:, columns.WORLD] == world
            place, value = block.orders.place[own], block.orders.value[own]
            assert rows["length"] == len(place) > 1000
            columns_of = {name: place[:, column] for name, column in PLACES.items()}
            columns_of["first"], columns_of["last"] = block.dates[:, own]
            for name, column in columns_of.items():
                start = case.years[0] if name in ("year", "first", "last") else 0
                assert np.array_equal(np.array(rows[name]) - start, column), name
            assert np.array_equal(rows["tiv"], value[:, 0])
            assert np.array_equal(rows["usd"], value[:, 1])
            assert np.array_equal(rows["talks"], block.talks[world].ravel())


@needs_node
def test_states_differ(played):
    lengths = [tuple(tuple(rows["tiv"]) for rows in answer["orders"]) for _, _, answer in played]
    assert len(set(lengths)) == len(lengths)


@needs_node
def test_its_flows_are_those_of_the_model(played):
    for case, block, answer in played:
        arrays = {
            ("deliveries", "tiv"): block.flows.deliveries, ("orders", "tiv"): block.flows.orders,
            ("deliveries", "usd"): block.flows.deliveries_usd,
            ("orders", "usd"): block.flows.orders_usd, ("counts", "tiv"): block.flows.order_count,
        }  # fmt: skip
        for (name, unit, buyer), flow in zip(FLOWS, answer["flows"], strict=True):
            whole = arrays[name, unit].sum(axis=3)
            b = slice(None) if buyer == "" else [case.theatre.buyers.index(buyer)]
            np.testing.assert_allclose(flow, whole[:, b].sum(axis=1).ravel(), rtol=1e-12, atol=1e-9)


@needs_node
def test_its_measures_are_those_of_the_model(played):
    for case, block, answer in played:
        for item, values in zip(case.scenario.measures, answer["measures"], strict=True):
            own = [np.nan if value is None else value for value in values]
            np.testing.assert_allclose(own, item.value(block.flows), rtol=1e-10, err_msg=item.id)


@needs_node
def test_it_tells_why_as_explain_does(played):
    """The same offers, reasons, decisive ones, and suppliers that kept away."""
    told = 0
    for case, _, answer in played[:2]:
        names, years = case.theatre.suppliers, [case.years[t] for t in EXPLAINED]
        watched = list(replay(case, WORLD_EXPLAINED, [case.theatre.buyers.index(BUYER)], years))
        tenders = [one for item in watched for one in item.tenders if one.order is not None]
        chosen = [why for why in answer["reasons"] if not why["given"]]
        assert len(answer["reasons"]) - len(chosen) == sum(len(item.given) for item in watched)
        for tender, why in zip(tenders, chosen, strict=True):
            assert [offer["supplier"] for offer in why["offers"]] == [
                names[s] for s in tender.standing
            ]
            for offer, s in zip(why["offers"], tender.standing, strict=True):
                np.testing.assert_allclose(offer["parts"], tender.parts[s], rtol=0, atol=1e-12)
                np.testing.assert_allclose(offer["usd"], tender.usd_m[s], rtol=1e-12)
            race = race_of(tender)
            assert why["decisive"] == list(() if race is None else race.decisive)
            away = {
                (names[s], CAUSES[stance.cause]) for s, stance in enumerate(tender.stances)
                if stance.cause not in (None, "itself", "lacks")
            }  # fmt: skip
            absent = {(one["supplier"], one["words"]) for one in why["absent"]}
            assert absent >= away and len(absent) == len(away) + len(tender.stopped)
            told += len(away)
    assert told > 10


@needs_node
def test_it_tells_of_worlds_in_order_and_counts_them_in_a_second(tmp_path):
    case = build_case(load("history"))
    run = {"state": NOTHING, "count": 40}
    found = run_in_node(bundle_of(case, 40), [run, run], tmp_path)
    told = found["answers"][1]["told"]
    assert told == sorted(set(told)) and told[0] <= 16 and told[-1] < 40
    begun = time.perf_counter()
    for _ in run_worlds(case, 0, 40, 2):
        pass
    own = 40 / (time.perf_counter() - begun)
    page = 40 / (found["answers"][1]["ms"] / 1000)
    print(f"\nworlds a second, two threads or workers: the page {page:.0f}, the model {own:.0f}")
