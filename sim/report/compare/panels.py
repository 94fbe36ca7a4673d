"""The same panels for all sides on shared axes: who arms a buyer, a column a side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid, say_at_end
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import draw_band, draw_recorded
from sim.plots.marks import EventMarker
from sim.plots.series import SPAN, Band, band, mean_over
from sim.plots.style import DASHES, MUTED, RECORDED, house, supplier_colour
from sim.report.compare.buyer_shares import SideShares
from sim.report.compare.events import each_once

ROWS = 4  # suppliers
HISTORY_SHOWN = 6  # years drawn before the first simulated one, at most
HIGH = 1.5  # inches of a panel


@dataclass(frozen=True)
class Column:
    """One side: bands of shares in % [P, E]; the record has its median alone."""

    title: str
    simulated: bool
    worlds: int
    years: tuple[int, ...]
    shares: Band
    unbroken: bool


@dataclass(frozen=True)
class SidePanels:
    """Shares of what a buyer receives: a row a supplier P, a column a side; the base is first."""

    buyer: str
    suppliers: tuple[str, ...]
    span: tuple[int, int]
    columns: tuple[Column, ...]
    record: Column | None  # drawn in every column, if it is no side of its own


def panels_data(
    buyer: str, suppliers: tuple[str, ...], sides: Sequence[SideShares],
    record: SideShares | None = None, rows: int = ROWS,
) -> SidePanels:  # fmt: skip
    """Bands of all sides for the suppliers with the highest mean share on any of them."""
    every = [*sides, *([] if record is None else [record])]
    simulated = [side.years for side in sides if side.simulated and side.years]
    first = min((years[0] for years in simulated), default=0)
    last = max((years[-1] for years in simulated), default=0)
    kept = [_within(side, first - HISTORY_SHOWN, last) for side in every]
    ranks = [mean_over(side.shares, axis=(0, 2)) for side in kept if side.shares.size]
    rank = np.max(ranks, axis=0) if ranks else np.zeros(len(suppliers))
    found = sorted(np.flatnonzero(rank > 0).tolist(), key=lambda s: -rank[s])[:rows]
    columns = [
        Column(side.title, side.simulated, len(side.shares), side.years,
               band(side.shares[:, found]), side.unbroken)
        for side in kept
    ]  # fmt: skip
    begins = min((column.years[0] for column in columns if column.years), default=first)
    return SidePanels(
        buyer, tuple(suppliers[s] for s in found), (begins, last),
        tuple(columns[: len(sides)]), columns[-1] if record is not None else None,
    )  # fmt: skip


def _within(side: SideShares, first: int, last: int) -> SideShares:
    keep = [i for i, year in enumerate(side.years) if first <= year <= last]
    years = tuple(side.years[i] for i in keep)
    return SideShares(side.title, side.simulated, years, side.shares[:, :, keep], side.unbroken)


@house()
def panels_figure(
    data: SidePanels, marks: dict[str, tuple[EventMarker, ...]], caption: Caption
) -> Figure:
    """A row a supplier, a column a side; the base's median is repeated in every other column."""
    title = f"Who arms {data.buyer}, side by side"
    frame = Frame(title, caption, [_NOTE], _key(data), each_once(marks))
    if not data.suppliers:
        nothing = f"{data.buyer} receives no arms on any side."
        short = f"The runs are shorter than the {SPAN} years over which shares are counted."
        return frame.nothing(nothing if any(c.years for c in data.columns) else short)
    panels = [
        Panel(name if column is data.columns[0] else "", supplier_colour(name), high=HIGH,
              vertical="Share (%)", horizontal="Last of the five years counted",
              events=[m for m in marks.get(column.title, ()) if name in m.suppliers])
        for name in data.suppliers
        for column in data.columns
    ]  # fmt: skip
    columns = len(data.columns)
    tops = [column.title for column in data.columns]
    made = grid(frame, panels, columns, data.span, tops=tops)
    for i, axes in enumerate(made.axes):
        row, column = divmod(i, columns)
        axes.set_ylim(0, _ceiling(data, row))
        _draw(axes, data, data.columns[column], row, panels[i].colour)
    return made.figure


def _draw(axes: Axes, data: SidePanels, column: Column, row: int, colour: str) -> None:
    base = data.columns[0]
    if column is not base and base.simulated:
        axes.plot(base.years, base.shares.median[row], color=MUTED, linewidth=1.2,
                  linestyle=DASHES, zorder=2.6)  # fmt: skip
    if column.simulated:
        draw_band(axes, column.years, column.shares[row], colour)
        for last in column.shares.median[row, -1:].tolist():
            say_at_end(axes, last, f"{last:.0f}%", colour)
    for recorded in (data.record, None if column.simulated else column):
        if recorded is not None and recorded.years:
            values = recorded.shares.median[row]
            if recorded.unbroken:
                draw_recorded(axes, recorded.years, values)
            else:
                axes.plot(recorded.years, values, color=RECORDED, marker="o", markersize=4.5,
                          linestyle="", zorder=3.1, clip_on=False)  # fmt: skip


def _ceiling(data: SidePanels, row: int) -> float:
    """Top of the axis of a row in %, a multiple of 10, the same for all sides."""
    columns = [*data.columns, *([] if data.record is None else [data.record])]
    bands = [column.shares for column in columns]  # a record has no more than its median
    values = np.concatenate([level[row] for band in bands for level in (band.high, band.median)])
    known = values[~np.isnan(values)]
    highest = float(known.max()) if len(known) else 10.0
    return min(100.0, 10.0 * np.ceil(max(highest, 5.0) / 10.0))


_NOTE = (
    f"Shares of deliveries by volume (SIPRI's trend-indicator value, TIV) in the {SPAN} years "
    "ending each year; windows that begin before the run hold recorded years. The suppliers with "
    "the highest mean share on any side. A row has one scale."
)


def _key(data: SidePanels) -> list[KeyItem]:
    worlds = {column.worlds for column in data.columns if column.simulated}
    items = band_key(max(worlds, default=1), MUTED)
    if len(worlds) > 1:
        items[0] = KeyItem("median of simulated worlds", MUTED, width=2.0)
    if data.columns[0].simulated and len(data.columns) > 1:
        words = "median of the first column, repeated"
        items.append(KeyItem(words, MUTED, 1.2, dashed=True))
    if data.record is not None or any(not column.simulated for column in data.columns):
        sides = [*data.columns, *([] if data.record is None else [data.record])]
        line = any(side.unbroken for side in sides if not side.simulated)
        items.append(
            KeyItem("recorded", RECORDED, 1.6, dots=True)
            if line
            else KeyItem("recorded, five years to the dot", RECORDED, marker="o")
        )
    return items
