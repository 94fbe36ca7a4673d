"""The forest of measures: every measure a row, no difference one line through all of them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.compare.contrast import Contrast, Effect
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.panels import say_nothing_to_draw
from sim.plots.style import (
    DELIVERIES,
    GRID,
    INK,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    dark_band,
    house,
    light_band,
)
from sim.plots.wrap import width_of, wrapped
from sim.report.compare.effects import (
    EffectRow,
    Effects,
    EffectSection,
    tick_words,
)

WIDTH = 13.0  # inches, as all below
ROW, HEADING, HEAD, FOOT, LINE = 0.27, 0.46, 0.42, 0.85, 0.17
GAP = 0.15
BASE, OTHER, MEAN, SIGN, EFFECT = 0.72, 0.78, 2.05, 0.72, 0.95  # columns right of the panel
REACHES = (0.1, 0.2, 0.4, 0.6, 1.0, 1.5)  # of the axis on either side of zero
COLOURS: dict[Effect, str] = {
    "more": DELIVERIES, "less": "#b35c00", "unclear": "#8c8c8c", "none": "#8c8c8c",
}  # fmt: skip
_MEANINGS = ("shares", "amounts", "ranks")


@house()
def effects_figure(data: Effects, caption: Caption) -> Figure:
    """Differences of all measures on one axis, a section for each side held against the base."""
    rows = [row for section in data.sections for row in section.rows]
    title = "What differs, measure by measure"
    if not rows:
        page = new_page(WIDTH, 2.0, title, caption)
        say_nothing_to_draw(page, "No measure that the sides share differs in any world.")
        return page.figure
    left = MARGIN + max(width_of(row.label, TEXT_SIZE, "bold") for row in rows) + GAP
    across = WIDTH - left - GAP - BASE - OTHER - MEAN - SIGN - EFFECT - MARGIN
    heights = [
        HEADING + ROW * len(section.rows) + LINE * (len(_equal(section)) + 0.5)
        for section in data.sections
    ]
    body = HEAD + sum(heights) + FOOT
    page = new_page(WIDTH, body, title, caption, _NOTES, _KEY)
    axes = page.axes(left, FOOT, across, sum(heights))
    reach = reach_of([row.apart for row in rows])
    axes.set(xlim=(-reach, reach), ylim=(sum(heights), 0))  # downwards, in inches
    axes.axis("off")
    ticks = [tick * reach for tick in (-0.8, -0.4, 0.0, 0.4, 0.8)]
    columns = _columns(left + across + GAP)
    _write_heads(page, columns, FOOT + sum(heights), data)
    _write_scale(page, left, across, ticks, reach)
    down = 0.0
    for section, height in zip(data.sections, heights, strict=True):
        ends = down + HEADING - 0.05, down + HEADING + ROW * len(section.rows)
        axes.vlines(ticks, *ends, color=GRID, linewidth=0.8, zorder=0.5)
        axes.vlines([0], *ends, color=INK, linewidth=1.2, zorder=2.6)
        _write_section(page, axes, section, columns, left, FOOT + sum(heights), down, reach)
        down += height
    return page.figure


def reach_of(shown: list[Contrast]) -> float:
    """How far the axis goes: room for the bands of most rows; an arrow says that one goes on."""
    ends = [max(abs(one.difference.low), abs(one.difference.high)) for one in shown]
    wide = float(np.quantile(ends, 0.8)) if ends else 0.0
    return next((reach for reach in REACHES if wide <= reach * 0.95), REACHES[-1])


def _equal(section: EffectSection) -> list[str]:
    if not section.equal:
        return []
    words = f"Equal in every world: {'; '.join(section.equal)}."
    return wrapped(words, SMALL_SIZE, WIDTH - 2 * MARGIN)


def _columns(first: float) -> dict[str, tuple[float, str]]:
    base = first + BASE - 0.1
    other, mean = base + OTHER, base + OTHER + MEAN
    sign = mean + SIGN
    return {
        "base": (base, "right"), "other": (other, "right"), "mean": (mean, "right"),
        "sign": (sign - 0.1, "right"), "effect": (sign + 0.1, "left"),
    }  # fmt: skip


def _write_heads(
    page: Page, columns: dict[str, tuple[float, str]], bottom: float, data: Effects
) -> None:
    heads = {
        "base": ("median,", "base"),
        "other": ("median,", "other"),
        "mean": ("mean difference", "(its 90% interval)"),
        "sign": ("sign", "holds in"),
        "effect": ("", f"than {'base' if len(data.base) > 12 else data.base}"),
    }
    for name, lines in heads.items():
        at, align = columns[name]
        for i, words in enumerate(reversed(lines)):
            page.write(at, bottom + 0.08 + 0.16 * i, words, SMALL_SIZE, MUTED, align=align)


def _write_scale(page: Page, left: float, across: float, ticks: list[float], reach: float) -> None:
    """Under the panel, what a difference means for shares, for amounts and for ranks."""
    for i, what in enumerate(_MEANINGS):
        at = FOOT - 0.2 - LINE * i
        page.write(left - 0.1, at, what, SMALL_SIZE, MUTED, "bold", "right")
        for tick in ticks:
            place = left + across * (tick + reach) / (2 * reach)
            page.write(place, at, tick_words(tick)[i], SMALL_SIZE, MUTED, align="center")


def _write_section(
    page: Page, axes: Axes, section: EffectSection, columns: dict[str, tuple[float, str]],
    left: float, top: float, down: float, reach: float,
) -> None:  # fmt: skip
    page.write(MARGIN, top - down - HEADING + 0.12, section.other, TEXT_SIZE + 1, INK, "bold")
    down += HEADING
    for row in section.rows:
        middle, base = down + ROW / 2, top - down - ROW / 2 - 0.045
        _draw_row(axes, row, middle, reach)
        clear = row.effect in ("more", "less")
        colour, weight = (INK, "bold") if clear else (MUTED, "normal")
        page.write(left - GAP, base, row.label, TEXT_SIZE, colour, weight, "right")
        words = {
            "base": row.base, "other": row.other, "mean": row.mean, "sign": row.sign,
            "effect": row.words,
        }  # fmt: skip
        for name, word in words.items():
            at, align = columns[name]
            ink = COLOURS[row.effect] if name == "effect" and clear else colour
            page.write(at, base, word, SMALL_SIZE + 0.5, ink, align=align)
        down += ROW
    for i, line in enumerate(_equal(section)):
        page.write(MARGIN, top - down - LINE * (i + 1.1), line, SMALL_SIZE, MUTED)


def _draw_row(axes: Axes, row: EffectRow, at: float, reach: float) -> None:
    apart, colour = row.apart, COLOURS[row.effect]
    ends = apart.difference
    for low, high, half, shade in (
        (ends.low, ends.high, 0.20, light_band(colour)),
        (ends.lower, ends.upper, 0.30, dark_band(colour)),
    ):
        first, last = np.clip((low, high), -reach, reach)
        axes.add_patch(
            Rectangle((first, at - ROW * half), last - first, 2 * ROW * half, zorder=2.0,
                      facecolor=shade, edgecolor=shade, linewidth=0.4)
        )  # fmt: skip
    for end, sign in ((ends.low, -1), (ends.high, 1)):
        if sign * end > reach:
            axes.plot(sign * reach * 0.985, at, marker="<" if sign < 0 else ">", color=colour,
                      markersize=5, zorder=3, clip_on=False, markeredgewidth=0)  # fmt: skip
    if abs(ends.median) <= reach:
        axes.plot([ends.median] * 2, [at - ROW * 0.36, at + ROW * 0.36], color=colour,
                  linewidth=2.6, zorder=3.0, solid_capstyle="butt")  # fmt: skip
    low, high = np.clip((apart.mean_low, apart.mean_high), -reach, reach)
    axes.plot([low, high], [at, at], color=INK, linewidth=1.4, zorder=3.2, solid_capstyle="butt")
    if abs(apart.mean) <= reach:
        axes.plot(apart.mean, at, marker="D", markersize=4.0, markerfacecolor="white",
                  markeredgecolor=INK, markeredgewidth=0.9, zorder=3.3)  # fmt: skip


_KEY = [
    KeyItem("median difference of the worlds", MUTED, width=2.6),
    KeyItem("50%", dark_band(MUTED)),
    KeyItem("90%", light_band(MUTED)),
    KeyItem("mean difference", INK, diamond=True),
    KeyItem("its 90% interval", INK, width=1.4),
    KeyItem("more", dark_band(COLOURS["more"])),
    KeyItem("less", dark_band(COLOURS["less"])),
    KeyItem("negligible or inconclusive", dark_band(COLOURS["unclear"])),
]

_NOTES = (
    "Right of the line the other side has more than the base. Bands are over worlds: how far one "
    "world may differ. The black line is what so many worlds tell of the mean; it and the diamond "
    "are on the scale of the axis, the numbers in the measure's own unit (shares and changes in "
    "points; a rank that is more is further down). More or less: the interval of the mean misses "
    "zero; negligible: it lies within a point of a share, or 5% of an amount. The record is inside "
    "or outside the band of 90% of the worlds. An arrow: the band goes on. Sign: share of worlds "
    "that go the way of the median; where most worlds are equal, the share that is equal.",
)
