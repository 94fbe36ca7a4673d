"""Ranges: between what ends a key varies, or which values it takes."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.scenario.fields import Whole
from sim.scenario.reading import Field, Reading, describe, read_fields
from sim.scenario.tree import ListNode, MapNode, Node
from sim.sweep.varied import Key

MOST_VALUES = 10_000


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


def read_range(node: Node, key: Key, reading: Reading) -> Range | None:
    """Read the values of a key; None once a mistake is reported."""
    if isinstance(node, ListNode):
        return _read_list(node, key, reading)
    if not isinstance(node, MapNode):
        message = f"must be {{from: …, to: …}} or a list of values, not {describe(node)}"
        reading.wrong(node, f"{key.name} {message}")
        return None
    fields = (
        Field("from", key.type, "the lower end"),
        Field("to", key.type, "the upper end"),
        Field("steps", Whole(2, MOST_VALUES), "how many values, both ends included", False),
    )
    given = read_fields(node, fields, key.name, reading)
    if given is None:
        return None
    low, high, steps = float(given["from"]), float(given["to"]), given["steps"]
    if not low < high:
        reading.wrong(node, f"{key.name} must begin below its end, not {low:g} to {high:g}")
    elif key.whole and steps is not None and steps > high - low + 1:
        message = f"{key.name} has only {high - low + 1:g} whole numbers from {low:g} to {high:g}"
        reading.wrong(node.entries["steps"].node, message)
    else:
        return Range(key, low, high, steps)
    return None


def _read_list(node: ListNode, key: Key, reading: Reading) -> Range | None:
    if not 1 <= len(node.items) <= MOST_VALUES:
        reading.wrong(node, f"{key.name} must have 1 to {MOST_VALUES} values")
        return None
    found = [key.type.read(item, key.name, reading) for item in node.items]
    values = [float(value) for value in found if value is not None]
    if len(values) < len(found):
        return None
    return Range(key, min(values), max(values), listed=tuple(values))
