"""Who gains and who loses: a table of buyers and suppliers, shaded both ways from zero."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.base.arrays import Bools, Floats
from sim.base.numbers import true_minus
from sim.compare.contrast import Way
from sim.compare.gains import ALL_BUYERS, ALL_SUPPLIERS, Gains
from sim.measure.flows import Window
from sim.plots.page import MARGIN, Caption, KeyItem, new_page
from sim.plots.panels import say_nothing_to_draw
from sim.plots.style import GRID, INK, MUTED, TEXT_SIZE, house, supplier_colour, tint
from sim.plots.wrap import width_of

ROW, COLUMN = 0.26, 0.46  # inches of a cell
GAP = 0.16  # inches before the totals
NARROWEST = 9.0
MOST = 30  # buyers that are shown
GAIN, LOSS = "#1257a6", "#b35c00"  # apart for the colour-blind; losses are hatched for the grey
FAINTEST = 0.12


@dataclass(frozen=True)
class GainsTable:
    """Buyers down and suppliers across, the totals last; TIV a year. ``left_out`` buyers are not
    shown: nothing sure is known of them.
    """  # fmt: skip

    base: str
    other: str
    way: Way
    window: Window
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    difference: Floats  # [B, S]
    sure: Bools  # [B, S]
    left_out: int


def gains_table(
    found: Gains, base: str, other: str, way: Way, asked: tuple[str, ...],
    aggregates: frozenset[str],
) -> GainsTable:  # fmt: skip
    """The buyers asked for and all with a sure gain or loss, those with the largest first.

    Suppliers are shown that have a sure gain or loss, with a shown buyer or in all.
    """
    buyers, suppliers = found.buyers[:-1], found.suppliers[:-1]
    moved = np.abs(found.difference[:-1, :-1]) * found.sure[:-1, :-1]
    by_buyer, by_supplier = moved.max(axis=1), moved.max(axis=0)
    rows = [b for b, name in enumerate(buyers) if name in asked or by_buyer[b] > 0]
    rows.sort(key=lambda b: (buyers[b] not in asked, buyers[b] in aggregates, -by_buyer[b]))
    every = len(rows)
    rows = rows[:MOST]
    columns = np.flatnonzero(found.sure[[*rows, len(buyers)], :-1].any(axis=0)).tolist()
    columns.sort(key=lambda s: (suppliers[s] in aggregates, -by_supplier[s], suppliers[s]))
    cut = np.ix_([*rows, len(buyers)], [*columns, len(suppliers)])
    return GainsTable(
        base, other, way, found.window,
        (*(buyers[b] for b in rows), ALL_BUYERS),
        (*(suppliers[s] for s in columns), ALL_SUPPLIERS),
        found.difference[cut], found.sure[cut], every - len(rows),
    )  # fmt: skip


@house()
def gains_figure(data: GainsTable, caption: Caption) -> Figure:
    """Blue gains and hatched orange losses; a number stands where the sign is sure."""
    first, last = data.window
    title = f"Who gains and who loses, {first}–{last}"
    if data.way == "record":
        title = f"Who gets more and who less, {first}–{last}"
    if not data.sure.any():
        page = new_page(NARROWEST, 2.0, title, caption)
        say_nothing_to_draw(page, "No delivery of any supplier to any buyer differs beyond chance.")
        return page.figure
    left = MARGIN + max(width_of(name, TEXT_SIZE, "bold") for name in data.buyers) + 0.12
    across = COLUMN * len(data.suppliers) + GAP
    head = max(width_of(name, TEXT_SIZE, "bold") for name in data.suppliers) + 0.2
    high = ROW * len(data.buyers) + GAP
    width = max(left + across + MARGIN, NARROWEST)
    page = new_page(width, head + high + 0.15, title, caption, _notes(data), _KEY)
    axes = page.axes(left, 0.1, across, high)
    axes.set(xlim=(0, across), ylim=(high, 0))  # inches, downwards
    axes.axis("off")
    most = float(np.abs(data.difference[:-1, :-1]).max())
    for b, buyer in enumerate(data.buyers):
        at = _top(b, data.buyers)
        weight = "bold" if buyer == ALL_BUYERS else "normal"
        axes.text(-0.1, at + ROW / 2, buyer, ha="right", va="center_baseline", size=TEXT_SIZE,
                  weight=weight)  # fmt: skip
        for s, supplier in enumerate(data.suppliers):
            total = buyer == ALL_BUYERS or supplier == ALL_SUPPLIERS
            place = _left(s, data.suppliers), at
            _draw_cell(axes, place, float(data.difference[b, s]), bool(data.sure[b, s]),
                       None if total else most)  # fmt: skip
    for s, supplier in enumerate(data.suppliers):
        total = supplier == ALL_SUPPLIERS
        axes.text(
            _left(s, data.suppliers) + COLUMN / 2, -0.09, supplier, rotation=90, ha="center",
            va="bottom", size=TEXT_SIZE, weight="bold" if total else "normal",
            color=INK if total else supplier_colour(supplier),
        )  # fmt: skip
    return page.figure


def _top(row: int, buyers: tuple[str, ...]) -> float:
    return ROW * row + (GAP if buyers[row] == ALL_BUYERS else 0.0)


def _left(column: int, suppliers: tuple[str, ...]) -> float:
    return COLUMN * column + (GAP if suppliers[column] == ALL_SUPPLIERS else 0.0)


def _draw_cell(
    axes: Axes, place: tuple[float, float], value: float, sure: bool, most: float | None
) -> None:
    """A cell; ``most`` is the largest change, None for a total, which is not shaded."""
    colour, shade, shaded = GAIN if value > 0 else LOSS, "#ffffff", False
    if most is not None and sure:
        shade = tint(colour, max(abs(value / most) ** 0.5 * 0.85, FAINTEST))
        shaded = True
    red, green, blue = to_rgb(shade)
    dark = 0.3 * red + 0.59 * green + 0.11 * blue < 0.55
    lost = shaded and value < 0
    hatch = tint(LOSS, 0.15 if dark else 0.75)
    if most is not None:
        axes.add_patch(
            Rectangle(
                place, COLUMN, ROW, facecolor=shade, linewidth=0.6, zorder=1.5 if shaded else 1.0,
                edgecolor=hatch if lost else GRID, hatch="////" if lost else None,
            )
        )  # fmt: skip
    if sure or most is None:
        axes.text(
            place[0] + COLUMN / 2, place[1] + ROW / 2, signed(value), ha="center",
            va="center_baseline", size=TEXT_SIZE - 0.5, zorder=3,
            color="white" if dark else INK if sure else MUTED,
            bbox={"facecolor": shade, "edgecolor": "none", "pad": 0.8} if lost else None,
        )  # fmt: skip


def signed(value: float) -> str:
    """A change with its sign: two digits below ten, whole above; 0 for what would be printed so."""
    if abs(value) < 0.05:
        return "0"
    digits = 0 if abs(value) >= 9.95 else 1
    return true_minus(f"{value:+,.{digits}f}")


_KEY = (
    KeyItem("more delivered", tint(GAIN, 0.6)),
    KeyItem("less delivered", LOSS, hatched=True),
    KeyItem("may be chance, or no change", GRID, hollow=True),
)


def _notes(data: GainsTable) -> list[str]:
    first, last = data.window
    sure = (
        "the sign of the mean is beyond chance, in a way that allows for there being so many "
        "cells: in nine such tables of ten no number stands there by chance"
    )
    if data.way == "record":
        sure = "the record is outside the band of 90% of the worlds; one in ten would be by chance"
    notes = [
        f"Cells: deliveries in TIV (SIPRI's trend-indicator value, millions) a year, mean over "
        f"{first}–{last} and over worlds, {data.other} less {data.base}. A number stands where "
        f"{sure}. Totals are of all buyers and of all suppliers, shown or not; grey where they may "
        "be chance."
    ]
    if data.way == "paired":
        notes[0] += f" In {first} deliveries differ first."
    if data.left_out:
        notes.append(f"{data.left_out} more buyers with smaller changes are not shown.")
    return notes
