"""How often each kind of reason was decisive: stacked shares of a buyer's orders, year by year."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.explain.decisive import CREDITED, NO_RACE, NO_SINGLE, Decisive, shares_of, spell_of
from sim.explain.reasons import CHANCE, GROUPS
from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid
from sim.plots.style import (
    INK,
    MUTED,
    TEXT_SIZE,
    contrast_with_white,
    darkened,
    house,
    plain_axes,
)

HIGH, LABELS = 2.75, 2.15  # inches of a panel, and right of it
APART = 0.17  # least distance of two labels

# From dark to light and back, and hatched by turns, so that neighbours differ in grey.
_LOOKS = {
    "habit": ("#243b5e", ""),
    "peers' orders": ("#9db7d3", ""),
    "affinity": ("#56749a", "...."),
    "politics": ("#7a3b5d", ""),
    "rivals": ("#e3a5ad", "////"),
    "dependence": ("#a8475a", ""),
    "price": ("#e2a23b", "\\\\\\\\"),
    "wealth": ("#4f7d5a", ""),
    "supply": ("#b5cfae", "////"),
    CHANCE: ("#8c8c8c", ""),
    NO_SINGLE: ("#d9d9d9", ""),
    NO_RACE: ("#ffffff", "...."),
}


@dataclass(frozen=True)
class DecisiveYears:
    """Shares of one buyer's orders by year, as they are drawn."""

    title: str
    found: Decisive


@house()
def decisive_figure(data: DecisiveYears, caption: Caption) -> Figure:
    """Two panels: every order counts as one, and every order counts by its volume."""
    found = data.found
    if not found.orders.any():
        return Frame(data.title, caption).nothing("Nothing is ordered in any of these worlds.")
    shares = shares_of(found.credited, found.orders)
    whole = spell_of(found, found.years[0], found.years[-1])
    panels = [
        Panel(words, aside="at the right: all years", vertical="Share credited (%)", high=HIGH)
        for words in ("By number of orders", "By volume of orders (TIV)")
    ]
    made = grid(Frame(data.title, caption, _notes(data)), panels, columns=1, right=LABELS)
    for i, axes in enumerate(made.axes):
        _draw_stack(axes, found.years, 100.0 * shares[i])
        _label_stack(axes, 100.0 * whole.credited[i])
    return made.figure


def _draw_stack(axes: Axes, years: tuple[int, ...], shares: Floats) -> None:
    plain_axes(axes)
    bottom = np.zeros(len(years))
    for c, word in enumerate(CREDITED):
        colour, hatch = _LOOKS[word]
        height = np.nan_to_num(shares[:, c])
        edge = _edge(colour, hatch)
        axes.bar(years, height, 0.86, bottom, color=colour, edgecolor=edge, linewidth=0.4,
                 hatch=hatch, zorder=2)  # fmt: skip
        bottom = bottom + height
    axes.set(xlim=(years[0] - 0.6, years[-1] + 0.6), ylim=(0, 100))


def _label_stack(axes: Axes, whole: Floats) -> None:
    """Name and share of each part over all years, beside a bar of its own right of the panel."""
    right = axes.get_xlim()[1]
    span = axes.get_xlim()[1] - axes.get_xlim()[0]
    at, width = right + 0.02 * span, 0.012 * span
    bottom, middles = 0.0, list[float]()
    for c, word in enumerate(CREDITED):
        colour, hatch = _LOOKS[word]
        edge = _edge(colour, hatch)
        axes.bar(at, whole[c], width, bottom, color=colour, edgecolor=edge, linewidth=0.4,
                 hatch=hatch, clip_on=False, zorder=2)  # fmt: skip
        middles.append(bottom + whole[c] / 2)
        bottom += whole[c]
    axes.set_xlim(right - span, right)
    shown = [c for c in range(len(CREDITED)) if whole[c] >= 0.05]
    for c, place in zip(
        shown, spread([middles[c] for c in shown], 100.0 * APART / HIGH), strict=True
    ):
        axes.annotate(
            f"{CREDITED[c]}  {whole[c]:.0f}%" if whole[c] >= 0.5 else f"{CREDITED[c]}  <1%",
            (at + width / 2, middles[c]), (at + 0.02 * span, place), textcoords="data",
            va="center", size=TEXT_SIZE, color=INK, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": MUTED, "linewidth": 0.6, "shrinkA": 0,
                        "shrinkB": 0, "relpos": (0.0, 0.5)},
        )  # fmt: skip


def _edge(colour: str, hatch: str) -> str:
    """Colour of border and hatching: light on dark, dark on light."""
    dark = contrast_with_white(colour) > 3.0
    return "white" if hatch == "" or dark else darkened(colour, 5.0)


def spread(places: list[float], apart: float, low: float = 0.0, high: float = 100.0) -> list[float]:
    """Ascending places moved as little as a sweep up and one down need to keep them apart."""
    moved = list[float]()
    for place in places:
        moved.append(max(place, moved[-1] + apart if moved else low))
    ceiling = high
    for i in range(len(moved) - 1, -1, -1):
        moved[i] = min(moved[i], ceiling)
        ceiling = moved[i] - apart
    return moved


def _decisive(found: Decisive) -> str:
    """Shares of the number of orders for which each group was decisive, the largest first."""
    shares = spell_of(found, found.years[0], found.years[-1]).decisive[0]
    order = sorted(range(len(GROUPS)), key=lambda g: -shares[g])
    return ", ".join(f"{GROUPS[g]} in {shares[g]:.0%}" for g in order if shares[g] >= 0.005)


def _notes(data: DecisiveYears) -> list[str]:
    found = data.found
    fewest, most = int(found.orders[0].min()), int(found.orders[0].max())
    return [
        "A reason is decisive if the second best offer had won without the difference that the "
        "reason makes between the two. Each order counts once: where several reasons were "
        f"decisive, it is split evenly among them. '{NO_SINGLE}': none was decisive alone. "
        f"'{CHANCE}': what the model adds for all that it does not know. Decisive, alone or with "
        f"others: {_decisive(found)}. "
        f"{found.orders[0].sum():,.0f} orders, {fewest:,} to {most:,} a year.",
    ]
