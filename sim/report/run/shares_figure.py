"""Who arms a buyer, and who sells to the world: a panel of shares for each main supplier."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.plots.frame import Caption, Frame
from sim.plots.grid import IN_ROW, grid, say_at_end, supplier_panels
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import draw_band, draw_played, draw_record, record_key
from sim.plots.marks import MANY, EventMarker
from sim.plots.series import SPAN
from sim.plots.style import MUTED, house
from sim.report.run.record import HISTORY_SHOWN
from sim.report.run.shares import Shares

DELIVERIES = "Share of deliveries (%)"


def shares_figure(data: Shares, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Shares of a buyer's deliveries; events are numbered and listed below, then the guide."""
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
    frame = Frame(f"Who arms {data.buyer}", caption, notes, _key(data, caption), marks)
    return shares_panels(data, frame, DELIVERIES, why_nothing)


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
    frame = Frame("Who sells arms to the world", caption, notes, _key(data, caption), marks)
    nothing = "Nothing is delivered to anybody in any world."
    return shares_panels(data, frame, "Share of world exports (%)", nothing, by_row=True)


@house()
def shares_panels(
    data: Shares, frame: Frame, vertical: str, why_nothing: str, by_row: bool = False,
    played: Floats | None = None,
) -> Figure:  # fmt: skip
    """A panel a supplier in its colour; that is the colour of a game if shares [P, E] are played.

    Worlds that nobody played are grey then.
    """
    if not data.suppliers:
        short = f"The run is shorter than the {SPAN} years over which shares are counted."
        return frame.nothing(why_nothing if data.nothing else short)
    first = min([data.first_year, *(begin for begin, _ in data.recorded_windows)])
    span = (max(first, data.first_year - HISTORY_SHOWN), data.last_year)
    horizontal = "Last of the five years counted"
    panels = supplier_panels(data.suppliers, frame.events, vertical, horizontal)
    made = grid(frame, panels, span=span)
    for i, axes in enumerate(made.axes):
        row = i // IN_ROW * IN_ROW
        top = _ceiling(data, slice(row, row + IN_ROW) if by_row else slice(None), played)
        axes.set_ylim(0, top)
        axes.set_yticks(np.arange(0, top + 1, _step(top)))
        draw_band(
            axes, data.years, data.simulated[i], panels[i].colour if played is None else MUTED
        )
        draw_record(axes, data.recorded_windows, data.recorded[i], data.yearly_record)
        if played is not None:
            draw_played(axes, data.years, played[i], panels[i].colour)
        told = data.simulated.median if played is None else played
        for last in told[i, -1:].tolist():
            say_at_end(axes, last, f"{last:.0f}%", panels[i].colour)
    return made.figure


def _ceiling(data: Shares, panels: slice, played: Floats | None) -> float:
    """Top of the axis of some panels in %: room for bands and records, a multiple of 5."""
    drawn = [data.simulated.high, data.recorded, *([] if played is None else [played])]
    values = np.concatenate([one[panels].ravel() for one in drawn])
    highest = float(np.nanmax(values)) if not np.isnan(values).all() else 100.0
    step = _step(highest)
    return min(100.0, step * math.ceil(max(highest, 5.0) / step))


def _step(top: float) -> int:
    """Distance in % between two lines of the grid."""
    return 25 if top > 60 else 10 if top > 20 else 5


def _key(data: Shares, caption: Caption) -> list[KeyItem]:
    last = data.record_end if data.recorded_windows else None
    return [*record_key(last, data.yearly_record), *band_key(caption.worlds, MUTED)]
