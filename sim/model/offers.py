"""How a supplier decides whom to serve, and at what price."""

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.elementary import exp
from sim.model.equations import (
    alignment_now,
    buyer_odds,
    class_odds,
    held_share,
    idle_share,
    offer_probability,
    open_share,
    price_index,
)
from sim.model.grids import grid1, grid2, grid3, grid4
from sim.model.rivals import objecting_customers
from sim.model.world import (
    BUYERS,
    CLASS,
    CLASSES,
    NOBODY,
    NUMBER,
    SUPPLIERS,
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
        grid3(forcing, X.ALIGNMENT)[t, b, s],
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
    """Set a supplier's price and its odds of offering, class by class."""
    p = world.p[0]
    highest, capacity = grid2(fixed, F.HIGHEST_OUTPUT), grid3(forcing, X.CAPACITY)
    load, idle_start = grid2(world, W.LOAD), grid2(world, W.IDLE_START)
    list_price = grid3(forcing, X.LIST_PRICE)
    price, odds = grid2(world, W.PRICE), grid2(world, W.ODDS)
    lost = lost_share_of(s, fixed, world)
    for k in range(price.shape[1]):
        idle = idle_share(load[s, k], highest[s, k] * capacity[t, s, k], p.capacity_slack)
        price[s, k] = price_index(list_price[t, s, k], idle, idle_start[s, k], p.idle_discount)
        # A supplier that lacks the class never offers it.
        able = highest[s, k] > 0.0
        odds[s, k] = (
            class_odds(idle, lost, p.willingness_base, p.idle_capacity, p.lost_share)
            if able
            else 0.0
        )


@compiled
def objections_to(b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """Weight of the supplier's larger customers that are rivals of the buyer, in its order book."""
    return objecting_customers(
        b,
        s,
        grid2(fixed, F.RIVAL_OF)[b],
        grid3(forcing, X.RIVALRY)[t, b],
        grid4(forcing, X.OBJECTION)[t, b],
        grid2(world, W.DYAD_BOOK),
        grid1(world, W.BOOK_OF_ALL)[s],
    )


@compiled
def odds_of(b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """Factor that a supplier puts on its odds of offering for one buyer."""
    p = world.p[0]
    objecting = objections_to(b, s, t, fixed, forcing, world)
    alignment = alignment_of(b, s, t, forcing, world)
    return buyer_odds(alignment, objecting, p.friendship, p.objection)


@compiled
def open_to(
    b: int, s: int, k: int, t: int, leak: float, fixed: Fixed, forcing: Forcing, world: World
) -> float:
    """Share of a buyer's tenders in a class that embargoes leave open to a supplier.

    An embargo on a component, by whoever makes it, reaches as far as the supplier relies on it.
    """
    closed = grid4(forcing, X.CLOSED)[t, b]
    left = open_share(closed[s, k], leak)
    maker = int(grid3(fixed, F.COMPONENT_FROM)[b, s, k])
    if maker == NOBODY:
        return left
    component = open_share(closed[maker, int(grid3(fixed, F.COMPONENT_CLASS)[b, s, k])], leak)
    reliance = grid3(fixed, F.RELIANCE)[b, s, k]
    return left * (1.0 - held_share(reliance, component, world.p[0].component_hold))


@compiled
def answer_tenders(
    b: int, s: int, t: int, leak: float, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """A supplier answers this year's tenders of one buyer, which lie sorted by class.

    One draw serves two tenders: the even-numbered one has its first two uniforms, the next one the
    others. The first of each two decides on the offer, the second is the buyer's taste for it.
    """
    tender, offer = grid3(world, W.TENDER)[t], grid2(world, W.OFFER)
    loudness = grid2(world, W.LOUDNESS)
    odds = grid2(world, W.ODDS)[s]
    first = int(grid1(fixed, F.FIRST_SLOT)[b])
    after_last = first + int(grid2(world, W.TENDERS)[t, b])
    for_buyer = odds_of(b, s, t, fixed, forcing, world)
    answered, chance = -1, 0.0
    ready = taste = next_ready = next_taste = 0.0
    for slot in range(first, after_last):
        k, number = int(tender[slot, CLASS]), int(tender[slot, NUMBER])
        if k != answered:
            answered = k
            left_open = open_to(b, s, k, t, leak, fixed, forcing, world)
            chance = offer_probability(for_buyer * odds[k], left_open)
        if chance <= 0.0:
            offer[slot, s] = 0.0
            continue
        if number % 2 == 0:
            ready, taste, next_ready, next_taste = noise.uniforms(
                world.key,
                noise.OFFER,
                fixed.first_year + t,
                fixed.keys[BUYERS, b],
                fixed.keys[SUPPLIERS, s],
                fixed.keys[CLASSES, k],
                number // 2,
            )
        else:
            ready, taste = next_ready, next_taste
        offer[slot, s] = taste if ready < chance else 0.0
        loudness[slot, s] = ready / chance  # of an offer that is made, again uniform


@compiled
def make_offers(s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A supplier prices its wares and answers the tenders of all buyers but itself."""
    p = world.p[0]
    u, _, _, _ = noise.uniforms(
        world.key,
        noise.WALK,
        fixed.first_year + t,
        noise.NO_NAME,
        fixed.keys[SUPPLIERS, s],
        noise.NO_NAME,
        0,
    )
    grid1(world, W.WALK)[s] += p.world_share_drift * noise.normal(u)
    price_wares(s, t, fixed, forcing, world)
    same_state, offer = grid2(fixed, F.SAME_STATE), grid2(world, W.OFFER)
    first_slot, tenders = grid1(fixed, F.FIRST_SLOT), grid2(world, W.TENDERS)
    leak = exp(p.embargo)
    for b in range(same_state.shape[0]):
        if tenders[t, b] == 0.0:
            continue
        if same_state[b, s] == 0.0:
            answer_tenders(b, s, t, leak, fixed, forcing, world)
        else:
            for slot in range(int(first_slot[b]), int(first_slot[b] + tenders[t, b])):
                offer[slot, s] = 0.0
