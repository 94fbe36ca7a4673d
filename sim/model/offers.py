"""How a supplier decides whom to serve, and at what price."""

import numpy as np

from sim.base.arrays import Floats, Keys
from sim.model import noise
from sim.model.compiled import compiled, inlined
from sim.model.delivery import size_of
from sim.model.elementary import exp, ln
from sim.model.equations import (
    alignment_now,
    buyer_odds,
    class_odds,
    expected_first,
    held_share,
    idle_share,
    offer_probability,
    open_share,
    price_index,
    years_of_waiting,
)
from sim.model.forced import imposed_in_class
from sim.model.grids import grid1, grid2, grid3
from sim.model.rivals import weigh_objections
from sim.model.world import (
    IMPORTED,
    LOTS,
    NOBODY,
    UNSAID,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)


@compiled
def alignment_of(b: int, s: int, t: int, forcing: Forcing, world: World) -> float:
    """Political alignment of a buyer and a supplier, as a change since the start."""
    return alignment_now(
        grid2(world, W.ALIGNMENT)[b, s],
        grid2(world, W.DRIFT)[b, s],
        world.p[0].alignment_event,
    )


@compiled
def lost_share_of(s: int, fixed: Fixed, world: World) -> float:
    """Share that a supplier has lost with its customers of the start; large ones weigh most."""
    customer, start_tie, tie = grid2(fixed, F.CUSTOMER), grid2(fixed, F.TIE), grid2(world, W.TIE)
    lost = 0.0
    for b in range(tie.shape[0]):
        lost += customer[b, s] * max(start_tie[b, s] - tie[b, s], 0.0)
    return lost


@compiled
def price_wares(s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set a supplier's price, its odds of offering and how long it keeps waiting, by class."""
    p = world.p[0]
    output, capacity = grid3(forcing, X.OUTPUT)[t], grid3(forcing, X.CAPACITY)[t]
    load, idle_start = grid2(world, W.LOAD), grid2(world, W.IDLE_START)
    list_price = grid3(forcing, X.LIST_PRICE)
    price, odds = grid2(world, W.PRICE), grid2(world, W.ODDS)
    ln_price = grid2(world, W.LN_PRICE)
    waiting, book = grid2(world, W.WAITING), grid2(world, W.BOOK)
    lost = lost_share_of(s, fixed, world)
    for k in range(odds.shape[0]):
        idle = idle_share(load[s, k], output[s, k] * capacity[s, k], p.capacity_slack)
        # Less capacity than at the start slows the supplier's clock instead.
        most = output[s, k] * max(capacity[s, k], 1.0)
        waiting[s, k] = years_of_waiting(book[s, k], most, p.capacity_slack, p.customary_backlog)
        price[k, s] = price_index(list_price[t, s, k], idle, idle_start[s, k], p.idle_discount)
        ln_price[k, s] = ln(price[k, s])
        # A supplier that lacks the class does not offer it.
        able = output[s, k] > 0.0
        odds[k, s] = (
            class_odds(idle, lost, p.willingness_base, p.idle_capacity, p.lost_share)
            if able
            else 0.0
        )


@compiled
def open_to(b: int, s: int, k: int, t: int, leak: float, forcing: Forcing, world: World) -> float:
    """Share of a buyer's tenders in a class that embargoes leave open to a supplier.

    An embargo on a component, by whoever makes it, reaches as far as the supplier relies on it.
    """
    left = open_share(imposed_in_class(b, k, t, X.CLOSED, forcing)[s], leak)
    maker = int(imposed_in_class(b, k, t, X.COMPONENT_FROM, forcing)[s])
    if maker == NOBODY:
        return left
    part = int(imposed_in_class(b, k, t, X.COMPONENT_CLASS, forcing)[s])
    component = open_share(imposed_in_class(b, part, t, X.CLOSED, forcing)[maker], leak)
    reliance = imposed_in_class(b, k, t, X.RELIANCE, forcing)[s]
    return left * (1.0 - held_share(reliance, component, world.p[0].component_hold))


@compiled
def too_late(b: int, s: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> bool:
    """Whether a first delivery is to be expected later than a buyer demands, if it demands that.

    It is judged by what an import of the buyer's middling package takes.
    """
    asked = grid3(forcing, X.YEARS_ASKED)[t, b, k]
    if asked == UNSAID:
        return False
    size = size_of(exp(grid2(fixed, F.SIZE_MU)[b, k]), grid1(fixed, F.SIZES))
    usual = grid3(fixed, F.YEARS_TO_FIRST)[IMPORTED, k, size]
    waiting = grid2(world, W.WAITING)[s, k]
    return expected_first(waiting, usual, grid2(fixed, F.LEAD_TIME)[k, s]) > asked


@compiled
def favour_buyer(
    b: int, first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Suppliers settle how much more or less readily than others a buyer is served."""
    p = world.p[0]
    weigh_objections(b, first, last, t, fixed, forcing, world)
    objecting = grid2(world, W.OBJECTING)[b, first:last]
    favour = grid2(world, W.FAVOUR)[b, first:last]
    alignment = grid2(world, W.ALIGNMENT)[b, first:last]
    drift = grid2(world, W.DRIFT)[b, first:last]
    for s in range(favour.shape[0]):
        aligned = alignment_now(alignment[s], drift[s], p.alignment_event)
        favour[s] = buyer_odds(aligned, objecting[s], p.friendship, p.objection)


@compiled
def answer_buyer(
    b: int, first: int, last: int, t: int, leak: float,
    fixed: Fixed, forcing: Forcing, world: World,
) -> None:  # fmt: skip
    """Suppliers settle their chance of answering a tender of one buyer, class by class."""
    favour_buyer(b, first, last, t, fixed, forcing, world)
    favour, odds = grid2(world, W.FAVOUR)[b], grid2(world, W.ODDS)
    wanted, same_state = grid2(world, W.WANTED)[b], grid2(fixed, F.SAME_STATE)[b]
    for k in range(odds.shape[0]):
        if wanted[k] > 0.0:
            chance = grid3(world, W.CHANCE)[b, k]
            closed = imposed_in_class(b, k, t, X.CLOSED, forcing)
            set_chances(
                chance[first:last], favour[first:last], odds[k, first:last],
                same_state[first:last], closed[first:last], leak,
            )  # fmt: skip
            component = imposed_in_class(b, k, t, X.COMPONENT_FROM, forcing)
            for s in range(first, last):
                if component[s] != NOBODY and same_state[s] == 0.0:
                    left = open_to(b, s, k, t, leak, forcing, world)
                    chance[s] = offer_probability(favour[s] * odds[k, s], left)
            if grid3(forcing, X.YEARS_ASKED)[t, b, k] != UNSAID:
                for s in range(first, last):
                    if too_late(b, s, k, t, fixed, forcing, world):
                        chance[s] = 0.0


@compiled
def set_chances(
    chance: Floats, favour: Floats, odds: Floats, same_state: Floats, closed: Floats, leak: float
) -> None:
    """Set the chances [S] of answering a tender, of suppliers that rely on nobody's components."""
    for s in range(chance.shape[0]):
        left = (1.0 - same_state[s]) * open_share(closed[s], leak)
        chance[s] = offer_probability(favour[s] * odds[s], left)


@inlined
def make_offers(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Suppliers from ``first`` on price their wares and settle whose tenders they will answer."""
    p, walk, year = world.p[0], grid1(world, W.WALK), fixed.first_year + t
    drift = noise.root(world.key, noise.WALK, year, noise.NO_NAME, noise.NO_NAME)
    for s in range(first, last):
        u, _ = noise.halves(noise.bits_at(drift, fixed.keys[LOTS, s], 0))
        walk[s] += p.world_share_drift * noise.normal(u)
        price_wares(s, t, fixed, forcing, world)
    tenders, leak = grid2(world, W.TENDERS)[t], exp(p.embargo)
    for b in range(tenders.shape[0]):
        if tenders[b] > 0.0:
            answer_buyer(b, first, last, t, leak, fixed, forcing, world)


@compiled
def offer_draws(root: np.uint64, number: int, lot: np.uint64) -> tuple[float, float]:
    """The noise behind a supplier's offer for a tender: two uniforms.

    The first decides whether it offers, the second is the buyer's taste shock.
    """
    return noise.halves(noise.bits_at(root, lot, number))


@compiled
def set_offer_draws(
    root: np.uint64, number: int, lots: Keys, ready: Floats, taste_shock: Floats
) -> None:
    """Draw the noise [S] behind all offers for one tender, to look at it."""
    for s in range(ready.shape[0]):
        ready[s], taste_shock[s] = offer_draws(root, number, lots[s])
