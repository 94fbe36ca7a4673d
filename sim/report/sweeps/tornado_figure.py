"""What each key does by itself, from its lowest to its highest value, the strongest on top."""

from collections.abc import Callable
from functools import partial

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.bars import draw_bar, draw_interval, reach, say_beyond
from sim.plots.frame import Frame
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, INK, ORDERS, dark_band, house
from sim.plots.table import FigureRow, FigureSection, table
from sim.plots.units import ticks_in
from sim.report.sweeps.subject import SweptMeasure, value_words
from sim.sensitivity.tornado import Bar, End, Tornado

TALL, BELOW = 0.34, 0.6  # inches of a row, and of the axis
ENDS = 0.06  # of the axis: room for the values of keys beyond the bars
LOW, HIGH = dark_band(ORDERS), dark_band(DELIVERIES)


@house()
def tornado_figure(data: Tornado, subject: SweptMeasure) -> list[Figure]:
    """Bars from the measure at the base to where the ends of each key's range bring it."""
    frame = Frame(tornado_title(data, subject), subject.caption, _notes(data), _KEY)
    if not data.bars:
        return [frame.nothing("No key has results at both ends of its range.")]
    rows = [FigureRow(subject.keys[one.key], one) for one in data.bars]
    every = [place for one in data.bars for end in (one.low, one.high)
             for place in (end.measure, *end.ends)]  # fmt: skip
    what = "mean of all points" if data.averaged else "base"
    panel = ("", f"line: {what} {subject.unit.text(data.base)}")
    pages = table(frame, [FigureSection("", rows)], panels=[panel], below=BELOW, tall=TALL)
    for page in pages:
        axes = page.axes
        axes.set_xlim(*reach([*every, data.base], ENDS))
        ticks_in(subject.unit, axes.xaxis)
        axes.set_xlabel(subject.axis_words())
        axes.axvline(data.base, color=INK, linewidth=1.2, zorder=3.5)
        for at, one in page.rows:
            _draw(axes, one, at, data.base, partial(value_words, one.key, labels=subject.labels))
    return [page.figure for page in pages]


def tornado_title(data: Tornado, subject: SweptMeasure) -> str:
    """The strongest key, and how far it moves the measure."""
    if not data.bars or data.bars[0].swing == 0:
        return f"{subject.measure}: nothing that was varied moves it"
    told = (one for one in data.bars if one.clear and subject.tells(one.swing))
    first = next(told, None)
    if first is None:
        end = "from one end to the other, nothing that was varied moves it by more than chance"
        return f"{subject.measure}: {end}"
    ends = " to ".join(subject.unit.text(end.measure) for end in (first.low, first.high))
    return f"{subject.measure}: {subject.keys[first.key]} moves it most, from {ends}"


def _draw(axes: Axes, one: Bar, at: float, base: float, words: Callable[[float], str]) -> None:
    same = (one.low.measure - base) * (one.high.measure - base) > 0  # both ends to one side
    for end, other, colour, shift in (
        (one.low, one.high, LOW, -0.2), (one.high, one.low, HIGH, 0.2)
    ):  # fmt: skip
        middle = at + (shift if same else 0.0)
        draw_bar(axes, (base, end.measure), middle, 0.18 if same else 0.3, colour)
        draw_interval(axes, end.ends, middle, half=0.1)
        right = end.measure > base if end.measure != base else other.measure < base
        say_beyond(axes, _outer(end, right), middle, words(end.value), right=right)


def _outer(end: End, right: bool) -> float:
    return max(end.measure, *end.ends) if right else min(end.measure, *end.ends)


_KEY = [
    KeyItem("at the lowest value of the key", LOW),
    KeyItem("at its highest", HIGH),
    KeyItem("90% interval of the difference, over worlds", INK, width=1.1),
]


def _notes(data: Tornado) -> list[str]:
    words = "Bars: median over worlds. Numbers beyond the bars are the values of the key. "
    if data.averaged:
        words += "Each end is the mean over all points of the grid that share it. "
    else:
        words += "All other keys stay at their base. "
    return [
        words + "What is drawn is one range against the other: a wide bar may be a wide range.",
        "Intervals hold chance alone: all points have the same noise, and what both share cancels.",
    ]
