"""What did it: a bar for each change alone, a diamond for what it adds to all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.base.numbers import number
from sim.base.phrases import counted
from sim.compare.attribute import Attribution, MeasureEffects
from sim.compare.contrast import Contrast
from sim.measure.measures import unit_of
from sim.plots.bars import draw_bar, draw_diamond, draw_interval, reach
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, INK, MUTED, SMALL_SIZE, dark_band, house
from sim.plots.table import PAGE, FigureRow, FigureSection, WordColumn, table
from sim.report.compare.attribution_words import (
    INTERACTION,
    TOGETHER,
    item_words,
    left_out,
    mean_words,
    shown_measures,
)

TALL = 0.34  # inches of a row
ROWS = int(PAGE / TALL)  # on a page; of more items the largest are drawn
TITLE = "What did it? Each change alone, and on top of all others"
COLUMNS = WordColumn("added alone\n(90% interval)"), WordColumn("added last\n(90% interval)")


@dataclass(frozen=True)
class AttributionRow:
    """A row: its bar, and the diamond of an item."""

    part: Literal["item", "interaction", "together"]
    bar: Contrast
    diamond: Contrast | None
    times: float


@house()
def attribution_figure(found: Attribution, caption: Caption) -> list[Figure]:
    """Pages of measures that have one unit, each measure a section with a row for each item."""
    pages = list(_pages(shown_measures(found)))
    if not pages:
        nothing = Frame(TITLE, caption).nothing("No measure differs in any world.")
        return [nothing]
    return [
        _page(found, page, caption, f" (part {at} of {len(pages)})" if len(pages) > 1 else "")
        for at, page in enumerate(pages, start=1)
    ]


def _pages(measures: Sequence[MeasureEffects]) -> Iterator[list[MeasureEffects]]:
    """Measures that share an axis: those in points together, any other by itself."""
    page = list[MeasureEffects]()
    for one in measures:
        rows = sum(min(len(other.effects), ROWS - 2) + 2 for other in [*page, one])
        shared = all(unit_of(other.measure.kind).percent for other in [*page, one])
        if page and (rows > ROWS or not shared):
            yield page
            page = []
        page.append(one)
    if page:
        yield page


def _page(
    found: Attribution, measures: Sequence[MeasureEffects], caption: Caption, part: str
) -> Figure:
    sections = [_section(one, found) for one in measures]
    frame = Frame(TITLE + part, caption, list(_notes(found, measures)), _KEY)
    [page] = table(frame, sections, COLUMNS, tall=TALL, below=0.62)
    axes, drawn = page.axes, [row for _, row in page.rows]
    ends = [end * row.times for row in drawn for made in (row.bar, row.diamond) if made is not None
            for end in (made.mean_low, made.mean_high)]  # fmt: skip
    axes.set_xlim(*reach([*ends, 0.0]))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda tick, _: tick_words(tick)))
    unit = unit_of(measures[0].measure.kind)
    of = "percentage points" if unit.percent else unit.gap or unit.words
    axes.set_xlabel(f"mean difference over worlds, {of}", size=SMALL_SIZE, color=MUTED)
    axes.axvline(0, color=INK, linewidth=1.2, zorder=2.6)
    for at, row in page.rows:
        _draw(axes, row, at)
    return page.figure


def _section(one: MeasureEffects, found: Attribution) -> FigureSection[AttributionRow]:
    kind = one.measure.kind
    times, largest = unit_of(kind).times, sorted(one.effects, key=lambda e: -abs(e.alone.mean))
    kept = [effect for effect in one.effects if effect in largest[: ROWS - 2]]
    rows = [
        FigureRow(
            item_words(effect.item, found.plan.theatre),
            AttributionRow("item", effect.alone, effect.left_out, times),
            (mean_words(kind, effect.alone), mean_words(kind, effect.left_out)),
            ink=INK if _clear(effect.alone) or _clear(effect.left_out) else MUTED,
        )
        for effect in kept
    ]
    if len(one.effects) > 1:
        drawn = AttributionRow("interaction", one.interaction, None, times)
        cells = mean_words(kind, one.interaction), ""
        ink = INK if _clear(one.interaction) else MUTED
        rows.append(FigureRow(INTERACTION, drawn, cells, ink=ink))
    drawn = AttributionRow("together", one.total, None, times)
    rows.append(FigureRow(TOGETHER, drawn, (mean_words(kind, one.total), ""), bold=True))
    return FigureSection(one.measure.label, rows)


def tick_words(tick: float) -> str:
    """A tick with its sign; 0 where it is but for rounding."""
    return f"{'+' if tick > 0 else ''}{number(tick)}" if abs(tick) > 1e-12 else "0"


def _clear(made: Contrast) -> bool:
    return made.effect in ("more", "less")


def _draw(axes: Axes, row: AttributionRow, at: float) -> None:
    face = {"item": dark_band(DELIVERIES), "interaction": "white", "together": dark_band(INK)}
    edge = INK if row.part == "together" else DELIVERIES
    middle = at if row.diamond is None else at - 0.14
    bar = (0.0, row.bar.mean * row.times)
    draw_bar(axes, bar, middle, 0.2, face[row.part], edge, row.part == "interaction")
    _interval(axes, row.bar, row.times, middle)
    if row.diamond is not None:
        _interval(axes, row.diamond, row.times, at + 0.25)
        draw_diamond(axes, row.diamond.mean * row.times, at + 0.25)


def _interval(axes: Axes, made: Contrast, times: float, at: float) -> None:
    draw_interval(axes, (made.mean_low * times, made.mean_high * times), at, half=0.1)


_KEY = [
    KeyItem("the change alone, added to the base", dark_band(DELIVERIES)),
    KeyItem("added last, to all others", INK, diamond=True),
    KeyItem("interaction: together less the sum of all alone", DELIVERIES, hatched=True),
    KeyItem("all together", dark_band(INK)),
    KeyItem("90% interval of the mean", INK, width=1.2),
]


def _notes(found: Attribution, measures: Sequence[MeasureEffects]) -> Iterator[str]:
    plan = found.plan
    yield (
        f"Means over worlds, ‘{plan.whole.title}’ less {plan.against}, world by world under the "
        "same noise. Added last: what leaving the change out takes away from the whole. Where both "
        "agree, the change does the same whatever else happens; all alone and the interaction sum "
        "to all together. An interval says how well so many worlds tell the mean."
    )
    others = len(found.measures) - len(shown_measures(found))
    if others:
        yield f"{counted(others, 'other measure')}: see attribution.csv."
    if len(measures[0].effects) > ROWS - 2:
        yield f"Only the {ROWS - 2} largest changes are drawn; attribution.csv has all."
    for one in measures:
        if one.total.undefined:
            yield f"{one.measure.label}: {left_out(one)}"
