"""A measure over two keys: a cell a point, shaded by the median, and a threshold's contour."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke

from sim.base.arrays import Floats
from sim.plots.frame import Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem
from sim.plots.style import (
    DELIVERIES,
    INK,
    SMALL_SIZE,
    TEXT_SIZE,
    bare_axes,
    darkened,
    house,
    ink_on,
    tint,
)
from sim.plots.units import ticks_in
from sim.plots.wrap import width_of
from sim.report.sweeps.subject import SweptMeasure, key_axis, key_value, set_ticks
from sim.sensitivity.response import Surface

CELL, LEAST, MOST = 0.45, 2.8, 5.2  # inches of a row, and of all at least and at most
BAR = 1.3  # right of the panel, for the scale of the shades
APART = 0.08  # inches between labels of columns
PRINTED = 14  # columns up to which cells carry their number
SHADES = LinearSegmentedColormap.from_list(
    "shares", [tint(DELIVERIES, 0.04), tint(DELIVERIES, 0.6), darkened(DELIVERIES, 13.0)]
)
FAINT = 10.0  # standard errors of a difference that the shades span at least
UNDEFINED = "#f3f3f3"


@house()
def heatmap_figure(data: Surface, subject: SweptMeasure) -> Figure:
    """The first key upwards, the second to the right, each cell centred at its values."""
    rows, columns = data.cells.shape
    frame = Frame(
        heatmap_title(data, subject), subject.caption, _notes(data, subject), _key(data, subject)
    )
    high = float(np.clip(CELL * rows, LEAST, MOST))
    up, right = (key_axis(key, subject.keys[key]) for key in data.keys)
    made = grid(frame, [Panel(vertical=up, horizontal=right, high=high)], right=BAR)
    [axes] = made.axes
    ends = scale_of(data, subject)
    shade = axes.pcolormesh(
        edges(data.columns), edges(data.rows), np.ma.masked_invalid(data.cells), cmap=SHADES,
        edgecolors="white", linewidth=0.8, vmin=ends[0], vmax=ends[1],
    )  # fmt: skip
    axes.set_facecolor(UNDEFINED)
    for axis, key, values in (
        (axes.xaxis, data.keys[1], data.columns), (axes.yaxis, data.keys[0], data.rows)
    ):  # fmt: skip
        if key in subject.labels:
            set_ticks(axis, key, values.tolist(), subject.labels)
            continue
        shown = values[:: -(-len(values) // 14)].tolist()
        if axis is axes.xaxis:
            per_unit = made.across / float(np.ptp(edges(values)))
            shown = told_apart(shown, [width_of(key_value(v), TEXT_SIZE) for v in shown], per_unit)
        axis.set_ticks(shown, [key_value(value) for value in shown])
    bare_axes(axes)
    _contour(axes, data, subject)
    if columns <= PRINTED:
        _print_cells(axes, data, subject)
    beside = axes.inset_axes((1 + 0.22 / made.across, 0.0, 0.16 / made.across, 1.0))
    bar = made.figure.colorbar(shade, cax=beside)
    bar.outline.set_visible(False)
    ticks_in(subject.unit, beside.yaxis)
    beside.tick_params(length=0, labelsize=SMALL_SIZE)
    return made.figure


def heatmap_title(data: Surface, subject: SweptMeasure) -> str:
    """The measure from its least to its largest median."""
    known = data.cells[~np.isnan(data.cells)]
    if not len(known):
        return f"{subject.measure} is undefined everywhere"
    low, high = (subject.unit.text(float(end)) for end in (known.min(), known.max()))
    words = f"{subject.measure}, by {subject.keys[data.keys[0]]} and {subject.keys[data.keys[1]]}"
    if float(known.max() - known.min()) <= 2 * subject.chance:
        return f"{words}: no more than chance, {low} to {high}"
    return f"{words}: {low} to {high}"


def scale_of(data: Surface, subject: SweptMeasure) -> tuple[float, float]:
    """Ends of the shades: all cells, but so far apart that what is chance looks alike."""
    known = data.cells[~np.isnan(data.cells)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    more = max(FAINT * subject.chance - (high - low), 0.0) / 2
    return low - more, high + more


def edges(values: Floats) -> Floats:
    """Edges [n + 1] of cells that are centred at ascending values [n], or nearly."""
    if len(values) == 1:
        return np.array([values[0] - 0.5, values[0] + 0.5])
    between = (values[1:] + values[:-1]) / 2
    return np.array([2 * values[0] - between[0], *between, 2 * values[-1] - between[-1]])


def told_apart(values: list[float], widths: list[float], per_unit: float) -> list[float]:
    """Ascending values whose labels, so many inches wide, do not touch; the first stays.

    ``per_unit`` is how many inches a step of 1 takes.
    """
    kept, free = list[float](), -np.inf
    for value, width in zip(values, widths, strict=True):
        middle = value * per_unit
        if middle - width / 2 >= free:
            kept.append(value)
            free = middle + width / 2 + APART
    return kept


def _contour(axes: Axes, data: Surface, subject: SweptMeasure) -> None:
    at, cells = subject.threshold, np.ma.masked_invalid(data.cells)
    if any(key in subject.labels for key in data.keys):
        return  # nothing lies between two words
    if not _crossed(data, subject) or min(cells.shape) < 2:
        return
    lines = axes.contour(data.columns, data.rows, cells, levels=[at], colors=[INK], linewidths=1.8)
    lines.set_path_effects([Stroke(linewidth=4.2, foreground="white"), Normal()])


def _crossed(data: Surface, subject: SweptMeasure) -> bool:
    known = data.cells[~np.isnan(data.cells)]
    return (
        subject.threshold is not None
        and len(known) > 0
        and bool(known.min() < subject.threshold < known.max())
    )


def _print_cells(axes: Axes, data: Surface, subject: SweptMeasure) -> None:
    low, high = scale_of(data, subject)
    for (row, column), value in np.ndenumerate(data.cells):
        shade = SHADES((value - low) / (high - low or 1.0)) if not np.isnan(value) else UNDEFINED
        axes.text(
            float(data.columns[column]), float(data.rows[row]),
            "failed" if np.isnan(value) else subject.unit.text(float(value)),
            ha="center", va="center_baseline", size=TEXT_SIZE - 0.5,
            color=ink_on(to_hex(shade)), zorder=5,
        )  # fmt: skip


def _key(data: Surface, subject: SweptMeasure) -> list[KeyItem]:
    if subject.threshold is None or any(key in subject.labels for key in data.keys):
        return []
    words = f"median of {subject.unit.text(subject.threshold)}"
    if not _crossed(data, subject):
        words += ": nowhere crossed in these ranges"
    return [KeyItem(words, INK, width=1.8)]


def _notes(data: Surface, subject: SweptMeasure) -> list[str]:
    notes = ["Cells: median over worlds; the darker, the higher."]
    if not any(key in subject.labels for key in data.keys):
        notes[0] += " A contour is drawn straight between the centres of cells."
    if np.isnan(data.cells).any():
        notes.append("Light grey: the point failed, or the measure is undefined in every world.")
    if subject.chance_note():
        notes.append(subject.chance_note())
    if data.averaged:
        notes.append(f"Averaged over the other keys of the grid: {', '.join(data.averaged)}.")
    return notes
