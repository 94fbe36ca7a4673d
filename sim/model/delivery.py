"""Orders become deliveries, years later."""

from sim.base.arrays import Floats
from sim.model.compiled import compiled, inlined
from sim.model.equations import STOCK_KEPT, work_done
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import Fixed, Forcing, W, World

OLD_BOOK_YEARS = 5  # orders older than the longest lag on record run off over so many years (guess)
FAR_OFF = 10_000.0  # years after the last one; what would take longer is dated so
ROUNDING = 1e-9  # years of work; a clock is a sum of speeds


@compiled
def draw_lag(u: float, cdf: Floats) -> int:
    """Years from order to delivery at probability ``u`` of the class's recorded lags."""
    lag = 0
    while lag < cdf.shape[0] - 1 and u > cdf[lag]:
        lag += 1
    return lag


@compiled
def schedule(u: float, v: float, cdf: Floats) -> tuple[int, int]:
    """First and last year of delivery after the order.

    Two draws of the recorded lag, the volume spread evenly between them: so the mean lag is the
    recorded one, and the mean span comes out at the recorded three years without being set.
    """
    one, other = draw_lag(u, cdf), draw_lag(v, cdf)
    return min(one, other), max(one, other)


@compiled
def remaining_schedule(u: float, v: float, age: int, cdf: Floats) -> tuple[int, int]:
    """First and last year of delivery, from now, of what is left of an order of some age.

    As for a new order, but both draws are of the lags that are still possible.
    """
    over_by_now = cdf[age - 1] if age <= cdf.shape[0] else 1.0
    if over_by_now >= 1.0:
        return 0, int(u * OLD_BOOK_YEARS)
    left = 1.0 - over_by_now
    first, last = schedule(over_by_now + left * u, over_by_now + left * v, cdf)
    return first - age, last - age


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
