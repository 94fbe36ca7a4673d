"""Rows on pages: each once and in order, on pages that can be read, under their headings."""

from itertools import pairwise

import pytest

from sim.plots.bars import draw_diamond, draw_levels
from sim.plots.frame import Caption, Frame
from sim.plots.style import house
from sim.plots.table import FigureRow, FigureSection, WordColumn, table

from .looks import sticking_out, words_of_figure

FRAME = Frame("A title", Caption("A run", "A question?", "A source.", 4))
COLUMNS = WordColumn("number"), WordColumn("two\nlines", right=False)


def sections(*lengths):
    numbers = iter(range(sum(lengths)))
    return [
        FigureSection(f"Section {s}", [FigureRow(f"row {n}", n, (f"{n}", "word"))
                                 for n in (next(numbers) for _ in range(length))])
        for s, length in enumerate(lengths)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lengths", "pages"),
    [((1,), [1]), ((24,), [24]), ((25,), [13, 12]), ((10, 30, 10), [17, 17, 16]), ((3, 0, 4), [7])],
)
def test_every_row_stands_once_and_pages_are_about_as_long(lengths, pages):
    made = table(FRAME, sections(*lengths), COLUMNS)
    assert [len(page.rows) for page in made] == pages
    assert [item for page in made for _, item in page.rows] == list(range(sum(lengths)))


def test_a_section_that_goes_on_says_so():
    first, second = table(FRAME, sections(10, 30), COLUMNS)
    assert {"Section 0", "Section 1"} <= set(words_of_figure(first.figure))
    assert "Section 1, continued" in words_of_figure(second.figure)
    assert "A title (part 2 of 2)" in words_of_figure(second.figure)


def test_rows_are_apart_and_within_their_panel():
    [page] = table(FRAME, sections(5, 4), COLUMNS)
    middles = [at for at, _ in page.rows]
    bottom, top = page.axes.get_ylim()
    assert all(later - sooner >= 1 - 1e-9 for sooner, later in pairwise(middles))
    assert top <= middles[0] - 0.5 and middles[-1] + 0.5 <= bottom + 1e-9


def test_long_names_are_cut_and_leave_room_for_the_panel():
    rows = [FigureRow("a name that is much too long " * 9, 0, ("1", "word"), group="a group")]
    [page] = table(FRAME, [FigureSection("", rows)], COLUMNS)
    assert sticking_out(page.figure) == []
    assert page.axes.get_position().width > 0.3


def test_a_sentence_under_a_section_without_rows_is_kept():
    both = [*sections(2), FigureSection("Nothing", [], "All are equal.")]
    [page] = table(FRAME, both, COLUMNS)
    assert "All are equal." in words_of_figure(page.figure)


@house()
def test_what_lies_outside_the_axis_is_an_arrow():
    [page] = table(FRAME, sections(1), COLUMNS)
    page.axes.set_xlim(-1, 1)
    draw_levels(page.axes, (-3.0, -2.0, 0.5, 0.6, 0.7), 0.5, "#1f6f78")
    arrows = [line.get_marker() for line in page.axes.lines if line.get_marker() in "<>"]
    assert arrows == ["<"]
    assert all(bar.get_x() >= -1 for bar in page.axes.patches)
    number = len(page.axes.lines)
    draw_diamond(page.axes, 2.0, 0.5)
    assert len(page.axes.lines) == number  # it is outside
