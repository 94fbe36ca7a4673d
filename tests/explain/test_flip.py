"""The smallest change that flips a choice: a little more flips it, a little less does not."""

from dataclasses import replace

import numpy as np
import pytest

from sim.experiment.payments import money_of
from sim.explain.decisive import race_of
from sim.explain.flip import GRANT, LEVERS, PRICE, flips_of
from sim.explain.replay import replay
from sim.model.grids import array_of
from sim.model.terms import WEIGHTS, Offers, settle
from sim.model.world import SUPPLIER, F, W, World, X
from sim.model.year import CHOOSE_SUPPLIERS, SCHEDULE, run_stage
from tests.explain.forced import forcing_with

BEYOND = 1e-6


def raced(case, number):
    """Tenders with a race, and all their flips."""
    money = money_of(case)
    for item in replay(case, number, range(len(case.theatre.buyers))):
        for place, tender in enumerate(item.tenders):
            race = race_of(tender)
            if race is not None:
                yield place, tender, race, tuple(flips_of(tender, race, case, money))


def settled(tender, terms):
    value, scale = terms @ tender.weights, np.array([tender.scale])
    offers = Offers(tender.made[None], tender.luck[None], tender.barred[None])
    return settle(offers, value, scale)[1][0]


def moved_term(flip, case, tender, further):
    """The term with a change ``further`` times as large as the one that closes the margin."""
    j = WEIGHTS.index(flip.lever.weight)
    term = tender.terms[flip.supplier, j]
    if flip.lever.name == PRICE:
        return term - further * np.log(flip.needed / flip.now)
    if flip.lever.name == GRANT:
        usual = money_of(case).usual[tender.buyer, flip.supplier]
        return term + further * np.log((usual + flip.needed) / (usual + flip.now))
    return term + further * (flip.needed - flip.now)


@pytest.mark.parametrize("number", [0, 2])
def test_settled_again_beyond_the_change_the_runner_up_wins_and_short_of_it_not(case, number):
    turned = set()
    for _, tender, race, flips in list(raced(case, number))[::3]:
        assert settled(tender, tender.terms) == race.winner
        for flip in flips:
            if flip.needed is None:
                continue
            for further, expected in ((1 + BEYOND, race.runner_up), (1 - BEYOND, race.winner)):
                terms = tender.terms.copy()
                j = WEIGHTS.index(flip.lever.weight)
                terms[flip.supplier, j] = moved_term(flip, case, tender, further)
                assert settled(tender, terms) == expected
            turned.add(flip.lever.name)
    assert {PRICE, GRANT, "domestic_cost", "alignment", "rival_sales"} <= turned


@pytest.mark.parametrize("lever", [PRICE, GRANT, "domestic_cost"])
def test_the_engine_itself_chooses_the_runner_up(case, lever):
    money, tried = money_of(case), 0
    for place, tender, race, flips in raced(case, 1):
        for flip in flips:
            if flip.lever.name != lever or flip.needed is None or tried == 6:
                continue
            for further, expected in ((1 + 1e-5, race.runner_up), (1 - 1e-5, race.winner)):
                assert chosen(case, place, tender, flip, further, money) == expected
            tried += 1
    assert tried == 6


def chosen(case, place, tender, flip, further, money):
    """Supplier of a tender whose year is played with one lever moved."""
    market = case.market(1)
    while market.year < tender.year - 1:
        market.step()
    world, forcing = market.world, case.forcing
    for stage in SCHEDULE[: SCHEDULE.index(CHOOSE_SUPPLIERS)]:
        run_stage(stage, market.t, case.fixed, case.forcing, world)
    b, k, s, t = tender.buyer, tender.weapon_class, flip.supplier, market.t
    if flip.lever.name == PRICE:
        further_by = (flip.needed / flip.now) ** further
        array_of(world, W.PRICE)[k, s] *= further_by
        array_of(world, W.LN_PRICE)[k, s] += np.log(further_by)
    elif flip.lever.name == GRANT:
        usual = money.usual[b, s]
        factor = (usual + flip.now) / (usual + flip.needed)
        paid = array_of(forcing, X.PAID_SHARE).copy()
        paid[t, b, s] *= factor**further
        forcing = forcing_with(case, X.PAID_SHARE, paid)
    else:
        array_of(world, W.DOMESTIC_COST)[b, s] = 0.0
        array_of(world, W.COST)[b, s] = flip.now + further * (flip.needed - flip.now)
    after = World(world.data, world.layout, world.key, world.p)
    run_stage(CHOOSE_SUPPLIERS, t, case.fixed, forcing, after)
    first = int(array_of(case.fixed, F.FIRST_SLOT)[b])
    return int(array_of(after, W.TENDER)[first + place, SUPPLIER])


def test_nothing_moves_where_a_weight_is_zero(case):
    _, tender, _, _ = next(raced(case, 0))
    light = replace(tender, weights=np.where(np.array(WEIGHTS) == "price_sensitivity", 0.0,
                                             tender.weights))  # fmt: skip
    flips = list(flips_of(light, race_of(light), case, money_of(case)))
    assert len(flips) == 2 * len(LEVERS)
    for flip in flips:
        if flip.lever.name in (PRICE, GRANT):
            assert flip.needed is None and flip.change is None
            assert flip.why == "it has no weight in this world"


def test_no_lever_leaves_its_bounds(case):
    for _, _, _, flips in raced(case, 0):
        for flip in flips:
            if flip.needed is not None:
                assert flip.lever.low <= flip.needed <= flip.lever.high
                assert flip.lever.name not in (PRICE, GRANT) or flip.needed >= 0.0
