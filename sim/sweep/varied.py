"""What a sweep can vary: parameters, numbers of events, attributes of states."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite, isnan
from typing import Any

import numpy as np

from sim.base.bounds import Bounds
from sim.base.parameters import PARAMETERS, present_name
from sim.base.problems import InputError, Location, Problem, quote, suggest, suggest_or_list
from sim.document import tree, yaml_text
from sim.document.check import read
from sim.document.entries import words_of
from sim.document.forms import form_of_values, schema_of
from sim.document.model import Reading
from sim.experiment.posterior import Posterior
from sim.scenario import Event, Scenario
from sim.sweep.attributes import ATTRIBUTES, Attribute
from sim.theatre.theatre import Theatre

EVENT, STATE = "events.", "states."
SCENARIO = "scenario"
"""What the axis of whole scenarios is called."""

_WORDS = ("tenders", "rivals")  # headings of a scenario whose value is a word

Plain = dict[str, Any]


@dataclass(frozen=True)
class Key(ABC):
    """Something that varies, by its name in the file.

    ``base`` is its value where it does not vary; ``whole`` numbers are such as years.
    """

    name: str
    base: float
    bounds: Bounds
    whole: bool

    @property
    def expected(self) -> str:
        """What a value must be."""
        if self.whole:
            return f"a whole number from {self.bounds.low:g} to {self.bounds.high:g}"
        return self.bounds.expected

    def takes(self, value: float) -> bool:
        """Whether it may have a value."""
        return (
            isfinite(value) and self.bounds.holds(value) and (not self.whole or value == int(value))
        )

    @property
    @abstractmethod
    def builds(self) -> bool:
        """Whether another value needs arrays of its own; a parameter is only another draw."""


@dataclass(frozen=True)
class ParameterKey(Key):
    """A parameter of the model, at one value in all worlds."""

    @property
    def builds(self) -> bool:
        """Never: a parameter is only another draw."""
        return False


@dataclass(frozen=True)
class EventKey(Key):
    """A number of an event: ``path`` leads to it in the event as it is written."""

    event: str
    path: tuple[str, ...]

    @property
    def builds(self) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class StateKey(Key):
    """An attribute of a state, which has the theatre's own name here."""

    state: str
    attribute: Attribute

    @property
    def builds(self) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class ChoiceKey(Key):
    """A value that is no number: its values are places among ``choices``.

    ``base`` is NaN where the scenario has none of them.
    """

    choices: tuple[Any, ...] = ()

    @property
    def builds(self) -> bool:
        """Always."""
        return True

    @property
    def labels(self) -> tuple[str, ...]:
        """The choices in words, as tables and plots have them."""
        return tuple(map(label_of, self.choices))

    def among(self, choices: tuple[Any, ...], scenario: Scenario) -> "ChoiceKey":
        """The same key with the choices that a file gives it."""
        now = [place for place, choice in enumerate(choices) if self._is(choice, scenario)]
        base = float(now[0]) if now else float("nan")
        return replace(self, choices=choices, base=base, bounds=Bounds(0, len(choices) - 1))

    def _is(self, choice: Any, scenario: Scenario) -> bool:
        try:
            return scenario.with_values({self.name: choice}).resolved() == scenario.resolved()
        except InputError:
            return False  # it is told where the value stands


@dataclass(frozen=True)
class ScenarioKey(ChoiceKey):
    """Which of several scenarios is simulated."""

    def _is(self, choice: Any, scenario: Scenario) -> bool:
        return bool(choice == self.choices[0]) if self.choices else False


def label_of(choice: Any) -> str:
    """A choice in words; of names, all of them."""
    if isinstance(choice, list | tuple):
        return ", ".join(map(label_of, choice))
    return yaml_text.flow(choice) if not isinstance(choice, str) else choice


def find_key(
    name: str, scenario: Scenario, theatre: Theatre, posterior: Posterior | None = None
) -> Key | str:
    """What a name in a sweep file stands for, or else what is wrong with the name.

    The base of a parameter is the centre of its prior, or its median in the ``posterior`` that the
    scenario draws it from.
    """
    name = present_name(name)
    if name.startswith(EVENT):
        found = _event_key(name, scenario)
        return _choice(name) if isinstance(found, str) and scenario.has(name) else found
    if name in _WORDS:
        return _choice(name)
    if name.startswith(STATE):
        return _state_key(name, theatre)
    if name not in PARAMETERS:
        message = f"unknown parameter {quote(name)}"
        forms = "; else events.ID.FIELD or states.NAME.ATTRIBUTE"
        return message + (suggest(name, PARAMETERS) or forms)
    base = scenario.settings.get(name, PARAMETERS[name].prior).central
    if posterior is not None and name in posterior.names and name not in scenario.settings:
        base = float(np.median(posterior.values[:, posterior.names.index(name)]))
    return ParameterKey(name, base, PARAMETERS[name].bounds, whole=False)


def key_of(name: str, scenario: Scenario, theatre: Theatre) -> Key:
    """As ``find_key``, for a name that is known to be right."""
    found = find_key(name, scenario, theatre)
    if isinstance(found, str):
        raise ValueError(found)
    return found


def _choice(name: str) -> ChoiceKey:
    return ChoiceKey(name, float("nan"), Bounds(0, 0), True)


def changed(
    scenario: Scenario, theatre: Theatre, values: Mapping[Key, float]
) -> tuple[Scenario, Theatre]:
    """Scenario and theatre with other values of events and attributes.

    A NaN leaves a key as the scenario has it; so does a number of an event that is off.

    Raises:
        InputError: if an event does not make sense with these values, or its year is none of the
            scenario's.
    """
    values = {key: value for key, value in values.items() if not isnan(value)}
    chosen = {
        key.name: key.choices[int(value)]
        for key, value in values.items()
        if isinstance(key, ChoiceKey) and not isinstance(key, ScenarioKey)
    }
    scenario = scenario.with_values(chosen) if chosen else scenario
    touched = {key.event for key in values if isinstance(key, EventKey)}
    written = {event.id: event.written() for event in scenario.events if event.id in touched}
    for key, value in values.items():
        if isinstance(key, EventKey) and key.event in written:
            _put(written[key.event], key.path, int(value) if key.whole else float(value))
    events = tuple(
        _read(written[event.id], event, scenario) if event.id in touched else event
        for event in scenario.events
    )
    scenario = replace(scenario, events=events)
    for key, value in values.items():
        if isinstance(key, StateKey):
            scenario, theatre = key.attribute.change(scenario, theatre, key.state, float(value))
    return scenario, theatre


def _event_key(name: str, scenario: Scenario) -> EventKey | str:
    rest = name.removeprefix(EVENT)
    by_id = {event.id: event for event in (*scenario.events, *scenario.switched_off)}
    meant = [id_ for id_ in by_id if rest.startswith(f"{id_}.")]
    if not meant:
        word = rest if rest in by_id else rest.rpartition(".")[0]
        if word in by_id:
            return f"{name} lacks a field; allowed: {', '.join(_numbers(by_id[word], scenario))}"
        return f"no event {quote(word)} in the scenario" + suggest_or_list(word, by_id)
    event = by_id[max(meant, key=len)]
    field = rest.removeprefix(f"{event.id}.")
    numbers = _numbers(event, scenario)
    if field not in numbers:
        message = f"event {quote(event.id)} has no number {quote(field)}"
        return message + suggest_or_list(field, numbers)
    path, bounds, whole = numbers[field]
    base: Any = event.written()
    for step in path:
        base = base[step]
    return EventKey(name, float(base), bounds, whole, event.id, path)


def _state_key(name: str, theatre: Theatre) -> StateKey | str:
    word, _, attribute = name.removeprefix(STATE).rpartition(".")
    state = theatre.find(word)
    if not word or state is None:
        if theatre.find(attribute) is not None:
            return f"{name} lacks an attribute; allowed: {', '.join(ATTRIBUTES)}"
        return f"unknown state {quote(word)}{theatre.suggestion(word)}"
    own = [name for name, row in ATTRIBUTES.items() if state in row.states(theatre)]
    if attribute not in own:
        wrong = f"unknown attribute {quote(attribute)} of a state"
        if attribute in ATTRIBUTES:
            role = ATTRIBUTES[attribute].role
            wrong = f"{attribute} is an attribute of a {role}, and {state} is none in this theatre"
        return f"{wrong}; allowed: {', '.join(own)}{suggest(attribute, own)}"
    row = ATTRIBUTES[attribute]
    base = row.base(theatre, state)
    if base is None:
        return f"the theatre has no {attribute} of {state}"
    return StateKey(name, base, row.bounds, False, state, row)


Number = tuple[tuple[str, ...], Bounds, bool]


def _numbers(event: Event, scenario: Scenario) -> dict[str, Number]:
    """Numbers that an event has, by field: path to each, what it may be, whether it is whole."""
    found: dict[str, Number] = {}
    for word in words_of(type(event)):
        form = schema_of(type(event))["properties"][word]
        kind = form.get("type")
        if kind in ("integer", "number") and getattr(event, word) is not None:
            last = scenario.last_year if word == "year" else form["maximum"]
            found[word] = ((word,), Bounds(form["minimum"], last), kind == "integer")
    forms = schema_of(type(event.effect))["properties"]
    for word, value in event.values.items():
        if forms[word].get("type") == "number" and value is not None:
            found[word] = ((event.kind, word), _bounds(forms[word]), False)
        elif isinstance(value, Mapping):
            each = _bounds(form_of_values(forms[word], forms[word]))
            found |= {f"{word}.{key}": ((event.kind, word, key), each, False) for key in value}
    return found


def _bounds(form: Mapping[str, Any]) -> Bounds:
    return Bounds(form.get("minimum"), form.get("maximum"))


def _put(written: Plain, path: tuple[str, ...], value: float) -> None:
    under: Any = written
    for step in path[:-1]:
        under = under[step]
    under[path[-1]] = value


def _read(written: Plain, before: Event, scenario: Scenario) -> Event:
    mark = Location(f"event {before.id}", 1, 1)
    reading = Reading((scenario.first_year, scenario.last_year))
    node = tree.from_plain(written, mark)
    event = read(type(before), node, f"event {quote(before.id)}", reading)
    if event is None:
        raise InputError([Problem(mark, problem.message) for problem in reading.problems])
    return event
