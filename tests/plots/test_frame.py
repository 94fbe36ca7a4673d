"""The frame: all words are set, none sticks out, and a figure grows with them."""

import pytest

from sim.plots.frame import WIDTH, Caption, Frame, shortened
from sim.plots.key import KeyItem
from sim.plots.marks import EventMarker
from sim.plots.style import house
from sim.plots.wrap import width_of

from .looks import sticking_out, words_of_figure

CAPTION = Caption("A run", "A question?", "A source.", 4, "Look here.")
EVENTS = tuple(
    EventMarker(number, 2000 + number, f"{2000 + number}: event {number}", frozenset())
    for number in range(1, 6)
)
LONG = "words that go on and on " * 30


@pytest.fixture(autouse=True)
def in_house_style():
    with house():
        yield


def test_a_frame_sets_all_its_words_and_nothing_twice():
    frame = Frame("A title", CAPTION, ["A note."], [KeyItem("a line", "#000000", 2.0)], EVENTS)
    words = words_of_figure(frame.page(2.0).figure)
    said = ["A title", "A run", "A question?", "a line", "event (numbers below)", "Events",
            "What to look for", "Look here.", "A note.", "A source."]  # fmt: skip
    assert [words.count(word) for word in said] == [1] * len(said)
    assert [word for word in words if word.isdigit()] == ["1", "4", "2", "5", "3"]  # by columns


def test_what_is_not_there_leaves_no_heading():
    words = words_of_figure(Frame("A title", Caption("A run", "", "A source.", 4)).page(2.0).figure)
    assert words == ["A title", "A run", "A source."]


def test_long_words_wrap_and_the_figure_grows():
    short = Frame("A title", CAPTION, ["A note."], events=EVENTS).page(2.0).figure
    event = EventMarker(1, 2001, LONG, frozenset())
    caption = Caption(LONG, LONG, LONG, 4, LONG)
    frame = Frame(LONG, caption, [LONG], [KeyItem("entry " * 9, "#000000")] * 5, [event],
                  lead=[("Somebody", LONG, "#000000")])  # fmt: skip
    figure = frame.page(2.0).figure
    assert sticking_out(figure) == []
    assert figure.get_figwidth() == short.get_figwidth() == WIDTH
    assert figure.get_figheight() > short.get_figheight() + 2


def test_an_empty_figure_has_the_reason_and_no_key():
    frame = Frame("A title", CAPTION, ["A note."], [KeyItem("a line", "#000000", 2.0)], EVENTS)
    words = words_of_figure(frame.nothing("Nobody buys anything."))
    assert "Nobody buys anything." in words and "A source." in words
    assert "a line" not in words and "A note." not in words


def test_a_part_is_named_in_the_title_and_in_the_file():
    figure = Frame("A title", CAPTION).page(2.0, part=2, parts=3).figure
    assert figure.get_label() == "A title (part 2 of 3)" in words_of_figure(figure)
    assert Frame("A title", CAPTION).page(2.0).figure.get_label() == "A title"


@pytest.mark.parametrize("room", [0.05, 0.8, 3.0])
def test_shortened_words_fit_and_say_that_they_are(room):
    words = shortened("a name of some length", 9.0, room)
    assert width_of(words, 9.0) <= max(room, width_of("…", 9.0))
    assert words.endswith("…") == (words != "a name of some length")
