"""A page around the panels: title and subtitle above, notes and source below.

Type is measured before it is set, so that titles of any length wrap and the page grows with them.
All lengths are inches from the page's lower left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.plots.style import (
    DASHES,
    DOTS,
    INK,
    MUTED,
    SMALL_SIZE,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    blank_figure,
)
from sim.plots.wrap import width_of, wrapped

MARGIN = 0.4
LEADING = 1.35  # distance of lines over size of type
KEY_HEIGHT = 0.34


@dataclass(frozen=True)
class Caption:
    """What every plot of a run says about the run: its subtitle, and where the numbers are from.

    ``guide`` is what to look for; plots of shares say it under their events.
    """

    title: str
    question: str
    source: str
    worlds: int
    guide: str = ""


@dataclass(frozen=True)
class KeyItem:
    """A sample and its meaning in words: a line, with dots or without; a band has no ``width``.

    A band may be ``hatched`` or ``hollow``; a ``diamond`` or a filled ``marker`` stands alone.
    """

    words: str
    colour: str
    width: float | None = None
    dots: bool = False
    upright: bool = False  # an event
    dashed: bool = False
    hatched: bool = False
    hollow: bool = False
    diamond: bool = False
    marker: str = ""


@dataclass(frozen=True)
class Page:
    """A figure with a free body: ``bottom`` to ``bottom + height``, margins left and right."""

    figure: Figure
    width: float
    bottom: float
    height: float

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Axes at a place of the body, in inches from the body's lower left corner."""
        whole_width, whole_height = self.figure.get_size_inches()
        place = (
            left / whole_width,
            (self.bottom + bottom) / whole_height,
            width / whole_width,
            height / whole_height,
        )
        return self.figure.add_axes(place)

    def write(
        self, left: float, bottom: float, words: str, size: float = TEXT_SIZE, colour: str = INK,
        weight: str = "normal", align: str = "left",
    ) -> None:  # fmt: skip
        """Words at a place of the body, by their baseline."""
        whole_width, whole_height = self.figure.get_size_inches()
        self.figure.text(
            left / whole_width, (self.bottom + bottom) / whole_height, words,
            size=size, color=colour, weight=weight, ha=align, va="baseline",
        )  # fmt: skip


def new_page(
    width: float, body: float, title: str, caption: Caption, notes: Sequence[str] = (),
    key: Sequence[KeyItem] = (),
) -> Page:  # fmt: skip
    """A page with all its words set, and a body of ``body`` inches left free for panels.

    Args:
        width: of the page.
        body: height of the room for panels.
        title: what the plot shows.
        caption: subtitle and source.
        notes: sentences at the foot, each beginning a line of its own.
        key: samples of what is drawn, in a row under the subtitle.
    """
    room = width - 2 * MARGIN
    blocks = [
        (wrapped(title, TITLE_SIZE, room, "bold"), TITLE_SIZE, INK, "bold"),
        (wrapped(caption.title, SUBTITLE_SIZE, room, "bold"), SUBTITLE_SIZE, MUTED, "bold"),
        (wrapped(caption.question, SUBTITLE_SIZE, room), SUBTITLE_SIZE, MUTED, "normal"),
    ]
    head = [
        (line, size, colour, weight) for lines, size, colour, weight in blocks for line in lines
    ]
    rows = _key_rows(key, room)
    feet = [line for note in notes for line in wrapped(note, SMALL_SIZE, room)]
    feet += ["", *wrapped(caption.source, SMALL_SIZE, room)]
    head_height = sum(_line(size) for _, size, _, _ in head) + 0.1 + KEY_HEIGHT * len(rows)
    foot_height = sum(_line(SMALL_SIZE) * (1.0 if line else 0.5) for line in feet)
    height = MARGIN + head_height + body + foot_height + MARGIN * 0.8
    page = Page(blank_figure(width, height), width, foot_height + MARGIN * 0.8, body)
    page.figure.set_label(title)  # for whoever cannot see it: ``save`` writes it into the file
    at = body + head_height
    for line, size, colour, weight in head:
        at -= _line(size)
        page.write(MARGIN, at + 0.05, line, size, colour, weight)
    for row in rows:
        at -= KEY_HEIGHT
        _draw_key(page, at, row)
    at = 0.0
    for line in feet:
        at -= _line(SMALL_SIZE) * (1.0 if line else 0.5)
        page.write(MARGIN, at + 0.04, line, SMALL_SIZE, MUTED)
    return page


def _line(size: float) -> float:
    return LEADING * size / 72


_SAMPLE, _GAP = 0.34, 0.26  # inches: the sample, and the room between two entries


def _key_rows(key: Sequence[KeyItem], room: float) -> list[list[KeyItem]]:
    rows: list[list[KeyItem]] = []
    left = room
    for item in key:
        needed = _sample_width(item) + 0.08 + width_of(item.words, TEXT_SIZE) + _GAP
        if not rows or left < needed - _GAP:
            rows.append([])
            left = room
        rows[-1].append(item)
        left -= needed
    return rows


def _sample_width(item: KeyItem) -> float:
    return 0.1 if item.upright or item.diamond or item.marker else _SAMPLE


def _draw_key(page: Page, bottom: float, row: Sequence[KeyItem]) -> None:
    figure, inches = page.figure, page.figure.dpi_scale_trans
    left, middle = MARGIN, page.bottom + bottom + KEY_HEIGHT / 2
    for item in row:
        sample: Artist
        if item.upright:
            at = left + _sample_width(item) / 2
            sample = Line2D([at, at], [middle - 0.1, middle + 0.1], color=item.colour,
                            linewidth=0.8, linestyle=DOTS, transform=inches)  # fmt: skip
        elif item.diamond:
            sample = Line2D([left + 0.05], [middle], marker="D", markersize=4.2, color=item.colour,
                            markerfacecolor="white", markeredgewidth=0.9,
                            transform=inches)  # fmt: skip
        elif item.marker:
            sample = Line2D([left + 0.05], [middle], marker=item.marker, markersize=6.5,
                            color=item.colour, markeredgewidth=0, transform=inches)  # fmt: skip
        elif item.hatched or item.hollow:
            sample = Rectangle((left, middle - 0.07), _SAMPLE, 0.14, facecolor="white",
                               edgecolor=item.colour, hatch="/////" if item.hatched else None,
                               linewidth=0.7, transform=inches)  # fmt: skip
        elif item.width is None:
            sample = Rectangle((left, middle - 0.07), _SAMPLE, 0.14, color=item.colour, linewidth=0,
                               transform=inches)  # fmt: skip
        else:
            across = [left, left + _SAMPLE / 2, left + _SAMPLE]
            sample = Line2D(across, [middle] * 3, color=item.colour, linewidth=item.width,
                            linestyle=DASHES if item.dashed else "-", transform=inches,
                            marker="o" if item.dots else "", markersize=3)  # fmt: skip
        figure.add_artist(sample)
        left += _sample_width(item) + 0.08
        figure.text(left, middle, item.words, size=TEXT_SIZE, color=MUTED, transform=inches,
                    va="center_baseline")  # fmt: skip
        left += width_of(item.words, TEXT_SIZE) + _GAP
