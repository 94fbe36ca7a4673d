"""Are these worlds enough? Monte Carlo error against the number of worlds."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from sim.plots.frame import Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem
from sim.plots.style import (
    DASHES,
    DELIVERIES,
    DOTS,
    GRID,
    INK,
    MUTED,
    ORDERS,
    TEXT_SIZE,
    bare_axes,
    house,
)
from sim.report.sweeps.subject import SweptMeasure
from sim.sensitivity.error import MonteCarloError

HIGH, RIGHT = 3.6, 2.6  # inches of the panel, and right of it for words
FARTHER = 4  # times the worlds of the sweep: how far lines are carried on
PART = 0.1  # of the spread between points; an error that is small beside it
COLOURS = {"point": ORDERS, "difference": DELIVERIES, "apart": MUTED}


@house()
def error_figure(data: MonteCarloError, subject: SweptMeasure) -> Figure:
    """Errors of a point and of a difference, on logarithmic scales, and carried on by 1/√n."""
    panel = Panel(
        vertical=f"standard error ({subject.unit.difference})", horizontal="worlds at each point",
        high=HIGH,
    )  # fmt: skip
    frame = Frame(error_title(data, subject), subject.caption, _NOTES, _KEY)
    made = grid(frame, [panel], right=RIGHT)
    [axes] = made.axes
    axes.set(xscale="log", yscale="log", xlim=(data.worlds[0] * 0.9, data.worlds[-1] * FARTHER))
    _label(axes, [(_line(axes, data, name), name) for name in COLOURS], data)
    axes.axvline(data.worlds[-1], color=MUTED, linewidth=0.8, linestyle=DOTS, zorder=1.5)
    ticks = [*data.worlds, data.worlds[-1] * 2, data.worlds[-1] * FARTHER]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.xaxis.set_minor_locator(NullLocator())
    scale = 100 if subject.unit.percent else 1
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{scale * value:.3g}"))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_minor_locator(NullLocator())
    bare_axes(axes)
    axes.spines["bottom"].set_visible(True)
    axes.grid(which="both", color=GRID, linewidth=0.7)
    axes.set_axisbelow(True)
    return made.figure


def error_title(data: MonteCarloError, subject: SweptMeasure) -> str:
    """Whether these worlds are enough to tell points apart."""
    worlds = f"{data.worlds[-1]:,} worlds"
    if data.spread == 0:
        return f"{subject.measure} is the same at all points: no number of worlds tells them apart"
    if not data.tells:
        return f"{subject.measure}: points differ by no more than chance makes them with {worlds}"
    ratio = data.chance / data.signal
    if ratio <= PART:
        return (
            f"{subject.measure}: {worlds} are enough, chance is {ratio:.0%} of what points differ"
        )
    needed = _round(data.needed(PART))
    return (
        f"{subject.measure}: with {worlds} chance is {ratio:.0%} of what points differ; about "
        f"{needed:,} would bring it to {PART:.0%}"
    )


def _round(number: int) -> int:
    """Up to two digits."""
    step = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // step) * step


def _line(axes: Axes, data: MonteCarloError, name: str) -> float:
    """One line and how it would go on; returns where it ends."""
    worlds, errors = np.array(data.worlds), getattr(data, name)
    shown = np.where(errors > 0, errors, np.nan)
    axes.plot(worlds, shown, color=COLOURS[name], linewidth=2.0, marker="o", markersize=4, zorder=3)
    more = np.array([worlds[-1], worlds[-1] * FARTHER])
    going_on = shown[-1] * np.sqrt(worlds[-1] / more)
    axes.plot(more, going_on, color=COLOURS[name], linewidth=1.2, linestyle=DASHES, zorder=2.5)
    return float(going_on[-1])


def _label(axes: Axes, ends: list[tuple[float, str]], data: MonteCarloError) -> None:
    """Words at the ends of the lines, apart from each other, and the spread between points."""
    if data.spread > 0:
        axes.axhline(data.spread, color=INK, linewidth=1.0, zorder=2)
        ends = [*ends, (data.spread, "spread")]
    ends = [item for item in ends if np.isfinite(item[0])]  # an error of 0 has no place here
    low, high = axes.get_ylim()
    low = min([low, *(end / 2 for end, _ in ends)])
    axes.set_ylim(low, high)
    per_inch = np.log(high / low) / HIGH
    placed: list[float] = []
    for end, name in sorted(ends, reverse=True):
        at = np.log(end)
        if placed:
            at = min(at, placed[-1] - 0.3 * per_inch)
        placed.append(at)
        axes.annotate(
            _WORDS[name], (1, float(np.exp(at))), (6, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", ha="left", size=TEXT_SIZE, linespacing=1.05,
            color=COLOURS.get(name, INK), annotation_clip=False,
        )  # fmt: skip


_WORDS = {
    "point": "of a point's median",
    "difference": "of a difference, common noise",
    "apart": "of a difference, if each\npoint had noise of its own",
    "spread": "standard deviation\nbetween points",
}
_KEY = [
    KeyItem("by bootstrap over worlds", INK, width=2.0, dots=True),
    KeyItem("carried on by 1/√n", INK, width=1.2, dashed=True),
]
_NOTES = [
    "Standard error of the median over worlds, the middle one of up to 40 points. All points have "
    "the same noise: in a difference between two points what luck they share cancels, as far as "
    "they share it. Points and contours are to be compared by the error of a difference; a single "
    "value is to be read with that of a point. Enough: the error of a difference is at most a "
    "tenth of what points differ: the standard deviation between them, less what of it is chance."
]
