"""The balance of two rivals: one panel, whose upper half is where the larger buyer leads."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from sim.measure.flows import Window
from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid, say_inside
from sim.plots.key import band_key
from sim.plots.lines import draw_band, draw_record, record_key
from sim.plots.marks import EventMarker
from sim.plots.series import SPAN, Band
from sim.plots.style import BALANCE, MUTED, RECORDED, house
from sim.report.run.balance import Balance, gains, times

FARTHEST = 32.0  # the ratio to 1 beyond which the axis is cut


@house()
def balance_figure(data: Balance, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Ratio on a logarithmic axis: the same factor is the same height everywhere."""
    one, other = data.pair
    last = data.recorded_windows[-1][1] if data.recorded_windows else None
    key = [*record_key(last, data.yearly_record), *band_key(caption.worlds, BALANCE)]
    frame = Frame(
        f"The balance of {one} and {other}: what is delivered to each", caption, _notes(data), key,
        marks, lead=_who_gains(data, caption.worlds),
    )  # fmt: skip
    if not np.isfinite(data.simulated.median).any() and not np.isfinite(data.recorded).any():
        short = f"The run is shorter than the {SPAN} years over which deliveries are counted."
        nothing = f"{one} or {other} receives nothing in most worlds, so there is no ratio to draw."
        return frame.nothing(nothing if data.years else short)
    first = min([data.first_year, *(begin for begin, _ in data.recorded_windows)])
    span = (max(first, data.first_year - 6), data.last_year)
    panel = Panel(
        events=marks, vertical=f"{one} to {other}, deliveries", high=3.9,
        horizontal="Last of the five years counted",
    )  # fmt: skip
    made = grid(frame, [panel], span=span)
    [axes] = made.axes
    low, high = _limits(data)
    _draw_scale(axes, data.pair, low, high)
    shown = (np.clip(level, low / 2, high * 2) for level in data.simulated.levels)
    draw_band(axes, data.years, Band(*shown), BALANCE)
    draw_record(axes, data.recorded_windows, data.recorded, data.yearly_record)
    return made.figure


def _draw_scale(axes: Axes, pair: tuple[str, str], low: float, high: float) -> None:
    """Axis in doublings, the line where both receive as much, and which way is whose gain."""
    axes.set_yscale("log")
    axes.set_ylim(low, high)
    steps = range(math.ceil(math.log2(low) - 1e-9), math.floor(math.log2(high) + 1e-9) + 1)
    ticks = [2.0**step for step in steps]
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.set_yticklabels(["equal" if tick == 1 else times(tick) for tick in ticks])
    if low < 1 < high:
        axes.axhline(1, color=MUTED, linewidth=1.0, zorder=1.6)
    say_inside(axes, f"↑ {pair[0]} gains", top=True)
    say_inside(axes, f"↓ {pair[1]} gains", top=False)


def _limits(data: Balance) -> tuple[float, float]:
    """Lowest and highest ratio of the axis: room for bands, record and words, 1 included."""
    drawn = np.concatenate([*data.simulated.levels, data.recorded])
    drawn = np.clip(drawn[np.isfinite(drawn)], 1 / FARTHEST, FARTHEST)
    low, high = min(float(drawn.min()), 1.0), max(float(drawn.max()), 1.0)
    return low / 1.3, high * 1.3


def _who_gains(data: Balance, worlds: int) -> list[tuple[str, str, str]]:
    """Whose line, what it says from the first simulated window on and since the record, colour."""
    ends: list[Window] = [(year - SPAN + 1, year) for year in data.years]
    start = data.years[0] if data.years else data.first_year
    kept = [i for i, (_, last) in enumerate(data.recorded_windows) if last >= start]
    windows = [data.recorded_windows[i] for i in kept]
    parting = windows[-1][1] if windows else None
    who = "Median world" if worlds > 1 else "Simulated"
    said = [
        ("Recorded", gains(data.pair, windows, data.recorded[kept]), RECORDED),
        (who, gains(data.pair, ends, data.simulated.median, parting), BALANCE),
    ]
    return [(who, f"{words}.", colour) for who, words, colour in said if words]


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
