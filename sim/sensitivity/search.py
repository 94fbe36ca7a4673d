"""A search for a tipping point: of which scenario, what varies, and what is looked for."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.problems import InputError, Problem
from sim.experiment.run import describe, home_of, run_id
from sim.scenario import Scenario
from sim.score.asked import Tick
from sim.sensitivity.condition import TipCondition, read_condition
from sim.sensitivity.tip import HALVINGS, Tip, find_tip, grid_between
from sim.sensitivity.trial import SearchSpan, Trial, new_trial, read_span, theatre_of

_OF_RUN = ("scenario", "seed", "worlds", "theatre", "model_version")


@dataclass(frozen=True)
class TipSearch:
    """A trial of a key, the ends between which it varies, and the condition that is to begin."""

    trial: Trial
    span: SearchSpan
    condition: TipCondition

    @property
    def folder(self) -> Path:
        """Where its results go by default: named by all that decides them."""
        words = f"{self.span.key.name}={self.span.start:g}:{self.span.end:g} until {self.condition}"
        digest = hashlib.sha256((run_id(self.trial.base) + words).encode()).hexdigest()
        return home_of(self.trial.scenario) / f"tip-{digest[:10]}"

    @property
    def worlds(self) -> int:
        """How many worlds it simulates if the median crosses once."""
        grid = grid_between(self.span.start, self.span.end, self.span.key.whole)
        return (len(grid) + HALVINGS) * self.trial.scenario.worlds

    def about(self) -> Mapping[str, Any]:
        """What made its results, as plain data."""
        made = describe(self.trial.base, run_id(self.trial.base), threads=1)
        return {name: made[name] for name in _OF_RUN}

    def run(self, threads: int, tick: Tick = lambda worlds: None) -> Tip:
        """Try the values, and find where the median crosses.

        Raises:
            InputError: if the scenario makes no sense with one of the values.
            TooManyTendersError: if a year of a world had more tenders than slots.
        """
        whole = self.span.key.whole
        grid = grid_between(self.span.start, self.span.end, whole)
        return find_tip(
            self.condition, grid, whole, lambda value: self.trial.run(value, threads, tick)
        )


def read_search(scenario: Scenario, vary: str, until: str) -> TipSearch:
    """Read ``KEY=FROM:TO`` and a condition on a measure of a scenario.

    Raises:
        InputError: with every mistake in both.
    """
    theatre = theatre_of(scenario)
    problems: list[Problem] = []
    span = condition = None
    try:
        span = read_span(vary, scenario, theatre)
    except InputError as error:
        problems += error.problems
    try:
        condition = read_condition(until, [item.id for item in scenario.measures])
    except InputError as error:
        problems += error.problems
    if span is None or condition is None:
        raise InputError(problems)
    return TipSearch(new_trial(scenario, theatre, span.key, condition.measure), span, condition)
