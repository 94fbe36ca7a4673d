"""What is drawn over an axis of years or values: bands, medians, means, and what is on record."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.key import KeyItem
from sim.plots.series import Band
from sim.plots.style import DASHES, RECORDED, dark_band, light_band

BAR = 0.4  # years wide, of a year that stands alone


def draw_spread(
    axes: Axes, years: Sequence[float], shown: Band, colour: str,
    step: Literal["post"] | None = None,
) -> None:  # fmt: skip
    """Bands of 50% and 90% over years, all [len(years)]; as steps, each lasts to the next year."""
    for low, high, shade, order in (
        (shown.low, shown.high, light_band(colour), 2.0),
        (shown.lower, shown.upper, dark_band(colour), 2.1),
    ):
        axes.fill_between(years, low, high, color=shade, linewidth=0, zorder=order, step=step)


def draw_band(axes: Axes, years: Sequence[int], shown: Band, colour: str) -> None:
    """Median line and bands of 50% and 90% over years, all [len(years)].

    A line needs two neighbours: a year that stands alone is a dot on bars.
    """
    draw_spread(axes, years, shown, colour)
    axes.plot(years, shown.median, color=colour, linewidth=2.0, zorder=2.3)
    for i in alone(shown.median):
        levels = (np.repeat(level[i], 2) for level in shown.levels)
        draw_spread(axes, (years[i] - BAR / 2, years[i] + BAR / 2), Band(*levels), colour)
        axes.plot([years[i]], [shown.median[i]], color=colour, marker="o", zorder=2.3)


def alone(values: Floats) -> list[int]:
    """Places of known values [Y] between unknown ones, of which no line can be drawn."""
    known = np.concatenate([[False], ~np.isnan(values), [False]])
    found: list[int] = np.flatnonzero(known[1:-1] & ~known[:-2] & ~known[2:]).tolist()
    return found


def draw_mean(axes: Axes, years: Sequence[int], values: Floats, colour: str) -> None:
    """Mean of the worlds, dashed."""
    axes.plot(years, values, color=colour, linewidth=1.3, linestyle=DASHES, zorder=2.4)


def draw_recorded(axes: Axes, years: Sequence[int], values: Floats) -> None:
    """A recorded series by year: black on a white edge, a dot for each year."""
    axes.plot(years, values, color="white", linewidth=3.2, zorder=2.9)
    axes.plot(years, values, color=RECORDED, linewidth=1.4, marker="o", markersize=2.8, zorder=3)


def draw_played(axes: Axes, years: Sequence[int], values: Floats, colour: str) -> None:
    """What became of a game, over bands and records: a thick line on a white edge."""
    axes.plot(years, values, color="white", linewidth=5.0, zorder=3.2)
    axes.plot(years, values, color=colour, linewidth=3.2, zorder=3.3)
    for i in alone(values):
        axes.plot([years[i]], [values[i]], color=colour, marker="o", zorder=3.3)


def draw_windows(axes: Axes, windows: Sequence[Window], values: Floats, dots: bool) -> None:
    """Recorded windows of years: a black bar over each; ``dots`` marks its last year."""
    edge = [Stroke(linewidth=4.0, foreground="white"), Normal()]
    for (first, last), value in zip(windows, values, strict=True):
        if np.isnan(value):
            continue
        # A bar without dots covers its years whole: windows side by side then make steps.
        reach = (first, last) if dots else (first - 0.5, last + 0.5)
        axes.plot(
            reach, [value, value], color=RECORDED, linewidth=2.0, zorder=3,
            solid_capstyle="butt", path_effects=edge,
        )  # fmt: skip
        if dots:
            axes.plot([last], [value], color=RECORDED, marker="o", markersize=4.5, zorder=3.1)


def draw_record(axes: Axes, windows: Sequence[Window], values: Floats, yearly: bool) -> None:
    """Recorded values [len(windows)]: a line if the windows end in every year, else a bar each."""
    if yearly:
        draw_recorded(axes, [last for _, last in windows], values)
    else:
        draw_windows(axes, windows, values, dots=True)


def record_key(last: int | None, yearly: bool) -> list[KeyItem]:
    """What is drawn of a record and in which year it ends; nothing if there is none."""
    if last is None:
        return []
    what = "recorded" if yearly else "recorded, five years to the dot"
    return [KeyItem(f"{what} (ends in {last})", RECORDED, 1.6, dots=True)]
