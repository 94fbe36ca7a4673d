"""How values of a measure are held against each other, and against the record."""

import math
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats


@dataclass(frozen=True)
class ComparisonRule:
    """By their ratio or their difference, and from what width on a band tests nothing.

    Args:
        wide: a band as wide as this is uninformative; of a ratio, its logarithm.
        ratio: whether values are compared by their ratio, or else by their difference.
        floor: what is above ``nothing`` by less counts as this, for nothing has no logarithm.
        nothing: the value of nothing at all, such as −1 for a change.
    """

    wide: float = math.log(10.0)
    ratio: bool = True
    floor: float = 0.01
    nothing: float = 0.0

    def logarithm(self, values: Floats) -> Floats:
        """ln of what values are above ``nothing``, which is at least the floor."""
        above: Floats = np.log(np.maximum(values - self.nothing, self.floor))
        return above

    def has_logarithm(self, value: float) -> bool:
        """Whether a value is more than nothing."""
        return value > self.nothing

    def distances(self, values: Floats, origins: Floats) -> Floats:
        """How far values lie above their origins; 1 is a band that is just uninformative."""
        if self.ratio:
            values, origins = self.logarithm(values), self.logarithm(origins)
        return (values - origins) / self.wide
