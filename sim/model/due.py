"""What an order brings in which year, whatever happens to it: the one home of that.

An order takes years of its supplier's work. A suspension of deliveries to its buyer (``X.HOLDS``)
takes such years away, so that what is left comes later. A cancellation (``X.CUTS``) takes away from
what is still due. Both are known when an order is signed, so that what it will bring in each year
is entered then; no behaviour reads more of it than the current year.
"""

from typing import NamedTuple

from sim.base.arrays import Floats
from sim.model.compiled import compiled, compiled_apart
from sim.model.equations import work_done, work_done_by
from sim.model.events import NO_END
from sim.model.grids import grid2
from sim.model.world import (
    CUT_FROM,
    CUT_SHARE,
    CUT_TO,
    CUT_YEAR,
    HOLD_FIRST,
    HOLD_SHARE,
    HOLD_UNTIL,
    NEVER,
    OF_BUYER,
    OF_CLASS,
    OF_SUPPLIER,
    Forcing,
    W,
    World,
    X,
)

FAR_OFF = 10_000.0  # years after the last one; what would take longer is dated so
ROUNDING = 1e-9  # years of work; a clock is a sum of speeds


class Due(NamedTuple):
    """When an order is due, and which rows of ``X.HOLDS`` and ``X.CUTS`` are of its dyad and class.

    ``first`` and ``last`` are the years of delivery if the supplier's clock never slows and nothing
    is suspended. ``signed`` is below 0 for the book at the start.
    """

    signed: int
    first: int
    last: int
    hold: int
    holds: int  # the one after the last
    cut: int
    cuts: int


@compiled
def first_row(b: int, s: int, k: int, rows: Floats) -> int:
    """First row of ``X.HOLDS`` or ``X.CUTS`` of a buyer, supplier and class; else their number."""
    row = 0
    while row < rows.shape[0] and not (
        rows[row, OF_BUYER] == b and rows[row, OF_SUPPLIER] == s and rows[row, OF_CLASS] == k
    ):
        row += 1
    return row


@compiled
def row_after(row: int, b: int, s: int, k: int, rows: Floats) -> int:
    """The one after the last of these rows, which lie side by side from ``row`` on."""
    while (
        row < rows.shape[0]
        and rows[row, OF_BUYER] == b
        and rows[row, OF_SUPPLIER] == s
        and rows[row, OF_CLASS] == k
    ):
        row += 1
    return row


@compiled
def due_of(b: int, s: int, k: int, signed: int, first: int, last: int, forcing: Forcing) -> Due:
    """An order of a buyer, supplier and class with what happens to it."""
    holds, cuts = grid2(forcing, X.HOLDS), grid2(forcing, X.CUTS)
    if holds.shape[0] + cuts.shape[0] == 0:
        return Due(signed, first, last, 0, 0, 0, 0)
    hold, cut = first_row(b, s, k, holds), first_row(b, s, k, cuts)
    return Due(
        signed, first, last,
        hold, row_after(hold, b, s, k, holds), cut, row_after(cut, b, s, k, cuts),
    )  # fmt: skip


@compiled
def undisturbed(due: Due) -> bool:
    """Whether no event suspends or cancels anything of an order's buyer, supplier and class."""
    return due.hold == due.holds and due.cut == due.cuts


@compiled
def passed(t: int, due: Due, clock: Floats, forcing: Forcing) -> float:
    """Years of work on an order by the beginning of year ``t``.

    ``clock`` [E] are the years of work that its supplier has done by the beginning of each year.
    """
    since = max(due.signed, 0)  # what was signed before counts from the start
    if due.hold == due.holds:
        return clock[t] - clock[since]
    worked = 0.0
    for year in range(since, t):
        worked += (clock[year + 1] - clock[year]) * (1.0 - stopped(year, due, forcing))
    return worked


@compiled
def stopped(t: int, due: Due, forcing: Forcing) -> float:
    """Share of the work on an order that suspensions stop in year ``t``, all together."""
    share, hold = 0.0, grid2(forcing, X.HOLDS)
    for i in range(due.hold, due.holds):
        if hold[i, HOLD_FIRST] <= t <= hold[i, HOLD_UNTIL]:
            share += hold[i, HOLD_SHARE]
    return min(share, 1.0)


@compiled
def cuts_order(j: int, due: Due, cut: Floats) -> bool:
    """Whether a row of ``X.CUTS`` is of orders of the year in which this one was signed."""
    signed = due.signed
    return signed < cut[j, CUT_YEAR] and cut[j, CUT_FROM] <= signed <= cut[j, CUT_TO]


@compiled
def kept(t: int, due: Due, forcing: Forcing) -> float:
    """Share of what is still due of an order in year ``t`` that no event has cancelled by then."""
    left, cut = 1.0, grid2(forcing, X.CUTS)
    for j in range(due.cut, due.cuts):
        if cut[j, CUT_YEAR] <= t and cuts_order(j, due, cut):
            left *= 1.0 - cut[j, CUT_SHARE]
    return left


@compiled
def work_between(before: float, after: float, due: Due) -> float:
    """Years of work of an order's delivery while its ``passed`` goes from one number to another."""
    lag, span = 1.0 * (due.first - max(due.signed, 0)), 1.0 * (due.last - due.first + 1)
    return work_done(before, after, lag, span)


@compiled
def worked_in(t: int, due: Due, clock: Floats, forcing: Forcing) -> float:
    """Years of work in year ``t`` of what is delivered, and not cancelled, of an order."""
    before, after = passed(t, due, clock, forcing), passed(t + 1, due, clock, forcing)
    return work_between(before, after, due) * kept(t, due, forcing)


@compiled
def enter_deliveries(due: Floats, of: Due, clock: Floats, tiv: float, forcing: Forcing) -> int:
    """Add what an order brings, in the unit of ``tiv``, to deliveries by year.

    What lies beyond the last year stays outstanding. Returns the year after the last one that was
    looked at.
    """
    return enter_both(due, due[:0], of, clock, tiv, forcing)


@compiled
def enter_both(
    due: Floats, also: Floats, of: Due, clock: Floats, tiv: float, forcing: Forcing
) -> int:
    """The same for two ledgers at once; the second may have no years."""
    if not undisturbed(of):
        enter_disturbed(also, of, clock, tiv, forcing)
        return enter_disturbed(due, of, clock, tiv, forcing)
    since, t = max(of.signed, 0), of.first
    if t >= due.shape[0]:
        return t
    lag, span = 1.0 * (of.first - since), 1.0 * (of.last - of.first + 1)
    a_year, end, passed_by = tiv / span, 1.0 * (of.last + 1 - since), 0.0
    done = work_done_by(clock[t] - clock[since], lag, span)
    while t < due.shape[0] and passed_by < end:
        passed_by = clock[t + 1] - clock[since]
        before, done = done, work_done_by(passed_by, lag, span)
        due[t] += a_year * (done - before)
        if t < also.shape[0]:
            also[t] += a_year * (done - before)
        t += 1
    return t


@compiled_apart
def enter_disturbed(due: Floats, of: Due, clock: Floats, tiv: float, forcing: Forcing) -> int:
    """The same of an order of which something is suspended or cancelled."""
    for t in range(of.first, due.shape[0]):
        a_year = tiv / (1.0 * (of.last - of.first + 1))
        due[t] += a_year * worked_in(t, of, clock, forcing)
    return max(of.first, due.shape[0])


@compiled
def struck(j: int, due: Due, clock: Floats, tiv: float, forcing: Forcing) -> float:
    """What a row of ``X.CUTS`` cancels of an order of ``tiv``, in the unit of that.

    It is a share of what is due when its year begins, and of what earlier rows have left of that.
    """
    cut = grid2(forcing, X.CUTS)
    year = int(cut[j, CUT_YEAR])
    if year >= clock.shape[0] - 1 or not cuts_order(j, due, cut):
        return 0.0
    left = tiv * cut[j, CUT_SHARE]
    for i in range(due.cut, due.cuts):
        earlier = cut[i, CUT_YEAR] < year or (cut[i, CUT_YEAR] == year and i < j)
        if earlier and cuts_order(i, due, cut):
            left *= 1.0 - cut[i, CUT_SHARE]
    done = work_between(0.0, passed(year, due, clock, forcing), due)
    return left * (1.0 - done / (1.0 * (due.last - due.first + 1)))


@compiled_apart
def enter_cuts(due: Due, clock: Floats, tiv: float, forcing: Forcing, world: World) -> None:
    """Note what will be cancelled of an order, by the buyer's rows of ``X.CUTS``."""
    so_far = grid2(world, W.STRUCK)
    for j in range(due.cut, due.cuts):
        cancelled = struck(j, due, clock, tiv, forcing)
        if cancelled > 0.0:
            so_far[j, 0] += cancelled
            so_far[j, 1] += 1.0


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


@compiled
def first_year_of(due: Due, clock: Floats, forcing: Forcing) -> int:
    """First year in which something of an order arrives, or NEVER."""
    since = max(due.signed, 0)
    if undisturbed(due):
        return year_of(1.0 * (due.first - since), clock, since)
    for t in range(since, clock.shape[0] - 1):
        if worked_in(t, due, clock, forcing) > ROUNDING:
            return t
    return year_beyond(1.0 * (due.first - since) + ROUNDING, due, clock, forcing)


@compiled
def last_year_of(due: Due, clock: Floats, forcing: Forcing) -> int:
    """Last year in which something of an order arrives, or NEVER."""
    since, ends = max(due.signed, 0), clock.shape[0] - 1
    work = 1.0 * (due.last - since + 1)
    if undisturbed(due):
        return year_of(work - 2.0 * ROUNDING, clock, since)
    if passed(ends, due, clock, forcing) < work - ROUNDING:
        beyond = year_beyond(work - ROUNDING, due, clock, forcing)
        if beyond != NEVER:
            return beyond
    for t in range(ends - 1, since - 1, -1):
        if worked_in(t, due, clock, forcing) > ROUNDING:
            return t
    return NEVER


@compiled
def year_beyond(work: float, due: Due, clock: Floats, forcing: Forcing) -> int:
    """Year after the last one in which so much work on an order is done; NEVER without work.

    A clock then goes on at the speed of the last year; what is suspended without an end stays so.
    """
    ends, forever = clock.shape[0] - 1, int(NO_END)
    speed = (clock[ends] - clock[ends - 1]) * (1.0 - stopped(forever, due, forcing))
    if speed <= 0.0 or kept(forever, due, forcing) <= 0.0:
        return NEVER
    missing = max(work - passed(ends, due, clock, forcing), 0.0)
    return ends + int(min(missing / speed, FAR_OFF))
