"""Panels in rows and columns: headings, axes that a row or column shares, numbered events."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from sim.plots.frame import MARGIN, WIDTH, Frame, shortened
from sim.plots.key import KeyItem
from sim.plots.labels import EDGE, LEVEL_HEIGHT, draw_labels, place_marks
from sim.plots.marks import EventMarker
from sim.plots.style import (
    INK,
    MUTED,
    SHADE,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    plain_axes,
    supplier_colour,
)
from sim.plots.wrap import width_of, wrapped

IN_ROW = 3  # panels
LEFT, RIGHT = MARGIN + 0.78, 0.75  # inches beside the panels, as all below
GAP, OWN_GAP = 0.6, 1.05  # between panels that share their vertical axis, and that do not
ABOVE, HEADED, TOPS = 0.12, 0.42, 0.3  # over a panel, with its heading, over the columns
TOP_LINE, TOP_LINES = 0.22, 3  # inches of a line over a column, and how many it may have
BELOW = 0.62  # labels of a horizontal axis
HIGH = {1: 3.5, 2: 2.6}  # of panels, by how many stand in a row
LOW = 2.0  # of those of three and more
EDGE_PART = 0.04  # of an axis: a tick so near its end has its label inside the panel


@dataclass(frozen=True)
class Panel:
    """A panel's words and events.

    Args:
        heading: above it.
        colour: of heading and corner.
        aside: muted words after the heading.
        corner: at the right end.
        events: marked in it.
        vertical: of its axis; written once where neighbours have the same.
        horizontal: of its axis.
        high: inches; if None, by how many panels stand in a row.
    """

    heading: str = ""
    colour: str = INK
    aside: str = ""
    corner: str = ""
    events: Sequence[EventMarker] = ()
    vertical: str = ""
    horizontal: str = ""
    high: float | None = None


def supplier_panels(
    suppliers: Sequence[str], events: Sequence[EventMarker], vertical: str, horizontal: str,
    corners: Sequence[str] = (),
) -> list[Panel]:  # fmt: skip
    """A panel a supplier, in its colour and with its events; ``corners`` are words at the right."""
    return [
        Panel(name, supplier_colour(name), corner=corner, vertical=vertical, horizontal=horizontal,
              events=[event for event in events if name in event.suppliers])
        for name, corner in zip_longest(suppliers, corners, fillvalue="")
    ]  # fmt: skip


@dataclass(frozen=True)
class Panels:
    """The figure and its empty panels, row by row, each ``across`` inches wide."""

    figure: Figure
    axes: tuple[Axes, ...]
    across: float


def grid(
    frame: Frame, panels: Sequence[Panel], columns: int = IN_ROW,
    span: tuple[int, int] | None = None, own: Literal["", "x", "y", "xy"] = "",
    tops: Sequence[str] = (), right: float = RIGHT,
) -> Panels:  # fmt: skip
    """Empty panels under each other and side by side.

    Args:
        frame: the words around them.
        panels: row by row; at least one.
        columns: at most.
        span: first and last year of a time axis that all have.
        own: axes that each panel has for itself; the others have their numbers at the left of a
            row and under a column.
        tops: words over each column, on as many lines as they need, up to ``TOP_LINES``.
        right: inches free at the right, for words at the ends of lines.
    """
    shaded = _shaded(frame, span)
    if shaded is not None:
        frame = _saying_so(frame)
    columns = min(columns, len(panels))
    rows = [panels[i : i + columns] for i in range(0, len(panels), columns)]
    names_vary = len({panel.vertical for panel in rows[0]}) > 1
    gap = OWN_GAP if "y" in own and names_vary else GAP
    across = (WIDTH - LEFT - right - (columns - 1) * gap) / columns
    labels = [place_marks(panel.events, span, across) if span else [] for panel in panels]
    levels, heads, highs, feet = list[int](), list[float](), list[float](), list[float]()
    for r, row in enumerate(rows):
        first = r * columns
        placed = [one.level + 1 for panel in labels[first : first + columns] for one in panel]
        levels.append(max(placed, default=0))
        headed = any(panel.heading for panel in row)
        heads.append(LEVEL_HEIGHT * levels[r] + (HEADED if headed else ABOVE))
        highs.append(max(panel.high or HIGH.get(columns, LOW) for panel in row))
        feet.append(BELOW if "x" in own or r == len(rows) - 1 else 0.0)
    heads_of_columns = [_top_lines(words, across + gap - 0.15) for words in tops]
    lines = max(map(len, heads_of_columns), default=0)
    topped = TOPS + TOP_LINE * (lines - 1) if tops else 0.0
    page = frame.page(topped + sum(heads) + sum(highs) + sum(feet))
    for column, words in enumerate(heads_of_columns):
        left = LEFT + column * (across + gap)
        for line, part in enumerate(words):
            high = page.height - 0.22 - TOP_LINE * line
            page.write(left, high, part, SUBTITLE_SIZE + 1, INK, "bold")
    axes, at = list[Axes](), page.height - topped
    for place, panel in enumerate(panels):
        r, column = divmod(place, columns)
        if column == 0:
            at -= heads[r] + highs[r]
        one = page.axes(LEFT + column * (across + gap), at, across, highs[r])
        if span is not None:
            _time_axis(one, *span)
        if shaded is not None:
            one.axvspan(*shaded, color=SHADE, linewidth=0, zorder=0.1)
        numbered = "x" in own or place + columns >= len(panels)
        one.tick_params(axis="y", labelleft=column == 0 or "y" in own)
        one.tick_params(axis="x", labelbottom=numbered)
        if column == 0 or panel.vertical != panels[place - 1].vertical:
            one.set_ylabel(panel.vertical)
        if numbered:
            one.set_xlabel(panel.horizontal)
        _head(one, panel, levels[r])
        draw_labels(one, labels[place])
        axes.append(one)
        if column == len(rows[r]) - 1:
            at -= feet[r]
    return Panels(page.figure, tuple(axes), across)


def _top_lines(words: str, room: float) -> list[str]:
    """Words over a column, on lines no wider than ``room`` inches; dots stand for the rest."""
    size, weight = SUBTITLE_SIZE + 1, "bold"
    lines = wrapped(words, size, room, weight)
    if len(lines) <= TOP_LINES:
        return lines
    *kept, last = lines[:TOP_LINES]
    return [*kept, shortened(f"{last} {lines[TOP_LINES]}", size, room, weight)]


def _shaded(frame: Frame, span: tuple[int, int] | None) -> tuple[float, float] | None:
    """From where to where a time axis runs past what is known; None if it does not."""
    known = frame.caption.known
    if span is None or known is None or span[1] <= known.last:
        return None
    return max(known.last + 0.5, span[0] - EDGE), span[1] + EDGE


def _saying_so(frame: Frame) -> Frame:
    known = frame.caption.known
    assert known is not None  # else nothing is shaded
    item = KeyItem(f"after {known.last}: past the record", SHADE)
    return replace(frame, key=[*frame.key, item], notes=[*frame.notes, known.words])


def _head(axes: Axes, panel: Panel, levels: int) -> None:
    """Heading and aside at the left, corner at the right, above the numbers of events."""
    lift = 5 + 72 * LEVEL_HEIGHT * levels
    size = SUBTITLE_SIZE + 1
    after = 72 * (width_of(panel.heading, size, "bold") + 0.1)
    for words, across, offset, size_of, colour, weight in (
        (panel.heading, 0, 0.0, size, panel.colour, "bold"),
        (panel.aside, 0, after, TEXT_SIZE + 1, MUTED, "normal"),
        (panel.corner, 1, 0.0, TEXT_SIZE, panel.colour, "bold"),
    ):
        if words:
            axes.annotate(
                words, (across, 1), (offset, lift), xycoords="axes fraction", weight=weight,
                textcoords="offset points", size=size_of, color=colour,
                ha="right" if across else "left",
            )  # fmt: skip


def _time_axis(axes: Axes, first: int, last: int) -> None:
    """Years from ``first`` to ``last``, a tick at every fifth, or at every year of a short run."""
    plain_axes(axes)
    axes.set_xlim(first - EDGE, last + EDGE)
    step = 1 if last - first < 8 else 5 if last - first < 45 else 10
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    axes.xaxis.set_major_locator(FixedLocator(ticks))


def labels_inside(axes: Axes) -> None:
    """Keep the labels of ticks at the ends of the horizontal axis off the next panel's."""
    low, high = axes.get_xlim()
    ticks = [tick for tick in axes.get_xticks() if low <= tick <= high]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    for tick, label in zip(ticks, axes.get_xticklabels(), strict=True):
        part = (tick - low) / (high - low)
        label.set_horizontalalignment("left" if part < EDGE_PART else "right"
                                      if part > 1 - EDGE_PART else "center")  # fmt: skip


def say_at_end(axes: Axes, value: float, words: str, colour: str) -> None:
    """Words right of a panel, level with a value; nothing where it is not known."""
    if not math.isnan(value):
        axes.annotate(
            words, (1, value), (5, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", size=TEXT_SIZE, color=colour, weight="bold",
            annotation_clip=False,
        )  # fmt: skip


def say_inside(axes: Axes, words: str, *, top: bool) -> None:
    """Words in the left upper or lower corner of a panel, on white."""
    axes.annotate(
        words, (0, float(top)), (5, -5 if top else 5), xycoords="axes fraction", color=INK,
        textcoords="offset points", va="top" if top else "bottom", size=TEXT_SIZE, weight="bold",
        zorder=4, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )  # fmt: skip
