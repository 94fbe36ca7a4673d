"""Rows of marks on one axis between columns of words, in sections; many rows on several pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Generic, TypeVar

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.frame import MARGIN, ROOM, WIDTH, Frame, Page, shortened
from sim.plots.style import GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, bare_axes
from sim.plots.wrap import width_of, wrapped

T = TypeVar("T")

ROW, HEADING, LINE = 0.27, 0.44, 0.17  # inches, as all below; LINE of small words
GAP, BETWEEN, SIDE = 0.15, 0.3, 0.2  # beside words, between panels, at least right of the last
PAGE = 6.6  # of the rows of one page at most: 24 of the usual height
LONGEST = 4.3  # of a label; a longer one is cut
WORDS = SMALL_SIZE + 0.5  # size of the words in columns


@dataclass(frozen=True)
class FigureRow(Generic[T]):
    """A row: its label and words, and the data of which its marks are drawn.

    Args:
        label: left of the marks.
        data: what the marks are drawn of.
        cells: words in the columns right of them.
        group: what it is one of; written where it changes.
        ink: colour of its words.
        bold: whether the label is.
        inks: colours of single cells, by column.
        apart: whether some room is left above it.
    """

    label: str
    data: T
    cells: Sequence[str] = ()
    group: str = ""
    ink: str = INK
    bold: bool = False
    inks: Mapping[int, str] = field(default_factory=dict)
    apart: bool = False

    @property
    def weight(self) -> str:
        """Of the label: of a row in a group, its group is bold instead."""
        return "bold" if self.bold and not self.group else "normal"


@dataclass(frozen=True)
class FigureSection(Generic[T]):
    """Rows under a heading; ``foot`` is a sentence below them."""

    heading: str
    rows: Sequence[FigureRow[T]]
    foot: str = ""


@dataclass(frozen=True)
class WordColumn:
    """The head of a column of words, in one or two lines; numbers stand to the right."""

    head: str
    right: bool = True


@dataclass(frozen=True)
class TablePage(Generic[T]):
    """A page: its panels, and the middle of each row on their vertical axis, which is in rows."""

    figure: Figure
    panels: tuple[Axes, ...]
    rows: tuple[tuple[float, T], ...]

    @property
    def axes(self) -> Axes:
        """The first panel."""
        return self.panels[0]


def table(
    frame: Frame, sections: Sequence[FigureSection[T]], columns: Sequence[WordColumn] = (),
    panels: Sequence[tuple[str, str]] = (("", ""),), below: float = 0.5, tall: float = ROW,
) -> list[TablePage[T]]:  # fmt: skip
    """Pages of rows, whose labels, words and headings are set and whose panels are empty.

    The vertical axis of a panel goes downwards, and a row is 1 high.

    Args:
        frame: the words around them, on every page.
        sections: at least one row in all.
        columns: heads of the columns of words.
        panels: heading and aside of each panel; their rows are the same.
        below: inches under the panels for the horizontal axis.
        tall: inches of a row.
    """
    pages = _pages(sections, int(PAGE / tall))
    layout = _Layout.of([row for section in sections for row in section.rows], columns, panels)
    return [
        layout.page(frame, part, tall, below, (number, len(pages)))
        for number, part in enumerate(pages, start=1)
    ]


def _pages(sections: Sequence[FigureSection[T]], most: int) -> list[list[FigureSection[T]]]:
    """Sections on pages of as many rows, ``most`` at most; one that goes on says so."""
    left = sum(len(section.rows) for section in sections)
    pages, page, free = list[list[FigureSection[T]]](), list[FigureSection[T]](), 0
    number = -(-left // most)
    for section in sections:
        rest = section
        if not rest.rows and rest.foot and page:
            page.append(rest)
        while rest.rows:
            if free == 0:
                page, free = [], -(-left // max(number - len(pages), 1))
                pages.append(page)
            taken, kept = rest.rows[:free], rest.rows[free:]
            page.append(replace(rest, rows=taken, foot="" if kept else rest.foot))
            left, free = left - len(taken), free - len(taken)
            rest = replace(section, heading=f"{section.heading}, continued" if section.heading
                           else "", rows=kept)  # fmt: skip
    return pages


@dataclass(frozen=True)
class _Layout:
    """Where labels end and panels and columns stand, the same on all pages."""

    columns: Sequence[WordColumn]
    panels: Sequence[tuple[str, str]]
    left: float
    across: float
    edges: tuple[float, ...]  # left edge of the first column, right edges of all

    @classmethod
    def of(
        cls,
        rows: Sequence[FigureRow[T]],
        columns: Sequence[WordColumn],
        panels: Sequence[tuple[str, str]],
    ) -> "_Layout":
        """As wide as the widest words, and all the rest for the panels."""
        labels = max(min(width_of(row.label, TEXT_SIZE, row.weight), LONGEST) for row in rows)
        groups = max(width_of(row.group, TEXT_SIZE, "bold") for row in rows)
        left = MARGIN + labels + GAP + (groups + GAP if groups else 0.0)
        widths = [
            max(*(width_of(line, SMALL_SIZE) for line in column.head.split("\n")),
                *(width_of(row.cells[i], WORDS) for row in rows)) + GAP
            for i, column in enumerate(columns)
        ]  # fmt: skip
        room = WIDTH - MARGIN - left - (sum(widths) + GAP if columns else SIDE)
        across = (room - BETWEEN * (len(panels) - 1)) / len(panels)
        edges = tuple(WIDTH - MARGIN - sum(widths[i:]) for i in range(len(widths) + 1))
        return cls(columns, panels, left, across, edges)

    def page(
        self, frame: Frame, sections: Sequence[FigureSection[T]], tall: float, below: float,
        part: tuple[int, int],
    ) -> TablePage[T]:  # fmt: skip
        feet = [wrapped(section.foot, SMALL_SIZE, ROOM) for section in sections]
        heads = [HEADING if section.heading else 0.0 for section in sections]
        apart = sum(row.apart for section in sections for row in section.rows)
        high = (
            sum(heads)
            + LINE * sum(len(lines) + 0.5 for lines in feet if lines)
            + tall * (sum(len(section.rows) for section in sections) + 0.5 * apart)
        )
        over = 0.3 if any(map(any, self.panels)) or any(one.head for one in self.columns) else 0.05
        over += LINE * max((column.head.count("\n") for column in self.columns), default=0)
        page = frame.page(over + high + below, *part)
        panels = tuple(
            page.axes(self.left + i * (self.across + BETWEEN), below, self.across, high)
            for i in range(len(self.panels))
        )
        for axes in panels:
            _bare(axes, high / tall)
        self._write_heads(page, below + high)
        down, rows = 0.0, list[tuple[float, T]]()
        for section, head, lines in zip(sections, heads, feet, strict=True):
            top = below + high - down
            if section.heading:
                page.write(MARGIN, top - head + 0.12, section.heading, TEXT_SIZE + 1, INK, "bold")
            down += head
            group = ""
            for row in section.rows:
                down += 0.5 * tall * row.apart
                self._write_row(page, row, below + high - down - tall / 2 - 0.045, group)
                if group and row.group != group:
                    panels[0].axhline(down / tall, color=GRID, linewidth=0.8, zorder=0.4)
                group = row.group
                rows.append((down / tall + 0.5, row.data))
                down += tall
            for axes in panels if lines else ():  # no line of an axis goes through the sentence
                ends = down / tall + 0.04, down / tall + LINE * (len(lines) + 0.5) / tall
                axes.axhspan(*ends, color="white", linewidth=0, zorder=3.6)
            for i, line in enumerate(lines):
                at = below + high - down - LINE * (i + 1.1)
                page.write(MARGIN, at, line, SMALL_SIZE, MUTED)
            down += LINE * (len(lines) + 0.5) if lines else 0.0
        return TablePage(page.figure, panels, tuple(rows))

    def _write_heads(self, page: Page, top: float) -> None:
        for i, (heading, aside) in enumerate(self.panels):
            left = self.left + i * (self.across + BETWEEN)
            page.write(left, top + 0.1, heading, TEXT_SIZE + 1, INK, "bold")
            page.write(left + self.across, top + 0.1, aside, SMALL_SIZE, MUTED, align="right")
        for column, (at, align) in zip(self.columns, self._places(), strict=True):
            for i, line in enumerate(reversed(column.head.split("\n"))):
                page.write(at, top + 0.08 + 0.16 * i, line, SMALL_SIZE, MUTED, align=align)

    def _write_row(self, page: Page, row: FigureRow[T], base: float, group: str) -> None:
        if row.group != group:
            weight = "bold" if row.bold else "normal"
            page.write(MARGIN, base, row.group, TEXT_SIZE, INK, weight)
        label = shortened(row.label, TEXT_SIZE, LONGEST, row.weight)
        page.write(self.left - GAP, base, label, TEXT_SIZE, row.ink, row.weight, "right")
        for i, (at, align) in enumerate(self._places()):
            ink = row.inks.get(i, row.ink)
            page.write(at, base, row.cells[i], WORDS, ink, align=align)

    def _places(self) -> Iterator[tuple[float, str]]:
        """Where the words of each column stand, and to which side they are set."""
        for column, (first, last) in zip(self.columns, pairwise(self.edges), strict=True):
            yield (last, "right") if column.right else (first + GAP, "left")


def _bare(axes: Axes, rows: float) -> None:
    """An axes for rows downwards, with a light grid and the numbers of its axis below."""
    axes.set_ylim(rows, 0)
    axes.yaxis.set_visible(False)
    bare_axes(axes)
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", labelsize=SMALL_SIZE)
