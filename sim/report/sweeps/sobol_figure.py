"""Which keys the differences between points come from: Sobol indices, first order and total."""

import math
from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.base.numbers import true_minus
from sim.plots.bars import draw_bar, draw_interval, reach, say_beyond
from sim.plots.frame import Frame
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, INK, dark_band, house, light_band
from sim.plots.table import FigureRow, FigureSection, table
from sim.report.sweeps.subject import SweptMeasure
from sim.sensitivity.indices import NEGATIVE, SobolIndex

TALL, BELOW = 0.5, 0.6  # inches of a row, and of the axis
SURE = 0.15  # of the sum of first orders, to speak of what keys do together
FIRST, TOTAL = dark_band(DELIVERIES), light_band(DELIVERIES)


@house()
def sobol_figure(indices: Sequence[SobolIndex], subject: SweptMeasure) -> list[Figure]:
    """Two bars a key, the one with the largest total on top."""
    rows = sorted(indices, key=lambda index: (-index.total, index.key))
    frame = Frame(sobol_title(rows, subject), subject.caption, _notes(rows, subject), _KEY)
    section = FigureSection("", [FigureRow(subject.keys[row.key], row) for row in rows])
    ends = [end for row in rows for end in (*row.first_ends, *row.total_ends)]
    pages = table(frame, [section], below=BELOW, tall=TALL)
    for page in pages:
        axes = page.axes
        axes.set_xlim(*reach([0.0, *ends], 0.05))
        axes.axvline(0, color=INK, linewidth=1.2, zorder=3.5)
        axes.set_xlabel("share of the variance between points")
        for at, row in page.rows:
            for value, interval, middle, colour in (
                (row.first, row.first_ends, at - 0.18, FIRST),
                (row.total, row.total_ends, at + 0.18, TOTAL),
            ):
                draw_bar(axes, (0, value), middle, 0.16, colour, dark_band(DELIVERIES))
                draw_interval(axes, interval, middle, half=0.1)
                place = max(value, interval[1], 0.0)
                say_beyond(axes, place, middle, true_minus(f"{value:.2f}"), right=True)
    return [page.figure for page in pages]


def sobol_title(rows: Sequence[SobolIndex], subject: SweptMeasure) -> str:
    """The key that matters most if that can be told, and how far keys act together if it can."""
    first, second = subject.keys[rows[0].key], subject.keys[rows[1].key] if len(rows) > 1 else ""
    if len(rows) > 1 and rows[0].total_ends[0] <= rows[1].total_ends[1]:
        return f"{subject.measure}: {first} or {second} explains most; more points would tell"
    if rows[0].total_ends[0] <= 0.0:
        return f"{subject.measure}: nothing that was varied explains more than chance"
    title = f"{subject.measure}: {first} explains most, {rows[0].total:.0%} in all"
    own = [row.first for row in rows]
    unsure = math.hypot(*(row.first_ends[1] - row.first for row in rows))
    if len(rows) == 1 or unsure > SURE:
        return title
    if 1 - sum(own) <= unsure:
        return f"{title}, and each key acts by itself"
    return f"{title}; {1 - sum(own):.0%} of the variance comes of several keys together"


_KEY = [
    KeyItem("first order: by itself", FIRST),
    KeyItem("total: with all it does together with others", TOTAL),
    KeyItem("90% interval", INK, width=1.1),
]


def _notes(rows: Sequence[SobolIndex], subject: SweptMeasure) -> list[str]:
    notes = [
        "Shares of the variance of the median over worlds, between points spread over the whole "
        "ranges. All points have the same noise, so chance is no share. A range twice as wide "
        "gives a key more to explain. Totals add up to more than 1 where keys act together.",
        "Intervals are by bootstrap over points (SALib): wide ones need a larger n.",
    ]
    negative = [row.key for row in rows if row.negative]
    if negative:
        notes.append(f"{NEGATIVE} Here: {', '.join(negative)}.")
    if any(row.first > row.total for row in rows):
        notes.append("A first order above its total is noise as well: in truth it is a part of it.")
    if subject.chance_note():
        notes.append(subject.chance_note())
    return notes
