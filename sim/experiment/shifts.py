"""Events that have a size of their own in each world.

A kind of event has its size in the parameter table. Those named here differ within their kind: each
has a score, standard normal, drawn for a world by the event's id, so that scenarios share the sizes
of events of the same name. A posterior may know better, and has a column for each that it knows.
"""

from sim.model.world import ALIGNMENT_SHIFT, COST_SHIFT
from sim.scenario import Event, Scenario

SIZED = {"alignment": ALIGNMENT_SHIFT, "domestic_cost": COST_SHIFT}
"""Kinds whose events differ in size, and what of a buyer's politics they shift."""


def sized_events(scenario: Scenario) -> tuple[Event, ...]:
    """Events [H] of a scenario that have a size of their own."""
    return tuple(event for event in scenario.events if event.kind in SIZED)
