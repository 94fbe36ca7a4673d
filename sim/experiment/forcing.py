"""Events and recorded covariates → Forcing: what a scenario imposes on its worlds, year by year.

What is on record is laid down whole, the compiled painter puts the events over it, and rows over
suppliers that are alike are then kept once. A forcing that is to be painted again stays whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.experiment.chances import differs_rows
from sim.experiment.market import outputs_on_record
from sim.experiment.names import Places
from sim.experiment.packing import address_of, lay_whole, pack
from sim.experiment.painting import (
    MONEY,
    Cell,
    Strokes,
    cell_rows,
    check_factors,
    event_rows,
    given_orders,
    shifted_rows,
    stroke_rows,
    strokes_of,
)
from sim.experiment.recorded import (
    closed_tenders,
    components,
    no_demands,
    spending_paths,
    ties,
    un_distances,
    usual_purchases,
    wanting,
)
from sim.experiment.replay import replayed_orders
from sim.experiment.seats import OF_COMPONENT, OF_DEMAND, Seats, places_of
from sim.experiment.shifts import sized_events
from sim.model.events import EVENT_ON, E, Events, new_events
from sim.model.grids import array_of, grid_of
from sim.model.painting import paint_forcing
from sim.model.world import NOBODY, Forcing, X
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Imposed:
    """The forcing, the buyers that are ever rivals of each buyer, their highest need, the axes.

    ``events`` paint the forcing again, where it was made for that.
    """

    forcing: Forcing
    rival_of: Integers  # [B, R] buyers, or NOBODY
    highest_need: Floats  # [B]
    lengths: dict[str, int]  # of the axes
    events: Events | None = None


def build_forcing(
    theatre: Theatre, scenario: Scenario, largest: Mapping[str, float] | None = None
) -> Imposed:
    """Lay down the recorded covariates, then paint every event over them.

    The names in the scenario are known to be the theatre's (``names.check_names``).

    Args:
        theatre: on whose axes.
        scenario: whose events are painted.
        largest: for a forcing that can be painted again (``sim.model.painting``), the largest size
            of events by id, over that as written; 1 for others. Events of the scenario's years may
            then be on or off, and of any of these years; those before them stay where they are.

    Raises:
        InputError: where factors leave all sense.
    """
    painted = _painted(theatre, scenario)
    check_factors(painted.events, painted.strokes, scenario)
    whole, rival_of = painted.forcing, painted.rival_of
    if largest is not None:
        _hold_back(painted, scenario)
        most = _most_needed(painted.strokes, scenario, largest, len(theatre.buyers))
        return Imposed(whole, rival_of, most, painted.lengths, painted.events)
    arrays: dict[X, Floats] = {name: array_of(whole, name) for name in X if name != X.ROWS}
    arrays[X.SHIFTS] = arrays[X.SHIFTS][: painted.shifts]
    lengths = {**painted.lengths, "P": painted.shifts}
    highest: Floats = arrays[X.NEED].max(axis=(0, 2))
    return Imposed(pack(arrays, lengths), rival_of, highest, lengths)


def _hold_back(painted: "_Painted", scenario: Scenario) -> None:
    """Switch off what differs from world to world: each world paints its own."""
    for v, event in enumerate(scenario.events):
        grid_of(painted.events, E.EVENT)[v, EVENT_ON] = not event.differs
    if any(event.differs for event in scenario.events):
        paint_forcing(painted.events, painted.forcing)


def grants_of(theatre: Theatre, scenario: Scenario) -> Floats:
    """What suppliers pay of purchases [Y, B, S]: grants, the soft part of credits; US$ m a year."""
    painted = _painted(theatre, scenario)
    years = scenario.last_year - scenario.first_year + 1
    paid = np.zeros((years, len(theatre.buyers), len(theatre.suppliers)))
    for cell, c in painted.strokes.cells.items():
        if cell.array in MONEY:
            b, s = cell.place
            paid[:, b, s] += grid_of(painted.events, E.PAINTED)[c, 1:]
    return paid


def axis_lengths(
    theatre: Theatre, scenario: Scenario, rival_of: Integers, given: int, shifts: int
) -> dict[str, int]:
    """Length of each axis that a theatre and a scenario settle between them."""
    years = scenario.last_year - scenario.first_year + 1
    return {
        "Y": years,
        "E": years + 1,
        "G": given,
        "H": len(sized_events(scenario)),
        "P": shifts,
        "2": 2,
        "4": 4,
        "9": 9,
        "B": len(theatre.buyers),
        "S": len(theatre.suppliers),
        "K": len(theatre.classes),
        "R": rival_of.shape[1],
    }


@dataclass(frozen=True)
class _Painted:
    """A forcing, whole, with every event of a scenario painted over it."""

    forcing: Forcing
    events: Events
    strokes: Strokes
    rival_of: Integers  # [B, R]
    lengths: dict[str, int]
    shifts: int  # rows of SHIFTS in use


def _painted(theatre: Theatre, scenario: Scenario) -> _Painted:
    strokes = strokes_of(scenario, Places(theatre))
    years = range(scenario.first_year - 1, scenario.last_year + 1)  # the first is before the start
    everyone = tuple(state.name for state in theatre.states)
    recorded = {
        "rivalry": ties(theatre.rivalries, everyone, everyone, years),
        "closed": closed_tenders(theatre, years),
        **{
            name: np.broadcast_to(array, (len(years), *array.shape))
            for name, array in _standing(theatre).items()
        },
    }
    seats = Seats.of(theatre, scenario, recorded["rivalry"], strokes)
    given, event_of_order = given_orders(scenario, Places(theatre))
    all_given = np.concatenate([given, replayed_orders(theatre, scenario)])
    shifted = shifted_rows(strokes, scenario)
    lengths = axis_lengths(
        theatre, scenario, seats.rival_of, len(all_given), len(shifted) * (len(years) - 1)
    )
    forcing = lay_whole(_without_events(theatre, years[1:], recorded, seats, lengths), lengths)
    grid_of(forcing, X.GIVEN)[...] = all_given
    differs, watched = differs_rows(scenario, Places(theatre))
    stroke, strokes_of_event = stroke_rows(strokes, len(scenario.events))
    places = [
        (c, *address_of(forcing, *place))
        for cell, c in strokes.cells.items() for place in places_of(cell, seats)
    ]  # fmt: skip
    filled: dict[E, Floats | list[Floats] | list[int]] = {
        E.EVENT: event_rows(scenario),
        E.STROKES_OF: strokes_of_event,
        E.STROKE: stroke,
        E.CELL: cell_rows(strokes, usual_purchases(theatre)),
        E.RECORDED: [_path(cell, recorded, len(years)) for cell in strokes.cells],
        E.PLACE: np.array(places, dtype=np.float64).reshape(-1, 3),
        E.SHIFTED: shifted,
        E.ORDERED: given,
        E.EVENT_OF_ORDER: event_of_order,
        E.DIFFERS: differs,
        E.WATCHED: watched,
    }
    sizes = {
        "V": len(scenario.events), "L": len(stroke), "C": len(strokes.cells), "E": len(years),
        "A": len(places), "U": len(shifted), "O": len(given), "J": len(differs), "M": len(watched),
    }  # fmt: skip
    events = new_events(sizes)
    for name, values in filled.items():
        if len(values):
            grid_of(events, name)[...] = values
    return _Painted(
        forcing, events, strokes, seats.rival_of, lengths, paint_forcing(events, forcing)
    )


_RECORDED = {"need": 1.0, "objection": 1.0, "capacity": 1.0, "price": 1.0}  # others are 0


def _path(cell: Cell, recorded: Mapping[str, Floats], years: int) -> Floats:
    """What a cell comes to without events, from the year before the start on."""
    if cell.array in recorded:
        return np.array([year[cell.place] for year in recorded[cell.array]])
    return np.full(years, _RECORDED.get(cell.array, 0.0))


def _standing(theatre: Theatre) -> dict[str, Floats]:
    """What stands in all years without events."""
    return {
        "output": outputs_on_record(theatre),
        "buys": wanting(theatre),
        "component": components(theatre),
        "demand": no_demands(theatre),
    }


def _without_events(
    theatre: Theatre,
    years: range,
    recorded: Mapping[str, Floats],
    seats: Seats,
    lengths: Mapping[str, int],
) -> dict[X, Floats]:
    """Every array of the forcing as it is without events."""
    rivalry, known = recorded["rivalry"][1:], seats.rival_of != NOBODY
    rows = np.arange(len(known))[:, None]
    among = rivalry[:, seats.rivals][:, :, seats.rivals]
    by_rival = np.where(known, among[:, rows, np.where(known, seats.rival_of, 0)], 0.0)
    arrays = {
        name: np.broadcast_to(0.0, [lengths[axis] for axis in name.axes])
        for name in X if name != X.ROWS
    }  # fmt: skip
    ones = {
        name: np.broadcast_to(1.0, arrays[name].shape)
        for name in (X.NEED, X.PAID_SHARE, X.CAPACITY, X.LIST_PRICE)
    }
    return arrays | ones | {
        X.SPENDING: spending_paths(theatre, years),
        X.RIVALRY: by_rival,
        X.OBJECTION: np.broadcast_to(known[:, :, None], arrays[X.OBJECTION].shape),
        X.OWN_RIVAL: rivalry[:, seats.buyers][:, :, seats.suppliers],
        X.UN_DISTANCE: un_distances(theatre, years),
        X.DEFENCE_PACT: ties(theatre.defence_pacts, theatre.buyers, theatre.suppliers, years),
        X.CLOSED: recorded["closed"][1:].transpose(0, 1, 3, 2),
        X.OUTPUT: recorded["output"][1:],
        X.BUYS: recorded["buys"][1:],
        **_columns(recorded["component"][1:].transpose(0, 1, 3, 2, 4), OF_COMPONENT),
        **_columns(recorded["demand"][1:], OF_DEMAND),
    }  # fmt: skip


def _columns(array: Floats, names: tuple[X, ...]) -> dict[X, Floats]:
    """An array for each number that stands along the last axis."""
    return {name: array[..., column] for column, name in enumerate(names)}


def _most_needed(
    strokes: Strokes, scenario: Scenario, largest: Mapping[str, float], buyers: int
) -> Floats:
    """Highest need [B] that any choice of events can lead to, each at most of its largest size."""
    most: dict[Cell, float] = {}
    for v, cell, _, factor in strokes.rows:
        if cell.array in ("need", "buys"):
            event = scenario.events[v]
            times = factor * largest.get(event.id, 1.0)
            if event.year < scenario.first_year and factor > 0.0:
                times = max(times, 1.0 / factor)  # what ends was in force at the start
            most[cell] = most.get(cell, 1.0) * max(times, 1.0)
    highest = np.ones(buyers)
    for cell, times in most.items():
        highest[cell.place[0]] = max(highest[cell.place[0]], times)
    return highest
