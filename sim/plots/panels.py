"""Parts that panels of several plots share: bands, steps of windows, numbered events."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FixedLocator

from sim.base.arrays import Floats
from sim.measure.flows import Window
from sim.plots.marks import EventMarker, spread_levels
from sim.plots.page import KeyItem, Page
from sim.plots.series import Band
from sim.plots.style import (
    DASHES,
    DOTS,
    MUTED,
    RECORDED,
    SMALL_SIZE,
    TEXT_SIZE,
    dark_band,
    light_band,
    plain_axes,
)
from sim.plots.wrap import width_of

LEVEL_HEIGHT = 0.135  # inches between the rows of event numbers above a panel
BAR = 0.4  # years wide, of a year that stands alone
EDGE = 0.7  # years left free on either side of a time axis


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
        levels = (np.repeat(getattr(shown, field.name)[i], 2) for field in fields(Band))
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


EDGE_PART = 0.04  # of an axis: a tick so near its end has its label inside the panel


@dataclass(frozen=True)
class Label:
    """Numbers of the events of one year, and the row above the panel in which they stand."""

    year: int
    words: str
    level: int


def place_marks(marks: Sequence[EventMarker], years: tuple[int, int], width: float) -> list[Label]:
    """Labels over a panel ``width`` inches wide, in as many rows as keep them apart.

    What lies before or after the ``years`` drawn has no line; the list of events names its year.
    """
    by_year: dict[int, list[int]] = {}
    for mark in marks:
        if years[0] <= mark.year <= years[1]:
            by_year.setdefault(mark.year, []).append(mark.number)
    words = {year: number_list(numbers) for year, numbers in sorted(by_year.items())}
    per_year = width / (years[1] - years[0] + 2 * EDGE)
    half = {year: width_of(text, SMALL_SIZE) / 2 + 0.03 for year, text in words.items()}
    levels = spread_levels((year * per_year - half[year], year * per_year + half[year])
                           for year in words)  # fmt: skip
    return [
        Label(year, text, level)
        for (year, text), level in zip(words.items(), levels, strict=True)
    ]  # fmt: skip


def draw_labels(axes: Axes, labels: Sequence[Label]) -> None:
    """A thin line at each year with events, their numbers above the axes."""
    for label in labels:
        axes.axvline(label.year, color=MUTED, linewidth=0.8, linestyle=DOTS, zorder=1.5)
        axes.annotate(
            label.words, (label.year, 1), (0, 2 + 72 * LEVEL_HEIGHT * label.level),
            xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
            va="bottom", size=SMALL_SIZE, color=MUTED, annotation_clip=False,
        )  # fmt: skip


def number_list(numbers: Sequence[int]) -> str:
    """Ascending numbers in short: 3 and more in a row as ``3–5``, others with commas."""
    parts: list[str] = []
    run: list[int] = []
    for number in [*numbers, None]:
        if number is not None and run and number == run[-1] + 1:
            run.append(number)
            continue
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(n) for n in run]
        run = [] if number is None else [number]
    return ",".join(parts)


def time_axis(axes: Axes, first: int, last: int, labelled: bool) -> None:
    """Years from ``first`` to ``last``, a tick at every fifth, or at every year of a short run."""
    plain_axes(axes)
    axes.set_xlim(first - EDGE, last + EDGE)
    step = 1 if last - first < 8 else 5 if last - first < 45 else 10
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.tick_params(axis="x", labelbottom=labelled)


def labels_inside(axes: Axes) -> None:
    """Keep the labels of ticks at the ends of the horizontal axis off the next panel's."""
    low, high = axes.get_xlim()
    ticks = [tick for tick in axes.get_xticks() if low <= tick <= high]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    for tick, label in zip(ticks, axes.get_xticklabels(), strict=True):
        part = (tick - low) / (high - low)
        label.set_horizontalalignment("left" if part < EDGE_PART else "right"
                                      if part > 1 - EDGE_PART else "center")  # fmt: skip


def band_key(worlds: int, colour: str) -> list[KeyItem]:
    """What lines and bands over worlds mean, in words."""
    if worlds == 1:
        return [KeyItem("the one simulated world", colour, width=2.0)]
    return [
        KeyItem(f"median of {worlds:,} simulated worlds", colour, width=2.0),
        KeyItem("50% of worlds", dark_band(colour)),
        KeyItem("90% of worlds", light_band(colour)),
    ]


def say_nothing_to_draw(page: Page, words: str) -> None:
    """A sentence in place of panels."""
    page.write(page.width / 2, page.height / 2, words, TEXT_SIZE + 3, MUTED, align="center")
