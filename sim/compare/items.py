"""What makes a scenario of another: single changes, or groups of changes where there are many.

A change is an event, a parameter or a setting that differs. Any of the changes can be made without
the others, which gives a scenario between the two.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.base.phrases import counted, joined
from sim.document.frozen import FrozenMap
from sim.experiment.touched import buyers_touched, states_named
from sim.scenario import Event, Scenario
from sim.scenario.parent import CHOICES
from sim.theatre.theatre import Theatre

MOST = 12  # items; more are taken together

Part = Literal["event", "parameter", "setting"]


@dataclass(frozen=True)
class ScenarioChange:
    """One thing that differs; of an event, None is that there is none, of a parameter its prior."""

    part: Part
    name: str
    before: Any
    after: Any

    @property
    def event(self) -> Event | None:
        """The event as it is with the change, or without it where the change takes it away."""
        found: Event | None = None
        if self.part == "event":
            found = self.before if self.after is None else self.after
        return found


@dataclass(frozen=True)
class Item:
    """What is attributed to: a change, or several together under the ``name`` of their group."""

    name: str
    changes: tuple[ScenarioChange, ...]


def changes_between(base: Scenario, other: Scenario) -> tuple[ScenarioChange, ...]:
    """What differs between two scenarios of the same theatre, years, worlds and seed."""
    return (*_events(base, other), *_parameters(base, other), *_settings(base, other))


def with_changes(base: Scenario, other: Scenario, changes: Collection[ScenarioChange]) -> Scenario:
    """The base with some of the changes between two scenarios; all of them give the other.

    Events keep their order, since of two that set the same the later one holds.
    """
    made = {(change.part, change.name) for change in changes}

    def side(part: Part, name: str) -> Scenario:
        return other if (part, name) in made else base

    ours, theirs = ({event.id: event for event in one.events} for one in (base, other))
    events = (
        (theirs if side("event", name) is other else ours).get(name)
        for name in dict.fromkeys((*ours, *theirs))
    )
    names = {*base.settings, *other.settings}
    settings = {
        name: one.settings[name]
        for name in names
        if name in (one := side("parameter", name)).settings
    }
    choices = {name: getattr(side("setting", name), name) for name in CHOICES}
    return replace(
        other, events=tuple(event for event in events if event is not None),
        settings=FrozenMap(settings), **choices,
    )  # fmt: skip


def items_of(
    changes: Sequence[ScenarioChange], theatre: Theatre, most: int | None = MOST
) -> list[Item]:
    """Each change by itself, or groups of them if there are more than ``most``.

    They are taken together by the states that they name, else by the buyers that they touch, else
    by their kind: by the first of these that gives no more than ``most`` groups.
    """
    found = [Item(change.name, (change,)) for change in changes]
    for subject in (_states, _buyers, _kind):
        if most is None or len(found) <= most:
            break
        found = list(_grouped(changes, [subject(change, theatre) for change in changes]))
    return found


def _events(base: Scenario, other: Scenario) -> Iterator[ScenarioChange]:
    ours, theirs = ({event.id: event for event in one.events} for one in (base, other))
    for name in dict.fromkeys((*ours, *theirs)):
        if ours.get(name) != theirs.get(name):
            yield ScenarioChange("event", name, ours.get(name), theirs.get(name))


def _parameters(base: Scenario, other: Scenario) -> Iterator[ScenarioChange]:
    for name in sorted({*base.settings, *other.settings}):
        before, after = base.settings.get(name), other.settings.get(name)
        if before != after:
            yield ScenarioChange("parameter", name, before, after)


def _settings(base: Scenario, other: Scenario) -> Iterator[ScenarioChange]:
    for name in CHOICES:
        before, after = getattr(base, name), getattr(other, name)
        if before != after:
            yield ScenarioChange("setting", name, before, after)


def _grouped(changes: Sequence[ScenarioChange], subjects: Sequence[str]) -> Iterator[Item]:
    groups: dict[str, list[ScenarioChange]] = {}
    for change, subject in zip(changes, subjects, strict=True):
        groups.setdefault(subject, []).append(change)
    for name, group in groups.items():
        alone = len(group) == 1
        noun = "event" if group[0].part == "event" else "change"
        whole = group[0].name if alone else f"{name} ({counted(len(group), noun)})"
        yield Item(whole, tuple(group))


def _states(change: ScenarioChange, theatre: Theatre) -> str:
    if change.event is None:
        return _kind(change, theatre)
    return joined(sorted(states_named(change.event, theatre))) or change.name


def _buyers(change: ScenarioChange, theatre: Theatre) -> str:
    if change.event is None:
        return _kind(change, theatre)
    touched = buyers_touched(change.event, theatre)
    if touched == frozenset(theatre.buyers):
        return "all buyers"
    return joined(sorted(touched)) or change.name


def _kind(change: ScenarioChange, theatre: Theatre) -> str:
    if change.event is None:
        return f"{change.part}s"
    return change.event.kind.replace("_", " ")
