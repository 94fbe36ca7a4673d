"""Who gains and who loses: a table of buyers and suppliers, shaded both ways from zero."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from sim.base.arrays import Bools, Floats
from sim.base.numbers import true_minus
from sim.compare.contrast import Way
from sim.compare.gains import ALL_BUYERS, ALL_SUPPLIERS, Gains
from sim.measure.flows import Window
from sim.plots.cells import MOST, Cells, cells
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import GRID, INK, house, supplier_colour, tint

LEAST = 0.44  # inches of a cell
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
def gains_figure(data: GainsTable, caption: Caption) -> list[Figure]:
    """Blue gains and hatched orange losses; a number stands where the sign is sure."""
    first, last = data.window
    title = f"Who gains and who loses, {first}–{last}"
    if data.way == "record":
        title = f"Who gets more and who less, {first}–{last}"
    frame = Frame(title, caption, _notes(data), _KEY)
    if not data.sure.any():
        return [frame.nothing("No delivery of any supplier to any buyer differs beyond chance.")]
    inner = np.ones_like(data.sure)
    inner[-1], inner[:, -1] = False, False  # totals are not shaded
    most = float(np.abs(data.difference[inner]).max(initial=0.0))
    faces = np.full(data.sure.shape, "", dtype="<U7")
    for place in zip(*np.nonzero(inner), strict=True):
        value = float(data.difference[place])
        strength = max(abs(value / most) ** 0.5 * 0.85, FAINTEST) if data.sure[place] else 0.0
        faces[place] = tint(GAIN if value > 0 else LOSS, strength)
    inks = [INK if s == ALL_SUPPLIERS else supplier_colour(s) for s in data.suppliers]
    words = np.vectorize(signed)(data.difference)
    shown = Cells(
        data.buyers, data.suppliers, faces, np.where(data.sure | ~inner, words, ""), inks,
        hatched=inner & data.sure & (data.difference < 0), pale=~data.sure, totals=(1, 1),
    )  # fmt: skip
    return cells(frame, [shown], LEAST)


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
        if not data.sure[:-1, :-1].any():
            totals = "No supplier's deliveries to a single buyer differ beyond chance; totals do."
            notes.insert(0, totals)
    if data.left_out:
        notes.append(f"{data.left_out} more buyers with smaller changes are not shown.")
    return notes
