"""Orders become deliveries, years later: when they are due, and what arrives in a year."""

from sim.base.arrays import Floats
from sim.model.compiled import compiled, inlined
from sim.model.equations import STOCK_KEPT, begun_by, over_by, rest_over_by
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import CUT_YEAR, OF_BUYER, OF_SUPPLIER, Fixed, Forcing, W, World, X


@compiled
def size_of(tiv: float, sizes: Floats) -> int:
    """Place of the last of ``sizes`` (TIV, rising from 0) that an order has reached."""
    size = 0
    while size < sizes.shape[0] - 1 and tiv >= sizes[size + 1]:
        size += 1
    return size


@compiled
def years_to_first(u: float, age: int, to_first: float) -> int:
    """Years from an order to its first delivery, ``age`` at least, at probability ``u``."""
    years = age
    while u > begun_by(years, to_first):
        years += 1
    return years


@compiled
def years_delivered(u: float, span: float, longest: int) -> int:
    """Years from the first delivery to the last, ``longest`` at most, at probability ``u``."""
    years = 0
    while years < longest and u > over_by(years, span):
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
def schedule(u: float, v: float, to_first: float, span: float, longest: int) -> tuple[int, int]:
    """First and last year of delivery after the order."""
    first = years_to_first(u, 0, to_first)
    return first, first + years_delivered(v, span, longest)


@compiled
def remaining_schedule(
    u: float, v: float, age: int, begun: bool, to_first: float, span: float, longest: int
) -> tuple[int, int]:
    """First and last year of delivery, from now, of what is left of an order of some age.

    If nothing has come yet, only the years that are still possible are drawn.
    """
    if begun:
        return 0, years_left(v, span, longest)
    over = begun_by(age - 1, to_first)
    first = years_to_first(over + (1.0 - over) * u, age, to_first) - age
    return first, first + years_delivered(v, span, longest)


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
