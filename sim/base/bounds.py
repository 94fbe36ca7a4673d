"""Bounds: the values that a number may take, and whether a prior keeps them."""

import math
from dataclasses import dataclass

from sim.base.distributions import Constant, Distribution

_TAILS = (0.001, 0.999)


@dataclass(frozen=True)
class Bounds:
    """The numbers from ``low`` to ``high``; None is no end on that side.

    ``low`` itself is out when ``above`` is set, and ``high`` itself when ``below`` is.
    """

    low: float | None = None
    high: float | None = None
    above: bool = False
    below: bool = False

    @property
    def expected(self) -> str:
        """The range in words, as in "worlds must be …"."""
        low, high = ("" if end is None else f"{end:,.12g}" for end in (self.low, self.high))
        if self.low is None:
            return "a finite number" if self.high is None else f"a number up to {high}"
        if self.high is not None:
            return f"a number from {low} {'to below' if self.below else 'to'} {high}"
        return f"a number above {low}" if self.above else f"a number of {low} or more"

    def holds(self, number: float) -> bool:
        """Tell whether a number lies in the range."""
        if self.low is not None and (number < self.low or (self.above and number == self.low)):
            return False
        if self.high is None or number < self.high:
            return True
        return number == self.high and not self.below

    def broken_by(self, distribution: Distribution, name: str) -> str | None:
        """Say how a value or prior of ``name`` leaves the range; None when it does not.

        Of a prior, all but one draw in a thousand on either side must lie within, and its centre,
        which stands for all of it in a scenario with ``parameters: central``.
        """
        if isinstance(distribution, Constant):
            if self.holds(distribution.value):
                return None
            return f"{name} must be {self.expected}, not {distribution.value:g}"
        for value in (distribution.central, *(_quantile(distribution, u) for u in _TAILS)):
            if not math.isfinite(value):
                return f"this prior of {name} is too wide to draw numbers from"
            if not self.holds(value):
                return f"{name} must be {self.expected}; this prior reaches {value:.3g}"
        return None


ANY = Bounds()
FROM_0 = Bounds(0)  # a spread, a hazard
ABOVE_0 = Bounds(0, above=True)  # a factor that other numbers are divided or multiplied by
SHARE = Bounds(0, 1, below=True)  # a discount of 1 is a price of 0; what stays for ever grows


def _quantile(distribution: Distribution, u: float) -> float:
    try:
        return distribution.quantile(u)
    except OverflowError:
        return math.inf
