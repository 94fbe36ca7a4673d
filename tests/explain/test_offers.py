"""Why a supplier did not offer: what is named as the cause, gone, makes it offer in the engine."""

from sim.experiment.forcing import grants_of
from sim.explain.replay import replay
from sim.model.grids import array_of
from sim.model.world import F, W, World, X
from sim.model.year import CHOOSE_SUPPLIERS, SCHEDULE, run_stage
from tests.explain.forced import forcing_with


def absent(case, number):
    for item in replay(case, number, range(len(case.theatre.buyers))):
        for tender in item.tenders:
            for s, stance in enumerate(tender.stances):
                if stance.cause is not None:
                    yield tender, s, stance


def chance_with(case, number, tender, forcing, p):
    """Chance of every supplier [S] with another forcing or other parameters in that year alone."""
    market = case.market(number)
    while market.year < tender.year - 1:
        market.step()
    world = World(
        market.world.data.copy(), market.world.layout, market.world.key, market.world.p.copy()
    )
    for name, value in p.items():
        world.p[0][name] = value
    for stage in SCHEDULE[: SCHEDULE.index(CHOOSE_SUPPLIERS)]:
        run_stage(stage, market.t, case.fixed, forcing, world)
    return array_of(world, W.CHANCE)[tender.buyer, tender.weapon_class]


def first_with(case, cause):
    return next(
        (number, *found)
        for number in range(8)
        for found in absent(case, number)
        if found[2].cause == cause
    )


def test_without_the_embargo_the_engine_lets_it_offer(case):
    number, tender, s, stance = first_with(case, "embargo")
    closed = array_of(case.forcing, X.CLOSED).copy()
    t = tender.year - case.years[0]
    # the seller's own class, not the component that it may carry as well
    closed[t, tender.buyer, tender.weapon_class, s] = 0.0
    opened = forcing_with(case, X.CLOSED, closed)
    assert chance_with(case, number, tender, case.forcing, {})[s] == stance.chance <= stance.ready
    chance = chance_with(case, number, tender, opened, {})[s]
    maker = array_of(case.forcing, X.COMPONENT_FROM)[t, tender.buyer, tender.weapon_class, s]
    part = array_of(case.forcing, X.COMPONENT_CLASS)[t, tender.buyer, tender.weapon_class, s]
    if (maker, part) != (s, tender.weapon_class):
        assert abs(chance - stance.without["embargo"]) < 1e-12
    assert chance > stance.ready


def test_without_objections_the_engine_lets_it_offer(case):
    number, tender, s, stance = first_with(case, "objection")
    chance = chance_with(case, number, tender, case.forcing, {"objection": 0.0})[s]
    assert abs(chance - stance.without["objection"]) < 1e-12
    assert stance.chance <= stance.ready < chance


def test_without_a_hold_on_components_the_engine_lets_it_offer(case):
    number, tender, s, stance = first_with(case, "component")
    chance = chance_with(case, number, tender, case.forcing, {"component_hold": 0.0})[s]
    assert abs(chance - stance.without["component"]) < 1e-12
    assert stance.chance <= stance.ready < chance


def test_who_lacks_the_class_is_the_buyer_itself_or_unlucky(case):
    output = array_of(case.fixed, F.HIGHEST_OUTPUT)
    causes = set()
    for tender, s, stance in absent(case, 0):
        causes.add(stance.cause)
        itself = case.theatre.suppliers[s] == case.theatre.buyers[tender.buyer]
        assert (stance.cause == "itself") == itself
        assert itself or (stance.cause == "lacks") == (output[s, tender.weapon_class] == 0.0)
        if stance.cause == "luck":
            assert all(stance.ready >= chance for chance in stance.without.values())
    assert {"itself", "lacks", "luck"} <= causes


def test_grants_are_those_of_the_events(case):
    grants = grants_of(case.theatre, case.scenario)
    b, s = case.theatre.buyers.index("Bora"), case.theatre.suppliers.index("Norden")
    assert grants[:, b, s].tolist() == [0.0] * 2 + [150.0] * 6 + [0.0] * 7
    assert grants.sum() == 900.0
