"""Small multiples: a panel for each supplier on one time axis, with its events, and a foot."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from sim.plots.foot import draw_foot, foot_height
from sim.plots.marks import EventMarker
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.panels import LEVEL_HEIGHT, draw_labels, place_marks, time_axis
from sim.plots.style import SUBTITLE_SIZE, TEXT_SIZE, supplier_colour

WIDTH, LEFT, RIGHT, GAP = 12.0, MARGIN + 0.5, 0.72, 0.6  # inches, GAP between panels
IN_ROW = 3  # panels
HIGH, BELOW = 1.95, 0.62  # inches of a panel, and of the labels under the lowest row
# Inches of a panel, also where there are fewer.
ACROSS = (WIDTH - LEFT - RIGHT - (IN_ROW - 1) * GAP) / IN_ROW


@dataclass(frozen=True)
class Words:
    """All words of a plot of small multiples but its caption: axes, notes and guide."""

    title: str
    vertical: str
    horizontal: str
    notes: Sequence[str]
    guide: str = ""


def new_panels(
    suppliers: Sequence[str], span: tuple[int, int], marks: Sequence[EventMarker], words: Words,
    caption: Caption, key: Sequence[KeyItem], corners: Sequence[str] = (),
    own_scales: bool = False,
) -> list[Axes]:  # fmt: skip
    """A page with an empty panel for each supplier, three in a row; at least one supplier.

    Args:
        suppliers: headings of the panels, each in the supplier's colour.
        span: first and last year of the time axis.
        marks: events; each is drawn in the panels of its suppliers and listed at the foot.
        words: of axes, notes and foot.
        caption: subtitle and source.
        key: samples of what is drawn.
        corners: words above the right end of each panel.
        own_scales: each panel has numbers of its own on the left.
    """
    columns = min(IN_ROW, len(suppliers))
    rows = math.ceil(len(suppliers) / columns)
    labels = [
        place_marks([mark for mark in marks if supplier in mark.suppliers], span, ACROSS)
        for supplier in suppliers
    ]
    levels = max((label.level for placed in labels for label in placed), default=0) + 1
    head = LEVEL_HEIGHT * levels + 0.42
    body = rows * (head + HIGH) + BELOW + foot_height(marks, words.guide, WIDTH)
    page = new_page(WIDTH, body, words.title, caption, words.notes, key)
    panels = []
    for i, supplier in enumerate(suppliers):
        row, column = divmod(i, columns)
        foot = body - (row + 1) * (head + HIGH)
        axes = page.axes(LEFT + column * (ACROSS + GAP), foot, ACROSS, HIGH)
        lowest = i + columns >= len(suppliers)
        time_axis(axes, *span, labelled=lowest)
        axes.tick_params(axis="y", labelleft=column == 0 or own_scales)
        if column == 0:
            axes.set_ylabel(words.vertical)
        if lowest:
            axes.set_xlabel(words.horizontal)
        draw_labels(axes, labels[i])
        for words_above, at in ((supplier, 0), *((corner, 1) for corner in corners[i : i + 1])):
            axes.annotate(
                words_above, (at, 1), (0, 5 + 72 * LEVEL_HEIGHT * levels),
                xycoords="axes fraction", textcoords="offset points", weight="bold",
                size=SUBTITLE_SIZE + 1 if at == 0 else TEXT_SIZE, ha="right" if at else "left",
                color=supplier_colour(supplier),
            )  # fmt: skip
        panels.append(axes)
    draw_foot(page, marks, words.guide)
    return panels


def empty_page(title: str, caption: Caption) -> Page:
    """A page of the same width for a sentence in place of panels."""
    return new_page(WIDTH, 2.5, title, caption)


def say_at_end(axes: Axes, value: float, words: str, colour: str) -> None:
    """Words right of a panel, level with a value; nothing where it is not known."""
    if not math.isnan(value):
        axes.annotate(
            words, (1, value), (5, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", size=TEXT_SIZE, color=colour, weight="bold",
            annotation_clip=False,
        )  # fmt: skip
