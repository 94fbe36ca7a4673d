"""How a number is written for a reader: by the kind of the measure, here and nowhere else.

The run's table, comparisons, scorecards, the page, plots and tips all write values through this
file, so that one value looks the same everywhere. Data files keep numbers as they are.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axis import Axis

WHOLE = ("rank", "year")  # units whose axes have ticks at whole numbers only


@dataclass(frozen=True)
class Unit:
    """How values of a kind of measure are written.

    ``words`` name the unit on an axis, and ``gap`` is the unit of a difference in a sentence.
    ``percent`` writes 0.5 as 50%, and a difference of two such values in points.
    """

    words: str
    gap: str = ""
    percent: bool = False
    signed: bool = False

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
            digits = 0 if abs(percent) >= 9.95 or percent == 0 else 1
            sign = "+" if self.signed and percent > 0 else ""
            return true_minus(f"{sign}{percent:,.{digits}f}%")
        if self.words == "year":  # the median of worlds may lie between two years
            return f"{value:.0f}" if value == round(value) else f"{value:.1f}"
        return number(value)

    def on(self, axis: "Axis") -> None:
        """Write the ticks of an axis in this unit."""
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        axis.set_major_locator(MaxNLocator(6, integer=self.words in WHOLE))

        def tick(value: float, place: object) -> str:
            low, high = axis.get_view_interval()
            if not self.percent:
                return self.text(value)
            digits = 0 if abs(high - low) >= 0.1 else 1  # whole per cents would repeat themselves
            sign = "+" if self.signed and value > 0 else ""
            return true_minus(f"{sign}{100 * value:.{digits}f}%")

        axis.set_major_formatter(FuncFormatter(tick))


UNITS: Mapping[str, Unit] = {
    "share": Unit("share", "points", percent=True),
    "world_share": Unit("share of the world", "points", percent=True),
    "change": Unit("change", "points", percent=True, signed=True),
    "rank": Unit("rank", "ranks"),
    "hhi": Unit("concentration index, 0 to 1"),
    "ratio": Unit("ratio"),
    "volume": Unit("TIV, millions", "million TIV"),
    "money": Unit("US$ m", "US$ million"),
    "first_order": Unit("year", "years"),
    "order_count": Unit("orders", "orders"),
    "announcements_per_order": Unit("announcements per order"),
}
"""By kind of measure; a pattern of the arms trade is in none of these."""


def unit_of(kind: str) -> Unit:
    """The unit of a kind of measure; a plain number for anything else."""
    return UNITS.get(kind, Unit(kind))


def value_in_words(kind: str, value: float | None) -> str:
    """A measure's value as one reads it; nothing for None."""
    return unit_of(kind).text(value)


def number(value: float | None) -> str:
    """A plain number: three digits, thousands with a comma, a true minus; nothing for None."""
    if value is None:
        return ""
    return true_minus(f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}")


def true_minus(text: str) -> str:
    """Numbers with the minus sign of print in place of the hyphen."""
    return text.replace("-", "−")
