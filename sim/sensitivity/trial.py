"""One key of a scenario, tried at any value in the same worlds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem, quote
from sim.document.tree import resolve_plain
from sim.experiment.case import Case, build_case, find_theatre
from sim.experiment.run import measure_block, resolve_measure
from sim.experiment.worlds import Block, map_worlds
from sim.scenario import Measure, Scenario
from sim.score.asked import Tick, cut_to
from sim.sweep.varied import Key, ParameterKey, changed, find_key
from sim.theatre.theatre import Theatre

VARY = "--vary"  # where mistakes are reported


@dataclass(frozen=True)
class SearchSpan:
    """A key, and the ends between which it is tried, in this order."""

    key: Key
    start: float
    end: float


def read_span(text: str, scenario: Scenario, theatre: Theatre) -> SearchSpan:
    """Read ``KEY=FROM:TO``; TO may lie below FROM, and the search then goes downwards.

    Raises:
        InputError: with every mistake in it, by its column.
    """
    name, _, ends = text.partition("=")
    words = ends.split(":")
    if len(words) != 2 or not name.strip():
        message = "must be KEY=FROM:TO, such as 'price_sensitivity=0.3:2', not "
        raise InputError([Problem(Location(VARY, 1, 1), message + quote(text))])
    key = find_key(name.strip(), scenario, theatre)
    if isinstance(key, str):
        raise InputError([Problem(Location(VARY, 1, 1), key)])
    column, numbers, problems = len(name) + 2, list[float](), list[Problem]()
    for word in words:
        value = resolve_plain(word.strip())
        if isinstance(value, bool) or not isinstance(value, int | float) or not key.takes(value):
            message = f"{key.name} must be {key.expected}, not {quote(word.strip())}"
            problems.append(Problem(Location(VARY, 1, column), message))
        else:
            numbers.append(float(value))
        column += len(word) + 1
    if not problems and numbers[0] == numbers[1]:
        message = f"{key.name} has nowhere to go: both ends are {numbers[0]:g}"
        problems.append(Problem(Location(VARY, 1, len(name) + 2), message))
    if problems:
        raise InputError(problems)
    return SearchSpan(key, *numbers)


@dataclass(frozen=True)
class Trial:
    """A scenario in which one key takes any value; the worlds and their noise stay the same.

    It runs to the last year that the measure looks at.
    """

    scenario: Scenario
    theatre: Theatre
    key: Key
    measure: Measure
    base: Case
    drawn: "npt.NDArray[np.void]"  # parameters of the worlds [W]

    def run(self, value: float, threads: int, tick: Tick = lambda done: None) -> Floats:
        """The measure in all worlds [W] with the key at a value; NaN where it is undefined.

        Raises:
            InputError: if the scenario makes no sense with this value.
            TooManyTendersError: if a year of a world had more tenders than slots.
        """

        def take(block: Block) -> Floats:
            return measure_block(block, [self.measure])[self.measure.id]

        case, worlds, parts = self._case(value), self.scenario.worlds, list[Floats]()
        for part in map_worlds(take, case, 0, worlds, threads, ledgers=()):
            parts.append(part)
            tick(len(part))
        return np.concatenate(parts)

    def _case(self, value: float) -> Case:
        drawn = self.drawn
        if isinstance(self.key, ParameterKey):
            drawn = drawn.copy()
            drawn[self.key.name] = value
            return replace(self.base, given=drawn)
        scenario, theatre = changed(self.scenario, self.theatre, {self.key: value})
        short = cut_to(scenario, self.base.scenario.last_year)
        return replace(build_case(short, theatre), given=drawn)


def new_trial(scenario: Scenario, theatre: Theatre, key: Key, measure: str) -> Trial:
    """Prepare a trial of a key by one of the scenario's measures.

    Args:
        scenario: whose worlds are run.
        theatre: of the scenario.
        key: what varies.
        measure: id of what is measured.

    Raises:
        InputError: as ``build_case``.
    """
    [asked] = [item for item in scenario.measures if item.id == measure]
    base = build_case(cut_to(scenario, max(_last_years(asked, scenario))), theatre)
    drawn = base.parameters(0, scenario.worlds)
    return Trial(scenario, theatre, key, resolve_measure(asked, theatre), base, drawn)


def _last_years(measure: Measure, scenario: Scenario) -> Iterator[int]:
    """The last year of each window; that of the scenario where a measure has none."""
    windows = measure.windows.values()
    return (last for _, last in windows) if windows else iter([scenario.last_year])


def theatre_of(scenario: Scenario) -> Theatre:
    """The theatre of a scenario that fits it.

    Raises:
        InputError: as ``build_case``.
    """
    theatre = find_theatre(scenario)
    build_case(scenario, theatre)
    return theatre
