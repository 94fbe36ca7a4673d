"""Tables of cells: side by side where they fit, every row and column on some page, totals last."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import Colormap

from sim.plots.cells import Cells, cells, shaded
from sim.plots.frame import WIDTH, Caption, Frame

from .looks import sticking_out, words_of_figure

FRAME = Frame("A title", Caption("A run", "A question?", "A source.", 4))


def made(rows, columns, totals=(0, 0)):
    words = np.array([[f"{r}.{c}" for c in range(columns)] for r in range(rows)])
    faces = np.full((rows, columns), "#93b8d3")
    return Cells(
        [f"row {r}" for r in range(rows)], [f"column {c}" for c in range(columns)], faces, words,
        ["#000000"] * columns, "A heading", totals=totals,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tables", "pages"),
    [([made(5, 5)], 1), ([made(5, 5)] * 2, 1), ([made(5, 25)] * 2, 2), ([made(60, 5)], 3),
     ([made(25, 5, (1, 0))], 1), ([made(5, 60)], 3)],
)  # fmt: skip
def test_every_cell_stands_once_on_pages_that_can_be_read(tables, pages):
    figures = cells(FRAME, tables, least=0.4)
    assert len(figures) == pages
    found = sorted(word for figure in figures for word in words_of_figure(figure) if "." in word
                   and word[0].isdigit())  # fmt: skip
    assert found == sorted(word for one in tables for word in one.words.ravel().tolist())
    assert all(figure.get_figwidth() == WIDTH and not sticking_out(figure) for figure in figures)


def test_totals_stand_on_the_last_page_and_are_bold():
    first, second = cells(FRAME, [made(40, 3, (1, 1))], least=0.4)
    assert "row 39" not in words_of_figure(first)
    bold = [text.get_text() for axes in second.axes for text in axes.texts
            if text.get_fontweight() == "bold"]  # fmt: skip
    assert bold == ["row 39", "column 2"]


def test_hatched_cells_can_be_told_in_grey():
    hatched = np.zeros((2, 2), dtype=bool)
    hatched[1, 0] = True
    [figure] = cells(FRAME, [replace(made(2, 2), hatched=hatched)], least=0.4)
    assert [patch.get_hatch() for patch in figure.axes[0].patches] == ["////"]


def test_shades_are_colours_and_what_is_unknown_is_the_lowest():
    class Ends(Colormap):
        def __init__(self):
            super().__init__("ends")

        def __call__(self, part):
            return (part, part, part, 1.0)

    found = shaded(Ends(), np.array([[0.0, 1.0], [2.0, np.nan]]))
    assert found.tolist() == [["#000000", "#ffffff"], ["#ffffff", "#000000"]]
