"""What is signed: an order's kind and its delivery years. What it costs: ``money.py``."""

import numpy as np

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.delivery import schedule, size_of
from sim.model.due import due_of, enter_both, enter_cuts
from sim.model.equations import (
    LONGEST_BUILD,
    LONGEST_SPAN,
    veto_probability,
    years_to_build,
)
from sim.model.forced import imposed_in_class
from sim.model.grids import grid1, grid2, grid3, grid4
from sim.model.luck import delivery_luck
from sim.model.roots import Roots, roots_of
from sim.model.world import (
    BIDDERS,
    BUYERS,
    CLASS,
    CLASSES,
    FIRST,
    IMPORTED,
    KIND,
    LAST,
    LICENSED,
    LOTS,
    LUCK,
    NO_LOT,
    NOBODY,
    NUMBER,
    SECOND_HAND,
    SUPPLIER,
    TIV,
    UNSAID,
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
def objections_to_deal(b: int, s: int, k: int, t: int, forcing: Forcing, world: World) -> float:
    """Weight of the larger customers that object, of the supplier and of whom it relies on."""
    objecting = grid2(world, W.OBJECTING)[b]
    maker = int(imposed_in_class(b, k, t, X.COMPONENT_FROM, forcing)[s])
    if maker == NOBODY:
        return objecting[s]
    reliance = imposed_in_class(b, k, t, X.RELIANCE, forcing)[s]
    return objecting[s] + reliance * world.p[0].component_hold * objecting[maker]


@compiled
def vetoed(
    b: int, s: int, k: int, t: int, number: int, fixed: Fixed, forcing: Forcing, world: World
) -> bool:
    """Whether larger customers of the supplier, rivals of the buyer, have a deal stopped."""
    objecting = objections_to_deal(b, s, k, t, forcing, world)
    if objecting <= 0.0:
        return False
    year = fixed.first_year + t
    root = noise.root(world.key, noise.VETO, year, fixed.keys[BUYERS, b], fixed.keys[CLASSES, k])
    u, _ = noise.halves(noise.bits_at(root, fixed.keys[LOTS, s], number))
    return u < veto_probability(objecting, world.p[0].veto)


@compiled
def draw_kind(u: float, b: int, k: int, t: int, fixed: Fixed, forcing: Forcing) -> int:
    """Kind of an order of a buyer in a class, at probability ``u``; licences demanded are given."""
    licensed = max(grid2(fixed, F.LICENSED)[b, k], grid3(forcing, X.LICENCES_ASKED)[t, b, k])
    return kind_of_order(u, licensed, grid2(fixed, F.NOT_IMPORTED)[b, k])


@compiled
def shortest_span(tiv: float, output: float, world: World) -> int:
    """Years between the first and the last delivery of a licensed order, at least.

    ``output`` is what the supplier makes in the class, TIV a year.
    """
    return years_to_build(tiv, output, world.p[0].licence_rate) - 1


@compiled
def longest_span(kind: int) -> int:
    """Years between the first and the last delivery of an order of some kind, at most."""
    return LONGEST_BUILD - 1 if kind == LICENSED else LONGEST_SPAN


@compiled
def delivery_years(
    b: int, s: int, k: int, t: int, kind: int, tiv: float, number: int, delays: np.uint64,
    one: float, other: float, fixed: Fixed, forcing: Forcing, world: World,
) -> tuple[int, int]:  # fmt: skip
    """First and last year of delivery of an order, by two draws of its own lag.

    ``delays`` is the root of that name.
    """
    one, other = delivery_luck(b, s, delays, number, one, other, fixed, world)
    soonest = t + int(grid2(world, W.WAITING)[s, k])
    size = size_of(tiv, grid1(fixed, F.SIZES))
    begun, over = grid4(fixed, F.BEGUN_BY)[kind, k, size], grid4(fixed, F.OVER_BY)[kind, k, size]
    first, last = schedule(one, other, begun, over, longest_span(kind))
    if kind == LICENSED:
        output = grid3(forcing, X.OUTPUT)[t, s, k]
        last = max(last, first + shortest_span(tiv, output, world))
    return soonest + first, soonest + last


@compiled
def settle_delivery(
    slot: int, b: int, s: int, t: int, delays: np.uint64, one: float, other: float,
    fixed: Fixed, forcing: Forcing, world: World,
) -> None:  # fmt: skip
    """Set the years of delivery of an order whose kind is known, by two draws of its own lag."""
    tender = grid2(world, W.TENDER)[slot]
    kind, k, tiv, number = int(tender[KIND]), int(tender[CLASS]), tender[TIV], int(tender[NUMBER])
    tender[FIRST], tender[LAST] = delivery_years(
        b, s, k, t, kind, tiv, number, delays, one, other, fixed, forcing, world
    )


@compiled
def offered_terms(
    b: int, s: int, k: int, t: int, number: int, tiv: float,
    fixed: Fixed, forcing: Forcing, world: World,
) -> tuple[int, int, int]:  # fmt: skip
    """Kind of order, and first and last year of delivery, if a tender went to a supplier."""
    roots = roots_of(b, k, t, fixed, world)
    which, one, other, _ = noise.uniforms_at(roots.terms, NO_LOT, number)
    kind = draw_kind(which, b, k, t, fixed, forcing)
    first, last = delivery_years(
        b, s, k, t, kind, tiv, number, roots.delays, one, other, fixed, forcing, world
    )
    return kind, first, last


@compiled
def note_deal(slot: int, usd: float, bidders: int, luck: float, world: World) -> None:
    """Note the money of an order, US$ m, or UNSAID and what it depends on that is not known later.

    ``luck`` is a uniform.
    """
    grid2(world, W.TENDER)[slot, USD] = usd
    deal = grid2(world, W.DEAL)[slot]
    deal[BIDDERS], deal[LUCK] = bidders, luck


@compiled
def enter_order(slot: int, b: int, s: int, t: int, forcing: Forcing, world: World) -> None:
    """Enter what a signed order will bring into the deliveries of the years to come."""
    tender = grid2(world, W.TENDER)[slot]
    tender[SUPPLIER] = s
    k, first, last = int(tender[CLASS]), int(tender[FIRST]), int(tender[LAST])
    clock = grid3(forcing, X.CLOCK)[s, k]
    due_class, due_dyad = grid3(world, W.DUE_CLASS), grid3(world, W.DUE_DYAD)
    due = due_of(b, s, k, t, first, last, forcing)
    enter_both(due_class[:, b, k], due_dyad[:, b, s], due, clock, tender[TIV], forcing)
    if due.cut < due.cuts:
        enter_cuts(due, clock, tender[TIV], forcing, world)


@compiled
def sign(
    slot: int, b: int, s: int, t: int, bidders: int, roots: Roots,
    fixed: Fixed, forcing: Forcing, world: World,
) -> None:  # fmt: skip
    """Sign the order of one tender with the supplier that won it."""
    tender = grid2(world, W.TENDER)[slot]
    which, one, other, luck = noise.uniforms_at(roots.terms, NO_LOT, int(tender[NUMBER]))
    tender[KIND] = draw_kind(which, b, int(tender[CLASS]), t, fixed, forcing)
    settle_delivery(slot, b, s, t, roots.delays, one, other, fixed, forcing, world)
    note_deal(slot, UNSAID, bidders, luck, world)
    enter_order(slot, b, s, t, forcing, world)
