"""Events that differ from world to world: drawn before the start, or called up by what happens.

Whether an event happens, and when, is drawn at the address of its id: scenarios share it. An event
with a condition is looked at when a year is over, and begins in a later one; it happens once.
"""

import numpy as np

from sim.model import noise
from sim.model.compiled import compiled, compiled_apart
from sim.model.events import (
    AFTER,
    AT_LEAST,
    CONDITION,
    DELIVERED,
    DIFFERS_EVENT,
    EARLIEST,
    END_WATCHED,
    ENDS,
    EVENT_ON,
    EVENT_UNTIL,
    EVENT_YEAR,
    FIRST_WATCHED,
    HAPPENED,
    KEY,
    LASTS,
    LATEST,
    NONE,
    ORDERED,
    OTHER,
    PROBABILITY,
    SHARE_ABOVE,
    SHARE_YEARS,
    TALKED,
    E,
    Events,
)
from sim.model.grids import grid1, grid2, grid3
from sim.model.painting import paint_forcing
from sim.model.world import CLASS, NEVER, SUPPLIER, TIV, F, Fixed, Forcing, W, World


@compiled
def draws_of(j: int, world: World, events: Events) -> tuple[float, float]:
    """Two uniforms of an event in a world: whether it happens, and when."""
    key = np.uint64(int(grid2(events, E.DIFFERS)[j, KEY]))
    happens, when, _, _ = noise.uniforms(
        world.key, noise.CHANCE, 0, noise.NO_NAME, noise.NO_NAME, key, 0
    )
    return happens, when


@compiled
def drawn_year(u: float, earliest: float, latest: float) -> float:
    """A year between two, each as likely."""
    return earliest + float(int(u * (latest - earliest + 1.0)))


@compiled
def begin(j: int, year: float, events: Events) -> None:
    """Let an event hold from a year on."""
    how = grid2(events, E.DIFFERS)[j]
    event = grid2(events, E.EVENT)[int(how[DIFFERS_EVENT])]
    event[EVENT_ON], event[EVENT_YEAR] = 1.0, year
    event[EVENT_UNTIL] = min(how[ENDS], year + how[LASTS] - 1.0)


@compiled_apart
def draw_events(world: World, events: Events, forcing: Forcing) -> None:
    """Draw the events of a world that differ, and paint what it is known to be in for."""
    differs, event = grid2(events, E.DIFFERS), grid2(events, E.EVENT)
    for j in range(differs.shape[0]):
        event[int(differs[j, DIFFERS_EVENT]), EVENT_ON] = 0.0
        happens, when = draws_of(j, world, events)
        if differs[j, CONDITION] == NONE and happens < differs[j, PROBABILITY]:
            begin(j, drawn_year(when, differs[j, EARLIEST], differs[j, LATEST]), events)
    if differs.shape[0] > 0:
        paint_forcing(events, forcing)


@compiled_apart
def watch_world(t: int, fixed: Fixed, world: World, events: Events, forcing: Forcing) -> None:
    """At the end of a year, call up the events whose condition it has met."""
    differs, event = grid2(events, E.DIFFERS), grid2(events, E.EVENT)
    called = False
    for j in range(differs.shape[0]):
        how = differs[j]
        waits = how[CONDITION] != NONE and event[int(how[DIFFERS_EVENT]), EVENT_ON] == 0.0
        if (
            waits
            and how[EARLIEST] <= t <= how[LATEST]
            and draws_of(j, world, events)[0] < how[PROBABILITY]
            and is_met(j, t, fixed, world, events)
        ):
            begin(j, t + how[AFTER], events)
            called = True
    if called:
        paint_forcing(events, forcing)


@compiled
def is_met(j: int, t: int, fixed: Fixed, world: World, events: Events) -> bool:
    """Whether a year meets the condition of an event."""
    how = grid2(events, E.DIFFERS)[j]
    condition, first, end = int(how[CONDITION]), int(how[FIRST_WATCHED]), int(how[END_WATCHED])
    if condition == HAPPENED:
        other = grid2(events, E.EVENT)[int(how[OTHER])]
        return other[EVENT_ON] != 0.0 and other[EVENT_YEAR] <= t
    if condition in (ORDERED, TALKED):
        for n in range(first, end):
            if is_seen(n, condition, how[AT_LEAST], t, fixed, world, events):
                return True
        return False
    since = int(max(how[EARLIEST], 0.0)) if condition == DELIVERED else max(t + 1 - SHARE_YEARS, 0)
    came, in_all = deliveries_since(since, t, first, end, world, events)
    if condition == DELIVERED:
        return came >= how[AT_LEAST]
    if in_all <= 0.0:
        return False
    share = came / in_all
    return share > how[AT_LEAST] if condition == SHARE_ABOVE else share < how[AT_LEAST]


@compiled
def is_seen(
    n: int, condition: int, tiv: float, t: int, fixed: Fixed, world: World, events: Events
) -> bool:
    """Whether a buyer announced talks with a supplier this year, or signed an order so large."""
    watched = grid2(events, E.WATCHED)[n]
    b, s, k = int(watched[0]), int(watched[1]), int(watched[2])
    if condition == TALKED:
        return grid3(world, W.TALKED)[b, k, s] != 0.0
    tender, first = grid2(world, W.TENDER), int(grid1(fixed, F.FIRST_SLOT)[b])
    for slot in range(first, first + int(grid2(world, W.TENDERS)[t, b])):
        order = tender[slot]
        if int(order[SUPPLIER]) == s and int(order[CLASS]) == k and order[TIV] >= tiv:
            return True
    return False


@compiled
def deliveries_since(
    since: int, t: int, first: int, end: int, world: World, events: Events
) -> tuple[float, float]:
    """TIV that came to some buyers from some suppliers, up to this year, and from all suppliers."""
    due, watched = grid3(world, W.DUE_DYAD), grid2(events, E.WATCHED)
    came = in_all = 0.0
    for year in range(since, t + 1):
        for n in range(first, end):
            b = int(watched[n, 0])
            came += due[year, b, int(watched[n, 1])]
            if n == first or watched[n - 1, 0] != watched[n, 0]:
                for s in range(due.shape[2]):
                    in_all += due[year, b, s]
    return came, in_all


@compiled
def began(j: int, years: int, events: Events) -> float:
    """Year in which an event that differs began in this world, or NEVER."""
    event = grid2(events, E.EVENT)[int(grid2(events, E.DIFFERS)[j, DIFFERS_EVENT])]
    within = event[EVENT_ON] != 0.0 and event[EVENT_YEAR] < years
    return event[EVENT_YEAR] if within else NEVER
