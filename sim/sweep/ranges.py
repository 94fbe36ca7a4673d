"""Ranges: between what ends a key varies, or which values it takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Discriminator, Field, Tag

from sim.base.arrays import Floats
from sim.document.model import Model, Path
from sim.document.types import doc, must_be
from sim.sweep.varied import Key

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
        tuple[float, ...],
        must_be(f"1 to {MOST_VALUES:,} values", min_length=1, max_length=MOST_VALUES),
        Tag("(list)"),
    ],
    Discriminator(lambda value: "(list)" if isinstance(value, tuple) else "(span)"),
]
"""As a file has them."""


@dataclass(frozen=True)
class Range:
    """Values of one key: those ``listed``, or what lies between two ends, in ``steps`` if given."""

    key: Key
    low: float
    high: float
    steps: int | None = None
    listed: tuple[float, ...] | None = None

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
        number = int if self.key.whole else float
        if self.listed is not None:
            return [number(value) for value in self.listed]
        ends = {"from": number(self.low), "to": number(self.high)}
        return ends if self.steps is None else {**ends, "steps": self.steps}


def range_of(key: Key, given: Span | tuple[float, ...]) -> Range:
    """The range of a key as a file gives it."""
    if isinstance(given, tuple):
        return Range(key, min(given), max(given), listed=given)
    return Range(key, given.low, given.high, given.steps)


def unfit_values(key: Key, given: Span | tuple[float, ...]) -> Iterator[tuple[Path, str]]:
    """What a key cannot take: the way to each value, and what is wrong with it."""
    places: Iterable[tuple[str | int, float]] = (
        enumerate(given) if isinstance(given, tuple) else (("from", given.low), ("to", given.high))
    )
    for place, value in places:
        if not key.takes(value):
            yield (place,), f"{key.name} must be {key.expected}, not {value:g}"
    if isinstance(given, tuple):
        return
    low, high, steps = given.low, given.high, given.steps
    if not low < high:
        yield (), f"{key.name} must begin below its end, not {low:g} to {high:g}"
    elif key.whole and steps is not None and steps > high - low + 1:
        count = f"{high - low + 1:g} whole numbers from {low:g} to {high:g}"
        yield ("steps",), f"{key.name} has only {count}"
