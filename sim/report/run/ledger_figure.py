"""Orders against deliveries of one buyer: what is signed arrives years later."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.measure.flows import Window
from sim.plots.foot import draw_foot, foot_height
from sim.plots.marks import EventMarker
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.panels import (
    LEVEL_HEIGHT,
    band_key,
    draw_band,
    draw_labels,
    draw_mean,
    draw_recorded,
    draw_windows,
    place_marks,
    say_nothing_to_draw,
    time_axis,
)
from sim.plots.style import (
    BOOK,
    DELIVERIES,
    MUTED,
    ORDERS,
    RECORDED,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    house,
    tint,
)
from sim.plots.wrap import width_of
from sim.report.run.orders_deliveries import BuyerFlows

WIDTH, LEFT, RIGHT = 11.0, MARGIN + 0.6, 0.5  # inches
HIGH, LOW = 2.15, 1.55  # inches of the panels of orders and deliveries, and of their origin
HEAD, BELOW = 0.55, 0.4  # inches above each panel for its heading, and under the lowest


@house()
def ledger_figure(data: BuyerFlows, marks: Sequence[EventMarker], caption: Caption) -> Figure:
    """Three panels over one time axis: orders, deliveries, and which orders these come from."""
    title = f"What {data.buyer} orders, and what arrives"
    if not (data.mean_orders.any() or data.from_book.any() or data.from_new.any()):
        page = new_page(WIDTH, 2.5, title, caption)
        words = f"{data.buyer} orders nothing and receives nothing in any world."
        say_nothing_to_draw(page, words)
        return page.figure
    starts = [*data.recorded_years, *(a for a, _ in (*data.delivery_windows, *data.order_windows))]
    span = (min([data.first_year, *starts]), data.last_year)
    across = WIDTH - LEFT - RIGHT
    labels = place_marks(marks, span, across)
    levels = max((label.level for label in labels), default=-1) + 1
    head = 0.36 + LEVEL_HEIGHT * levels
    body = 2 * HEAD + head + 2 * HIGH + LOW + BELOW + foot_height(marks, "", WIDTH)
    page = new_page(
        WIDTH, body, title, caption, _notes(data, caption.worlds), _key(data, marks, caption.worlds)
    )
    top = _top(data)
    years = range(data.first_year, data.last_year + 1)
    foot = body - head - HIGH
    orders = _panel(page, foot, HIGH, span, top, "Orders", "by the year they are signed", ORDERS,
                    lift=LEVEL_HEIGHT * levels)  # fmt: skip
    draw_band(orders, years, data.orders, ORDERS)
    draw_mean(orders, years, data.mean_orders, ORDERS)
    draw_windows(orders, data.order_windows, data.ordered, dots=False)
    draw_labels(orders, labels)
    foot -= HEAD + HIGH
    echo = "by the year they arrive"
    if data.lag is not None:
        echo += f": on average {data.lag:.1f} years after signing, by volume"
    arrivals = _panel(page, foot, HIGH, span, top, "Deliveries", echo, DELIVERIES)
    draw_band(arrivals, years, data.deliveries, DELIVERIES)
    draw_mean(arrivals, years, data.from_book + data.from_new, DELIVERIES)
    if data.recorded_years:
        draw_recorded(arrivals, data.recorded_years, data.recorded_yearly)
    draw_windows(arrivals, data.delivery_windows, data.delivered, dots=False)
    foot -= HEAD + LOW
    mean_top = 1.12 * float(max((data.from_book + data.from_new).max(), 1e-9))
    origin = _panel(page, foot, LOW, span, mean_top, "Origin of deliveries",
                    "mean of all worlds" if caption.worlds > 1 else "", MUTED)  # fmt: skip
    _draw_origin(origin, data)
    origin.tick_params(axis="x", labelbottom=True)
    draw_foot(page, marks, "")
    return page.figure


def _panel(
    page: Page, foot: float, height: float, span: Window, top: float, name: str, words: str,
    colour: str, lift: float = 0.0,
) -> Axes:  # fmt: skip
    axes = page.axes(LEFT, foot, WIDTH - LEFT - RIGHT, height)
    time_axis(axes, *span, labelled=False)
    axes.set_ylim(0, top)
    axes.set_ylabel("TIV (millions) a year")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.annotate(
        name, (0, 1), (0, 7 + 72 * lift), xycoords="axes fraction", textcoords="offset points",
        size=SUBTITLE_SIZE + 1, weight="bold", color=colour,
    )  # fmt: skip
    page.write(
        LEFT + _heading_width(name) + 0.1,
        foot + height + 7 / 72 + lift,
        words,
        TEXT_SIZE + 1,
        MUTED,
    )
    return axes


def _heading_width(name: str) -> float:
    return width_of(name, SUBTITLE_SIZE + 1, "bold")


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


def _key(data: BuyerFlows, marks: Sequence[EventMarker], worlds: int) -> list[KeyItem]:
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
    if marks:
        items.append(KeyItem("event that changes the need (numbers below)", MUTED, upright=True))
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
