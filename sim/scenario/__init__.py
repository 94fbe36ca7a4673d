"""What to ask: a scenario file becomes a frozen, checked ``Scenario``."""

from sim.base.problems import InputError, Location, Problem
from sim.measure.measures import Measure
from sim.scenario.events import Event
from sim.scenario.schema import Scenario, load

__all__ = ["Event", "InputError", "Location", "Measure", "Problem", "Scenario", "load"]
