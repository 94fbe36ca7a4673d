"""Announcements against contracts: how often talks are announced, and how few become orders."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, Stroke

from sim.plots.frame import Caption, Frame
from sim.plots.grid import IN_ROW, grid, say_at_end, supplier_panels
from sim.plots.key import KeyItem, band_key
from sim.plots.lines import draw_spread
from sim.plots.marks import EventMarker
from sim.plots.series import Band
from sim.plots.style import INK, MUTED, SMALL_SIZE, TEXT_SIZE, house, supplier_colour
from sim.report.run.announcements import MAIN, Announcements

STRIP = 0.17  # of the height of counts, above them: room for the ratios
MOST_LINES = 6  # of the grid, one for each announcement
MOST_TOLD = 99  # higher ratios rest on too few orders to be told
WORDS_WIDE = 9  # years that a word in a panel takes
NAMED = 0.2  # of the height of counts, that a word takes
NARROW = 0.08  # of that height: numbers at the end that are closer would overlap


@house()
def announcements_figure(
    data: Announcements, marks: Sequence[EventMarker], caption: Caption
) -> Figure:
    """A line and bands of announcements a year, bars of what became orders, ratios above them."""
    if not data.suppliers:
        frame = Frame(f"{data.buyer}: announcements and orders", caption)
        return frame.nothing(f"No talks of {data.buyer} are announced in any world.")
    notes = _notes(data, caption.worlds)
    frame = Frame(_title(data), caption, notes, _key(caption.worlds), marks)
    corners = [
        "no order" if math.isinf(ratio) else f"{_times(ratio)} per order"
        for ratio in data.per_order.tolist()
    ]
    panels = supplier_panels(data.suppliers, marks, "Announcements a year", "Year", corners)
    made = grid(frame, panels, span=(data.years[0], data.years[-1]))
    top = math.ceil(max(float(data.talks_in.high.max()), float(data.mean_talks.max()), 1.0))
    for i, axes in enumerate(made.axes):
        axes.set_ylim(0, top * (1 + STRIP))
        axes.set_yticks(range(0, top + 1, 1 if top <= MOST_LINES else 2))
        _draw_panel(axes, data, i, caption.worlds)
        _write_ratios(axes, data, i, named=axes.get_ylabel() != "")
    _name_parts(made.axes, data, least=NAMED * top)
    return made.figure


def _draw_panel(axes: Axes, data: Announcements, panel: int, worlds: int) -> None:
    colour = supplier_colour(data.suppliers[panel])
    talks, orders = data.mean_talks[panel], data.mean_orders[panel]
    if worlds > 1:
        _draw_spans(axes, data, panel, colour)
    edges = [*(year - 0.5 for year in data.years), data.years[-1] + 0.5]
    axes.stairs(orders, edges, fill=True, color=colour, linewidth=0, zorder=2.3)
    edge = [Stroke(linewidth=3.6, foreground="white"), Normal()]
    marker = "o" if len(data.years) == 1 else ""
    axes.plot(
        data.years, talks, color=colour, linewidth=2.0, zorder=2.5, marker=marker,
        path_effects=edge,
    )  # fmt: skip
    say_at_end(axes, float(talks[-1]), f"{talks[-1]:.1f}", colour)
    if talks[-1] - orders[-1] > NARROW * axes.get_ylim()[1]:
        say_at_end(axes, float(orders[-1]), f"{orders[-1]:.1f}", colour)


def _draw_spans(axes: Axes, data: Announcements, panel: int, colour: str) -> None:
    """Bands of five years each, with a gap between them."""
    edges = [*(first - 0.5 for first, _ in data.spans), data.years[-1] + 0.5]
    closed = Band(*(np.append(level, level[-1]) for level in data.talks_in[panel].levels))
    draw_spread(axes, edges, closed, colour, step="post")
    ends = np.maximum(closed.high[:-2], closed.high[1:-1])
    axes.vlines(edges[1:-1], 0, ends, color="white", linewidth=1.5, zorder=2.2)


def _write_ratios(axes: Axes, data: Announcements, panel: int, named: bool) -> None:
    """Announcements per order of each five years, above their middle."""
    at = 1 - 0.42 * STRIP / (1 + STRIP)
    for (first, last), ratio in zip(data.spans, data.per_order_in[panel].tolist(), strict=True):
        axes.annotate(
            _times(ratio), ((first + last) / 2, at), xycoords=("data", "axes fraction"),
            ha="center", va="center", size=SMALL_SIZE, color=INK, zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
        )  # fmt: skip
    if named:
        axes.annotate(
            "per order", (0, at), (-4, 0), xycoords="axes fraction", textcoords="offset points",
            ha="right", va="center", size=SMALL_SIZE, color=INK, annotation_clip=False,
        )  # fmt: skip


def _name_parts(panels: Sequence[Axes], data: Announcements, least: float) -> None:
    """Say what line and bars are in that panel of the first row where they are farthest apart.

    Nothing is said where they are nowhere ``least`` apart over the width of the words.
    """
    if len(data.years) < WORDS_WIDE:
        return
    gap = (data.mean_talks - data.mean_orders)[:IN_ROW]
    room = np.lib.stride_tricks.sliding_window_view(gap, WORDS_WIDE, axis=1).min(axis=2)
    panel, year = (int(place) for place in np.unravel_index(int(room.argmax()), room.shape))
    if room[panel, year] < least:
        return
    middle = year + WORDS_WIDE // 2
    edge = [Stroke(linewidth=2.4, foreground="white"), Normal()]
    for values, words in ((data.mean_talks, "announced"), (data.mean_orders, "became orders")):
        axes = panels[panel]
        axes.annotate(
            words, (data.years[middle], float(values[panel, middle])), (0, 6),
            textcoords="offset points", ha="center", va="bottom", size=TEXT_SIZE, color=INK,
            zorder=4, path_effects=edge,
        )  # fmt: skip


def _title(data: Announcements) -> str:
    ratio = data.all_per_order
    if ratio == 1:
        return f"{data.buyer}: every announcement became an order"
    if math.isinf(ratio):
        return f"{data.buyer}: announcements, but no order"
    return f"{data.buyer}: {_times(ratio)} announcements for every order"


def _times(ratio: float) -> str:
    """A ratio in words: ``2.6``, ``24``, ``>99``, no order, a dash for nothing announced."""
    if math.isnan(ratio):
        return "–"
    if math.isinf(ratio):
        return "none"
    if round(ratio) > MOST_TOLD:
        return f">{MOST_TOLD}"
    return f"{ratio:.1f}" if ratio < 9.95 else f"{ratio:.0f}"


def _key(worlds: int) -> list[KeyItem]:
    mean = f", mean of {worlds:,} worlds" if worlds > 1 else " in the one simulated world"
    return [
        KeyItem(f"announced{mean}", MUTED, width=2.0),
        KeyItem("those that became orders", MUTED),
        *band_key(worlds, MUTED)[1:],
    ]


def _notes(data: Announcements, worlds: int) -> list[str]:
    numbers = (
        "Numbers above the counts: announcements per order in five years each; beside the "
        "supplier's name: over all years."
    )
    if worlds > 1:
        numbers += (
            " They are ratios of sums over all worlds. Bands: announcements a year over five years "
            "each, since the count of a single year is a small whole number."
        )
    if data.replayed is not None:
        first, last = data.replayed
        years = f"Years up to {last} are" if first < last else f"The year {last} is"
        numbers = (
            f"{years} left out: orders of these years are those on record, each announced once. "
            + numbers
        )
    notes = [
        "Talks about one class of arms with one supplier count once a year. Every order was "
        "announced; it is counted in the class and year of its announcement, however large it is.",
        f"{numbers} How readily talks are announced is a guess with a wide prior, so compare "
        "suppliers and years rather than levels; nothing is on record to compare with.",
    ]
    if data.others:
        listed = ", ".join(
            f"{name} {talks:.1f} ({_times(ratio)})" for name, talks, ratio in data.others
        )
        notes.append(
            f"Drawn are the {MAIN} suppliers with most orders, then those with most announcements "
            f"that came to nothing. The others, announcements a year (per order): {listed}."
        )
    return notes
