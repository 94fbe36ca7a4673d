"""The biggest misses, by name: who delivered or sold far more, or less, than was forecast."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.backtest.outcomes import MODEL, Outcome
from sim.backtest.record import FLOWS, Flow
from sim.base.numbers import true_minus
from sim.plots.bars import draw_bar, draw_diamond, draw_tick
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import MUTED, RECORDED, house, supplier_colour, tint
from sim.plots.table import FigureRow, FigureSection, WordColumn, table
from sim.report.backtest.skill_figure import WORDS

MOST = 12  # of each flow
BAND = "#9aa7ad"


@dataclass(frozen=True)
class Miss:
    """A pair whose share was far from its forecast. ``volume`` is TIV above the forecast."""

    label: str
    supplier: str
    forecast: float
    low: float
    high: float
    recorded: float
    volume: float


def misses_of(outcomes: Sequence[Outcome], flow: Flow, most: int = MOST) -> list[Miss]:
    """The largest gaps between recorded and forecast share, weighed by the buyer's volume."""
    found = []
    chosen = [item for item in outcomes if item.flow == flow]
    several = len({item.origin for item in chosen}) > 1
    for item in chosen:
        point = item.shares[MODEL]
        gap = (item.recorded - point) * item.volume[:, None]
        for b, s in zip(*np.nonzero(gap), strict=True):
            years = f", {item.origin}–{(item.origin + item.horizon - 1) % 100:02}"
            label = f"{item.buyers[b]} from {item.suppliers[s]}{years if several else ''}"
            if item.buyers[b] in item.without:
                label += " (no world has it buy)"
            found.append(
                Miss(
                    label, item.suppliers[s], float(point[b, s]), float(item.low[b, s]),
                    float(item.high[b, s]), float(item.recorded[b, s]), float(gap[b, s]),
                )
            )  # fmt: skip
    return sorted(found, key=lambda miss: (-round(abs(miss.volume), 6), miss.label))[:most]


@house()
def misses_figure(outcomes: Sequence[Outcome], caption: Caption) -> list[Figure]:
    """One row a miss: band of the worlds, forecast, and the record."""
    sections = [
        FigureSection(f"{WORDS[flow]}: share of the buyer's volume", list(map(_row, misses)))
        for flow in FLOWS
        if (misses := misses_of(outcomes, flow))
    ]
    frame = Frame("The biggest misses", caption, NOTES, _KEY)
    if not sections:
        return [frame.nothing("Every forecast share is the recorded one.")]
    pages = table(frame, sections, [WordColumn("record less forecast")])
    for page in pages:
        page.axes.set_xlim(-0.01, 1.01)
        page.axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        for at, miss in page.rows:
            _draw(page.axes, miss, at)
    return [page.figure for page in pages]


def _row(miss: Miss) -> FigureRow[Miss]:
    return FigureRow(miss.label, miss, [true_minus(f"{miss.volume:+,.0f} TIV m")])


def _draw(axes: Axes, miss: Miss, at: float) -> None:
    colour = supplier_colour(miss.supplier)
    if not np.isnan(miss.low):  # no world gives the buyer anything
        high = max(miss.high, miss.low + 0.002)
        draw_bar(axes, (miss.low, high), at, 0.3, tint(colour, 0.3))
        draw_tick(axes, miss.forecast, at, colour)
    axes.plot([miss.forecast, miss.recorded], [at, at], color=MUTED, linewidth=0.7, zorder=2.5)
    draw_diamond(axes, miss.recorded, at, size=5)


_KEY = (
    KeyItem("recorded share", RECORDED, diamond=True),
    KeyItem("forecast: a common quantile", BAND, width=2.6),
    KeyItem("80% of the worlds", tint(BAND, 0.45)),
)
NOTES = (
    "Chosen by volume: the gap between recorded and forecast share, times what the buyer got. "
    "Colours are those of the suppliers. No event was told to the model, so that a ban, a war or "
    "a new alliance after the origin shows here.",
)
