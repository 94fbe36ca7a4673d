"""Events and recorded covariates → Forcing: what a scenario imposes on its worlds, year by year.

What is on record is laid down whole, the compiled painter puts the events over it, and rows over
suppliers that are alike are then kept once. A forcing that is to be painted again stays whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.experiment.market import outputs_on_record
from sim.experiment.names import Places
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
from sim.experiment.placebo import stand_ins
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
from sim.experiment.shifts import sized_events
from sim.model.events import E, Events, new_events
from sim.model.grids import array_of, grid_of, lay_out, shared_rows
from sim.model.painting import paint_forcing
from sim.model.world import NOBODY, Forcing, X
from sim.scenario import Scenario
from sim.scenario.event_kinds import Place
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
        most = _most_needed(painted.strokes, scenario, largest, len(theatre.buyers))
        return Imposed(whole, rival_of, most, painted.lengths, painted.events)
    arrays = {name: array_of(whole, name) for name in X if name != X.ROWS}
    arrays[X.SHIFTS] = arrays[X.SHIFTS][: painted.shifts]
    lengths = {**painted.lengths, "P": painted.shifts}
    highest: Floats = arrays[X.NEED].max(axis=(0, 2))
    return Imposed(pack(arrays, lengths), rival_of, highest, lengths)


def grants_of(theatre: Theatre, scenario: Scenario) -> Floats:
    """What suppliers pay of purchases [Y, B, S]: grants, the soft part of credits; US$ m a year."""
    painted = _painted(theatre, scenario)
    years = scenario.last_year - scenario.first_year + 1
    paid = np.zeros((years, len(theatre.buyers), len(theatre.suppliers)))
    for cell, c in painted.strokes.cells.items():
        if cell.array in MONEY:
            paid[:, *cell.place] += grid_of(painted.events, E.PAINTED)[c, 1:]
    return paid


def pack(arrays: Mapping[X, Floats], lengths: Mapping[str, int]) -> Forcing:
    """Forcing of all arrays, whole; rows over suppliers that are alike are kept once."""
    rows, places = shared_rows({name: array for name, array in arrays.items() if name.rows})
    forcing = Forcing(*lay_out(X, {**lengths, "D": len(rows)}))
    for name, array in {**arrays, X.ROWS: rows}.items():
        grid_of(forcing, name)[...] = places[name] if name.rows else array
    return forcing


def lay_whole(arrays: Mapping[X, Floats], lengths: Mapping[str, int]) -> Forcing:
    """Forcing of all arrays, whole; each row over suppliers lies by itself and can be painted."""
    ends = np.cumsum([np.prod(a.shape[:-1]) if name.rows else 0 for name, a in arrays.items()])
    forcing = Forcing(*lay_out(X, {**lengths, "D": int(ends[-1])}))
    for (name, array), end in zip(arrays.items(), ends.tolist(), strict=True):
        grid = grid_of(forcing, name)
        if name.rows:
            grid[...] = np.arange(end - grid.size, end).reshape(grid.shape)
            grid = grid_of(forcing, X.ROWS)[end - grid.size : end].reshape(array.shape)
        grid[...] = array
    return forcing


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
    seats = _Seats.of(theatre, scenario, recorded["rivalry"], strokes)
    given, event_of_order = given_orders(scenario, Places(theatre))
    all_given = np.concatenate([given, replayed_orders(theatre, scenario)])
    shifted = shifted_rows(strokes, scenario)
    lengths = axis_lengths(
        theatre, scenario, seats.rival_of, len(all_given), len(shifted) * (len(years) - 1)
    )
    forcing = lay_whole(_without_events(theatre, years[1:], recorded, seats, lengths), lengths)
    grid_of(forcing, X.GIVEN)[...] = all_given
    stroke, strokes_of_event = stroke_rows(strokes, len(scenario.events))
    places = [
        (c, *_address(forcing, *place))
        for cell, c in strokes.cells.items() for place in _places_of(cell, seats)
    ]  # fmt: skip
    filled = {
        E.EVENT: event_rows(scenario),
        E.STROKES_OF: strokes_of_event,
        E.STROKE: stroke,
        E.CELL: cell_rows(strokes, usual_purchases(theatre)),
        E.RECORDED: [_path(cell, recorded, len(years)) for cell in strokes.cells],
        E.PLACE: np.array(places, dtype=np.float64).reshape(-1, 3),
        E.SHIFTED: shifted,
        E.ORDERED: given,
        E.EVENT_OF_ORDER: event_of_order,
    }
    sizes = {
        "V": len(scenario.events), "L": len(stroke), "C": len(strokes.cells), "E": len(years),
        "A": len(places), "U": len(shifted), "O": len(given), "2": 2, "3": 3, "5": 5, "9": 9,
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
        path: Floats = recorded[cell.array][(slice(None), *cell.place)]
        return path
    return np.full(years, _RECORDED.get(cell.array, 0.0))


@dataclass(frozen=True)
class _Seats:
    """Where rivals sit on the axes of a forcing, and which states buyers and suppliers are."""

    buyers: list[int]  # [B] states
    suppliers: list[int]  # [S] states
    rivals: list[int]  # [B] states that stand for the buyers as rivals
    rival_of: Integers  # [B, R] buyers, or NOBODY

    @classmethod
    def of(
        cls, theatre: Theatre, scenario: Scenario, rivalry: Floats, strokes: Strokes
    ) -> "_Seats":
        """Seats for all that are rivals on record in some year, or by an event."""
        everyone = [state.name for state in theatre.states]
        buyers = [everyone.index(name) for name in theatre.buyers]
        stand_for = (
            stand_ins(theatre, scenario.seed)
            if scenario.rivals == "permuted"
            else np.arange(len(buyers))
        )
        rivals = [buyers[b] for b in stand_for]
        ever = rivalry[1:].max(axis=0)
        for _, cell, _, level in strokes.rows:
            if cell.array == "rivalry":
                ever[cell.place] = max(ever[cell.place], level)
        return cls(
            buyers,
            [everyone.index(name) for name in theatre.suppliers],
            rivals,
            _rivals_ever(ever[rivals][:, rivals]),
        )

    def seats(self, b: int, rival: int) -> Iterator[int]:
        """Places of a buyer among the rivals of another one."""
        yield from np.flatnonzero(self.rival_of[b] == rival).tolist()


def _rivals_ever(rivalry: Floats) -> Integers:
    """Buyers that are rivals of each buyer [B, R], padded with NOBODY."""
    rivals = [np.flatnonzero(row) for row in rivalry]
    most = max(1, *(len(row) for row in rivals))
    table = np.full((len(rivals), most), NOBODY, dtype=np.int64)
    for b, row in enumerate(rivals):
        table[b, : len(row)] = row
    return table


def _standing(theatre: Theatre) -> dict[str, Floats]:
    """What stands in all years without events."""
    return {
        "output": outputs_on_record(theatre),
        "buys": wanting(theatre),
        "component": components(theatre),
        "demand": no_demands(theatre),
    }


_STRAIGHT: Mapping[str, tuple[X, tuple[int, ...]]] = {
    "need": (X.NEED, (0, 1)),
    "patron_objection": (X.PATRON_OBJECTION, (0, 1)),
    "grant": (X.PAID_SHARE, (0, 1)),
    "credit": (X.PAID_SHARE, (0, 1)),
    "withheld": (X.WITHHELD, (0, 2, 1)),
    "closed": (X.CLOSED, (0, 2, 1)),
    "capacity": (X.CAPACITY, (0, 1)),
    "price": (X.LIST_PRICE, (0, 1)),
    "output": (X.OUTPUT, (0, 1)),
    "buys": (X.BUYS, (0, 1)),
}
"""Array of the forcing into which a cell goes, and which of its axes are the cell's."""

_COMPONENT = (X.COMPONENT_FROM, X.COMPONENT_CLASS, X.RELIANCE)
_DEMAND = (X.LICENCES_ASKED, X.YEARS_ASKED)
"""Arrays of the forcing for each number of a cell that has several, which are its last axis."""


def _places_of(cell: Cell, seats: _Seats) -> Iterator[tuple[X, Place]]:
    """Arrays of the forcing, and places in them, into which a cell goes."""
    if cell.array in _STRAIGHT:
        name, axes = _STRAIGHT[cell.array]
        yield name, tuple(cell.place[axis] for axis in axes)
    elif cell.array == "component":
        b, s, k, column = cell.place
        yield _COMPONENT[column], (b, k, s)
    elif cell.array == "demand":
        b, k, column = cell.place
        yield _DEMAND[column], (b, k)
    elif cell.array == "objection":
        by, s, b = cell.place
        yield from ((X.OBJECTION, (b, r, s)) for r in seats.seats(b, by))
    elif cell.array == "rivalry":
        one, other = cell.place
        if one in seats.buyers and other in seats.suppliers:
            yield X.OWN_RIVAL, (seats.buyers.index(one), seats.suppliers.index(other))
        if one in seats.rivals and other in seats.rivals:
            b, rival = seats.rivals.index(one), seats.rivals.index(other)
            yield from ((X.RIVALRY, (b, r)) for r in seats.seats(b, rival))


def _address(forcing: Forcing, name: X, place: Place) -> tuple[int, int]:
    """Of a place of an array that lies whole: number of its first year, step to the next year."""
    grid = grid_of(forcing, name)
    step = grid[0].size
    if not name.rows:
        return int(forcing.layout[name, 0] + np.ravel_multi_index(place, grid.shape[1:])), step
    suppliers = int(forcing.layout[X.ROWS, 2])
    row = int(grid[(0, *place[:-1])])
    return int(forcing.layout[X.ROWS, 0]) + row * suppliers + place[-1], step * suppliers


def _without_events(
    theatre: Theatre,
    years: range,
    recorded: Mapping[str, Floats],
    seats: _Seats,
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
        **_columns(recorded["component"][1:].transpose(0, 1, 3, 2, 4), _COMPONENT),
        **_columns(recorded["demand"][1:], _DEMAND),
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
