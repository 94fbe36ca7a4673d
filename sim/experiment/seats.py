"""Where states sit on the axes of a forcing, and where in it what events paint then lies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.experiment.painting import Cell, Strokes
from sim.experiment.placebo import stand_ins
from sim.model.world import NOBODY, X
from sim.scenario import Scenario
from sim.scenario.effects import Place
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Seats:
    """Where rivals sit on the axes of a forcing, and which states buyers and suppliers are."""

    buyers: list[int]  # [B] states
    suppliers: list[int]  # [S] states
    rivals: list[int]  # [B] states that stand for the buyers as rivals
    rival_of: Integers  # [B, R] buyers, or NOBODY

    @classmethod
    def of(cls, theatre: Theatre, scenario: Scenario, rivalry: Floats, strokes: Strokes) -> "Seats":
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

    def rows_of(self, b: int, rival: int) -> Iterator[int]:
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


_STRAIGHT: Mapping[str, tuple[X, tuple[int, ...]]] = {
    "need": (X.NEED, (0, 1)),
    "patron_objection": (X.PATRON_OBJECTION, (0, 1)),
    "grant": (X.PAID_SHARE, (0, 1)),
    "credit": (X.PAID_SHARE, (0, 1)),
    "withheld": (X.WITHHELD, (0, 2, 1)),
    "closed": (X.CLOSED, (0, 2, 1)),
    "talks": (X.TALKING, (0, 2, 1)),
    "capacity": (X.CAPACITY, (0, 1)),
    "price": (X.LIST_PRICE, (0, 1)),
    "output": (X.OUTPUT, (0, 1)),
    "buys": (X.BUYS, (0, 1)),
}
"""Array of the forcing into which a cell goes, and which of its axes are the cell's."""

OF_COMPONENT = (X.COMPONENT_FROM, X.COMPONENT_CLASS, X.RELIANCE)
OF_DEMAND = (X.LICENCES_ASKED, X.YEARS_ASKED)
"""Arrays of the forcing for each number of a component, and of a demand: a cell's last axis."""


def places_of(cell: Cell, seats: Seats) -> Iterator[tuple[X, Place]]:
    """Arrays of the forcing, and places in them, into which a cell goes."""
    if cell.array in _STRAIGHT:
        name, axes = _STRAIGHT[cell.array]
        yield name, tuple(cell.place[axis] for axis in axes)
    elif cell.array == "component":
        b, s, k, column = cell.place
        yield OF_COMPONENT[column], (b, k, s)
    elif cell.array == "demand":
        b, k, column = cell.place
        yield OF_DEMAND[column], (b, k)
    elif cell.array == "objection":
        by, s, b = cell.place
        yield from ((X.OBJECTION, (b, r, s)) for r in seats.rows_of(b, by))
    elif cell.array == "rivalry":
        one, other = cell.place
        if one in seats.buyers and other in seats.suppliers:
            yield X.OWN_RIVAL, (seats.buyers.index(one), seats.suppliers.index(other))
        if one in seats.rivals and other in seats.rivals:
            b, rival = seats.rivals.index(one), seats.rivals.index(other)
            yield from ((X.RIVALRY, (b, r)) for r in seats.rows_of(b, rival))
