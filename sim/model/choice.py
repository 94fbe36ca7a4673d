"""How a state chooses: the best offer wins.

The value of an offer is the sum of the reasons in ``reasons.py``. Offers run a race
(``equations.race_time``); the best one is the first, which is a multinomial logit.
"""

import math

import numpy as np

from sim.base.arrays import Floats, Keys
from sim.model.announcing import (
    make_talks_known,
    note_announcements,
    weigh_concessions,
    weigh_talks,
)
from sim.model.compiled import compiled, inlined
from sim.model.equations import race_time
from sim.model.given import sign_given_orders
from sim.model.grids import grid1, grid2, grid3
from sim.model.need import FIRST_AGAIN
from sim.model.offers import offer_draws
from sim.model.reasons import weigh_package, weigh_relations, weigh_suppliers
from sim.model.roots import Roots, roots_of
from sim.model.signing import sign, vetoed
from sim.model.world import CLASS, LOTS, NOBODY, NUMBER, SUPPLIER, TIV, F, Fixed, Forcing, W, World


@compiled
def hear_offers(
    root: np.uint64, number: int, cancelled: int, lots: Keys, chance: Floats, mean_times: Floats,
    talkative: Floats, quiet: Floats, talked: Floats, race_times: Floats,
) -> tuple[int, int]:  # fmt: skip
    """Set the race times of the offers [S] for one tender, given their means, and announce talks.

    A supplier offers if a uniform lies below its chance, but not the one whose order was
    ``cancelled`` and is placed elsewhere, or NOBODY. Of those that do, the uniform over the chance
    is again one, and decides whether talks are announced, whoever is chosen in the end. Returns the
    bidders, and how many of the announcements are signals: a buyer that has nothing to show its
    patron would have kept them quiet.
    """
    bidders = signals = 0
    for s in range(race_times.shape[0]):
        ready, taste_shock = offer_draws(root, number, lots[s])
        offered = ready < chance[s] and s != cancelled
        loud = ready < chance[s] * talkative[s] and s != cancelled
        race_times[s] = race_time(taste_shock, mean_times[s]) if offered else math.inf
        talked[s] = 1.0 if loud else talked[s]
        bidders += 1 if offered else 0
        signals += 1 if loud and ready >= chance[s] * quiet[s] else 0
    return bidders, signals


@compiled
def best_offer(race_times: Floats) -> int:
    """Supplier of the best offer, or NOBODY if there is none left."""
    winner, least = NOBODY, math.inf
    for s in range(race_times.shape[0]):
        if race_times[s] < least:
            winner, least = s, race_times[s]
    return winner


@compiled
def choose_supplier(
    b: int,
    k: int,
    t: int,
    number: int,
    race_times: Floats,
    talked: Floats,
    fixed: Fixed,
    forcing: Forcing,
    world: World,
) -> int:
    """Supplier of a tender: the best offer whose deal is not stopped, or NOBODY.

    Every deal that is struck is announced, also one that comes to nothing. Tenders are of signed
    imports on record, so a buyer whose deal is stopped turns to the next best offer.
    """
    winner = best_offer(race_times)
    while winner != NOBODY:
        talked[winner] = 1.0
        if not vetoed(b, winner, k, t, number, fixed, forcing, world):
            break
        race_times[winner] = math.inf
        winner = best_offer(race_times)
    return winner


@inlined
def choose_suppliers(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer takes the best offer for each of its tenders; a tender without offers lapses."""
    tenders, signals = int(grid2(world, W.TENDERS)[t, b]), grid1(world, W.SIGNALS)
    weigh_concessions(b, t, fixed, forcing, world)  # by last year's signals
    make_talks_known(b, t, forcing, world)
    sign_given_orders(b, t, fixed, forcing, world)  # behind the tenders
    if tenders > 0:
        weigh_relations(b, t, fixed, forcing, world)
        weigh_talks(b, t, forcing, world)
    tender, first = grid2(world, W.TENDER), int(grid1(fixed, F.FIRST_SLOT)[b])
    k, roots = -1, roots_of(b, 0, t, fixed, world)  # of no class yet
    for slot in range(first, first + tenders):
        if int(tender[slot, CLASS]) != k:
            k = int(tender[slot, CLASS])
            weigh_suppliers(b, k, t, fixed, forcing, world)
            roots = roots_of(b, k, t, fixed, world)
        signals[b] += award(slot, b, k, t, roots, fixed, forcing, world)
    note_announcements(b, t, world)


@compiled
def award(
    slot: int, b: int, k: int, t: int, roots: Roots, fixed: Fixed, forcing: Forcing, world: World
) -> int:  # fmt: skip
    """Announce talks about one tender, choose its supplier and sign; returns the signals sent."""
    tender = grid2(world, W.TENDER)[slot]
    number = int(tender[NUMBER])
    cancelled = int(tender[SUPPLIER]) if number >= FIRST_AGAIN else NOBODY
    race_times, talked = grid2(world, W.RACE_TIME)[b], grid3(world, W.TALKED)[b, k]
    mean_times = grid3(world, W.MEAN_TIME)[b, weigh_package(b, tender[TIV], world)]
    bidders, signals = hear_offers(
        roots.offers, number, cancelled, fixed.keys[LOTS], grid3(world, W.CHANCE)[b, k], mean_times,
        grid2(world, W.TALKATIVE)[b], grid2(world, W.QUIET)[b], talked, race_times,
    )  # fmt: skip
    winner = choose_supplier(b, k, t, number, race_times, talked, fixed, forcing, world)
    tender[SUPPLIER] = winner
    if winner != NOBODY:
        sign(slot, b, winner, t, bidders, roots, fixed, forcing, world)
    return signals
