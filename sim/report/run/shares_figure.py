"""Who arms a buyer, and who sells to the world: a panel of shares for each main supplier."""

import math
from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.marks import MANY, EventMarker
from sim.plots.multiples import IN_ROW, Words, empty_page, new_panels, say_at_end
from sim.plots.page import Caption, KeyItem
from sim.plots.panels import (
    band_key,
    draw_band,
    draw_recorded,
    draw_windows,
    say_nothing_to_draw,
)
from sim.plots.series import SPAN, Band
from sim.plots.style import MUTED, RECORDED, house, supplier_colour
from sim.report.run.record import HISTORY_SHOWN
from sim.report.run.shares import Shares


@house()
def shares_figure(data: Shares, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Shares of a buyer's deliveries; events are numbered and listed below, then the guide."""
    title = f"Who arms {data.buyer}"
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
    why_nothing = f"{data.buyer} receives no arms in any world, and none on record in these years."
    words = Words(title, "Share of deliveries (%)", _LAST, notes, caption.guide)
    return _figure(data, marks, words, caption, why_nothing)


@house()
def exports_figure(data: Shares, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Shares of the deliveries to all buyers together."""
    notes = [
        f"Shares of all deliveries by volume (SIPRI's trend-indicator value, TIV) in the {SPAN} "
        f"years ending each year. The {len(data.suppliers)} suppliers with the highest mean share, "
        f"simulated or recorded, aggregates last. Marked are events that touch {MANY} or more of a "
        "supplier's buyers."
    ]
    if len(data.suppliers) > IN_ROW:
        notes[0] += " Each row has a scale of its own."
    words = Words("Who sells arms to the world", "Share of world exports (%)", _LAST, notes)
    nothing = "Nothing is delivered to anybody in any world."
    return _figure(data, marks, words, caption, nothing, by_row=True)


_LAST = "Last of the five years counted"


def _figure(
    data: Shares, marks: Sequence[EventMarker], words: Words, caption: Caption, why_nothing: str,
    by_row: bool = False,
) -> Figure:  # fmt: skip
    if not data.suppliers:
        page = empty_page(words.title, caption)
        short = f"The run is shorter than the {SPAN} years over which shares are counted."
        say_nothing_to_draw(page, why_nothing if data.nothing else short)
        return page.figure
    first = min([data.first_year, *(begin for begin, _ in data.recorded_windows)])
    span = (max(first, data.first_year - HISTORY_SHOWN), data.last_year)
    key = _key(data, marks, caption.worlds)
    panels = new_panels(data.suppliers, span, marks, words, caption, key)
    for i, axes in enumerate(panels):
        row = i // IN_ROW * IN_ROW
        top = _ceiling(data, slice(row, row + IN_ROW) if by_row else slice(None))
        axes.set_ylim(0, top)
        axes.set_yticks(np.arange(0, top + 1, _step(top)))
        _draw_panel(axes, data, i)
    figure = panels[0].get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def _draw_panel(axes: Axes, data: Shares, panel: int) -> None:
    colour = supplier_colour(data.suppliers[panel])
    levels = (getattr(data.simulated, field.name)[panel] for field in fields(Band))
    draw_band(axes, data.years, Band(*levels), colour)
    if data.yearly_record:
        ends = [last for _, last in data.recorded_windows]
        draw_recorded(axes, ends, data.recorded[panel])
    else:
        draw_windows(axes, data.recorded_windows, data.recorded[panel], dots=True)
    for last in data.simulated.median[panel, -1:].tolist():
        say_at_end(axes, last, f"{last:.0f}%", colour)


def _ceiling(data: Shares, panels: slice) -> float:
    """Top of the axis of some panels in %: room for bands and records, a multiple of 5."""
    values = np.concatenate([data.simulated.high[panels].ravel(), data.recorded[panels].ravel()])
    highest = float(np.nanmax(values)) if not np.isnan(values).all() else 100.0
    step = _step(highest)
    return min(100.0, step * math.ceil(max(highest, 5.0) / step))


def _step(top: float) -> int:
    """Distance in % between two lines of the grid."""
    return 25 if top > 60 else 10 if top > 20 else 5


def _key(data: Shares, marks: Sequence[EventMarker], worlds: int) -> list[KeyItem]:
    items = band_key(worlds, MUTED)
    if data.record_end is not None and data.recorded_windows:
        what = "recorded" if data.yearly_record else "recorded, five years to the dot"
        items.insert(0, KeyItem(f"{what} (ends in {data.record_end})", RECORDED, 1.6, dots=True))
    if marks:
        items.append(KeyItem("event (numbers below)", MUTED, upright=True))
    return items
