"""Orders become deliveries, years later."""

from sim.base.arrays import Floats
from sim.model.compiled import compiled, inlined
from sim.model.equations import STOCK_KEPT, begun_by, over_by, rest_over_by, work_done
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import Fixed, Forcing, W, World

FAR_OFF = 10_000.0  # years after the last one; what would take longer is dated so
ROUNDING = 1e-9  # years of work; a clock is a sum of speeds


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


@compiled
def brought(t: int, clock: Floats, signed: int, first: int, last: int, tiv: float) -> float:
    """What year ``t`` brings of an order (TIV); arguments as of ``enter_deliveries``."""
    lag, span = 1.0 * (first - signed), 1.0 * (last - first + 1)
    before, after = clock[t] - clock[signed], clock[t + 1] - clock[signed]
    return tiv / span * work_done(before, after, lag, span)


@compiled
def all_brought(t: int, clock: Floats, signed: int, last: int) -> bool:
    """Whether nothing of an order is left after year ``t``."""
    return clock[t + 1] - clock[signed] >= 1.0 * (last + 1 - signed)


@compiled
def enter_deliveries(
    due: Floats, clock: Floats, signed: int, first: int, last: int, tiv: float
) -> None:
    """Add an order to the deliveries by year; what lies beyond the last year stays outstanding.

    ``first`` and ``last`` are the years of delivery of a supplier whose clock never slows;
    ``clock`` [E] are the years of work that it has done by the beginning of each year.
    """
    for t in range(first, due.shape[0]):
        due[t] += brought(t, clock, signed, first, last, tiv)
        if all_brought(t, clock, signed, last):
            break


@compiled
def year_of(work: float, clock: Floats, signed: int) -> int:
    """Year in which a supplier gets beyond so many years of work after an order was signed.

    After the last year of the clock it goes on at the speed of that year, FAR_OFF years at most.
    """
    ends = clock.shape[0] - 1
    target = work + clock[signed] + ROUNDING
    for t in range(signed, ends):
        if clock[t + 1] > target:
            return t
    beyond = (target - clock[ends]) / (clock[ends] - clock[ends - 1])
    return ends + int(min(beyond, FAR_OFF))


@inlined
def take_deliveries(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer takes what arrives this year into service and retires part of the old."""
    stock, book = grid2(world, W.STOCK), grid2(world, W.DYAD_BOOK)
    due_class, due_dyad = grid3(world, W.DUE_CLASS)[t], grid3(world, W.DUE_DYAD)[t]
    delivered = grid1(world, W.DELIVERED)
    delivered[b] = 0.0
    for k in range(stock.shape[1]):
        stock[b, k] = STOCK_KEPT * stock[b, k] + due_class[b, k]
        delivered[b] += due_class[b, k]
    for s in range(book.shape[1]):
        book[b, s] -= due_dyad[b, s]
