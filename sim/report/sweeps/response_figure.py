"""How a measure answers to each key: a panel a key, median and bands over its values."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.plots.frame import Frame
from sim.plots.grid import Panel, grid, labels_inside
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import draw_spread
from sim.plots.series import Band
from sim.plots.style import DASHES, DELIVERIES, INK, SMALL_SIZE, house, plain_axes
from sim.plots.units import ticks_in
from sim.report.sweeps.subject import SweptMeasure, key_axis, set_ticks, value_words
from sim.sensitivity.layout import TOLD_APART
from sim.sensitivity.response import Response

MOST = 12  # panels
WIDE = 0.5  # of the bars of a value without an order, where the next is 1 away


@house()
def response_figure(data: Sequence[Response], subject: SweptMeasure) -> Figure:
    """The keys with the widest reach first, ``MOST`` at most, on one scale."""
    rows = sorted(data, key=lambda one: (-one.reach, one.key))[:MOST]
    frame = Frame(
        response_title(rows, subject), subject.caption, _notes(rows, len(data), subject),
        _key(subject),
    )  # fmt: skip
    panels = [
        Panel(vertical=subject.unit.words, horizontal=key_axis(one.key, subject.keys[one.key]))
        for one in rows
    ]
    made = grid(frame, panels, own="x")
    ends = _ends(rows, subject)
    for axes, one in zip(made.axes, rows, strict=True):
        _draw(axes, one, subject)
        axes.set_ylim(*ends)
        labels_inside(axes)
    return made.figure


def response_title(rows: Sequence[Response], subject: SweptMeasure) -> str:
    """From where to where the measure goes with the key that moves it most."""
    first = rows[0]
    words, most = subject.keys[first.key], " most" if len(rows) > 1 else ""
    if first.reach == 0:
        return f"{subject.measure} does not answer to {words if not most else 'any key'}"
    known = first.median[~np.isnan(first.median)]
    if first.key in subject.labels:
        return f"{subject.measure} answers{most} to {words}: {_between(first, subject)}"
    if not subject.tells(first.reach):
        ends = f"{subject.unit.text(float(known.min()))} to {subject.unit.text(float(known.max()))}"
        return f"{subject.measure} hardly answers to {'anything varied' if most else words}: {ends}"
    steps = np.diff(known)
    text = [subject.unit.text(float(value)) for value in known]
    if (steps >= 0).all() or (steps <= 0).all():
        moved = f"from {text[0]} to {text[-1]} as it rises"
    else:
        moved = f"between {text[int(known.argmin())]} and {text[int(known.argmax())]}"
    return f"{subject.measure} answers{most} to {words}: {moved}"


def _between(one: Response, subject: SweptMeasure) -> str:
    """Where it is least and where it is most, of values that have no order."""
    ends = (int(np.nanargmin(one.median)), int(np.nanargmax(one.median)))
    told = [
        f"{subject.unit.text(float(one.median[end]))}"
        f" ({value_words(one.key, one.values[end], subject.labels)})"
        for end in ends
    ]
    return f"between {told[0]} and {told[1]}"


def _draw_apart(axes: Axes, one: Response, subject: SweptMeasure) -> None:
    """Values without an order stand apart: a dot on bars each, and its words below."""
    for value, levels in zip(one.values.tolist(), one.quantiles, strict=True):
        bars = Band(*(np.repeat(level, 2) for level in levels))
        draw_spread(axes, (value - WIDE / 2, value + WIDE / 2), bars, DELIVERIES)
    axes.plot(one.values, one.median, color=DELIVERIES, linewidth=0, marker="o", zorder=2.3)
    set_ticks(axes.xaxis, one.key, one.values.tolist(), subject.labels)
    axes.set_xlim(one.values[0] - 0.6, one.values[-1] + 0.6)


def _draw(axes: Axes, one: Response, subject: SweptMeasure) -> None:
    plain_axes(axes)
    if one.key in subject.labels:
        _draw_apart(axes, one, subject)
    else:
        _draw_curve(axes, one, subject)
    if subject.threshold is not None:
        axes.axhline(subject.threshold, color=INK, linewidth=1.0, linestyle=DASHES, zorder=2.6)
    ticks_in(subject.unit, axes.yaxis)
    axes.tick_params(labelsize=SMALL_SIZE)


def _draw_curve(axes: Axes, one: Response, subject: SweptMeasure) -> None:
    values = one.values.tolist()
    draw_spread(axes, values, Band(*one.quantiles.T), DELIVERIES)
    few = len(values) <= TOLD_APART
    axes.plot(values, one.median, color=DELIVERIES, linewidth=2.0, zorder=2.3,
              marker="o" if few else "", markersize=3.2)  # fmt: skip
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=one.key in subject.whole))


def _ends(rows: Sequence[Response], subject: SweptMeasure) -> tuple[float, float]:
    """One scale for all panels: the bands that hold 90% of the worlds, and the threshold."""
    held = np.concatenate([one.quantiles[:, [0, 4]].ravel() for one in rows])
    held = held[~np.isnan(held)]
    if subject.threshold is not None:
        held = np.append(held, subject.threshold)
    low, high = (float(held.min()), float(held.max())) if len(held) else (0.0, 1.0)
    room = 0.04 * (high - low or 1.0)
    return low - room, high + room


def _key(subject: SweptMeasure) -> list[KeyItem]:
    [line, *bands] = band_key(subject.caption.worlds, DELIVERIES)
    items = [KeyItem("median", DELIVERIES, width=2.0), *bands] if bands else [line]
    if subject.threshold is not None:
        words = f"threshold, {subject.unit.text(subject.threshold)}"
        items.append(KeyItem(words, INK, width=1.0, dashed=True))
    return items


def _notes(rows: Sequence[Response], number: int, subject: SweptMeasure) -> list[str]:
    notes = []
    if all(one.rests for one in rows):
        notes.append("Bands are of worlds; every world has the same noise at every value.")
    else:
        notes.append(
            "All other varied keys vary too: the bands hold what they do as well as what chance "
            "does, and are wider than with the others at rest."
        )
    if any(one.put_together for one in rows):
        notes.append("A dot stands for a twelfth of the points, next to each other in the key.")
    if subject.chance_note():
        notes.append(subject.chance_note())
    if number > len(rows):
        notes.append(f"The {len(rows)} keys that move the median most, of {number}.")
    return notes
