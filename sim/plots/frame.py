"""The frame of every figure: title, subtitle and key above the panels, all other words below.

A figure module states its data, its marks and its words. What stands around its panels is set
here; ``grid`` makes panels in rows and columns, ``table`` rows of marks between columns of words,
``cells`` tables of shaded cells. Every figure is ``WIDTH`` inches wide, so that type is as large in
one as in another. Type is measured before it is set: words of any length wrap, and the figure grows
with them. All lengths are inches.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.key import HEIGHT, KeyItem, draw_key_row, key_rows
from sim.plots.marks import EventMarker
from sim.plots.style import (
    INK,
    MUTED,
    SMALL_SIZE,
    SUBTITLE_SIZE,
    TEXT_SIZE,
    TITLE_SIZE,
    blank_figure,
    house,
)
from sim.plots.wrap import width_of, wrapped

WIDTH, MARGIN = 12.0, 0.4
ROOM = WIDTH - 2 * MARGIN
LEADING = 1.35  # distance of lines over size of type
LEAD = 1.15  # before the words of a leading line

Block = tuple[float, Callable[["Page", float], None]]
"""Its height, and what draws it on a page, given its lower edge above that of the page."""


@dataclass(frozen=True)
class Known:
    """The last year on record, after which figures over time are shaded, and words to say so."""

    last: int
    words: str


@dataclass(frozen=True)
class Caption:
    """What figures of one run share: subtitle, question, and where the numbers are from.

    ``guide`` is what to look for; a figure that is not about it has none. ``known`` is where the
    record ends; None of what has none.
    """

    title: str
    question: str
    source: str
    worlds: int
    guide: str = ""
    known: Known | None = None


@dataclass(frozen=True)
class Page:
    """A figure whose words are set, with a free body of ``height`` above ``bottom``."""

    figure: Figure
    bottom: float
    height: float

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Axes at a place of the body, from its lower left corner."""
        across, high = self.figure.get_size_inches()
        place = (left / across, (self.bottom + bottom) / high, width / across, height / high)
        return self.figure.add_axes(place)

    def write(
        self, left: float, bottom: float, words: str, size: float = TEXT_SIZE, colour: str = INK,
        weight: str = "normal", align: str = "left",
    ) -> None:  # fmt: skip
        """Words at a place of the body, by their baseline."""
        across, high = self.figure.get_size_inches()
        self.figure.text(
            left / across, (self.bottom + bottom) / high, words,
            size=size, color=colour, weight=weight, ha=align, va="baseline",
        )  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """The words of a figure.

    Args:
        title: what it shows, as a message.
        caption: of the run.
        notes: sentences at the foot, each beginning a line of its own.
        key: samples of what is drawn; of events the frame has its own.
        events: marked in the panels by number, listed at the foot.
        marked: what these events are, for the key.
        lead: sentences above the panels: whose, the sentence, the colour of the former.
    """

    title: str
    caption: Caption
    notes: Sequence[str] = ()
    key: Sequence[KeyItem] = ()
    events: Sequence[EventMarker] = ()
    marked: str = "event"
    lead: Sequence[tuple[str, str, str]] = ()

    def page(self, body: float, part: int = 1, parts: int = 1) -> Page:
        """A page with all words set and ``body`` inches free; its title tells the part if many."""
        title = self.title if parts == 1 else f"{self.title} (part {part} of {parts})"
        above, below = list(self._above(title)), list(self._below())
        bottom = sum(height for height, _ in below) + MARGIN * 0.8
        height = MARGIN + sum(height for height, _ in above) + body + bottom
        page = Page(blank_figure(WIDTH, height), bottom, body)
        page.figure.set_label(title)  # for whoever cannot see it: ``save`` writes it into the file
        at = height - MARGIN
        for tall, draw in above:
            at -= tall
            draw(page, at - bottom)
        at = bottom
        for tall, draw in below:
            at -= tall
            draw(page, at - bottom)
        return page

    @house()
    def nothing(self, why: str) -> Figure:
        """The frame without key and notes, and the reason why there is nothing to draw."""
        page = Frame(self.title, self.caption).page(1.2)
        page.write(WIDTH / 2, 0.55, why, TEXT_SIZE + 3, MUTED, align="center")
        return page.figure

    def _above(self, title: str) -> Iterator[Block]:
        yield from _lines(title, TITLE_SIZE, INK, "bold")
        yield _space(0.05)
        yield from _lines(self.caption.title, SUBTITLE_SIZE, MUTED, "bold")
        yield from _lines(self.caption.question, SUBTITLE_SIZE, MUTED)
        yield _space(0.1)
        sample = [KeyItem(f"{self.marked} (numbers below)", MUTED, upright=True)]
        for row in key_rows([*self.key, *(sample if self.events else ())], ROOM):
            yield HEIGHT, partial(_write_key, row=row)
        for whose, words, colour in self.lead:
            yield from _led(whose, words, colour)
        yield _space(0.08 * bool(self.lead))

    def _below(self) -> Iterator[Block]:
        if self.events:
            yield from _headed("Events")
            half = math.ceil(len(self.events) / 2)
            for row in range(half):
                yield from _listed(self.events[row::half])
            yield _space(0.1)
        if self.caption.guide:
            yield from _headed("What to look for")
            yield from _lines(self.caption.guide, SMALL_SIZE, MUTED)
        if self.events or self.caption.guide:
            yield _space(0.14)
        for note in self.notes:
            yield from _lines(note, SMALL_SIZE, MUTED)
        yield _space(0.08)
        yield from _lines(self.caption.source, SMALL_SIZE, MUTED)


def _line_height(size: float) -> float:
    return LEADING * size / 72


def _space(height: float) -> Block:
    return height, lambda page, at: None


def _lines(words: str, size: float, colour: str, weight: str = "normal") -> Iterator[Block]:
    for line in wrapped(words, size, ROOM, weight):
        yield _line_height(size), partial(_write_line, line=line, size=size, colour=colour,
                                          weight=weight)  # fmt: skip


def _headed(words: str) -> Iterator[Block]:
    yield _space(0.1)
    yield from _lines(words, SMALL_SIZE, INK, "bold")


def _led(whose: str, words: str, colour: str) -> Iterator[Block]:
    size = TEXT_SIZE + 1
    for i, line in enumerate(wrapped(words, size, ROOM - LEAD)):
        yield 0.2, partial(_write_lead, whose="" if i else f"{whose}:", line=line, colour=colour)


def _listed(events: Sequence[EventMarker]) -> Iterator[Block]:
    """Number and words of an event, beside that of the second column if there is one."""
    words = [wrapped(event.words, SMALL_SIZE, ROOM / 2 - 0.45) for event in events]
    for i, lines in enumerate(zip_longest(*words, fillvalue="")):
        numbers = ["" if i else str(event.number) for event in events]
        yield _line_height(SMALL_SIZE), partial(_write_events, numbers=numbers, lines=lines)


def _write_line(page: Page, at: float, line: str, size: float, colour: str, weight: str) -> None:
    page.write(MARGIN, at + 0.045, line, size, colour, weight)


def _write_key(page: Page, at: float, row: Sequence[KeyItem]) -> None:
    draw_key_row(page.figure, MARGIN, page.bottom + at, row)


def _write_lead(page: Page, at: float, whose: str, line: str, colour: str) -> None:
    page.write(MARGIN, at + 0.05, whose, TEXT_SIZE + 1, colour, "bold")
    page.write(MARGIN + LEAD, at + 0.05, line, TEXT_SIZE + 1, INK)


def _write_events(page: Page, at: float, numbers: Sequence[str], lines: Sequence[str]) -> None:
    for column, (number, line) in enumerate(zip(numbers, lines, strict=True)):
        left = MARGIN + column * ROOM / 2
        page.write(left + 0.2, at + 0.045, number, SMALL_SIZE, INK, "bold", "right")
        page.write(left + 0.3, at + 0.045, line, SMALL_SIZE, MUTED)


def shortened(words: str, size: float, room: float, weight: str = "normal") -> str:
    """Words that fit into ``room`` inches, with dots in place of what does not."""
    if width_of(words, size, weight) <= room:
        return words
    while words and width_of(f"{words}…", size, weight) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
