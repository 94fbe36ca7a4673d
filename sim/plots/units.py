"""Axes in the unit of a measure."""

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.measure.unit import Unit


def ticks_in(unit: Unit, axis: Axis) -> None:
    """Write the ticks of an axis in a unit."""
    axis.set_major_locator(MaxNLocator(6, integer=unit.whole))

    def tick(value: float, place: object) -> str:
        if not unit.percent:
            return unit.text(value)
        low, high = axis.get_view_interval()
        # Over a short axis, whole per cents would repeat themselves.
        return unit.percentage(value, 0 if abs(high - low) >= 0.1 else 1)

    axis.set_major_formatter(FuncFormatter(tick))
