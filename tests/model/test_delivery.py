"""Delivery: an order arrives in the end, at its supplier's speed, and no event reaches back."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.base.arrays import Floats
from sim.model.delivery import by_age, remaining_schedule, schedule, size_of
from sim.model.due import due_of, enter_deliveries, first_year_of, last_year_of, struck, year_of
from sim.model.equations import begun_by, begun_chance, over_by, passed_by, rest_over_by
from sim.model.events import NO_END
from sim.model.grids import grid_of, lay_out
from sim.model.world import AGES, NEVER, Forcing, X

YEARS = 60
WHOLE = [1.0] * YEARS
SPEED = st.sampled_from([0.2, 0.25, 0.3, 0.45, 0.7, 0.9, 1.0]) | st.floats(0.2, 1.0)
SPEEDS = st.lists(SPEED, min_size=12, max_size=12)
Rows = Sequence[tuple[float, ...]]
SIGNED_IN, LAG, MORE = st.integers(0, 6), st.integers(0, 4), st.integers(0, 5)


def happening(holds: Rows = (), cuts: Rows = ()) -> Forcing:
    """A forcing in which nothing but this happens to orders of one buyer, supplier and class.

    Rows are those of ``X.HOLDS`` and ``X.CUTS`` without whose they are.
    """
    lengths = dict.fromkeys("YBRDSPKEG2495ILM", 0)
    lengths |= {"I": len(holds), "J": len(cuts), "6": 6, "9": 9, "s": 0}
    forcing = Forcing(*lay_out(X, lengths))
    for name, rows in ((X.HOLDS, holds), (X.CUTS, cuts)):
        if rows:
            grid_of(forcing, name)[...] = [(0, 0, 0, *row) for row in rows]
    return forcing


QUIET = happening()


def clock_of(speeds: list[float]) -> Floats:
    """Years of work by the beginning of each year; the last speed holds for what is not given."""
    speeds = speeds + speeds[-1:] * (YEARS - len(speeds))
    return np.concatenate([[0.0], np.cumsum(speeds)])


def delivered(
    speeds: list[float], signed: int, first: int, last: int, tiv: float = 1.0,
    forcing: Forcing = QUIET,
) -> Floats:  # fmt: skip
    """Volumes that an order brings, year by year."""
    due = np.zeros(YEARS)
    order = due_of(0, 0, 0, signed, first, last, forcing)
    enter_deliveries(due, order, clock_of(speeds), tiv, forcing)
    return due


def calendar_years(
    speeds: list[float], signed: int, first: int, last: int, forcing: Forcing = QUIET
) -> tuple[int, int]:
    """First and last year in which an order arrives, as its row says."""
    clock, order = clock_of(speeds), due_of(0, 0, 0, signed, first, last, forcing)
    return first_year_of(order, clock, forcing), last_year_of(order, clock, forcing)


@given(SPEEDS, SIGNED_IN, LAG, MORE, st.floats(0.01, 1e5))
def test_volumes_add_up_to_the_order(speeds, signed, lag, more, tiv):
    due = delivered(speeds, signed, signed + lag, signed + lag + more, tiv)
    assert np.isclose(due.sum(), tiv, rtol=1e-12)
    assert (due >= 0).all()
    assert not due[: signed + lag].any()


@given(SIGNED_IN, LAG, MORE)
def test_at_full_speed_every_year_brings_an_equal_part(signed, lag, more):
    first, last = signed + lag, signed + lag + more
    due = delivered(WHOLE, signed, first, last)
    assert np.allclose(due[first : last + 1], 1 / (more + 1), rtol=1e-12)
    assert np.count_nonzero(due) == more + 1
    assert calendar_years(WHOLE, signed, first, last) == (first, last)


@given(SIGNED_IN, LAG, MORE)
def test_at_half_speed_everything_takes_twice_as_long(signed, lag, more):
    first = signed + 2 * lag
    due = delivered([0.5], signed, signed + lag, signed + lag + more)
    assert np.allclose(due[first : first + 2 * (more + 1)], 0.5 / (more + 1), rtol=1e-12)
    assert np.count_nonzero(due) == 2 * (more + 1)


@given(SPEEDS, SPEEDS, st.integers(0, 12), SIGNED_IN, LAG, MORE)
def test_an_event_changes_nothing_delivered_before_it(speeds, others, event, signed, lag, more):
    changed = speeds[:event] + others[event:]
    order = signed, signed + lag, signed + lag + more
    before, after = delivered(speeds, *order), delivered(changed, *order)
    assert (before[:event] == after[:event]).all()


@given(SPEEDS, st.integers(0, 11), SIGNED_IN, LAG, MORE)
def test_a_slower_year_never_brings_anything_sooner(speeds, year, signed, lag, more):
    slowed = [*speeds[:year], speeds[year] / 2, *speeds[year + 1 :]]
    order = signed, signed + lag, signed + lag + more
    sooner, later = delivered(speeds, *order), delivered(slowed, *order)
    assert (np.cumsum(later) <= np.cumsum(sooner) + 1e-12).all()


@given(SPEEDS, SIGNED_IN, LAG, MORE)
def test_the_calendar_years_of_an_order_are_those_in_which_it_arrives(speeds, signed, lag, more):
    order = signed, signed + lag, signed + lag + more
    years = np.flatnonzero(delivered(speeds, *order) > 1e-8)
    assert calendar_years(speeds, *order) == (years[0], years[-1])


def test_what_was_signed_before_the_start_counts_from_the_start():
    assert calendar_years([0.5], -3, 1, 1) == (2, 3)
    assert calendar_years(WHOLE, -3, 1, 4) == (1, 4)


def test_what_lies_beyond_the_last_year_stays_outstanding():
    due = np.zeros(3)
    clock = np.array([0.0, 1.0, 1.5, 2.0])
    enter_deliveries(due, due_of(0, 0, 0, 0, 1, 2, QUIET), clock, 10.0, QUIET)
    assert due.tolist() == [0.0, 2.5, 2.5]


@given(st.floats(0, 40), SPEEDS, SIGNED_IN)
def test_a_year_of_work_lies_where_the_clock_passes_it(work, speeds, signed):
    clock = clock_of(speeds)
    year = year_of(work, clock, signed)
    if year + 1 < len(clock):
        passed = clock - clock[signed]
        assert passed[year] <= work + 1e-8
        assert passed[year + 1] > work - 1e-8


def test_after_its_last_year_a_clock_goes_on_at_the_speed_of_that_year():
    clock = np.array([0.0, 1.0, 1.5])
    assert [year_of(work, clock, 0) for work in (0.0, 1.0, 1.5, 1.9, 2.0, 3.5)] == [
        0, 1, 2, 2, 3, 6,
    ]  # fmt: skip


def test_what_all_but_never_comes_is_dated_far_off():
    for speed in (1e-6, 1e-12, 1e-30, 1e-300):
        clock = np.concatenate([[0.0], np.cumsum([1.0, 1.0, speed])])
        assert 10_000 <= year_of(3.0, clock, 0) < 2**15 - 2200  # a calendar year in 16 bits


def test_ten_times_seven_tenths_are_seven_years_of_work():
    """Their sum in floating point is a little off, whichever way."""
    clock = np.concatenate([[0.0], np.cumsum([0.7] * 30)])
    assert [year_of(work, clock, 0) for work in (0.0, 7.0, 14.0)] == [0, 10, 20]
    assert [year_of(7.0, clock, signed) for signed in range(8)] == list(range(10, 18))
    assert calendar_years([0.7], 0, 0, 6) == (0, 9)
    assert calendar_years([0.7], 3, 10, 16) == (13, 22)


HOLD_IN, SHARE = st.tuples(st.integers(0, 12), st.integers(0, 8)), st.floats(0, 1)
HOLD = st.builds(lambda when, share: (when[0], when[0] + when[1], share), HOLD_IN, SHARE)
CUT = st.builds(
    lambda year, before, years, share: (year, year - before - years, year - before, share, 0, 1),
    st.integers(1, 14), st.integers(0, 6), st.integers(0, 9), SHARE,
)  # fmt: skip


@given(SPEEDS, SIGNED_IN, LAG, MORE, st.lists(HOLD, max_size=2), st.lists(CUT, max_size=3))
def test_an_order_is_delivered_or_due_or_cancelled(speeds, signed, lag, more, holds, cuts):
    """Of every order, whatever is suspended and cancelled, these three add up to all of it."""
    forcing, clock = happening(holds, cuts), clock_of(speeds)
    order = due_of(0, 0, 0, signed, signed + lag, signed + lag + more, forcing)
    due = np.zeros(YEARS)
    enter_deliveries(due, order, clock, 7.0, forcing)
    cancelled = [struck(j, order, clock, 7.0, forcing) for j in range(len(cuts))]
    assert (due >= 0).all() and min(cancelled, default=0.0) >= 0
    # At these speeds all of the work is done long before the last of so many years.
    assert np.isclose(due.sum() + sum(cancelled), 7.0, rtol=1e-9)
    years = np.flatnonzero(due > 1e-7)
    if len(years):
        first, last = calendar_years(speeds, signed, signed + lag, signed + lag + more, forcing)
        assert first <= years[0] and last >= years[-1]


@given(SPEEDS, SIGNED_IN, LAG, MORE, HOLD)
def test_what_is_suspended_comes_later_and_comes(speeds, signed, lag, more, hold):
    order = signed, signed + lag, signed + lag + more
    held, free = delivered(speeds, *order, forcing=happening([hold])), delivered(speeds, *order)
    assert (np.cumsum(held) <= np.cumsum(free) + 1e-12).all()
    assert np.isclose(held.sum(), 1.0, rtol=1e-9)
    if hold[2] == 1.0:
        assert not held[hold[0] : hold[1] + 1].any()


def test_years_lost_to_a_suspension_are_added_to_the_last():
    whole = happening([(4, 5, 1.0)])
    assert delivered(WHOLE, 1, 3, 6, 4.0, whole)[:10].tolist() == [0, 0, 0, 1, 0, 0, 1, 1, 1, 0]
    assert calendar_years(WHOLE, 1, 3, 6, whole) == (3, 8)
    half = happening([(3, NO_END, 0.5)])
    assert delivered(WHOLE, 1, 3, 4, 2.0, half)[:8].tolist() == [0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0]
    assert calendar_years(WHOLE, -2, 0, 0, happening([(0, 2, 1.0)])) == (3, 3)


def test_suspensions_add_up_to_all_deliveries_at_most():
    both = happening([(3, 4, 0.75), (3, 4, 0.75)])
    assert np.array_equal(
        delivered(WHOLE, 1, 3, 6, 1.0, both),
        delivered(WHOLE, 1, 3, 6, 1.0, happening([(3, 4, 1.0)])),
    )


def test_what_is_suspended_for_good_never_comes():
    forever = happening([(4, NO_END, 1.0)])
    assert calendar_years(WHOLE, 1, 3, 6, forever) == (3, 3)
    assert calendar_years(WHOLE, 1, 5, 6, forever) == (NEVER, NEVER)


def test_a_cancellation_takes_its_share_of_what_is_due_then():
    order, clock = (1, 3, 6), clock_of(WHOLE)
    half = happening(cuts=[(5, 0, 1, 0.5, 0, 1)])
    assert delivered(WHOLE, *order, 8.0, half)[:8].tolist() == [0, 0, 0, 2, 2, 1, 1, 0]
    assert struck(0, due_of(0, 0, 0, *order, half), clock, 8.0, half) == 2.0
    twice = happening(cuts=[(5, 0, 1, 0.5, 0, 1), (5, 0, 1, 0.5, 0, 1), (6, 0, 1, 1, 0, 1)])
    lost = [struck(j, due_of(0, 0, 0, *order, twice), clock, 8.0, twice) for j in range(3)]
    assert lost == [2.0, 1.0, 0.5]
    assert calendar_years(WHOLE, *order, twice) == (3, 5)
    for other in ((5, 2, 9, 1, 0, 1), (1, 0, 9, 1, 0, 1)):  # signed too early, and too late
        assert delivered(WHOLE, *order, 8.0, happening(cuts=[other])).sum() == 8.0
    early = happening(cuts=[(2, -9, 9, 1, 0, 1)])
    assert not delivered(WHOLE, *order, 8.0, early).any()
    assert calendar_years(WHOLE, *order, early) == (NEVER, NEVER)


MEAN, UNIFORM = st.floats(0, 12), st.floats(1e-9, 1 - 1e-9)
FAR = 400


def chances(to_first, span):
    """Of deliveries that have begun, and are over, by age, at these mean years."""
    return by_age(np.array(to_first), np.array(span))


def test_chances_by_age_are_those_of_the_law_up_to_the_last_age():
    begun, over = chances([4.0, 0.0], [2.5, 1.0])
    assert begun[0, :-1].tolist() == [begun_by(years, 4.0) for years in range(AGES - 1)]
    assert over[0, :-1].tolist() == [over_by(years, 2.5) for years in range(AGES - 1)]
    assert (begun[:, -1] == 1.0).all() and (over[:, -1] == 1.0).all()


@given(st.floats(0.01, 12), st.sampled_from([1, 2, 3]))
def test_stages_take_their_mean_together(mean, stages):
    over = np.array([passed_by(years, mean, stages) for years in range(-1, FAR)])
    assert (np.diff(over) >= -1e-12).all() and over[0] == 0.0
    assert np.isclose((1.0 - over[1:]).sum(), mean, rtol=1e-6)


def test_without_a_mean_everything_comes_at_once():
    assert [passed_by(years, 0.0, 3) for years in (-1, 0, 5)] == [0.0, 1.0, 1.0]
    assert schedule(0.99, 0.99, *chances(0.0, 0.0), 15) == (0, 0)


@given(UNIFORM, UNIFORM, MEAN, MEAN, st.integers(1, 60))
def test_what_is_left_of_an_order_comes_from_the_start_on(u, v, to_first, span, age):
    by = chances(to_first, span)
    assert remaining_schedule(u, v, age, True, span, *by, 15)[0] == 0
    first, last = remaining_schedule(u, v, age, False, span, *by, 15)
    assert 0 <= first <= last <= first + 15


@given(st.integers(1, 40), st.floats(0.1, 8), st.floats(0.1, 8))
def test_an_order_open_for_long_has_more_likely_begun(age, to_first, span):
    chance = begun_chance(age, to_first, span)
    assert 0.0 <= chance <= 1.0
    assert begun_chance(age, to_first, span + 1.0) >= chance  # longer deliveries are seen oftener


def test_a_waiting_order_comes_as_the_law_has_it_given_that_it_waits():
    draws, by = (np.arange(20_000) + 0.5) / 20_000, chances(4.0, 2.0)
    first = [remaining_schedule(u, 0.5, 3, False, 2.0, *by, 15)[0] for u in draws]
    left = 1.0 - begun_by(2, 4.0)
    assert np.isclose(np.mean(np.array(first) == 0), (begun_by(3, 4.0) - begun_by(2, 4.0)) / left,
                      atol=1e-3)  # fmt: skip


@given(st.integers(0, 30), st.floats(0.1, 9))
def test_deliveries_that_have_begun_end_sooner_than_those_that_begin(years, span):
    assert rest_over_by(years, span) >= over_by(years, span) - 1e-12


def test_sizes_begin_where_they_say():
    sizes = np.array([0.0, 10.0, 50.0])
    assert [size_of(tiv, sizes) for tiv in (0.1, 9.9, 10.0, 49.0, 50.0, 9e9)] == [0, 0, 1, 1, 2, 2]
