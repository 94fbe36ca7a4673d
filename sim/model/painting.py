"""Events and recorded covariates become what is imposed on a world: painted cell by cell."""

from sim.model.compiled import compiled, compiled_apart
from sim.model.events import (
    ADD,
    CHANGE,
    COUNTS,
    EVENT_ON,
    EVENT_OVER,
    EVENT_SIZE,
    EVENT_UNTIL,
    EVENT_YEAR,
    JOINED,
    LEVEL,
    PLACE_AT,
    PLACE_CELL,
    PLACE_STEP,
    PUT,
    RATIO,
    SET,
    SHIFTED_BUYER,
    SHIFTED_CELL,
    SHIFTED_EVENT,
    SHIFTED_KIND,
    SHIFTED_SUPPLIER,
    STROKE_CELL,
    STROKE_MODE,
    STROKE_VALUE,
    USUAL,
    E,
    Events,
)
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import (
    FIRST_GIVEN,
    LAST_GIVEN,
    NEVER,
    SHIFT,
    SHIFT_EVENT,
    SHIFT_KIND,
    SHIFT_SUPPLIER,
    TIV_GIVEN,
    UNSAID,
    USD_GIVEN,
    YEAR_GIVEN,
    Forcing,
    X,
)


@compiled_apart
def paint_forcing(events: Events, forcing: Forcing) -> int:
    """Paint all events that are on over what is recorded; returns the rows of ``X.SHIFTS`` in use.

    ``events`` says in E.EVENT which are on, from when and of which size, in any combination for
    which its axes were made. ``forcing`` has every row over suppliers by itself (``laid_whole``)
    and may have been painted before: whatever events can touch is written anew.
    """
    paint_cells(events)
    write_cells(events, forcing)
    run_clocks(forcing)
    write_orders(events, forcing)
    return write_shifts(events, forcing)


@compiled
def paint_cells(events: Events) -> None:
    """Put the strokes of all events that are on into their cells, by year.

    By year, wherever an event stands in the scenario: a ban is lifted by what comes later.
    """
    event, order = grid2(events, E.EVENT), grid1(events, E.ORDER)
    recorded, painted = grid2(events, E.RECORDED), grid2(events, E.PAINTED)
    for c in range(painted.shape[0]):
        for e in range(painted.shape[1]):
            painted[c, e] = recorded[c, e]
    for v in range(event.shape[0]):
        place = v
        while place > 0 and event[int(order[place - 1]), EVENT_YEAR] > event[v, EVENT_YEAR]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = v
    for place in range(event.shape[0]):
        if event[int(order[place]), EVENT_ON] != 0.0:
            paint_event(int(order[place]), events)


@compiled
def paint_event(v: int, events: Events) -> None:
    """Put the strokes of one event into their cells."""
    event, strokes = grid2(events, E.EVENT)[v], grid2(events, E.STROKES_OF)[v]
    stroke, painted = grid2(events, E.STROKE), grid2(events, E.PAINTED)
    begin, size = int(max(event[EVENT_YEAR], -1.0)), event[EVENT_SIZE]
    end = int(min(event[EVENT_UNTIL] + 1.0, painted.shape[1] - 1.0))
    for n in range(int(strokes[0]), int(strokes[1])):
        path, mode = painted[int(stroke[n, STROKE_CELL])], int(stroke[n, STROKE_MODE])
        value = stroke[n, STROKE_VALUE] * (1.0 if mode == PUT else size)
        for t in range(begin, end):
            grown = min((t - event[EVENT_YEAR] + 1.0) / event[EVENT_OVER], 1.0)
            if mode in (SET, PUT):
                path[t + 1] = value
            elif mode == ADD:
                path[t + 1] += grown * value
            else:
                path[t + 1] *= 1.0 + grown * (value - 1.0)


@compiled
def level_of(c: int, e: int, events: Events) -> float:
    """What a cell comes to at a place of its path, with the cells that are joined to it."""
    painted, cell = grid2(events, E.PAINTED), grid2(events, E.CELL)
    level = painted[c, e]
    while cell[c, JOINED] != 0.0:
        c -= 1
        level += painted[c, e]
    return level


@compiled
def paid_share(usual: float, granted: float) -> float:
    """Share of the price that a buyer pays itself, given what it usually spends (US$ m a year)."""
    return usual / (usual + granted) if usual > 0.0 else 1.0


@compiled
def counted(c: int, t: int, events: Events) -> float:
    """What a cell comes to in a year, as the model counts it.

    What holds as a level is as it stands. All else is taken from what was in force at the start,
    which is in the theatre's record already, in its habits, prices and capacities.
    """
    cell = grid2(events, E.CELL)
    counts, now = int(cell[c, COUNTS]), level_of(c, t + 1, events)
    if counts == LEVEL:
        return now
    before = level_of(c, 0, events)
    if counts == CHANGE:
        return now - before
    if counts == RATIO:
        return now / before
    return paid_share(cell[c, USUAL], now) / paid_share(cell[c, USUAL], before)


@compiled
def write_cells(events: Events, forcing: Forcing) -> None:
    """Write every cell to its places."""
    place, years = grid2(events, E.PLACE), grid2(events, E.PAINTED).shape[1] - 1
    for a in range(place.shape[0]):
        c, at, step = int(place[a, PLACE_CELL]), int(place[a, PLACE_AT]), int(place[a, PLACE_STEP])
        for t in range(years):
            forcing.data[at + t * step] = counted(c, t, events)


@compiled
def run_clocks(forcing: Forcing) -> None:
    """Set the years of work that suppliers have done by the beginning of each year.

    Lost capacity slows all of a supplier's work; more than at the start only shortens its queue.
    """
    capacity, clock = grid3(forcing, X.CAPACITY), grid3(forcing, X.CLOCK)
    for s in range(clock.shape[0]):
        for k in range(clock.shape[1]):
            clock[s, k, 0] = 0.0
            for t in range(capacity.shape[0]):
                clock[s, k, t + 1] = clock[s, k, t] + min(capacity[t, s, k], 1.0)


@compiled
def write_orders(events: Events, forcing: Forcing) -> None:
    """Write the orders that events give; years of delivery move with the year of the order."""
    event, given = grid2(events, E.EVENT), grid2(forcing, X.GIVEN)
    ordered, event_of = grid2(events, E.ORDERED), grid1(events, E.EVENT_OF_ORDER)
    for n in range(ordered.shape[0]):
        now = event[int(event_of[n])]
        for column in range(ordered.shape[1]):
            given[n, column] = ordered[n, column]
        given[n, YEAR_GIVEN] = now[EVENT_YEAR] if now[EVENT_ON] != 0.0 else NEVER
        given[n, TIV_GIVEN] *= now[EVENT_SIZE]
        if ordered[n, USD_GIVEN] != UNSAID:
            given[n, USD_GIVEN] *= now[EVENT_SIZE]
        if ordered[n, FIRST_GIVEN] != UNSAID:
            later = now[EVENT_YEAR] - ordered[n, YEAR_GIVEN]
            given[n, FIRST_GIVEN] += later
            given[n, LAST_GIVEN] += later


@compiled
def write_shifts(events: Events, forcing: Forcing) -> int:
    """Write what events of size 1 shift, by year and buyer; returns the rows written."""
    shifted, shifts = grid2(events, E.SHIFTED), grid2(forcing, X.SHIFTS)
    shifts_of = grid3(forcing, X.SHIFTS_OF)
    row = 0
    for t in range(shifts_of.shape[0]):
        n = 0
        for b in range(shifts_of.shape[1]):
            shifts_of[t, b, 0] = row
            while n < shifted.shape[0] and int(shifted[n, SHIFTED_BUYER]) == b:
                change = counted(int(shifted[n, SHIFTED_CELL]), t, events)
                if change != 0.0:
                    shifts[row, SHIFT_EVENT] = shifted[n, SHIFTED_EVENT]
                    shifts[row, SHIFT_SUPPLIER] = shifted[n, SHIFTED_SUPPLIER]
                    shifts[row, SHIFT_KIND] = shifted[n, SHIFTED_KIND]
                    shifts[row, SHIFT] = change
                    row += 1
                n += 1
            shifts_of[t, b, 1] = row
    return row
