"""What to ask: a scenario file becomes a frozen, checked ``Scenario``."""

from sim.scenario.events import Event
from sim.scenario.measures import Measure
from sim.problems import Mark, Problem, InputError
from sim.scenario.schema import Scenario, load

__all__ = ["Event", "Mark", "Measure", "Problem", "Scenario", "InputError", "load"]
