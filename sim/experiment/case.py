"""Scenario + Theatre → Case: fixed arrays, ready for worlds to run on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats, Keys
from sim.base.parameters import PARAMETERS, first_name
from sim.base.problems import InputError, Problem
from sim.experiment.forcing import build_forcing, grants_of
from sim.experiment.names import check_names
from sim.experiment.newcomers import made_for
from sim.experiment.past import build_fixed
from sim.experiment.posterior import SHIPPED, Posterior, load_posterior
from sim.experiment.replay import check_replay
from sim.experiment.room import check_size
from sim.experiment.shifts import sized_events
from sim.model import noise
from sim.model.chance import draw_events
from sim.model.events import Events
from sim.model.grids import array_of
from sim.model.start import start
from sim.model.world import PARAMETER_DTYPE, Fixed, Forcing, W, World, new_world
from sim.scenario import Scenario
from sim.theatre.load import default_theatre, load_theatre
from sim.theatre.theatre import Theatre

if TYPE_CHECKING:
    from sim.model.market import Market
    from sim.model.state import State


@dataclass(frozen=True)
class Case:
    """One scenario in one theatre. Worlds differ only in their number, and so in their noise."""

    scenario: Scenario
    theatre: Theatre
    fixed: Fixed
    forcing: Forcing
    lengths: dict[str, int]  # of the axes
    posterior: Posterior | None = None  # where the scenario draws its parameters from one
    given: "npt.NDArray[np.void] | None" = None  # parameters by world, in place of any draws
    scores_given: Floats | None = None  # [W, H] of events by world, in place of any draws
    events: Events | None = None  # which paint the forcing again, where it was made for that

    @property
    def differs(self) -> bool:
        """Whether some event differs from world to world."""
        return self.scenario.differs

    def own_forcing(self) -> tuple[Forcing, Events | None]:
        """Forcing and events that a world may paint; where none differ, what all share and None."""
        if self.events is None or not self.differs:
            return self.forcing, None
        forcing, events = self.forcing, self.events
        return forcing._replace(data=forcing.data.copy()), events._replace(data=events.data.copy())

    @property
    def years(self) -> range:
        """Calendar years simulated."""
        return range(self.scenario.first_year, self.scenario.last_year + 1)

    @cached_property
    def grants(self) -> Floats:
        """What suppliers pay of purchases [Y, B, S], US$ m a year; painted when first asked for."""
        return grants_of(self.theatre, self.scenario)

    def parameters(self, first: int, count: int) -> "npt.NDArray[np.void]":
        """Parameters of worlds ``first``, ``first`` + 1, …: one record a world, by name."""
        if self.given is not None:
            return self.given[first : first + count]
        return draw_parameters(self.scenario, first, count, self.posterior)

    def event_scores(self, first: int, count: int) -> Floats:
        """Score of each event with a size of its own, in worlds from ``first`` on [W, H]."""
        if self.scores_given is not None:
            return self.scores_given[first : first + count]
        return draw_event_scores(self.scenario, first, count, self.posterior)

    def world(self, number: int) -> World:
        """World ``number`` at the start of its first year."""
        return self.begun(number)[2]

    def begun(self, number: int) -> tuple[Forcing, Events | None, World]:
        """World ``number`` at its start, with the forcing and the events that it may paint."""
        forcing, events = self.own_forcing()
        world = self.empty_world()
        world.key[1] = number
        world.p[:] = self.parameters(number, 1)
        array_of(world, W.EVENT_SCORE)[:] = self.event_scores(number, 1)[0]
        if events is not None:
            draw_events(world, events, forcing)
        start(self.fixed, forcing, world)
        return forcing, events, world

    def market(
        self, number: int = 0, state_class: "type[State] | None" = None, *, one_by_one: bool = False
    ) -> "Market":
        """World ``number`` as a Mesa model, at the start of its first year.

        Its states are of ``state_class``, by default the model's own ``State``.
        """
        from sim.model.market import Market  # Mesa takes longer to import than all the rest
        from sim.model.state import State

        forcing, events, world = self.begun(number)
        return Market(
            self.fixed,
            forcing,
            world,
            self.theatre.buyers,
            self.theatre.suppliers,
            State if state_class is None else state_class,
            events,
            one_by_one=one_by_one,
        )

    def world_key(self, number: int) -> Keys:
        """What every address of noise in a world begins with: seed and world."""
        return np.array([self.scenario.seed, number], dtype=np.uint64)

    def empty_world(self) -> World:
        """Memory for one world, with the scenario's seed."""
        world = new_world(self.lengths)
        world.key[0] = self.scenario.seed
        return world


def build_case(
    scenario: Scenario,
    theatre: Theatre | None = None,
    largest: Mapping[str, float] | None = None,
) -> Case:
    """Resolve a scenario against its theatre, or against one that is given.

    With ``largest``, the case has room for other events (``forcing.build_forcing``).

    Raises:
        InputError: for unknown names, or years that the theatre cannot start from.

    >>> case = build_case(load("history"))
    >>> case.theatre.start, len(case.theatre.buyers)
    (2003, 41)
    """
    theatre = find_theatre(scenario) if theatre is None else made_for(scenario, theatre)
    if scenario.first_year != theatre.start:
        message = (
            f"the theatre starts in {theatre.start}, so years must run from {theatre.start}, "
            f"not {scenario.first_year}"
        )
        raise InputError([Problem(scenario.marks.at("years", "from"), message)])
    check_size(theatre, scenario)
    check_names(scenario, theatre)
    check_replay(scenario, theatre)
    if largest is None and any(event.differs for event in scenario.events):
        largest = {}  # worlds paint their own
    imposed = build_forcing(theatre, scenario, largest)
    lengths = dict(imposed.lengths)
    fixed = build_fixed(theatre, scenario, lengths, imposed)
    posterior = find_posterior(scenario)
    return Case(
        scenario, theatre, fixed, imposed.forcing, lengths, posterior, events=imposed.events
    )


def find_theatre(scenario: Scenario) -> Theatre:
    """The theatre that a scenario names, the default one or a folder, with whom it brings along.

    Raises:
        InputError: if there is no such folder, a file of it is wrong, or a newcomer is.
    """
    if scenario.theatre == "default":
        return made_for(scenario, default_theatre())
    folder = Path(scenario.theatre)
    if not folder.is_dir():
        message = f"there is no theatre '{scenario.theatre}'; say 'default' or name a folder"
        raise InputError([Problem(scenario.marks.at("theatre"), message)])
    return made_for(scenario, load_theatre(folder))


def find_posterior(scenario: Scenario) -> Posterior | None:
    """The posterior that a scenario draws from: the shipped one, a file, or None.

    Raises:
        InputError: if it cannot be read.
    """
    if scenario.parameters in ("prior", "central"):
        return None
    shipped = scenario.parameters == "posterior"
    return load_posterior(SHIPPED if shipped else Path(scenario.parameters))


def draw_parameters(
    scenario: Scenario, first: int, count: int, posterior: Posterior | None = None
) -> "npt.NDArray[np.void]":
    """Draw each world's parameters.

    Each has an address of its own, so a draw depends on seed, world and the parameter's first name:
    scenarios that share a prior share the values, and a parameter added later changes none of the
    others. Those of a posterior come together, a row of it for each world.
    """
    drawn = np.zeros(count, dtype=PARAMETER_DTYPE)
    if posterior is not None:
        rows = posterior.values[_rows_drawn(scenario.seed, first, count, len(posterior.values))]
        for column, name in enumerate(posterior.names):
            drawn[name] = rows[:, column]
    for name, parameter in PARAMETERS.items():
        if posterior is not None and name in posterior.names and name not in scenario.settings:
            continue
        distribution = scenario.settings.get(name, parameter.prior)
        if scenario.parameters == "central":
            drawn[name] = distribution.central
            continue
        lots = _lots(scenario.seed, first_name(name), first, count)
        drawn[name] = [distribution.quantile(u) for u in lots]
    return drawn


def draw_event_scores(
    scenario: Scenario, first: int, count: int, posterior: Posterior | None = None
) -> Floats:
    """Draw the score of each event that has a size of its own, by world [W, H]; standard normal.

    A draw depends on seed, world and the event's id alone. Those that a posterior knows come with
    the rest of its row.
    """
    events = sized_events(scenario)
    scores = np.zeros((count, len(events)))
    if scenario.parameters == "central":
        return scores
    for h, event in enumerate(events):
        key, lots = np.array([scenario.seed, first], dtype=np.uint64), np.zeros(count)
        noise.draw_worlds(key, noise.EVENT, np.uint64(noise.name_key(event.id)), lots)
        scores[:, h] = [noise.normal(u) for u in lots]
    if posterior is not None:
        rows = _rows_drawn(scenario.seed, first, count, len(posterior.values))
        for h, event in enumerate(events):
            if event.id in posterior.events:
                scores[:, h] = posterior.scores[rows, posterior.events.index(event.id)]
    return scores


def _rows_drawn(seed: int, first: int, count: int, rows: int) -> list[int]:
    """A row of the posterior for each world."""
    return [int(u * rows) for u in _lots(seed, "a row of the posterior", first, count)]


def _lots(seed: int, name: str, first: int, count: int) -> list[float]:
    """A uniform for each world at the address of a name."""
    key, lots = np.array([seed, first], dtype=np.uint64), np.zeros(count)
    noise.draw_worlds(key, noise.PARAMETER, np.uint64(noise.name_key(name)), lots)
    found: list[float] = lots.tolist()
    return found
