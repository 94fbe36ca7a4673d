"""A tipping point: the measure over the range with its bands, the threshold, and the crossing."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.plots.frame import Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import draw_spread
from sim.plots.series import band
from sim.plots.style import BALANCE, DASHES, DELIVERIES, INK, TEXT_SIZE, house, plain_axes, tint
from sim.plots.units import ticks_in
from sim.report.sweeps.subject import SweptMeasure, key_axis, key_value
from sim.sensitivity.tip import Crossing, Tip

HIGH, LOW = 3.5, 1.35  # inches of the upper and lower panel


@house()
def tip_figure(data: Tip, key: str, title: str, subject: SweptMeasure) -> Figure:
    """Above the measure, below the share of worlds that meet the condition.

    Args:
        data: the search.
        key: what was varied.
        title: what was found.
        subject: the measure in words, its unit and the caption.
    """
    frame = Frame(title, subject.caption, _notes(data), _key(data, subject))
    panels = (
        Panel(vertical=subject.axis_words(), high=HIGH),
        Panel(vertical="worlds that\nmeet it", horizontal=key_axis(key, subject.keys[key]),
              high=LOW),
    )  # fmt: skip
    made = grid(frame, panels, columns=1, right=0.5)
    upper, lower = made.axes
    order = np.argsort(data.values)
    values, condition = data.values[order], data.condition
    draw_spread(upper, values.tolist(), band(data.measured[order].T), DELIVERIES)
    upper.plot(values, data.median[order], color=DELIVERIES, linewidth=2.0, marker="o",
               markersize=3.4, zorder=2.5)  # fmt: skip
    upper.axhline(condition.threshold, color=INK, linewidth=1.1, linestyle=DASHES, zorder=2.6)
    ticks_in(subject.unit, upper.yaxis)
    lower.fill_between(values, 0, data.met[order], color=tint(BALANCE, 0.35), linewidth=0, zorder=2)
    lower.plot(values, data.met[order], color=BALANCE, linewidth=1.6, zorder=2.3)
    lower.set_ylim(0, 1.02)
    lower.set_yticks([0, 0.5, 1], ["0", "50%", "100%"])
    for axes in (upper, lower):
        plain_axes(axes)
        axes.set_xlim(values[0], values[-1])
        axes.xaxis.set_major_locator(MaxNLocator(9, integer=key in subject.whole))
        _mark(axes, data)
    for crossing in data.crossings:
        upper.annotate(
            _at(crossing, key, subject), (crossing.at, 1), (5, -5), textcoords="offset points",
            xycoords=("data", "axes fraction"), ha="left", va="top", size=TEXT_SIZE + 1, zorder=4,
            color=INK, weight="bold", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )  # fmt: skip
    return made.figure


def _at(crossing: Crossing, key: str, subject: SweptMeasure) -> str:
    """The crossing; of whole numbers those on either side of it."""
    if key not in subject.whole:
        return key_value(crossing.at)
    return f"{min(crossing.before, crossing.after):.0f}|{max(crossing.before, crossing.after):.0f}"


def _mark(axes: Axes, data: Tip) -> None:
    """The crossings, and the interval that chance leaves of a single one."""
    for crossing in data.crossings:
        axes.axvline(crossing.at, color=INK, linewidth=1.3, zorder=2.8)
    if data.chance is not None:
        start, end = (
            float(data.values[-1] if bound > 0 else data.values[0]) if np.isinf(bound) else bound
            for bound in data.chance
        )
        axes.axvspan(min(start, end), max(start, end), color="#d9d9d9", linewidth=0, zorder=0.8)


def _key(data: Tip, subject: SweptMeasure) -> list[KeyItem]:
    items = band_key(data.measured.shape[1], DELIVERIES)
    items.append(KeyItem(f"threshold, {subject.unit.text(data.condition.threshold)}", INK,
                         width=1.1, dashed=True))  # fmt: skip
    if data.crossings:
        items.append(KeyItem("crossing of the median", INK, width=1.3))
    if data.chance is not None:
        items.append(KeyItem("its 90% interval over worlds", "#d9d9d9"))
    return items


def _notes(data: Tip) -> list[str]:
    notes = [
        "The same worlds, with the same noise, are run at every value. A dot is a value that was "
        "tried: a grid first, then halves of the interval in which the median crosses. The median "
        "of some worlds goes in steps, and what it does twice between two dots is not seen.",
        "The grey band is what other worlds of the same number would give. Below: in which share "
        "of worlds, each a possible truth, the condition is met.",
    ]
    undefined = float(np.isnan(data.measured).mean())
    if undefined > 0:
        notes.append(f"Undefined in {undefined:.1%} of worlds and values, which are left out.")
    return notes
