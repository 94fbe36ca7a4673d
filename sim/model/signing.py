"""What is signed: an order's kind, its delivery years and its money."""

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.delivery import enter_deliveries, schedule
from sim.model.equations import price_paid, veto_probability, years_of_waiting
from sim.model.grids import grid1, grid2, grid3
from sim.model.offers import objections_to
from sim.model.world import (
    BUYERS,
    CLASSES,
    FIRST,
    IMPORTED,
    KIND,
    LAST,
    LICENSED,
    NUMBER,
    SECOND_HAND,
    SUPPLIERS,
    TIV,
    USD,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)


@compiled
def kind_of_order(u: float, licensed: float, not_imported: float) -> int:
    """Imported, made under licence, or second hand, at probability ``u``."""
    if u < licensed:
        return LICENSED
    return SECOND_HAND if u < not_imported else IMPORTED


@compiled
def waiting_time(s: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> int:
    """Years that a new order waits at a supplier whose order book is full."""
    capacity = grid2(fixed, F.HIGHEST_OUTPUT)[s, k] * grid3(forcing, X.CAPACITY)[t, s, k]
    p = world.p[0]
    book = grid2(world, W.BOOK)[s, k]
    return years_of_waiting(book, capacity, p.capacity_slack, p.customary_backlog)


@compiled
def vetoed(
    b: int, s: int, k: int, t: int, number: int, fixed: Fixed, forcing: Forcing, world: World
) -> bool:
    """Whether larger customers of the supplier, rivals of the buyer, have a deal stopped."""
    objecting = objections_to(b, s, t, fixed, forcing, world)
    if objecting <= 0.0:
        return False
    u, _, _, _ = noise.uniforms(
        world.key, noise.VETO, fixed.first_year + t, fixed.keys[BUYERS, b],
        fixed.keys[SUPPLIERS, s], fixed.keys[CLASSES, k], number,
    )  # fmt: skip
    return u < veto_probability(objecting, world.p[0].veto)


@compiled
def sign(
    slot: int,
    b: int,
    k: int,
    s: int,
    t: int,
    bidders: int,
    fixed: Fixed,
    forcing: Forcing,
    world: World,
) -> None:
    """Sign the order of one tender with the supplier that won it."""
    p = world.p[0]
    tender = grid3(world, W.TENDER)[t, slot]
    which, one, other, luck = noise.uniforms(
        world.key, noise.TERMS, fixed.first_year + t, fixed.keys[BUYERS, b], noise.NO_NAME,
        fixed.keys[CLASSES, k], int(tender[NUMBER]),
    )  # fmt: skip
    kind = kind_of_order(which, grid2(fixed, F.LICENSED)[b, k], grid2(fixed, F.NOT_IMPORTED)[b, k])
    soonest = t + waiting_time(s, k, t, fixed, forcing, world)
    first, last = schedule(one, other, grid3(fixed, F.LAG_CDF)[kind, k])
    price = price_paid(
        grid2(world, W.PRICE)[s, k],
        bidders,
        noise.normal(luck),
        p.bidding_discount,
        p.deal_price_sd,
    )
    tender[FIRST] = soonest + first
    tender[LAST] = soonest + last
    tender[KIND] = kind
    tender[USD] = tender[TIV] * grid1(fixed, F.USD_PER_TIV)[s] * price
    due_class, due_dyad = grid3(world, W.DUE_CLASS), grid3(world, W.DUE_DYAD)
    enter_deliveries(due_class[:, b, k], soonest + first, soonest + last, tender[TIV])
    enter_deliveries(due_dyad[:, b, s], soonest + first, soonest + last, tender[TIV])
