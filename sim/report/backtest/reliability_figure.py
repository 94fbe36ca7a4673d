"""Reliability: do bands hold as often as they say, and do ties come as often as they say?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.backtest.outcomes import Outcome
from sim.backtest.record import FLOWS, Flow
from sim.backtest.scores import coverage
from sim.backtest.table import at_stake
from sim.base.arrays import Floats
from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid
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
from sim.report.backtest.skill_figure import WORDS

HIGH = 4.3  # inches of a panel
HOLDS = np.arange(0.05, 1.0, 0.05)
EDGES = (0.0, 0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98, 1.000001)
LEAST = 5  # pairs of a mark; fewer say nothing
GOOD = (0.75, 0.85)  # that 80% bands should hold
COLOURS = {"deliveries": DELIVERIES, "orders": ORDERS}
MARKERS = {"deliveries": "o", "orders": "s"}


@dataclass(frozen=True)
class Reliable:
    """A flow's curves: records held by bands of ``HOLDS``; ties by chance: said, came, pairs."""

    flow: Flow
    pairs: int
    held: Floats  # [HOLDS]
    said: Floats  # [n] mean chance
    came: Floats  # [n] share
    number: Floats  # [n] pairs


def reliable(outcomes: Sequence[Outcome]) -> list[Reliable]:
    """Curves of each flow that was forecast."""
    curves = []
    for flow in FLOWS:
        chosen = [item for item in outcomes if item.flow == flow]
        if not chosen:
            continue
        stake = at_stake(chosen)
        places = np.concatenate([item.places.ravel() for item in chosen])[stake]
        chance = np.concatenate([item.chance.ravel() for item in chosen])
        came = np.concatenate([(item.recorded > 0).ravel() for item in chosen])
        box = np.digitize(chance, EDGES) - 1
        number = np.bincount(box, minlength=len(EDGES) - 1).astype(np.float64)
        full = number >= LEAST
        curves.append(
            Reliable(
                flow,
                int(stake.sum()),
                np.array([coverage(places, float(holds)) for holds in HOLDS]),
                np.bincount(box, chance, len(number))[full] / number[full],
                np.bincount(box, came, len(number))[full] / number[full],
                number[full],
            )
        )
    return curves


@house()
def reliability_figure(curves: Sequence[Reliable], caption: Caption) -> Figure:
    """Bands on the left, ties on the right; on the diagonal the model is as sure as it should."""
    frame = Frame("Is the model as sure as it should be?", caption, NOTES)
    panels = (
        Panel("Bands of shares", vertical="… holds so many records", high=HIGH,
              horizontal="a band of so many worlds …"),
        Panel("Ties: anything at all from a supplier", vertical="… and came for so many pairs",
              horizontal="a tie comes in so many worlds …", high=HIGH),
    )  # fmt: skip
    made = grid(frame, panels, own="xy", right=0.4)
    first, second = made.axes
    for axes in made.axes:
        _diagonal(axes)
    first.fill_between([0.77, 0.83], *GOOD, color=tint(INK, 0.12), linewidth=0, zorder=0.8)
    first.text(0.83, GOOD[0] - 0.22, "grey: where 80% bands\nshould hold, 75 to 85%",
               size=SMALL_SIZE, color=MUTED, va="top", ha="center")  # fmt: skip
    for i, curve in enumerate(curves):
        _draw(first, second, curve, i)
    return made.figure


def _diagonal(axes: Axes) -> None:
    """Axes in per cent, and the line on which a band or a chance means what it says."""
    open_axes(axes)
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
    for set_ticks in (axes.set_xticks, axes.set_yticks):
        set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
    axes.plot([0, 1], [0, 1], color=MUTED, linewidth=0.9, linestyle=DASHES, zorder=1)


def _draw(first: Axes, second: Axes, curve: Reliable, i: int) -> None:
    colour, marker = COLOURS[curve.flow], MARKERS[curve.flow]
    at = int(np.argmin(np.abs(HOLDS - 0.8)))
    first.plot(HOLDS, curve.held, color=colour, linewidth=2, marker=marker, markersize=3.4)
    words = (
        f"{WORDS[curve.flow]}: 80% bands hold {curve.held[at]:.0%} of {curve.pairs:,} pairs"
        if curve.pairs
        else f"{WORDS[curve.flow]}: no pair at stake"
    )
    for axes, text in ((first, words), (second, WORDS[curve.flow])):
        axes.plot(0.04, 0.95 - 0.065 * i, marker=marker, color=colour, markersize=6)
        axes.text(0.08, 0.95 - 0.065 * i, text, color=colour, size=TEXT_SIZE, weight="bold",
                  va="center_baseline")  # fmt: skip
    second.plot(curve.said, curve.came, color=colour, linewidth=1.2, zorder=2)
    size = 14 + 160 * np.sqrt(curve.number / curve.number.max(initial=1.0))
    second.scatter(curve.said, curve.came, s=size, color=tint(colour, 0.75), edgecolor="white",
                   linewidth=0.8, marker=marker, zorder=3)  # fmt: skip


NOTES = (
    "On the broken line a band or a chance means what it says. Left, below the line: bands too "
    "narrow, above it: too wide; pairs of buyer and supplier to which the model gives 2% of the "
    "buyer's volume or more. Right, below the line: ties came less often than the model said, "
    f"above it: more often. The larger a mark, the more pairs; fewer than {LEAST} have none.",
)
