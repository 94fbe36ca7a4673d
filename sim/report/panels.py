"""Parts that panels of several plots share: bands, steps of windows, numbered events."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import FixedLocator

from sim.measure.flows import Window
from sim.report.marks import Mark, spread_levels
from sim.report.page import KeyItem, Page, width_of
from sim.report.series import Band
from sim.report.style import (
    MUTED,
    RECORDED,
    SMALL_SIZE,
    TEXT_SIZE,
    dark_band,
    light_band,
    plain_axes,
)

Floats = npt.NDArray[np.float64]

LEVEL_HEIGHT = 0.135  # inches between the rows of event numbers above a panel
NOTE_SIZE = 8.5


def draw_band(axes: Axes, years: Sequence[int], shown: Band, colour: str) -> None:
    """Median line and bands of 50% and 90% over years, all [len(years)]."""
    axes.fill_between(years, shown.low, shown.high, color=light_band(colour), linewidth=0, zorder=2)
    axes.fill_between(
        years, shown.lower, shown.upper, color=dark_band(colour), linewidth=0, zorder=2.1
    )
    marker = "o" if len(years) == 1 else ""
    axes.plot(years, shown.median, color=colour, linewidth=2.0, zorder=2.3, marker=marker)


def draw_recorded(axes: Axes, years: Sequence[int], values: Floats) -> None:
    """A recorded series by year: black, a dot for each year, with a white edge to stand out."""
    edge = [Stroke(linewidth=3.2, foreground="white"), Normal()]
    axes.plot(
        years, values, color=RECORDED, linewidth=1.4, marker="o", markersize=2.6, zorder=3,
        path_effects=edge,
    )  # fmt: skip


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


def draw_marks(axes: Axes, marks: Sequence[Mark], width: float) -> int:
    """A thin line at each event and its number above the axes, which are ``width`` inches wide.

    Returns how many rows of numbers there are.
    """
    by_year: dict[int, list[int]] = {}
    for mark in marks:
        by_year.setdefault(mark.year, []).append(mark.number)
    first, last = axes.get_xlim()
    per_year = width / (last - first)
    labels = {year: number_list(numbers) for year, numbers in sorted(by_year.items())}
    half = {year: width_of(words, SMALL_SIZE) / 2 + 0.03 for year, words in labels.items()}
    levels = spread_levels(
        ((year - first) * per_year - half[year], (year - first) * per_year + half[year])
        for year in labels
    )
    for (year, words), level in zip(labels.items(), levels, strict=True):
        axes.axvline(year, color=MUTED, linewidth=0.8, linestyle=(0, (1, 1.6)), zorder=1.5)
        axes.annotate(
            words, (year, 1), (0, 2 + 72 * LEVEL_HEIGHT * level), xycoords=("data", "axes fraction"),
            textcoords="offset points", ha="center", va="bottom", size=SMALL_SIZE, color=MUTED,
            annotation_clip=False,
        )  # fmt: skip
    return max(levels, default=-1) + 1


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
    axes.set_xlim(first - 0.7, last + 0.7)
    step = 1 if last - first < 8 else 5 if last - first < 45 else 10
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.tick_params(axis="x", labelbottom=labelled)


def band_key(worlds: int, colour: str) -> list[KeyItem]:
    """What lines and bands over worlds mean, in words."""
    if worlds == 1:
        return [KeyItem("the one simulated world", colour, width=2.0)]
    return [
        KeyItem(f"median of {worlds:,} simulated worlds", colour, width=2.0),
        KeyItem("50% of the worlds lie here", dark_band(colour)),
        KeyItem("90% of the worlds", light_band(colour)),
    ]


def say_nothing_to_draw(page: Page, words: str) -> None:
    """A sentence in place of panels."""
    page.write(page.width / 2, page.height / 2, words, TEXT_SIZE + 3, MUTED, align="center")
