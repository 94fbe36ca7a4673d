"""Orders against deliveries of one buyer: what is signed arrives years later."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import draw_band, draw_mean, draw_recorded, draw_windows
from sim.plots.marks import EventMarker
from sim.plots.style import (
    BOOK,
    DELIVERIES,
    MUTED,
    ORDERS,
    RECORDED,
    TEXT_SIZE,
    house,
    tint,
)
from sim.report.run.orders_deliveries import BuyerFlows

HIGH, LOW = 2.15, 1.55  # inches of the panels of orders and deliveries, and of their origin


@house()
def ledger_figure(data: BuyerFlows, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Three panels over one time axis: orders, deliveries, and which orders these come from."""
    frame = Frame(
        f"What {data.buyer} orders, and what arrives", caption, _notes(data, caption.worlds),
        _key(data, caption.worlds), marks, "event that changes the need",
    )  # fmt: skip
    if not (data.mean_orders.any() or data.from_book.any() or data.from_new.any()):
        return frame.nothing(f"{data.buyer} orders nothing and receives nothing in any world.")
    starts = [*data.recorded_years, *(a for a, _ in (*data.delivery_windows, *data.order_windows))]
    echo = "by the year they arrive"
    if data.lag is not None:
        echo += f": on average {data.lag:.1f} years after signing, by volume"
    unit = "TIV (millions) a year"
    panels = (
        Panel("Orders", ORDERS, "by the year they are signed", "", marks, unit, high=HIGH),
        Panel("Deliveries", DELIVERIES, echo, vertical=unit, high=HIGH),
        Panel("Origin of deliveries", MUTED, "mean of all worlds" if caption.worlds > 1 else "",
              vertical=unit, high=LOW),
    )  # fmt: skip
    span = min([data.first_year, *starts]), data.last_year
    made = grid(frame, panels, columns=1, span=span, right=0.5)
    orders, arrivals, origin = made.axes
    years = range(data.first_year, data.last_year + 1)
    draw_band(orders, years, data.orders, ORDERS)
    draw_mean(orders, years, data.mean_orders, ORDERS)
    draw_windows(orders, data.order_windows, data.ordered, dots=False)
    draw_band(arrivals, years, data.deliveries, DELIVERIES)
    draw_mean(arrivals, years, data.from_book + data.from_new, DELIVERIES)
    if data.recorded_years:
        draw_recorded(arrivals, data.recorded_years, data.recorded_yearly)
    draw_windows(arrivals, data.delivery_windows, data.delivered, dots=False)
    _draw_origin(origin, data)
    mean_top = 1.12 * float(max((data.from_book + data.from_new).max(), 1e-9))
    for axes, top in zip(made.axes, (_top(data), _top(data), mean_top), strict=True):
        axes.set_ylim(0, top)
        axes.yaxis.set_major_formatter("{x:,.0f}")
    return made.figure


def _draw_origin(axes: Axes, data: BuyerFlows) -> None:
    """Bars of mean deliveries, split by when they were ordered."""
    years = np.arange(data.first_year, data.last_year + 1)
    new_colour = tint(DELIVERIES, 0.55)
    axes.bar(years, data.from_book, width=0.86, color=BOOK, zorder=2)
    axes.bar(years, data.from_new, width=0.86, bottom=data.from_book, color=new_colour, zorder=2)
    book = f"ordered before {data.first_year} (the order book at the start)"
    new = f"ordered in {data.first_year} or later"
    axes.legend(
        handles=[Patch(color=BOOK, label=book), Patch(color=new_colour, label=new)],
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, frameon=False, fontsize=TEXT_SIZE,
        labelcolor=MUTED, borderaxespad=0.1, handlelength=1.4,
    )  # fmt: skip


def _top(data: BuyerFlows) -> float:
    """Top of the axis that orders and deliveries share, TIV a year: room for all that is drawn."""
    drawn = (
        data.orders.high,
        data.deliveries.high,
        data.recorded_yearly,
        data.delivered,
        data.ordered,
    )
    return 1.06 * max(float(values.max()) for values in drawn if values.size) or 1.0


def _key(data: BuyerFlows, worlds: int) -> list[KeyItem]:
    items = band_key(worlds, MUTED)
    if worlds > 1:
        items.append(KeyItem("mean of worlds", MUTED, 1.3, dashed=True))
    if data.recorded_years:
        words = f"recorded by year (ends in {data.recorded_years[-1]})"
        items.append(KeyItem(words, RECORDED, 1.6, dots=True))
    ends = [last for _, last in (*data.delivery_windows, *data.order_windows)]
    if ends:
        words = f"recorded, mean of several years (ends in {max(ends)})"
        items.append(KeyItem(words, RECORDED, 2.0))
    return items


def _notes(data: BuyerFlows, worlds: int) -> list[str]:
    notes = ["Volumes in SIPRI's trend-indicator value (TIV)."]
    if worlds > 1:
        notes[0] += (
            " Medians and bands are taken year by year; a world in which nothing is signed or "
            "delivered in a year counts as zero. Few worlds order very much in one year, so means "
            "lie above medians."
        )
        if data.order_windows or data.delivery_windows:
            notes[0] += " Hold what is recorded over several years against the mean."
        notes.append(
            "Lowest panel: means, because only means of parts add up to the mean of the whole, the "
            "dashed line of deliveries."
        )
    if data.from_book.any():
        book = (
            "An order of the book is drawn in equal parts over its years of delivery, also where "
            "lost capacity makes them unequal."
        )
        notes.append(f"{notes.pop()} {book}")
    return notes
