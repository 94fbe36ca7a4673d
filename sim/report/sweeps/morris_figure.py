"""Which of many keys matter at all: the size of elementary effects against their spread."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke

from sim.plots.frame import Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem
from sim.plots.style import (
    DASHES,
    DELIVERIES,
    INK,
    MUTED,
    ORDERS,
    SMALL_SIZE,
    TEXT_SIZE,
    house,
    open_axes,
    tint,
)
from sim.plots.wrap import width_of
from sim.report.sweeps.subject import SweptMeasure
from sim.sensitivity.indices import MorrisIndex

HIGH, ROOM = 5.3, 1.9  # inches of the panel, and right of it for names
NAMED = 14  # keys that are named, the largest
LINE = 0.17  # inches between names at the least


@house()
def morris_figure(indices: Sequence[MorrisIndex], subject: SweptMeasure) -> Figure:
    """A dot a key: to the right what matters, upwards what depends on the others or bends."""
    rows = sorted(indices, key=lambda index: (-index.size, index.key))
    frame = Frame(morris_title(rows, subject), subject.caption, _notes(rows, subject), _KEY)
    panel = Panel(
        vertical="σ: how much this effect differs from place to place", high=HIGH,
        horizontal=f"μ*: mean size of the effect of a key's range ({subject.unit.difference})",
    )  # fmt: skip
    made = grid(frame, [panel], right=ROOM)
    [axes] = made.axes
    right = max((max(row.size_ends[1], row.size) for row in rows), default=0.0) * 1.06 or 1.0
    top = max((row.spread for row in rows if np.isfinite(row.spread)), default=0.0) * 1.12
    axes.set(xlim=(0, right), ylim=(0, max(top, 0.1 * right)))
    open_axes(axes)
    for axis in (axes.xaxis, axes.yaxis):
        if subject.unit.percent:
            axis.set_major_formatter(lambda value, _: f"{100 * value:.3g}")
    end = min(axes.get_xlim()[1], axes.get_ylim()[1])
    axes.plot([0, end], [0, end], color=MUTED, linewidth=0.9, linestyle=DASHES, zorder=1.5)
    for row in rows:
        _dot(axes, row)
    _name(axes, rows[:NAMED], subject, made.across)
    return made.figure


def morris_title(rows: Sequence[MorrisIndex], subject: SweptMeasure) -> str:
    """The keys that come first."""
    names = [subject.keys[row.key] for row in rows[:3] if row.size > 0]
    if not names:
        return f"{subject.measure}: nothing that was varied moves it"
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{subject.measure} is moved most by {listed}"


def _dot(axes: Axes, row: MorrisIndex) -> None:
    spread = row.spread if np.isfinite(row.spread) else 0.0
    axes.plot(row.size_ends, [spread, spread], color=tint(INK, 0.35), linewidth=1.0, zorder=2)
    group, up = np.isnan(row.mean), row.mean >= 0
    axes.plot(
        row.size, spread, marker="o" if group else "^" if up else "v",
        color=INK if group else DELIVERIES if up else ORDERS,
        markersize=6.5, markeredgecolor="white", markeredgewidth=0.6, zorder=3,
    )  # fmt: skip


def _name(axes: Axes, rows: Sequence[MorrisIndex], subject: SweptMeasure, across: float) -> None:
    """Names beside their dots, moved upwards or downwards until none covers another."""
    (_, right), (_, top) = axes.get_xlim(), axes.get_ylim()
    high = HIGH
    taken: list[tuple[float, float, float]] = []  # left, right, middle, all in inches
    for row in rows:
        words = subject.keys[row.key]
        left = row.size / right * across + 0.07
        width = width_of(words, SMALL_SIZE) + 0.08
        dot = (row.spread if np.isfinite(row.spread) else 0.0) / top * high
        own = dot + 0.1  # above its interval
        steps = sorted(np.arange(-12, 13) * LINE / 2, key=abs)
        free = [own + step for step in steps
                if 0.03 < own + step < high
                and not any(left < end and begin < left + width and abs(own + step - middle) < LINE
                            for begin, end, middle in taken)]  # fmt: skip
        if not free:
            continue
        middle = float(free[0])
        taken.append((left, left + width, middle))
        axes.annotate(
            words, (left / across * right, middle / high * top), va="center", ha="left",
            size=SMALL_SIZE if row is not rows[0] else TEXT_SIZE, color=INK, annotation_clip=False,
            zorder=4, path_effects=[Stroke(linewidth=2.0, foreground="white"), Normal()],
        )  # fmt: skip
        if abs(middle - own) > 0.1:
            axes.plot([row.size, left / across * right], [dot / high * top, middle / high * top],
                      color=MUTED, linewidth=0.6, zorder=1.8)  # fmt: skip


_KEY = [
    KeyItem("more of the key, more of the measure", DELIVERIES, marker="^"),
    KeyItem("more of the key, less of it", ORDERS, marker="v"),
    KeyItem("90% interval of μ*", tint(INK, 0.35), width=1.0),
    KeyItem("σ = μ*", MUTED, width=0.9, dashed=True),
]


def _notes(rows: Sequence[MorrisIndex], subject: SweptMeasure) -> list[str]:
    notes = [
        "An elementary effect is the change of the median over worlds by one step of one key, for "
        "its whole range. Far right: matters. Near the dashed line or above it: what it does "
        "depends on where the other keys stand, or bends. Near zero: may be left alone. This is a "
        "ranking, not shares; for shares take the first few into a Sobol design.",
    ]
    if any(np.isnan(row.mean) for row in rows):
        notes.append("A round dot is a group of keys that step together: it has a size, no sign.")
    if len(rows) > NAMED:
        notes.append(f"Named: the {NAMED} largest of {len(rows)} keys at most.")
    if subject.chance_note():
        notes.append(subject.chance_note())
    return notes
