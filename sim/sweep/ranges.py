"""Ranges: between what ends a key varies, or which values it takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Discriminator, Field, SkipValidation, Tag

from sim.base.arrays import Floats
from sim.base.problems import InputError, quote
from sim.document.model import Model, Path
from sim.document.types import doc, must_be
from sim.experiment.names import check_names
from sim.scenario import Scenario
from sim.sweep.varied import ChoiceKey, Key, label_of
from sim.theatre.theatre import Theatre

MOST_VALUES = 10_000


class Span(Model):
    """From one end to the other."""

    low: float = doc("the lower end", key="from")
    high: float = doc("the upper end", key="to")
    steps: Annotated[int, Field(ge=2, le=MOST_VALUES)] | None = doc(
        "how many values, both ends included", None
    )


Values = Annotated[
    Annotated[Span, Tag("(span)")]
    | Annotated[
        tuple[SkipValidation[Any], ...],
        must_be(f"1 to {MOST_VALUES:,} values", min_length=1, max_length=MOST_VALUES),
        Tag("(list)"),
    ],
    Discriminator(lambda value: "(list)" if isinstance(value, tuple) else "(span)"),
]
"""As a file has them."""


@dataclass(frozen=True)
class Range:
    """Values of one key: those ``listed``, or what lies between two ends, in ``steps`` if given.

    Values of a key that is no number are places among its choices. A design that draws may move
    several keys together, as one ``group``.
    """

    key: Key
    low: float
    high: float
    steps: int | None = None
    listed: tuple[float, ...] | None = None
    group: str = ""

    @property
    def factor(self) -> str:
        """What the key moves with: its group, or itself."""
        return self.group or self.key.name

    @property
    def draws_evenly(self) -> bool:
        """Whether any place between its ends can be drawn."""
        return isinstance(self.key, ChoiceKey) or (self.listed is None and self.steps is None)

    def values(self, ends: bool = False) -> tuple[float, ...]:
        """Its values; of a mere span all whole numbers, or none, or with ``ends`` the two ends."""
        if self.listed is not None:
            return self.listed
        if self.steps is not None:
            spread = np.linspace(self.low, self.high, self.steps)
            return tuple((np.rint(spread) if self.key.whole else spread).tolist())
        if ends:
            return self.low, self.high
        return tuple(np.arange(self.low, self.high + 1).tolist()) if self.key.whole else ()

    def at(self, unit: Floats) -> Floats:
        """Values at places from 0 to 1 along the span; each whole number has an equal part."""
        if not self.key.whole:
            return self.low + unit * (self.high - self.low)
        return np.minimum(self.low + np.floor(unit * (self.high - self.low + 1)), self.high)

    def plain(self) -> object:
        """As a file has it."""
        if isinstance(self.key, ChoiceKey):
            return [self.key.choices[int(value)] for value in self.values()]
        number = int if self.key.whole else float
        if self.listed is not None:
            return [number(value) for value in self.listed]
        ends = {"from": number(self.low), "to": number(self.high)}
        return ends if self.steps is None else {**ends, "steps": self.steps}


def range_of(key: Key, given: Span | tuple[Any, ...], scenario: Scenario) -> Range:
    """The range of a key of a scenario as a file gives it."""
    if isinstance(key, ChoiceKey):
        assert isinstance(given, tuple)
        # Two lists of names are one choice if they read alike; Python's True is also 1.
        found = {label_of(choice): choice for choice in reversed(given)}
        choices = tuple(found[word] for word in dict.fromkeys(map(label_of, given)))
        key = key.among(choices, scenario)
        places = tuple(float(key.labels.index(label_of(choice))) for choice in given)
        return Range(key, min(places), max(places), listed=places)
    if isinstance(given, tuple):
        return Range(key, min(given), max(given), listed=given)
    return Range(key, given.low, given.high, given.steps)


def unfit_values(
    key: Key, given: Span | tuple[Any, ...], scenario: Scenario, theatre: Theatre
) -> Iterator[tuple[Path, str]]:
    """What a key cannot take: the way to each value, and what is wrong with it."""
    if isinstance(key, ChoiceKey):
        yield from _unfit_choices(key, given, scenario, theatre)
        return
    places: Iterable[tuple[str | int, Any]] = (
        enumerate(given) if isinstance(given, tuple) else (("from", given.low), ("to", given.high))
    )
    for place, value in places:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not key.takes(value):
            shown = f"{value:g}" if number else quote(label_of(value))
            yield (place,), f"{key.name} must be {key.expected}, not {shown}"
    if isinstance(given, tuple):
        return
    low, high, steps = given.low, given.high, given.steps
    if not low < high:
        yield (), f"{key.name} must begin below its end, not {low:g} to {high:g}"
    elif key.whole and steps is not None and steps > high - low + 1:
        count = f"{high - low + 1:g} whole numbers from {low:g} to {high:g}"
        yield ("steps",), f"{key.name} has only {count}"


def _unfit_choices(
    key: ChoiceKey, given: Span | tuple[Any, ...], scenario: Scenario, theatre: Theatre
) -> Iterator[tuple[Path, str]]:
    """Values with which the scenario makes no sense; each is tried by itself, once."""
    if not isinstance(given, tuple):
        yield (), f"{key.name} takes words, not numbers: give a list of its values"
        return
    first = {label_of(value): place for place, value in reversed([*enumerate(given)])}
    for place in sorted(first.values()):
        try:
            check_names(scenario.with_values({key.name: given[place]}), theatre)
        except InputError as error:
            yield (place,), "; ".join(problem.message for problem in error.problems)
