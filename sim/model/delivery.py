"""Orders become deliveries, years later: when they are due, and what arrives in a year."""

import numpy as np

from sim.base.arrays import Floats
from sim.model.compiled import compiled, compiled_apart, inlined
from sim.model.equations import STOCK_KEPT, begun_by, over_by, rest_over_by
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import AGES, CUT_YEAR, OF_BUYER, OF_SUPPLIER, Fixed, Forcing, W, World, X


@compiled
def size_of(tiv: float, sizes: Floats) -> int:
    """Place of the last of ``sizes`` (TIV, rising from 0) that an order has reached."""
    size = 0
    while size < sizes.shape[0] - 1 and tiv >= sizes[size + 1]:
        size += 1
    return size


def by_age(to_first: Floats, span: Floats) -> tuple[Floats, Floats]:
    """Chances [..., AGES] that deliveries have begun, and are over, so many years on.

    ``to_first`` and ``span`` [...] are mean years to the first delivery, and from it to the last. A
    world asks for the chances with each order, and they are the same for all.
    """
    begun, over = np.zeros((2, to_first.size, AGES))
    set_ages(to_first.ravel(), span.ravel(), begun, over)
    shape = (*to_first.shape, AGES)
    return begun.reshape(shape), over.reshape(shape)


@compiled_apart
def set_ages(to_first: Floats, span: Floats, begun: Floats, over: Floats) -> None:
    """Set the chances [N, AGES] of ``by_age`` from mean years [N]."""
    for n in range(begun.shape[0]):
        for years in range(begun.shape[1]):
            begun[n, years] = begun_by(years, to_first[n])
            over[n, years] = over_by(years, span[n])
        begun[n, begun.shape[1] - 1] = over[n, begun.shape[1] - 1] = 1.0


@compiled
def years_until(u: float, least: int, most: int, by: Floats) -> int:
    """Years until something comes at probability ``u``, given the chances that it has ``by`` then.

    They are ``least`` at least and ``most`` at most.
    """
    years = least
    while years < most and u > by[years]:
        years += 1
    return years


@compiled
def years_left(u: float, span: float, longest: int) -> int:
    """The same, from now, of deliveries that have begun before."""
    years = 0
    while years < longest and u > rest_over_by(years, span):
        years += 1
    return years


@compiled
def schedule(u: float, v: float, begun: Floats, over: Floats, longest: int) -> tuple[int, int]:
    """First and last year of delivery after the order, given the chances [AGES] of its kind."""
    first = years_until(u, 0, AGES, begun)
    return first, first + years_until(v, 0, longest, over)


@compiled
def remaining_schedule(
    u: float, v: float, age: int, has_begun: bool, span: float, begun: Floats, over: Floats,
    longest: int,
) -> tuple[int, int]:  # fmt: skip
    """First and last year of delivery, from now, of what is left of an order of some age.

    If nothing has come yet, only the years that are still possible are drawn.
    """
    if has_begun:
        return 0, years_left(v, span, longest)
    past = begun[min(age, AGES) - 1] if age > 0 else 0.0
    first = years_until(past + (1.0 - past) * u, age, AGES, begun) - age
    return first, first + years_until(v, 0, longest, over)


@inlined
def take_deliveries(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer takes what arrives this year into service and retires part of the old.

    What it lost or was handed without an order this year has changed its stock before.
    """
    stock, book = grid2(world, W.STOCK), grid2(world, W.DYAD_BOOK)
    due_class, due_dyad = grid3(world, W.DUE_CLASS)[t], grid3(world, W.DUE_DYAD)[t]
    delivered, change = grid1(world, W.DELIVERED), grid2(world, W.STOCK_CHANGE)
    delivered[b] = 0.0
    for k in range(stock.shape[1]):
        stock[b, k] = STOCK_KEPT * (stock[b, k] + change[b, k]) + due_class[b, k]
        delivered[b] += due_class[b, k]
    for s in range(book.shape[1]):
        book[b, s] -= due_dyad[b, s]
    cut, struck = grid2(forcing, X.CUTS), grid2(world, W.STRUCK)
    for j in range(cut.shape[0]):
        if int(cut[j, OF_BUYER]) == b and int(cut[j, CUT_YEAR]) == t:
            book[b, int(cut[j, OF_SUPPLIER])] -= struck[j, 0]
