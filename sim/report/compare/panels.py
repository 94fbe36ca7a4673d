"""The same panels for all sides on shared axes: who arms a buyer, a column a side."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.foot import draw_foot, foot_height
from sim.plots.marks import EventMarker
from sim.plots.multiples import say_at_end
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.panels import (
    LEVEL_HEIGHT,
    band_key,
    draw_band,
    draw_labels,
    draw_recorded,
    place_marks,
    say_nothing_to_draw,
    time_axis,
)
from sim.plots.series import SPAN, Band, band, mean_over
from sim.plots.style import (
    DASHES,
    INK,
    MUTED,
    RECORDED,
    SUBTITLE_SIZE,
    house,
    supplier_colour,
)
from sim.plots.wrap import width_of
from sim.report.compare.buyer_shares import SideShares
from sim.report.compare.events import each_once

ROWS = 4  # suppliers
HISTORY_SHOWN = 6  # years drawn before the first simulated one, at most
LEFT, RIGHT, GAP = MARGIN + 0.55, 0.72, 0.6  # inches, as all below
ACROSS, HIGH, BELOW, HEADING = 3.2, 1.45, 0.62, 0.34
NARROWEST = 9.0  # of a page


@dataclass(frozen=True)
class Column:
    """One side: bands of shares in % [P, E]; the record has its median alone."""

    label: str
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
        Column(side.label, side.simulated, len(side.shares), side.years,
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
    return SideShares(side.label, side.simulated, years, side.shares[:, :, keep], side.unbroken)


@house()
def panels_figure(
    data: SidePanels, marks: dict[str, tuple[EventMarker, ...]], caption: Caption
) -> Figure:
    """A row a supplier, a column a side; the base's median is repeated in every other column."""
    across = len(data.columns) * (ACROSS + GAP) - GAP
    width = max(LEFT + across + RIGHT, NARROWEST)
    title = f"Who arms {data.buyer}, side by side"
    if not data.suppliers:
        page = new_page(width, 2.5, title, caption)
        nothing = f"{data.buyer} receives no arms on any side."
        short = f"The runs are shorter than the {SPAN} years over which shares are counted."
        say_nothing_to_draw(page, nothing if any(c.years for c in data.columns) else short)
        return page.figure
    events = each_once(marks)
    labels = [
        {s: place_marks([m for m in marks.get(column.label, ()) if s in m.suppliers], data.span,
                        ACROSS) for s in data.suppliers}
        for column in data.columns
    ]  # fmt: skip
    levels = [
        max((label.level for column in labels for label in column[s]), default=-1) + 1
        for s in data.suppliers
    ]
    heads = [LEVEL_HEIGHT * level + 0.42 for level in levels]
    body = HEADING + sum(heads) + len(heads) * HIGH + BELOW + foot_height(events, "", width)
    page = new_page(width, body, title, caption, [_NOTE], _key(data, bool(events)))
    _write_headings(page, data, body)
    top = body - HEADING
    for row, supplier in enumerate(data.suppliers):
        top -= heads[row] + HIGH
        for i, column in enumerate(data.columns):
            axes = page.axes(LEFT + i * (ACROSS + GAP), top, ACROSS, HIGH)
            lowest = row == len(data.suppliers) - 1
            time_axis(axes, *data.span, labelled=lowest)
            axes.set_ylim(0, _ceiling(data, row))
            axes.tick_params(axis="y", labelleft=i == 0)
            if lowest:
                axes.set_xlabel("Last of the five years counted")
            if i == 0:
                axes.set_ylabel("Share (%)")
                axes.annotate(
                    supplier, (0, 1), (0, 5 + 72 * LEVEL_HEIGHT * levels[row]), weight="bold",
                    xycoords="axes fraction", textcoords="offset points",
                    size=SUBTITLE_SIZE + 1, color=supplier_colour(supplier),
                )  # fmt: skip
            draw_labels(axes, labels[i][supplier])
            _draw(axes, data, column, row, supplier_colour(supplier))
    draw_foot(page, events, "")
    return page.figure


def _write_headings(page: Page, data: SidePanels, body: float) -> None:
    size = SUBTITLE_SIZE + 1
    for i, column in enumerate(data.columns):
        words = column.label
        while width_of(words, size, "bold") > ACROSS + GAP - 0.1:
            words = f"{words[:-2]}…"
        page.write(LEFT + i * (ACROSS + GAP), body - 0.24, words, size, INK, "bold")


def _draw(axes: Axes, data: SidePanels, column: Column, row: int, colour: str) -> None:
    base = data.columns[0]
    if column is not base and base.simulated:
        axes.plot(base.years, base.shares.median[row], color=MUTED, linewidth=1.2,
                  linestyle=DASHES, zorder=2.6)  # fmt: skip
    if column.simulated:
        levels = (getattr(column.shares, field.name)[row] for field in fields(Band))
        draw_band(axes, column.years, Band(*levels), colour)
        for last in column.shares.median[row, -1:].tolist():
            say_at_end(axes, last, f"{last:.0f}%", colour)
    for recorded in (data.record, None if column.simulated else column):
        if recorded is not None and recorded.years:
            values = recorded.shares.median[row]
            if recorded.unbroken:
                draw_recorded(axes, recorded.years, values)
            else:
                axes.plot(recorded.years, values, color=RECORDED, marker="o", markersize=4.5,
                          linestyle="", zorder=3.1)  # fmt: skip


def _ceiling(data: SidePanels, row: int) -> float:
    """Top of the axis of a row in %, a multiple of 10, the same for all sides."""
    columns = [*data.columns, *([] if data.record is None else [data.record])]
    values = np.concatenate([column.shares.high[row] for column in columns])
    known = values[~np.isnan(values)]
    highest = float(known.max()) if len(known) else 10.0
    return min(100.0, 10.0 * np.ceil(max(highest, 5.0) / 10.0))


_NOTE = (
    f"Shares of deliveries by volume (SIPRI's trend-indicator value, TIV) in the {SPAN} years "
    "ending each year; windows that begin before the run hold recorded years. The suppliers with "
    "the highest mean share on any side. A row has one scale."
)


def _key(data: SidePanels, events: bool) -> list[KeyItem]:
    worlds = {column.worlds for column in data.columns if column.simulated}
    items = band_key(max(worlds), MUTED)
    if len(worlds) > 1:
        items[0] = KeyItem("median of simulated worlds", MUTED, width=2.0)
    if data.columns[0].simulated and len(data.columns) > 1:
        words = f"median of {data.columns[0].label}, repeated"
        items.append(KeyItem(words, MUTED, 1.2, dashed=True))
    if data.record is not None or any(not column.simulated for column in data.columns):
        items.append(KeyItem("recorded", RECORDED, 1.6, dots=True))
    if events:
        items.append(KeyItem("event (numbers below)", MUTED, upright=True))
    return items
