"""What each key does by itself, from its lowest to its highest value, the strongest on top."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.page import MARGIN, KeyItem
from sim.plots.style import DELIVERIES, INK, ORDERS, TEXT_SIZE, dark_band, house
from sim.plots.units import ticks_in
from sim.report.sweeps.bars import WIDTH, bar, bare, beside, end_words, label_room, reach, whisker
from sim.report.sweeps.subject import SweptMeasure, key_value, sweep_page
from sim.sensitivity.tornado import Bar, End, Tornado

ROW, HEAD, FOOT = 0.34, 0.3, 0.62  # inches
ENDS = 0.7  # room for the values of keys beyond the bars
LOW, HIGH = dark_band(ORDERS), dark_band(DELIVERIES)


@house()
def tornado_figure(data: Tornado, subject: SweptMeasure) -> Figure:
    """Bars from the measure at the base to where the ends of each key's range bring it."""
    labels = [subject.keys[one.key] for one in data.bars]
    left = label_room(labels)
    across, table = WIDTH - left - MARGIN - ENDS, ROW * len(data.bars)
    page, foot = sweep_page(
        WIDTH, HEAD + table + FOOT, tornado_title(data, subject), subject.caption, _notes(data),
        _KEY,
    )  # fmt: skip
    axes = page.axes(left + ENDS / 2, foot + FOOT, across, table)
    every = [place for one in data.bars for end in (one.low, one.high)
             for place in (end.measure, *end.ends)]  # fmt: skip
    bare(axes, reach([*every, data.base]), len(data.bars))
    ticks_in(subject.unit, axes.xaxis)
    axes.set_xlabel(subject.axis_words())
    axes.axvline(data.base, color=INK, linewidth=1.2, zorder=3.5)
    axes.annotate(
        f"{'mean of all points' if data.averaged else 'base'} {subject.unit.text(data.base)}",
        (data.base, 1), (0, 5), xycoords=("data", "axes fraction"), textcoords="offset points",
        ha="center", va="bottom", size=TEXT_SIZE, color=INK,
    )  # fmt: skip
    for row, (one, label) in enumerate(zip(data.bars, labels, strict=True)):
        beside(axes, row + 0.5, label)
        _draw(axes, one, row + 0.5, data.base)
    return page.figure


def tornado_title(data: Tornado, subject: SweptMeasure) -> str:
    """The strongest key, and how far it moves the measure."""
    if not data.bars or data.bars[0].swing == 0:
        return f"{subject.measure}: nothing that was varied moves it"
    first = next((one for one in data.bars if one.clear), None)
    if first is None:
        return f"{subject.measure}: nothing that was varied moves it by more than chance"
    ends = " to ".join(subject.unit.text(end.measure) for end in (first.low, first.high))
    return f"{subject.measure}: {subject.keys[first.key]} moves it most, from {ends}"


def _draw(axes: Axes, one: Bar, at: float, base: float) -> None:
    same = (one.low.measure - base) * (one.high.measure - base) > 0  # both ends to one side
    for end, other, colour, shift in (
        (one.low, one.high, LOW, -0.17), (one.high, one.low, HIGH, 0.17)
    ):  # fmt: skip
        middle = at + (shift if same else 0.0)
        bar(axes, base, end.measure, middle, 0.16 if same else 0.3, colour)
        whisker(axes, end.ends, middle)
        right = end.measure > base if end.measure != base else other.measure < base
        end_words(axes, _outer(end, right), middle, key_value(end.value), right)


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
