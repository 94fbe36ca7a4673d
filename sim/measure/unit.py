"""How a number is written for a reader: by the unit of its measure, here and nowhere else.

The run's table, comparisons, scorecards, the page, plots and tips all write values through this
file, so that one value looks the same everywhere. Data files keep numbers as they are.
"""

import math
from dataclasses import dataclass

from sim.base.numbers import number, true_minus


@dataclass(frozen=True)
class Unit:
    """How values are written.

    ``words`` name the unit on an axis, and ``gap`` is the unit of a difference in a sentence.
    ``percent`` writes 0.5 as 50%, and a difference of two such values in points. An axis of
    ``whole`` numbers has ticks at no others.
    """

    words: str
    gap: str = ""
    percent: bool = False
    signed: bool = False
    whole: bool = False

    @property
    def times(self) -> float:
        """What a difference of two values is multiplied by to be in the unit of ``gap``."""
        return 100.0 if self.percent else 1.0

    @property
    def difference(self) -> str:
        """The unit of a difference between two values, for an axis."""
        return "percentage points" if self.percent else self.words

    def text(self, value: float | None) -> str:
        """A value in about three digits with its unit where it is short; nothing for None."""
        if value is None:
            return ""
        if math.isnan(value):
            return "undefined"
        if self.percent:
            percent = 100 * value
            return self.percentage(value, 0 if abs(percent) >= 9.95 or percent == 0 else 1)
        if self.words == "year":  # a quantile over worlds may lie between two years
            return f"{value:.0f}"
        return number(value)

    def range(self, low: float, high: float) -> str:
        """From one value to another, as prose has it: ``3–54%``, ``2003–2021``, ``−5% to 12%``."""
        ends = [self.text(value) for value in (low, high)]
        if self.signed or low < 0 or not all(math.isfinite(value) for value in (low, high)):
            return " to ".join(ends)
        return "–".join((ends[0].removesuffix("%"), ends[1]) if self.percent else ends)

    def percentage(self, value: float, digits: int) -> str:
        """A share as a percentage, with its sign if the unit has one."""
        sign = "+" if self.signed and value > 0 else ""
        return true_minus(f"{sign}{100 * value:,.{digits}f}%")
