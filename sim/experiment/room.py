"""Room for a case: what a scenario and a theatre ask for is refused where memory would not do."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.base.problems import InputError, Location, Problem
from sim.experiment.forcing import Imposed
from sim.experiment.names import Places
from sim.experiment.packages import packages_a_year
from sim.model.grids import array_of
from sim.model.world import BUYER_GIVEN, X
from sim.scenario import Scenario
from sim.theatre.tables import line_of
from sim.theatre.theatre import Theatre

MOST_TENDERS = 4_000_000  # of a world in all years: 256 MB
MOST_CELLS = 20_000_000  # years times buyers, suppliers and classes: 160 MB for each such array


def check_size(theatre: Theatre, scenario: Scenario) -> None:
    """Check that the arrays of a case are of a bearable size.

    Raises:
        InputError: at the theatre's states, which are too many.
    """
    years = scenario.last_year - scenario.first_year + 1
    axes = years, len(theatre.buyers), len(theatre.suppliers), len(theatre.classes)
    cells = int(np.prod(axes, dtype=np.float64))
    if cells > MOST_CELLS:
        message = (
            "{:,} years with {:,} buyers, {:,} suppliers and {:,} classes are ".format(*axes)
            + f"{cells:,} cells of a table; at most {MOST_CELLS:,} are possible"
        )
        raise InputError([Problem(Location(str(theatre.folder / "states.csv"), 1, 1), message)])


@dataclass(frozen=True)
class _Rooms:
    """What the room of each buyer is made of [B]."""

    packages: Floats  # a year, as on record
    spending: Floats  # times so much at most
    need: Floats  # times so much at most
    recorded: Integers  # most packages of one year that are replayed
    each: Floats  # slots for a package a year

    @property
    def slots(self) -> Floats:
        """Room for far more tenders than is ever needed, in a year."""
        expected = self.packages * self.spending * self.need
        slots: Floats = np.maximum(np.ceil(self.each * expected + 60), self.recorded)
        return slots


def tender_slots(
    theatre: Theatre, scenario: Scenario, recorded: Integers, imposed: Imposed
) -> Integers:
    """First tender slot of each buyer [B + 1].

    Raises:
        InputError: where a buyer needs more than there is room for, at the line that asks for it.
    """
    aggregate = np.array([theatre.by_name[b].aggregate for b in theatre.buyers])
    rooms = _Rooms(
        packages_a_year(theatre).sum(axis=1),
        np.maximum(array_of(imposed.forcing, X.SPENDING).max(axis=0), 1.0),
        np.maximum(imposed.highest_need, 1.0),
        np.maximum(recorded, 0).sum(axis=2).max(axis=0),
        np.where(aggregate, 4.0, 16.0),
    )
    given = array_of(imposed.forcing, X.GIVEN)[:, BUYER_GIVEN].astype(np.int64)
    most = MOST_TENDERS // len(recorded) - len(given)
    if not rooms.slots.sum() <= most:
        raise InputError(_excess(rooms, most, theatre, scenario))
    slots = rooms.slots.astype(np.int64) + np.bincount(given, minlength=len(rooms.slots))
    return np.concatenate([[0], np.cumsum(slots)])


def _excess(
    rooms: _Rooms, most: int, theatre: Theatre, scenario: Scenario
) -> Iterator[Problem]:  # fmt: skip
    """The line that asks for most, and what it may ask for."""
    b = int(np.nanargmax(rooms.slots))
    name, times = theatre.buyers[b], most / rooms.slots.sum()
    growth = {
        "tenders.csv": rooms.packages[b],
        "spending.csv": rooms.spending[b],
        "recorded_tenders.csv": rooms.recorded[b] / max(rooms.packages[b], 1.0),
    }
    wanted = f"{rooms.slots[b] / rooms.each[b]:,.0f} packages a year of {name}"
    if rooms.need[b] > 2.0:
        allowed = f"of at most {max(rooms.need[b] * times, 1.0):.3g}"
        message = f"this needs room for {wanted}; there is room for a factor {allowed} in all"
        for i, event in enumerate(scenario.events):
            buyer = event.values.get("buyer")
            if event.kind == "need" and b in Places(theatre, event.year).buyers(buyer):  # type: ignore[arg-type]
                yield Problem(scenario.marks.at("events", i, "need", "factor"), message)
    else:
        file = max(growth, key=lambda table: growth[table])
        path = theatre.folder / file
        message = f"this needs room for {wanted}; there is room for {times:.1%} of that"
        yield Problem(Location(str(path), line_of(path, name), 1), message)
