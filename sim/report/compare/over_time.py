"""The difference between two sides over time: a panel for each supplier, zero in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.compare.contrast import Way, differences
from sim.plots.frame import Caption, Frame
from sim.plots.grid import grid, say_at_end, say_inside, supplier_panels
from sim.plots.key import KeyItem
from sim.plots.lines import draw_band, draw_mean
from sim.plots.marks import EventMarker
from sim.plots.series import SPAN, Band, band, mean_over
from sim.plots.style import INK, MUTED, dark_band, house, light_band, supplier_colour
from sim.report.compare.buyer_shares import SideShares

PANELS = 6
LEAST = 0.05  # points; less is not drawn
NO_YEARS = f"The sides have no {SPAN} years in common over which shares are counted."


@dataclass(frozen=True)
class OverTime:
    """Other less base, in points of the share of what a buyer receives; suppliers P, years E.

    ``base`` and ``other`` are sides as sentences name them; ``pairs`` is how many worlds, or pairs
    of them, the bands are over.
    """

    buyer: str
    base: str
    other: str
    way: Way
    pairs: int
    suppliers: tuple[str, ...]
    years: tuple[int, ...]
    difference: Band  # [P, E]
    mean: Floats  # [P, E]
    unbroken: bool


def over_time_data(
    buyer: str, suppliers: tuple[str, ...], base: SideShares, other: SideShares, way: Way,
    panels: int = PANELS,
) -> OverTime:  # fmt: skip
    """Differences for the suppliers whose share moves most, in the years that both sides have."""
    years = tuple(year for year in base.years if year in other.years)
    one, two = (
        side.shares[:, :, [side.years.index(year) for year in years]] for side in (base, other)
    )
    apart = differences(one, two, way)
    moved = mean_over(np.abs(apart), axis=(0, 2)) if years else np.zeros(len(suppliers))
    found = sorted(np.flatnonzero(moved > LEAST).tolist(), key=lambda s: -moved[s])[:panels]
    chosen = apart[:, found]
    return OverTime(
        buyer, base.named, other.named, way, len(apart), tuple(suppliers[s] for s in found), years,
        band(chosen), mean_over(chosen, axis=0), base.unbroken and other.unbroken,
    )  # fmt: skip


@house()
def over_time_figure(data: OverTime, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """A panel a supplier: how many points more of the buyer's deliveries it has."""
    title = f"What changes in who arms {data.buyer}"
    if data.way == "record":
        title = f"Who arms {data.buyer}: what happened against what is simulated"
    frame = Frame(title, caption, _notes(data), _key(data), marks, "event that differs")
    if not data.suppliers:
        nothing = f"No supplier's share of {data.buyer}'s deliveries differs."
        return frame.nothing(nothing if data.years else NO_YEARS)
    words = "Difference (points)", "Last of the five years counted"
    panels = supplier_panels(data.suppliers, marks, *words)
    made = grid(frame, panels, span=(data.years[0], data.years[-1]))
    reach = _reach(data)
    for i, axes in enumerate(made.axes):
        axes.set_ylim(-reach, reach)
        axes.axhline(0, color=INK, linewidth=1.0, zorder=2.5)
        _draw(axes, data, i, data.difference[i])
    side = f" in {data.other}" if data.way == "record" else ""
    say_inside(made.axes[0], f"↑ more{side}", top=True)
    say_inside(made.axes[0], f"↓ less{side}", top=False)
    return made.figure


def _draw(axes: Axes, data: OverTime, panel: int, levels: Band) -> None:
    colour = supplier_colour(data.suppliers[panel])
    if data.unbroken:
        draw_band(axes, data.years, levels, colour)
        draw_mean(axes, data.years, data.mean[panel], INK)
    else:  # single windows: nothing is known between them
        for low, high, shade in ((levels.low, levels.high, light_band(colour)),
                                 (levels.lower, levels.upper, dark_band(colour))):  # fmt: skip
            axes.bar(data.years, high - low, bottom=low, width=1.2, color=shade, zorder=2)
        axes.plot(data.years, levels.median, "_", color=colour, markersize=11, markeredgewidth=2,
                  zorder=3)  # fmt: skip
        axes.plot(data.years, data.mean[panel], "D", color=INK, markerfacecolor="white",
                  markersize=4, zorder=3.1)  # fmt: skip
    last = float(data.mean[panel, -1])
    words = "0" if abs(last) < 0.5 else true_minus(f"{last:+.0f}")
    say_at_end(axes, last, words, colour)


def _reach(data: OverTime) -> float:
    """Half the height of the axis in points: room for the bands, the same up and down."""
    ends = np.concatenate([np.abs(data.difference.low), np.abs(data.difference.high),
                           np.abs(data.mean)])  # fmt: skip
    known = ends[~np.isnan(ends)]
    highest = max(float(known.max()), 1.0) * 1.08
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50) if highest <= 4 * step or step == 50)
    return float(min(step * np.ceil(highest / step), 105.0))


def _notes(data: OverTime) -> list[str]:
    over = {
        "paired": "world by world, for both sides have the same noise",
        "apart": "over all pairs of a world of either side, for their noise is not the same",
        "record": "for each simulated world",
    }[data.way]
    notes = [
        f"Share of {data.buyer}'s deliveries by volume in the {SPAN} years ending each year: "
        f"{data.other} less {data.base}, {over}. The suppliers whose share moves most. Mean "
        f"differences are written at the right. A median at zero with a band on one side: most "
        "worlds do not change, some do."
    ]
    if not data.unbroken:
        notes[0] += " Only these windows are on record for this buyer."
    return notes


def _key(data: OverTime) -> list[KeyItem]:
    what = "pairs of worlds" if data.way == "apart" else "worlds"
    return [
        KeyItem(f"median difference, {data.pairs:,} {what}", MUTED, width=2.0),
        KeyItem("50% of them", dark_band(MUTED)),
        KeyItem("90% of them", light_band(MUTED)),
        KeyItem("mean difference", INK, width=1.3, dashed=True)
        if data.unbroken
        else KeyItem("mean difference", INK, diamond=True),
    ]
