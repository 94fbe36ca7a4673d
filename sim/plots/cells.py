"""Tables of shaded cells with a number in some: rows and columns by name, totals set apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import Colormap, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.base.arrays import Bools, Floats
from sim.plots.frame import MARGIN, ROOM, Frame, shortened
from sim.plots.style import GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, ink_on
from sim.plots.wrap import width_of

Words = npt.NDArray[np.str_]

ROW, WIDEST = 0.25, 0.5  # inches of a cell, as all below
GAP, APART = 0.1, 0.13  # beside names, before totals
HEADING, BETWEEN = 0.32, 0.35
MARGIN_WORDS = 0.65  # of the words right of the rows
LONGEST = 4.3  # of a row's name; a longer one is cut
MOST = 24  # rows of a page, totals not counted


@dataclass(frozen=True)
class Cells:
    """A table of cells.

    Args:
        rows: names of the rows R, and in ``columns`` of the columns C.
        faces: colour of each cell [R, C], as #rrggbb; empty for none.
        words: in each cell [R, C].
        inks: colours of the columns' names.
        heading: above it.
        hatched: cells that are [R, C].
        pale: cells whose words are [R, C].
        totals: how many of the last rows and columns are totals, set apart.
        margin: words right of each row, under the first of them.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    faces: Words
    words: Words
    inks: Sequence[str]
    heading: str = ""
    hatched: Bools | None = None
    pale: Bools | None = None
    totals: tuple[int, int] = (0, 0)
    margin: tuple[str, Sequence[str]] = ("", ())

    @property
    def names(self) -> float:
        """Inches of the names of the rows."""
        return min(max(width_of(name, TEXT_SIZE, "bold") for name in self.rows), LONGEST) + GAP

    @property
    def aside(self) -> float:
        """Inches right of the cells."""
        return MARGIN_WORDS if self.margin[1] else 0.0

    def part(self, rows: slice, columns: slice) -> "Cells":
        """Some of the rows and columns; totals are of those that have them."""
        totals = (self.totals[0] if rows.stop >= len(self.rows) else 0,
                  self.totals[1] if columns.stop >= len(self.columns) else 0)  # fmt: skip
        return replace(
            self, rows=self.rows[rows], columns=self.columns[columns], totals=totals,
            inks=self.inks[columns], faces=self.faces[rows, columns],
            words=self.words[rows, columns],
            hatched=None if self.hatched is None else self.hatched[rows, columns],
            pale=None if self.pale is None else self.pale[rows, columns],
            margin=(self.margin[0], self.margin[1][rows]),
        )  # fmt: skip


def cells(
    frame: Frame, tables: Sequence[Cells], least: float, beside: bool = True
) -> list[Figure]:  # fmt: skip
    """Tables, on as many pages as they need.

    Args:
        frame: the words around them, on every page.
        tables: at least one.
        least: inches of a cell at least.
        beside: whether tables, which have the same rows, stand side by side where they fit.
    """
    if beside and _fitting(tables) >= least:
        width = min(_fitting(tables), WIDEST)
        pages = [tuple(one.part(rows, slice(0, len(one.columns))) for one in tables)
                 for rows in _slices(len(tables[0].rows), MOST, tables[0].totals[0])]  # fmt: skip
    else:
        width = max(least, min(WIDEST, *(_fitting([one]) for one in tables)))
        pages = [
            (one.part(rows, columns),)
            for one in tables
            for rows in _slices(len(one.rows), MOST, one.totals[0])
            for columns in _slices(len(one.columns), int(_room([one]) / width), one.totals[1])
        ]
    return [
        _draw_page(frame, page, width, (number, len(pages)))
        for number, page in enumerate(pages, start=1)
    ]


def _room(tables: Sequence[Cells]) -> float:
    """Inches for the cells of tables side by side, of which the first alone names its rows."""
    apart = sum(one.aside + APART * bool(one.totals[1]) for one in tables)
    return ROOM - tables[0].names - apart - BETWEEN * (len(tables) - 1)


def _fitting(tables: Sequence[Cells]) -> float:
    return _room(tables) / sum(len(one.columns) for one in tables)


def _slices(number: int, most: int, totals: int) -> list[slice]:
    """Parts of about the same length, ``most`` at most; totals come with the last."""
    parts = max(-(-(number - totals) // most), 1)
    edges = [round(i * (number - totals) / parts) for i in range(parts)]
    return [slice(first, last) for first, last in zip(edges, [*edges[1:], number], strict=True)]


def _draw_page(
    frame: Frame, tables: Sequence[Cells], width: float, part: tuple[int, int]
) -> Figure:
    over = max(width_of(name, TEXT_SIZE, "bold") for one in tables for name in one.columns) + 0.15
    headed = HEADING if any(one.heading for one in tables) else 0.0
    high = max(ROW * len(one.rows) + APART * bool(one.totals[0]) for one in tables)
    page = frame.page(headed + over + high + 0.2, *part)
    left = MARGIN + tables[0].names
    for number, one in enumerate(tables):
        across = width * len(one.columns) + APART * bool(one.totals[1]) + one.aside
        axes = page.axes(left, 0.2, across, high)
        axes.set(xlim=(0, across), ylim=(high, 0))  # downwards, in inches
        axes.axis("off")
        start = left if number or not headed else MARGIN
        page.write(start, 0.2 + high + over + 0.08, one.heading, TEXT_SIZE + 2, INK, "bold")
        _draw(axes, one, width, named=number == 0)
        left += across + BETWEEN
    return page.figure


def _draw(axes: Axes, one: Cells, width: float, named: bool) -> None:
    rows, columns = len(one.rows), len(one.columns)
    tops = [ROW * r + APART * (r >= rows - one.totals[0]) for r in range(rows)]
    lefts = [width * c + APART * (c >= columns - one.totals[1]) for c in range(columns)]
    _shade(axes, one, tops, lefts, width)
    size = SMALL_SIZE if width < 0.45 else TEXT_SIZE - 0.5
    for (r, c), words in np.ndenumerate(one.words):
        if words:
            lined = one.hatched is not None and bool(one.hatched[r, c])
            pale = one.pale is not None and bool(one.pale[r, c])
            face = str(one.faces[r, c]) or "#ffffff"
            axes.text(
                lefts[c] + width / 2, tops[r] + ROW / 2, words, ha="center", va="center_baseline",
                size=size, color=MUTED if pale else ink_on(face), zorder=3,
                bbox={"facecolor": face, "edgecolor": "none", "pad": 0.8} if lined else None,
            )  # fmt: skip
    for r, name in enumerate(one.rows if named else ()):
        weight = "bold" if r >= rows - one.totals[0] else "normal"
        axes.text(
            -GAP, tops[r] + ROW / 2, shortened(name, TEXT_SIZE, LONGEST, weight), ha="right",
            va="center_baseline", size=TEXT_SIZE, color=INK, weight=weight,
        )  # fmt: skip
    for c, (name, ink) in enumerate(zip(one.columns, one.inks, strict=True)):
        weight = "bold" if c >= columns - one.totals[1] else "normal"
        axes.text(
            lefts[c] + width / 2, -0.09, name, rotation=90, ha="center", va="bottom",
            size=TEXT_SIZE, color=ink, weight=weight,
        )  # fmt: skip
    head, asides = one.margin
    for top, aside in zip(tops, asides, strict=False):
        axes.text(axes.get_xlim()[1], top + ROW / 2, aside, ha="right", va="center_baseline",
                  size=TEXT_SIZE - 0.5, color=MUTED)  # fmt: skip
    axes.text(axes.get_xlim()[1], -0.09, head, ha="right", va="bottom", size=TEXT_SIZE - 0.5,
              color=MUTED, linespacing=1.1)  # fmt: skip


def _shade(
    axes: Axes, one: Cells, tops: Sequence[float], lefts: Sequence[float], width: float
) -> None:
    """The faces of all cells; hatched ones are drawn over them."""
    boxes, colours = list[Rectangle](), list[str]()
    for r, c in zip(*np.nonzero(one.faces != ""), strict=True):
        boxes.append(Rectangle((lefts[c], tops[r]), width, ROW))
        colours.append(str(one.faces[r, c]))
    axes.add_collection(PatchCollection(boxes, facecolors=colours, edgecolors=GRID, linewidths=0.6))
    for r, c in zip(*np.nonzero(one.hatched), strict=True) if one.hatched is not None else ():
        colour = "#ffffff90" if ink_on(str(one.faces[r, c])) == "white" else "#00000050"
        axes.add_patch(
            Rectangle((lefts[c], tops[r]), width, ROW, facecolor="none", edgecolor=colour,
                      hatch="////", linewidth=0.0, zorder=1.5)
        )  # fmt: skip


def shaded(shades: Colormap, parts: Floats) -> Words:
    """Colours [...] as #rrggbb of places [...] on a colour map, 0 to 1."""
    flat = [to_hex(shades(part)) for part in np.clip(np.nan_to_num(parts), 0, 1).ravel()]
    return np.array(flat).reshape(parts.shape)
