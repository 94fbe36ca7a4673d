"""How a supplier decides whom to serve, and at what price."""

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.equations import (
    alignment_now,
    idle_share,
    offer_probability,
    open_share,
    price_index,
    willingness,
)
from sim.model.grids import grid1, grid2, grid3, grid4
from sim.model.rivals import objecting_customers
from sim.model.world import (
    BUYERS,
    CLASS,
    CLASSES,
    NUMBER,
    PRICE,
    SUPPLIERS,
    TASTE,
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
def readiness(
    b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> tuple[float, float]:
    """What makes a supplier willing to serve a buyer, idle capacity apart."""
    objecting = objecting_customers(
        b, s,
        grid2(fixed, F.RIVAL_OF)[b],
        grid3(forcing, X.RIVALRY)[t, b],
        grid4(forcing, X.OBJECTION)[t, b],
        grid2(world, W.DYAD_BOOK),
        grid2(world, W.BOOK),
    )  # fmt: skip
    return alignment_of(b, s, t, forcing, world), objecting


@compiled
def terms(
    b: int,
    s: int,
    k: int,
    t: int,
    alignment: float,
    objecting: float,
    fixed: Fixed,
    forcing: Forcing,
    world: World,
) -> tuple[float, float]:
    """Price at which a supplier offers a class to a buyer, and the chance that it does."""
    p = world.p[0]
    capacity = grid2(fixed, F.HIGHEST_OUTPUT)[s, k] * grid3(forcing, X.CAPACITY)[t, s, k]
    idle = idle_share(grid2(world, W.LOAD)[s, k], capacity, p.capacity_slack)
    price = price_index(
        grid3(forcing, X.LIST_PRICE)[t, s, k],
        idle,
        grid2(world, W.IDLE_START)[s, k],
        p.idle_discount,
    )
    log_odds = willingness(
        idle, alignment, objecting, p.willingness_base, p.idle_capacity, p.friendship, p.objection
    )
    left_open = open_share(grid4(forcing, X.CLOSED)[t, b, s, k], p.embargo)
    return price, offer_probability(log_odds, left_open)


@compiled
def answer_tenders(b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A supplier answers this year's tenders of one buyer, which lie sorted by class."""
    tender, offer = grid3(world, W.TENDER)[t], grid3(world, W.OFFER)
    highest = grid2(fixed, F.HIGHEST_OUTPUT)
    first = int(grid1(fixed, F.FIRST_SLOT)[b])
    alignment, objecting = readiness(b, s, t, fixed, forcing, world)
    answered, price, chance = -1, 0.0, 0.0
    for slot in range(first, first + int(grid2(world, W.TENDERS)[t, b])):
        k = int(tender[slot, CLASS])
        offer[slot, s, PRICE] = 0.0
        if highest[s, k] <= 0.0:
            continue
        if k != answered:
            answered = k
            price, chance = terms(b, s, k, t, alignment, objecting, fixed, forcing, world)
        u, taste, _, _ = noise.uniforms(
            world.key, noise.OFFER, fixed.first_year + t, fixed.keys[BUYERS, b],
            fixed.keys[SUPPLIERS, s], fixed.keys[CLASSES, k], int(tender[slot, NUMBER]),
        )  # fmt: skip
        if u < chance:
            offer[slot, s, PRICE] = price
            offer[slot, s, TASTE] = taste


@compiled
def make_offers(s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A supplier prices its wares and answers the tenders of all buyers but itself."""
    u, _, _, _ = noise.uniforms(
        world.key, noise.WALK, fixed.first_year + t, noise.NO_NAME, fixed.keys[SUPPLIERS, s],
        noise.NO_NAME, 0,
    )  # fmt: skip
    grid1(world, W.WALK)[s] += world.p[0].world_share_drift * noise.normal(u)
    same_state, offer = grid2(fixed, F.SAME_STATE), grid3(world, W.OFFER)
    first_slot = grid1(fixed, F.FIRST_SLOT)
    for b in range(same_state.shape[0]):
        if same_state[b, s] == 0.0:
            answer_tenders(b, s, t, fixed, forcing, world)
        else:
            for slot in range(int(first_slot[b]), int(first_slot[b + 1])):
                offer[slot, s, PRICE] = 0.0
