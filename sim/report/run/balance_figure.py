"""The balance of two rivals: one panel, whose upper half is where the larger buyer leads."""

import math
from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from sim.measure.flows import Window
from sim.plots.foot import draw_foot, foot_height
from sim.plots.marks import EventMarker
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.panels import (
    LEVEL_HEIGHT,
    band_key,
    draw_band,
    draw_labels,
    draw_recorded,
    draw_windows,
    place_marks,
    say_nothing_to_draw,
    time_axis,
)
from sim.plots.series import SPAN, Band
from sim.plots.style import BALANCE, INK, MUTED, RECORDED, TEXT_SIZE, house
from sim.report.run.balance import Balance, gains, times

WIDTH, LEFT, RIGHT = 11.0, MARGIN + 0.85, 0.9  # inches
HIGH, BELOW = 3.9, 0.62  # inches of the panel, and of the labels under it
LINE = 0.2  # inches of a line that says who gains
FARTHEST = 32.0  # the ratio to 1 beyond which the axis is cut


@house()
def balance_figure(data: Balance, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Ratio on a logarithmic axis: the same factor is the same height everywhere."""
    one, other = data.pair
    title = f"The balance of {one} and {other}: what is delivered to each"
    if not np.isfinite(data.simulated.median).any() and not np.isfinite(data.recorded).any():
        page = new_page(WIDTH, 2.5, title, caption)
        short = f"The run is shorter than the {SPAN} years over which deliveries are counted."
        nothing = f"{one} or {other} receives nothing in most worlds, so there is no ratio to draw."
        say_nothing_to_draw(page, nothing if data.years else short)
        return page.figure
    first = min([data.first_year, *(begin for begin, _ in data.recorded_windows)])
    span = (max(first, data.first_year - 6), data.last_year)
    across = WIDTH - LEFT - RIGHT
    labels = place_marks(marks, span, across)
    head = 0.2 + LEVEL_HEIGHT * (max((label.level for label in labels), default=-1) + 1)
    said = _who_gains(data, caption.worlds)
    body = LINE * len(said) + 0.1 + head + HIGH + BELOW + foot_height(marks, "", WIDTH)
    page = new_page(WIDTH, body, title, caption, _notes(data), _key(data, marks, caption.worlds))
    _say(page, body, said)
    axes = page.axes(LEFT, body - LINE * len(said) - 0.1 - head - HIGH, across, HIGH)
    time_axis(axes, *span, labelled=True)
    low, high = _limits(data)
    _draw_scale(axes, data.pair, low, high)
    shown = (np.clip(getattr(data.simulated, f.name), low / 2, high * 2) for f in fields(Band))
    draw_band(axes, data.years, Band(*shown), BALANCE)
    if data.yearly_record:
        draw_recorded(axes, [last for _, last in data.recorded_windows], data.recorded)
    else:
        draw_windows(axes, data.recorded_windows, data.recorded, dots=True)
    draw_labels(axes, labels)
    draw_foot(page, marks, "")
    return page.figure


def _draw_scale(axes: Axes, pair: tuple[str, str], low: float, high: float) -> None:
    """Axis in doublings, the line where both receive as much, and which way is whose gain."""
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    steps = range(math.ceil(math.log2(low) - 1e-9), math.floor(math.log2(high) + 1e-9) + 1)
    ticks = [2.0**step for step in steps]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticklabels(["equal" if tick == 1 else times(tick) for tick in ticks])
    axes.set_ylabel(f"{pair[0]} to {pair[1]}, deliveries")
    axes.set_xlabel("Last of the five years counted")
    if low < 1 < high:
        axes.axhline(1, color=MUTED, linewidth=1.0, zorder=1.6)
    for at, place, words in (
        (1.0, "top", f"↑ {pair[0]} gains"),
        (0.0, "bottom", f"↓ {pair[1]} gains"),
    ):
        axes.annotate(
            words, (0, at), (6, -6 if at else 6), xycoords="axes fraction",
            textcoords="offset points", va=place, size=TEXT_SIZE + 1, color=INK, weight="bold",
            zorder=4, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
        )  # fmt: skip


def _limits(data: Balance) -> tuple[float, float]:
    """Lowest and highest ratio of the axis: room for bands, record and words, 1 included."""
    drawn = np.concatenate(
        [getattr(data.simulated, field.name) for field in fields(Band)] + [data.recorded]
    )
    drawn = np.clip(drawn[np.isfinite(drawn)], 1 / FARTHEST, FARTHEST)
    low, high = min(float(drawn.min()), 1.0), max(float(drawn.max()), 1.0)
    return low / 1.3, high * 1.3


def _who_gains(data: Balance, worlds: int) -> list[tuple[str, str]]:
    """Whose line, and what it says: from the first simulated window on, and since the record."""
    ends: list[Window] = [(year - SPAN + 1, year) for year in data.years]
    start = data.years[0] if data.years else data.first_year
    kept = [i for i, (_, last) in enumerate(data.recorded_windows) if last >= start]
    windows = [data.recorded_windows[i] for i in kept]
    parting = windows[-1][1] if windows else None
    who = "Median world" if worlds > 1 else "Simulated"
    said = [
        ("Recorded", gains(data.pair, windows, data.recorded[kept])),
        (who, gains(data.pair, ends, data.simulated.median, parting)),
    ]
    return [(who, words) for who, words in said if words]


def _say(page: Page, top: float, said: Sequence[tuple[str, str]]) -> None:
    for i, (who, words) in enumerate(said):
        colour = RECORDED if who == "Recorded" else BALANCE
        at = top - LINE * (i + 0.75)
        page.write(MARGIN, at, f"{who}:", TEXT_SIZE + 1, colour, "bold")
        page.write(MARGIN + 1.15, at, f"{words}.", TEXT_SIZE + 1, INK)


def _key(data: Balance, marks: Sequence[EventMarker], worlds: int) -> list[KeyItem]:
    items = band_key(worlds, BALANCE)
    if data.recorded_windows:
        what = "recorded" if data.yearly_record else "recorded, five years to the dot"
        words = f"{what} (ends in {data.recorded_windows[-1][1]})"
        items.insert(0, KeyItem(words, RECORDED, 1.6, dots=True))
    if marks:
        items.append(KeyItem("event (numbers below)", MUTED, upright=True))
    return items


def _notes(data: Balance) -> list[str]:
    one, other = data.pair
    notes = [
        f"Volume (SIPRI's trend-indicator value, TIV) delivered to {one} over that delivered to "
        f"{other}, both in the {SPAN} years ending each year, on a logarithmic axis: a step is a "
        "doubling. Deliveries follow orders by years. The ratio says nothing of what either makes "
        "itself, nor of what it had before."
    ]
    if data.years and data.years[0] < data.first_year + SPAN - 1:
        notes[0] += (
            f" Windows that end before {data.first_year + SPAN - 1} hold recorded years "
            f"before {data.first_year}."
        )
    if data.undefined:
        notes.append("A world in which neither receives anything in five years is left out.")
    return notes
