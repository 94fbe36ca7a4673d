"""What stands under the panels: the list of events, and what to look for."""

import math
from collections.abc import Sequence

from sim.plots.marks import EventMarker
from sim.plots.page import MARGIN, Page
from sim.plots.style import INK, MUTED, SMALL_SIZE
from sim.plots.wrap import wrapped

LINE = 0.165  # inches of a line
HEAD = 0.32  # inches from the top of a block to the top of its first line


def foot_height(marks: Sequence[EventMarker], guide: str, width: float) -> float:
    """Height in inches that events and guide need on a page of some width."""
    lines = len(_lines(guide, width))
    return _list_height(marks) + (HEAD + 0.14 + LINE * lines if lines else 0.0)


def draw_foot(page: Page, marks: Sequence[EventMarker], guide: str) -> None:
    """Number, years and words of all events in two columns, and the guide under them."""
    height = foot_height(marks, guide, page.width)
    if marks:
        _list_marks(page, marks, height)
    lines = _lines(guide, page.width)
    height -= _list_height(marks)
    if lines:
        page.write(MARGIN, height - 0.18, "What to look for", SMALL_SIZE, INK, "bold")
    for i, line in enumerate(lines):
        page.write(MARGIN, height - HEAD - LINE * (i + 0.65), line, SMALL_SIZE, MUTED)


def _list_height(marks: Sequence[EventMarker]) -> float:
    return HEAD + 0.14 + LINE * math.ceil(len(marks) / 2) if marks else 0.0


def _list_marks(page: Page, marks: Sequence[EventMarker], top: float) -> None:
    page.write(MARGIN, top - 0.18, "Events", SMALL_SIZE, INK, "bold")
    rows = math.ceil(len(marks) / 2)
    room = (page.width - 2 * MARGIN) / 2 - 0.45
    for i, mark in enumerate(marks):
        column, row = divmod(i, rows)
        left = MARGIN + column * (page.width - 2 * MARGIN) / 2
        at = top - HEAD - LINE * (row + 0.65)
        page.write(left + 0.18, at, str(mark.number), SMALL_SIZE, INK, "bold", "right")
        lines = wrapped(mark.words, SMALL_SIZE, room)
        cut = "…" if len(lines) > 1 else ""
        page.write(left + 0.28, at, lines[0] + cut, SMALL_SIZE, MUTED)


def _lines(guide: str, width: float) -> list[str]:
    return wrapped(guide, SMALL_SIZE, width - 2 * MARGIN)
