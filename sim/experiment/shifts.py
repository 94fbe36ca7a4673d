"""Events that have a size of their own in each world: what each shifts, and by how much at size 1.

A kind of event has its size in the parameter table. Those named here differ within their kind: each
has a score, standard normal, drawn for a world by the event's id, so that scenarios share the sizes
of events of the same name. A posterior may know better, and has a column for each that it knows.

Axes: H such events in the order of the scenario, P shifts, Y years, B buyers.
"""

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.names import Places
from sim.experiment.painting import paint
from sim.model.world import ALIGNMENT_SHIFT, COST_SHIFT
from sim.scenario import Event, Scenario

SIZED = {"alignment": ALIGNMENT_SHIFT, "domestic_cost": COST_SHIFT}
"""Kinds whose events differ in size, and what of a buyer's politics they shift."""


def sized_events(scenario: Scenario) -> tuple[Event, ...]:
    """Events [H] of a scenario that have a size of their own."""
    return tuple(event for event in scenario.events if event.kind in SIZED)


def shifts_of(scenario: Scenario, places: Places, dyads: tuple[int, int]) -> tuple[Floats, Floats]:
    """What every event shifts at size 1, since the start.

    Args:
        scenario: whose events are taken.
        places: of the theatre's names.
        dyads: number of buyers and of suppliers.

    Returns:
        Rows [P, 4] in the columns of ``X.SHIFTS``, by year and buyer; and of every year and buyer
        the first row and the one after its last [Y, B, 2].
    """
    years = scenario.last_year - scenario.first_year + 1
    rows = [np.zeros((0, 6))]  # year and buyer, then the columns of a row
    for h, event in enumerate(sized_events(scenario)):
        painted = {event.kind: np.zeros((years + 1, *dyads))}
        paint(painted, event, scenario, places)
        change = painted[event.kind][1:] - painted[event.kind][:1]
        t, b, s = np.nonzero(change)
        kind = np.full(len(t), SIZED[event.kind])
        rows.append(np.column_stack([t, b, np.full(len(t), h), s, kind, change[t, b, s]]))
    found = np.concatenate(rows)
    found = found[np.lexsort((found[:, 2], found[:, 1], found[:, 0]))]
    place = found[:, 0] * dyads[0] + found[:, 1]
    ends = np.searchsorted(place, np.arange(years * dyads[0] + 1))
    of_year = np.column_stack([ends[:-1], ends[1:]]).reshape(years, dyads[0], 2)
    return found[:, 2:], of_year.astype(np.float64)
