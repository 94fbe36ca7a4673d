"""The biggest misses, by name: who delivered or sold far more, or less, than was forecast."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.backtest.outcomes import MODEL, Outcome
from sim.backtest.record import FLOWS, Flow
from sim.base.numbers import true_minus
from sim.plots.page import MARGIN, Caption, KeyItem, new_page
from sim.plots.style import (
    GRID,
    INK,
    MUTED,
    RECORDED,
    SMALL_SIZE,
    TEXT_SIZE,
    house,
    supplier_colour,
    tint,
)
from sim.plots.wrap import width_of
from sim.report.backtest.skill_figure import WORDS

WIDTH, ROW, HEAD, FOOT = 11.0, 0.27, 0.62, 0.3
MOST = 14  # of each flow
RIGHT = 1.3  # inches for the volume
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
        mean = item.shares[MODEL]
        gap = (item.recorded - mean) * item.volume[:, None]
        for b, s in zip(*np.nonzero(gap), strict=True):
            years = f", {item.origin}–{(item.origin + item.horizon - 1) % 100:02}"
            label = f"{item.buyers[b]} from {item.suppliers[s]}{years if several else ''}"
            if item.buyers[b] in item.without:
                label += " (no world has it buy)"
            found.append(
                Miss(
                    label, item.suppliers[s], float(mean[b, s]), float(item.low[b, s]),
                    float(item.high[b, s]), float(item.recorded[b, s]), float(gap[b, s]),
                )
            )  # fmt: skip
    return sorted(found, key=lambda miss: (-round(abs(miss.volume), 6), miss.label))[:most]


@house()
def misses_figure(outcomes: Sequence[Outcome], caption: Caption) -> Figure:
    """One row a miss: band and mean of the worlds, and the record."""
    tables = [(flow, misses) for flow in FLOWS if (misses := misses_of(outcomes, flow))]
    labels = [miss.label for _, misses in tables for miss in misses]
    left = MARGIN + max((width_of(label, TEXT_SIZE) for label in labels), default=1.0) + 0.15
    across = WIDTH - left - RIGHT - MARGIN
    body = sum(HEAD + ROW * len(misses) + FOOT for _, misses in tables)
    page = new_page(WIDTH, max(body, 0.5), "The biggest misses", caption, NOTES, _KEY)
    top = body
    for flow, misses in tables:
        height = ROW * len(misses)
        bottom = top - HEAD - height
        axes = page.axes(left, bottom, across, height)
        _draw_panel(axes, misses)
        page.write(left, bottom + height + 0.12, f"{WORDS[flow]}: share of the buyer's volume",
                   TEXT_SIZE + 1, INK, "bold")  # fmt: skip
        page.write(WIDTH - MARGIN, bottom + height + 0.12, "record less forecast", SMALL_SIZE,
                   MUTED, align="right")  # fmt: skip
        for i, miss in enumerate(misses):
            base = bottom + height - ROW * (i + 0.5) - 0.045
            page.write(left - 0.12, base, miss.label, TEXT_SIZE, INK, align="right")
            volume = true_minus(f"{miss.volume:+,.0f} TIV m")
            page.write(WIDTH - MARGIN, base, volume, TEXT_SIZE, MUTED, align="right")
        top = bottom - FOOT
    return page.figure


def _draw_panel(axes: Axes, misses: Sequence[Miss]) -> None:
    axes.set(xlim=(-0.01, 1.01), ylim=(ROW * len(misses), 0), yticks=[])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for i, miss in enumerate(misses):
        at, colour = ROW * (i + 0.5), supplier_colour(miss.supplier)
        if not np.isnan(miss.low):  # no world gives the buyer anything
            axes.add_patch(
                Rectangle((miss.low, at - ROW * 0.3), max(miss.high - miss.low, 0.002), ROW * 0.6,
                          color=tint(colour, 0.3), linewidth=0, zorder=2)
            )  # fmt: skip
            axes.plot([miss.forecast] * 2, [at - ROW * 0.3, at + ROW * 0.3], color=colour,
                      linewidth=2.6, zorder=3, solid_capstyle="butt")  # fmt: skip
        axes.plot([miss.forecast, miss.recorded], [at, at], color=MUTED, linewidth=0.7, zorder=2.5)
        axes.plot(miss.recorded, at, marker="D", markersize=5, markerfacecolor="white",
                  markeredgecolor=RECORDED, markeredgewidth=1.1, zorder=4)  # fmt: skip


_KEY = (
    KeyItem("recorded share", RECORDED, diamond=True),
    KeyItem("mean of the worlds", BAND, width=2.6),
    KeyItem("80% of the worlds", tint(BAND, 0.45)),
)
NOTES = (
    "Chosen by volume: the gap between recorded and forecast share, times what the buyer got. "
    "Colours are those of the suppliers. No event was told to the model, so that a ban, a war or "
    "a new alliance after the origin shows here.",
)
