"""A buyer that is told what to take: for whoever decides in its place, one tender at a time."""

from sim.base.arrays import Integers
from sim.model.announcing import (
    make_talks_known,
    note_announcements,
    weigh_concessions,
    weigh_talks,
)
from sim.model.choice import award, hear_offers
from sim.model.compiled import compiled, compiled_apart
from sim.model.given import sign_given_orders
from sim.model.grids import grid1, grid2, grid3
from sim.model.money import settle_prices
from sim.model.reasons import weigh_package, weigh_relations, weigh_suppliers
from sim.model.roots import Roots, roots_of
from sim.model.signing import sign
from sim.model.world import CLASS, LOTS, NOBODY, NUMBER, SUPPLIER, TIV, F, Fixed, Forcing, W, World

UNTOLD = -2  # of a tender: the buyer chooses for itself


@compiled
def award_as_told(
    slot: int, b: int, k: int, t: int, s: int, roots: Roots,
    fixed: Fixed, forcing: Forcing, world: World,
) -> int:  # fmt: skip
    """As ``choice.award``, but the supplier is ``s``, or NOBODY; no deal is stopped."""
    tender = grid2(world, W.TENDER)[slot]
    talked, race_times = grid3(world, W.TALKED)[b, k], grid2(world, W.RACE_TIME)[b]
    mean_times = grid3(world, W.MEAN_TIME)[b, weigh_package(b, tender[TIV], world)]
    bidders, signals = hear_offers(
        roots.offers, int(tender[NUMBER]), NOBODY, fixed.keys[LOTS], grid3(world, W.CHANCE)[b, k],
        mean_times, grid2(world, W.TALKATIVE)[b], grid2(world, W.QUIET)[b], talked, race_times,
    )  # fmt: skip
    tender[SUPPLIER] = s
    if s != NOBODY:
        talked[s] = 1.0
        sign(slot, b, s, t, bidders, roots, fixed, forcing, world)
    return signals


@compiled_apart
def choose_as_told(
    b: int, t: int, told: Integers, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """As ``choice.choose_suppliers``, but for each tender [slot] a supplier, NOBODY or UNTOLD."""
    tenders, signals = int(grid2(world, W.TENDERS)[t, b]), grid1(world, W.SIGNALS)
    weigh_concessions(b, t, fixed, forcing, world)
    make_talks_known(b, t, forcing, world)
    sign_given_orders(b, t, fixed, forcing, world)
    weigh_relations(b, t, fixed, forcing, world)
    weigh_talks(b, t, forcing, world)
    first = int(grid1(fixed, F.FIRST_SLOT)[b])
    for i in range(tenders):
        slot = first + i
        k = int(grid2(world, W.TENDER)[slot, CLASS])
        weigh_suppliers(b, k, t, fixed, forcing, world)
        roots = roots_of(b, k, t, fixed, world)
        if told[i] == UNTOLD:
            signals[b] += award(slot, b, k, t, roots, fixed, forcing, world)
        else:
            s = int(told[i])
            signals[b] += award_as_told(slot, b, k, t, s, roots, fixed, forcing, world)
    settle_prices(b, b + 1, t, fixed, world)
    note_announcements(b, t, world)
