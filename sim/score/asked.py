"""Which claims a scenario can be asked, and what the worlds answer."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import RefusedError
from sim.claims import Claim, Claims
from sim.experiment.case import Case
from sim.experiment.names import as_of_measure
from sim.experiment.run import measure_worlds, recorded_measures, resolve_measure
from sim.scenario import Measure, Scenario
from sim.scenario.questions import named_in
from sim.theatre.theatre import Theatre

Values = dict[str, Floats]  # by claim [W]
Tick = Callable[[int], object]
"""Told how many more worlds are done."""

ANY_CLASS = "all"
ASKED = "asked"  # the role of what a scenario asks itself, beside those of claims


class NothingToAskError(RefusedError):
    """No claim of the ledger has a measure that this scenario's years and theatre have."""


@dataclass(frozen=True)
class ScorableClaim:
    """A claim, and its measure with the theatre's own names of states and the claim's id."""

    claim: Claim
    measure: Measure


@dataclass(frozen=True)
class Unasked:
    """A claim with a measure that the scenario cannot be asked, and why."""

    claim: Claim
    reason: str


def ask(
    ledger: Claims, scenario: Scenario, theatre: Theatre
) -> tuple[list[ScorableClaim], list[Unasked]]:
    """Sort the claims that have a measure: those that the scenario can be asked, and the others."""
    asked, unasked = [], []
    for claim in ledger.claims:
        if claim.measure is None:
            continue
        reason = next(hindrances(claim.measure, scenario, theatre), None)
        if reason is None:
            measure = resolve_measure(claim.measure, theatre)
            asked.append(ScorableClaim(claim, measure.model_copy(update={"id": claim.id})))
        else:
            unasked.append(Unasked(claim, reason))
    return asked, unasked


def ask_for(
    ledger: Claims, scenario: Scenario, theatre: Theatre
) -> tuple[list[ScorableClaim], list[Unasked]]:
    """What a scenario is held against: what it asks itself, then claims on the same states.

    A scenario that says ``claims: all`` asks what the whole ledger claims, and nothing else is held
    against the record. Claims on states that nobody asked about are neither asked nor unasked.
    """
    if scenario.claims == "all":
        return ask(ledger, scenario, theatre)
    own = [_own(resolve_measure(item, theatre), theatre) for item in scenario.measures]
    names = {item.claim.id for item in own}
    same = {(item.measure.kind, item.measure.values) for item in own}
    asked, unasked = ask(ledger, scenario, theatre)
    about = _subjects(scenario, theatre)
    return (
        own
        + [
            item
            for item in asked
            if _on(item.claim, about, theatre)
            and item.claim.id not in names
            and (item.measure.kind, item.measure.values) not in same
        ],
        [item for item in unasked if _on(item.claim, about, theatre)],
    )


def _own(measure: Measure, theatre: Theatre) -> ScorableClaim:
    """A measure of the scenario as a claim that nobody made: only the record answers it."""
    claim = Claim.model_construct(
        id=measure.id, role=ASKED, claim=measure.label, record="", measure=measure,
        observed=recorded_measures([measure], theatre).get(measure.id),
    )  # fmt: skip
    return ScorableClaim(claim, measure)


def _subjects(scenario: Scenario, theatre: Theatre) -> tuple[frozenset[str], frozenset[str]]:
    """The buyers that a scenario asks about, and the suppliers about whom alone it asks."""
    alone = (item for item in scenario.measures if not named_in([item], "buyer"))
    return _known(scenario.buyers_asked, theatre), _known(named_in(alone, "supplier"), theatre)


def _known(words: Iterable[str], theatre: Theatre) -> frozenset[str]:
    return frozenset(theatre.find(word) or word for word in words)


def _on(claim: Claim, about: tuple[frozenset[str], frozenset[str]], theatre: Theatre) -> bool:
    """Whether a claim is on nobody but buyers, or suppliers alone, that are asked about."""
    assert claim.measure is not None
    buyers, suppliers = (
        _known(named_in([claim.measure], role), theatre) for role in ("buyer", "supplier")
    )
    return buyers <= about[0] if buyers else bool(suppliers) and suppliers <= about[1]


def answers(case: Case, asked: Iterable[ScorableClaim], threads: int, tick: Tick) -> Values:
    """Values of the claims' measures in all worlds of a case [W], by the claim's id."""
    return measure_worlds(case, [item.measure for item in asked], threads, tick)


def joined(parts: list[Values]) -> Values:
    """Values of blocks, one after the other."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def last_year_asked(asked: Iterable[ScorableClaim], scenario: Scenario) -> int:
    """The last year that any of the measures looks at; of some it is the scenario's last."""
    return last_year_of((item.measure for item in asked), scenario)


def last_year_of(measures: Iterable[Measure], scenario: Scenario) -> int:
    """The last year that any of some measures looks at; of some it is the scenario's last."""
    years = [
        max((last for _, last in item.windows.values()), default=scenario.last_year)
        for item in measures
    ]
    return min(max(years), scenario.last_year)


def cut_to(scenario: Scenario, last_year: int) -> Scenario:
    """The same scenario up to an earlier last year; up to there it runs as before, bit for bit."""
    events = tuple(event for event in scenario.events if event.year <= last_year)
    return replace(scenario, last_year=last_year, events=events, measures=())


def window_before(measure: Measure) -> Measure | None:
    """The same measure one window earlier; None for a measure without windows.

    A change is moved by the years between its windows, so that it ends where it began.
    """
    windows = list(measure.windows.values())
    if not windows:
        return None
    years = windows[-1][1] - (windows[0][1] if len(windows) > 1 else windows[0][0] - 1)
    return measure.with_values(
        {name: (first - years, last - years) for name, (first, last) in measure.windows.items()}
    )


def recorded_before(asked: Iterable[ScorableClaim], theatre: Theatre) -> dict[str, float]:
    """What the record says of each measure one window earlier, where it says anything."""
    before = (window_before(item.measure) for item in asked)
    return recorded_measures([item for item in before if item is not None], theatre)


def hindrances(measure: Measure, scenario: Scenario, theatre: Theatre) -> Iterator[str]:
    """Why a scenario cannot be asked for a measure, reason by reason; none if it can."""
    year = as_of_measure(measure, scenario.last_year)
    for name in _states(measure.values, "buyer"):
        if not {*theatre.members(name, year)} & {*theatre.buyers}:
            yield f"the theatre has no buyer {name}"
    for name in _states(measure.values, "supplier"):
        if not {*theatre.members(name, year)} & {*theatre.suppliers}:
            yield f"the theatre has no supplier {name}"
    kind = measure.values.get("class", ANY_CLASS)
    if kind != ANY_CLASS and kind not in theatre.classes:
        yield f"the theatre has no class {kind}"
    for first, last in measure.windows.values():
        if first < scenario.first_year or last > scenario.last_year:
            yield f"{first}-{last} is not within the scenario's years"


def _states(values: Any, role: str) -> Iterator[str]:
    for key, value in values.items():
        if key == role and value is not None:
            yield from value
        elif isinstance(value, Mapping):
            yield from _states(value, role)
