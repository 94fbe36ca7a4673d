"""Panels: who has numbers and words of an axis, and where events are marked."""

import pytest

from sim.plots.frame import Caption, Frame, Known
from sim.plots.grid import Panel, grid
from sim.plots.marks import EventMarker

from .looks import sticking_out

FRAME = Frame("A title", Caption("A run", "A question?", "A source.", 4))
FIVE = [Panel(name, vertical="share", horizontal="year") for name in "ABCDE"]


def numbered(made, axis):
    """Which panels have numbers at an axis."""
    made.figure.draw_without_rendering()
    shown = []
    for axes in made.axes:
        ticks = axes.xaxis if axis == "x" else axes.yaxis
        shown.append(
            any(label.get_visible() and label.get_text() for label in ticks.get_ticklabels())
        )
    return shown


def test_panels_share_axes_with_their_neighbours():
    made = grid(FRAME, FIVE, span=(2003, 2030))
    assert numbered(made, "y") == [True, False, False, True, False]
    assert numbered(made, "x") == [False, False, True, True, True]
    assert [axes.get_ylabel() for axes in made.axes] == ["share", "", "", "share", ""]
    assert [axes.get_xlabel() for axes in made.axes] == ["", "", "year", "year", "year"]
    assert sticking_out(made.figure) == []


def test_panels_with_axes_of_their_own_have_all_numbers():
    panels = [Panel(name, vertical=f"{name} up", horizontal=f"{name} right") for name in "ABCDE"]
    made = grid(FRAME, panels, own="xy")
    assert all(numbered(made, "x")) and all(numbered(made, "y"))
    assert [axes.get_ylabel()[0] for axes in made.axes] == list("ABCDE")
    assert sticking_out(made.figure) == []


@pytest.mark.parametrize("columns", [1, 2, 3, 4])
def test_panels_never_overlap(columns):
    made = grid(FRAME, FIVE, columns, own="xy")
    boxes = [axes.get_position() for axes in made.axes]
    assert not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[i + 1 :])
    assert all(box.x0 > 0 and box.x1 < 1 and box.y0 > 0 and box.y1 < 1 for box in boxes)


def test_events_stand_over_their_panels_only():
    mark = EventMarker(7, 2010, "2010: a ban", frozenset({"A"}))
    made = grid(FRAME, [Panel("A", events=[mark]), Panel("B")], span=(2003, 2030))
    words = [[text.get_text() for text in axes.texts] for axes in made.axes]
    assert "7" in words[0] and "7" not in words[1]


def test_words_over_columns_are_cut_to_their_column():
    long = "a side with a very long name " * 5
    made = grid(FRAME, FIVE[:4], 4, tops=[long] * 4)
    assert sticking_out(made.figure) == []
    assert sum(text.get_text().endswith("…") for text in made.figure.texts) == 4


def shaded_in(made):
    """Left and right ends of what is shaded in each panel."""
    return [
        [(patch.get_x(), patch.get_x() + patch.get_width()) for patch in axes.patches]
        for axes in made.axes
    ]


def test_years_past_the_record_are_shaded_and_told():
    caption = Caption("A run", "A question?", "A source.", 4, known=Known(2020, "Shaded: unknown."))
    made = grid(Frame("A title", caption), FIVE[:2], span=(2015, 2030))
    [[(left, right)], other] = shaded_in(made)
    assert left == 2020.5 and right >= 2030 and other == [(left, right)]
    words = {text.get_text() for text in made.figure.texts}
    assert {"Shaded: unknown.", "after 2020: past the record"} <= words
    assert sticking_out(made.figure) == []


def test_nothing_is_shaded_within_the_record_or_on_other_axes():
    caption = Caption("A run", "A question?", "A source.", 4, known=Known(2030, "Shaded: unknown."))
    for made in (
        grid(Frame("A title", caption), FIVE, span=(2015, 2030)),
        grid(Frame("A title", caption), FIVE),
        grid(FRAME, FIVE, span=(2015, 2030)),
    ):
        assert not any(shaded_in(made))
        assert "Shaded: unknown." not in {text.get_text() for text in made.figure.texts}
