"""What a page calls in the kernel to look into a world, beside ``run_block`` and the tallies.

A page has no Mesa: it plays a world up to the moment when all offers of a year are made and nothing
is chosen, as ``sim.explain.replay`` does, and then asks for the terms of the offers. Nothing here
has a formula of its own.
"""

from typing import Any

from sim.base.arrays import Floats
from sim.model.chance import draw_events, watch_world
from sim.model.compiled import compiled_apart
from sim.model.events import Events
from sim.model.grids import grid2, grid3
from sim.model.money import money_of_offer
from sim.model.offers import set_offer_draws
from sim.model.roots import roots_of
from sim.model.signing import vetoed
from sim.model.start import start
from sim.model.terms import weigh_hindrances, weigh_terms
from sim.model.world import LOTS, F, Fixed, Forcing, W, World
from sim.model.year import (
    need_assessed,
    offers_made,
    play_year,
    politics_shifted,
    spending_planned,
    suppliers_chosen,
)


@compiled_apart
def play_to_offers(t: int, fixed: Fixed, forcing: Forcing, events: Events, world: World) -> None:
    """Play a world, whose key and parameters are set, until the offers of year ``t`` are made."""
    draw_events(world, events, forcing)
    start(fixed, forcing, world)
    for year in range(t):
        play_year(year, fixed, forcing, world)
        watch_world(year, fixed, world, events, forcing)
    buyers, suppliers = grid2(fixed, F.SAME_STATE).shape
    politics_shifted(0, buyers, t, fixed, forcing, world)
    spending_planned(0, buyers, t, fixed, forcing, world)
    need_assessed(0, buyers, t, fixed, forcing, world)
    offers_made(0, suppliers, t, fixed, forcing, world)


@compiled_apart
def choose(t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Let all buyers choose, in a world whose offers of year ``t`` are made."""
    suppliers_chosen(0, grid2(fixed, F.SAME_STATE).shape[0], t, fixed, forcing, world)


@compiled_apart
def look_at_terms(
    b: int, k: int, t: int, units: Any, fixed: Fixed, forcing: Forcing, world: World, terms: Floats
) -> None:
    """Set the terms [S, P] of the offers to a buyer: see ``terms.weigh_terms``."""
    weigh_terms(b, k, t, units, fixed, forcing, world, terms)


@compiled_apart
def look_at_offers(
    b: int, k: int, t: int, number: int, fixed: Fixed, forcing: Forcing, world: World,
    offers: Floats,
) -> None:  # fmt: skip
    """Draw the offers for one tender once more: readiness, taste shock, whether barred [S, 3].

    The first two are uniforms, the last is 1 where a deal would be stopped after it is struck; all
    are told of those too that made no offer.
    """
    draws = grid3(world, W.OFFER_DRAWS)[b]
    root = roots_of(b, k, t, fixed, world).offers
    set_offer_draws(root, number, fixed.keys[LOTS], draws[0], draws[1])
    for s in range(offers.shape[0]):
        offers[s, 0], offers[s, 1] = draws[0, s], draws[1, s]
        offers[s, 2] = 1.0 if vetoed(b, s, k, t, number, fixed, forcing, world) else 0.0


@compiled_apart
def look_at_hindrances(
    b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World, chances: Floats
) -> None:
    """Set each supplier's chances of offering: see ``terms.weigh_hindrances``."""
    weigh_hindrances(b, k, t, fixed, forcing, world, chances)


@compiled_apart
def look_at_money(
    b: int, k: int, t: int, number: int, tiv: float, bidders: int,
    fixed: Fixed, forcing: Forcing, world: World, money: Floats,
) -> None:  # fmt: skip
    """Set what a tender costs [S] if it goes to each supplier, US$ m of 2022."""
    for s in range(money.shape[0]):
        money[s] = money_of_offer(b, s, k, t, number, tiv, bidders, fixed, forcing, world)
