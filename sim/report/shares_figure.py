"""Who arms a buyer: shares over time, a panel for each of its main suppliers."""

import math
from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.report.marks import Mark
from sim.report.page import MARGIN, Caption, KeyItem, new_page
from sim.report.panels import (
    LEVEL_HEIGHT,
    band_key,
    draw_band,
    draw_labels,
    draw_recorded,
    draw_windows,
    list_height,
    list_marks,
    place_marks,
    say_nothing_to_draw,
    time_axis,
)
from sim.report.series import SPAN, Band
from sim.report.shares import HISTORY_SHOWN, Shares
from sim.report.style import (
    MUTED,
    RECORDED,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    house,
    supplier_colour,
)

WIDTH, LEFT, RIGHT, GAP = 12.0, MARGIN + 0.5, 0.72, 0.6  # inches, GAP between panels
HIGH, BELOW = 1.95, 0.62  # inches of a panel, and of the labels under the lowest row


@house()
def shares_figure(data: Shares, marks: Sequence[Mark], caption: Caption) -> Figure:
    """Small multiples of shares with shared axes; events are numbered and listed below."""
    title = f"Who arms {data.buyer}"
    if not data.suppliers:
        page = new_page(WIDTH, 2.5, title, caption)
        say_nothing_to_draw(page, _why_nothing(data))
        return page.figure
    columns = min(3, len(data.suppliers))
    rows = math.ceil(len(data.suppliers) / columns)
    across = (WIDTH - LEFT - RIGHT - 2 * GAP) / 3  # of a panel, also where there are fewer
    first = min([data.first_year, *(begin for begin, _ in data.recorded_windows)])
    span = (max(first, data.first_year - HISTORY_SHOWN), data.last_year)
    labels = [
        place_marks([mark for mark in marks if supplier in mark.suppliers], span, across)
        for supplier in data.suppliers
    ]
    levels = max((label.level for placed in labels for label in placed), default=0) + 1
    head = LEVEL_HEIGHT * levels + 0.42
    events = list_height(marks)
    body = rows * (head + HIGH) + BELOW + events
    page = new_page(WIDTH, body, title, caption, _notes(data), _key(data, marks, caption.worlds))
    top = _ceiling(data)
    for i, supplier in enumerate(data.suppliers):
        row, column = divmod(i, columns)
        foot = body - (row + 1) * (head + HIGH)
        axes = page.axes(LEFT + column * (across + GAP), foot, across, HIGH)
        lowest = i + columns >= len(data.suppliers)
        time_axis(axes, *span, labelled=lowest)
        axes.set_ylim(0, top)
        axes.set_yticks(np.arange(0, top + 1, 25 if top > 60 else 10))
        axes.tick_params(axis="y", labelleft=column == 0)
        if column == 0:
            axes.set_ylabel("Share of deliveries (%)")
        if lowest:
            axes.set_xlabel("Last of the five years counted")
        _draw_panel(axes, data, i)
        draw_labels(axes, labels[i])
        axes.annotate(
            supplier, (0, 1), (0, 5 + 72 * LEVEL_HEIGHT * levels), xycoords="axes fraction",
            textcoords="offset points", size=SUBTITLE_SIZE + 1, weight="bold",
            color=supplier_colour(supplier),
        )  # fmt: skip
    list_marks(page, marks)
    return page.figure


def _draw_panel(axes: Axes, data: Shares, panel: int) -> None:
    colour = supplier_colour(data.suppliers[panel])
    levels = (getattr(data.simulated, field.name)[panel] for field in fields(Band))
    draw_band(axes, data.years, Band(*levels), colour)
    if data.yearly_record:
        ends = [last for _, last in data.recorded_windows]
        draw_recorded(axes, ends, data.recorded[panel])
    else:
        draw_windows(axes, data.recorded_windows, data.recorded[panel], dots=True)
    known = data.simulated.median[panel, -1:]
    if known.size and not np.isnan(known[0]):
        axes.annotate(
            f"{known[0]:.0f}%", (1, known[0]), (5, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center", size=TEXT_SIZE, color=colour, weight="bold", annotation_clip=False,
        )  # fmt: skip


def _ceiling(data: Shares) -> float:
    """Top of the shared axis in %: room for every band and record, a multiple of 10."""
    values = np.concatenate([data.simulated.high.ravel(), data.recorded.ravel()])
    highest = float(np.nanmax(values)) if not np.isnan(values).all() else 100.0
    step = 25 if highest > 60 else 10
    return min(100.0, step * math.ceil(max(highest, 10.0) / step))


def _key(data: Shares, marks: Sequence[Mark], worlds: int) -> list[KeyItem]:
    items = band_key(worlds, MUTED)
    if data.record_end is not None and data.recorded_windows:
        what = "recorded" if data.yearly_record else "recorded five years, dot at their end"
        items.insert(0, KeyItem(f"{what} (ends in {data.record_end})", RECORDED, 1.6, dots=True))
    if marks:
        items.append(KeyItem("event (numbers below)", MUTED, upright=True))
    return items


def _notes(data: Shares) -> list[str]:
    notes = [
        f"Shares of {data.buyer}'s deliveries by volume (SIPRI's trend-indicator value, TIV) in "
        f"the {SPAN} years ending each year. The {len(data.suppliers)} suppliers with the highest "
        "mean share, simulated or recorded. Medians of shares need not add up to 100%."
    ]
    if data.years and data.years[0] < data.first_year + SPAN - 1:
        notes[0] += (
            f" Windows that end before {data.first_year + SPAN - 1} hold recorded years "
            f"before {data.first_year}."
        )
    if data.nothing:
        notes.append(f"{data.buyer} receives nothing in the simulated years of any world.")
    elif data.undefined:
        notes.append(
            "Where a world delivers nothing in five years, it has no share and is left out."
        )
    return notes


def _why_nothing(data: Shares) -> str:
    if data.nothing:
        return f"{data.buyer} receives no arms in any world, and none on record in these years."
    return f"The run is shorter than the {SPAN} years over which shares are counted."
