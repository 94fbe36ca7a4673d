"""The scenario and theatre against which a sweep file is read."""

from dataclasses import dataclass

from pydantic import ValidationInfo

from sim.base.bounds import Bounds
from sim.document.model import Reading
from sim.experiment.posterior import Posterior
from sim.scenario import Scenario
from sim.sweep.ranges import Range
from sim.sweep.varied import SCENARIO, Key, ScenarioKey, find_key
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class SweptScenario:
    """The scenario of a sweep and its theatre; not ``whole`` without what the sweep adds to it.

    ``others`` are simulated beside it.
    """

    scenario: Scenario
    theatre: Theatre
    posterior: Posterior | None
    whole: bool
    others: tuple[Scenario, ...] = ()

    def key(self, name: str) -> Key | str:
        """What a name stands for in all scenarios, or else what is wrong with it."""
        key = find_key(name, self.scenario, self.theatre, self.posterior)
        if isinstance(key, str):
            return key
        for other in self.others:
            if isinstance(found := find_key(name, other, self.theatre), str):
                return f"in scenario {other.name}: {found}"
        return key

    @property
    def axis(self) -> tuple[Range, ...]:
        """The axis of whole scenarios, if there are several."""
        names = tuple(item.name for item in (self.scenario, *self.others))
        if len(names) == 1:
            return ()
        bounds = Bounds(0, len(names) - 1)
        key = ScenarioKey(SCENARIO, 0.0, bounds, whole=True, choices=names)
        return (Range(key, 0.0, len(names) - 1.0, listed=tuple(map(float, range(len(names))))),)


@dataclass(frozen=True)
class SweepReading(Reading):
    """A reading that knows the scenario; without it, names are not looked at."""

    swept: SweptScenario | None = None


def swept_in(info: ValidationInfo) -> SweptScenario | None:
    """The scenario that a reading knows."""
    return info.context.swept if isinstance(info.context, SweepReading) else None
