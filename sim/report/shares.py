"""Who arms a buyer: supplier shares over time, a panel for each of its main suppliers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure

from sim.measure.flows import Window
from sim.report.marks import Mark
from sim.report.page import MARGIN, Caption, KeyItem, new_page
from sim.report.panels import (
    LEVEL_HEIGHT,
    band_key,
    draw_band,
    draw_marks,
    draw_recorded,
    draw_windows,
    say_nothing_to_draw,
    time_axis,
)
from sim.report.read import BuyerRun
from sim.report.record import Record
from sim.report.series import SPAN, Band, band, five_year_shares, mean_over
from sim.report.style import (
    MUTED,
    RECORDED,
    SMALL_SIZE,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    house,
    supplier_colour,
)

Floats = npt.NDArray[np.float64]

PANELS = 6
HISTORY_SHOWN = 6  # years drawn before the first simulated one, at most


@dataclass(frozen=True)
class Shares:
    """Supplier shares of one buyer's deliveries in %, panels P in the order drawn.

    ``years`` are the last years of the simulated windows of five years. Recorded windows are as the
    record has them, NaN without deliveries in one.
    """

    buyer: str
    suppliers: tuple[str, ...]  # [P]
    first_year: int  # simulated
    last_year: int
    years: tuple[int, ...]  # [E]
    simulated: Band  # [P, E]
    recorded_windows: tuple[Window, ...]
    recorded: Floats  # [P, windows]
    yearly_record: bool  # recorded windows end in every year
    record_end: int | None
    undefined: bool  # in some world nothing is delivered in some window
    nothing: bool  # no deliveries in any world


def shares_data(run: BuyerRun, record: Record, panels: int = PANELS) -> Shares:
    """Shares to draw for the main suppliers: those with the highest mean share, simulated or
    recorded, whichever is higher.
    """  # fmt: skip
    before = record.before(run.first_year)
    shares = 100 * five_year_shares(run.deliveries, before)
    last_year = run.first_year + run.deliveries.shape[2] - 1
    years = tuple(range(last_year - shares.shape[2] + 1, last_year + 1))
    windows, recorded = record.shares()
    earliest = run.first_year - HISTORY_SHOWN
    keep = [
        i for i, (first, last) in enumerate(windows)
        if (last if len(record.years) else first) >= earliest and last <= last_year
    ]  # fmt: skip
    recorded = 100 * recorded[:, keep]
    rank = np.maximum(mean_over(shares, axis=(0, 2)), mean_over(recorded, axis=1))
    chosen = [int(s) for s in np.argsort(-rank, kind="stable")[:panels] if rank[s] > 0]
    return Shares(
        run.buyer,
        tuple(run.suppliers[s] for s in chosen),
        run.first_year,
        last_year,
        years,
        band(shares[:, chosen]),
        tuple(windows[i] for i in keep),
        recorded[chosen],
        len(record.years) > 0,
        record.last_year,
        bool(np.isnan(shares).any()),
        not run.deliveries.any(),
    )


@house()
def shares_figure(data: Shares, marks: Sequence[Mark], caption: Caption) -> Figure:
    """Small multiples of shares with shared axes; events are numbered and listed below."""
    title = f"Who arms {data.buyer}"
    if data.nothing and not data.suppliers:
        page = new_page(11.5, 2.5, title, caption)
        say_nothing_to_draw(page, f"{data.buyer} receives no arms in any world, nor on record.")
        return page.figure
    columns = min(3, len(data.suppliers))
    rows = math.ceil(len(data.suppliers) / columns)
    width, left, right, gap = 12.0, MARGIN + 0.42, 0.62, 0.55
    across = (width - left - right - 2 * gap) / 3  # of a panel, also where there are fewer
    levels = 2
    head = 0.3 + LEVEL_HEIGHT * levels
    high, below = 1.95, 0.45
    list_rows = math.ceil(len(marks) / 2)
    list_height = 0.17 * list_rows + 0.35 if marks else 0.0
    body = rows * (head + high) + (rows - 1) * 0.3 + below + list_height + 0.15
    page = new_page(width, body, title, caption, _notes(data), _key(data, marks, caption.worlds))
    first = min([data.first_year, *(first for first, _ in data.recorded_windows)])
    first = max(first, data.first_year - HISTORY_SHOWN)
    top = _ceiling(data)
    for i, supplier in enumerate(data.suppliers):
        row, column = divmod(i, columns)
        foot = body - (row + 1) * (head + high) - row * 0.3
        axes = page.axes(left + column * (across + gap), foot, across, high)
        lowest = i + columns >= len(data.suppliers)
        time_axis(axes, first, data.last_year, labelled=lowest)
        axes.set_ylim(0, top)
        axes.set_yticks(_ticks(top))
        axes.tick_params(axis="y", labelleft=column == 0)
        if column == 0:
            axes.set_ylabel("Share of deliveries (%)")
        if lowest:
            axes.set_xlabel(f"{SPAN} years ending in")
        colour = supplier_colour(supplier)
        draw_band(axes, data.years, _panel(data.simulated, i), colour)
        _draw_record(data, i, axes)
        touching = [mark for mark in marks if supplier in mark.suppliers]
        used = draw_marks(axes, touching, across)
        axes.annotate(
            supplier, (0, 1), (0, 5 + 72 * LEVEL_HEIGHT * max(used, 1)), xycoords="axes fraction",
            textcoords="offset points", size=SUBTITLE_SIZE + 1, weight="bold", color=colour,
        )  # fmt: skip
        if data.years and not np.isnan(data.simulated.median[i, -1]):
            at = float(data.simulated.median[i, -1])
            axes.annotate(
                f"{at:.0f}%", (data.last_year, at), (6, 0), textcoords="offset points",
                va="center", size=TEXT_SIZE, color=colour, weight="bold", annotation_clip=False,
            )  # fmt: skip
    _list_marks(marks, page.write, list_height, width)
    return page.figure


def _draw_record(data: Shares, panel: int, axes: "Axes") -> None:
    if data.yearly_record:
        draw_recorded(axes, [last for _, last in data.recorded_windows], data.recorded[panel])
    else:
        draw_windows(axes, data.recorded_windows, data.recorded[panel], dots=True)
