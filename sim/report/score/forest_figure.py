"""The forest plot: every claim a row, the record one line through all of them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.style import (
    DELIVERIES,
    GRID,
    INK,
    MUTED,
    RECORDED,
    SMALL_SIZE,
    TEXT_SIZE,
    dark_band,
    house,
    light_band,
    tint,
)
from sim.plots.wrap import width_of
from sim.report.score.forest import Forest, ForestRow, Section

WIDTH = 13.0  # inches, as all below
ROW, HEADING, HEAD, FOOT = 0.25, 0.42, 0.42, 0.85
GAP = 0.15
RECORD, WORLDS, GAIN, VERDICT = 0.62, 1.85, 0.78, 1.05  # columns right of the panel
REACH = 1.35  # of the axis on either side of the record
MISS = "#b3202c"
NOTHING = "#8c8c8c"
TOLERANCE = "#d2d2d2"
# What the same place on the axis means for the three ways of comparing.
TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)
MEANINGS = (
    ("shares", ("−50 points", "−25", "", "+25", "+50 points")),
    ("amounts", ("a tenth", "a third", "", "3 times", "10 times")),
    ("ranks", ("−10", "−5", "", "+5", "+10")),
)


@house()
def forest_figure(data: Forest, caption: Caption) -> Figure:
    """One axis for all rows: how far the worlds are from what is on record."""
    rows = [row for section in data.sections for row in section.rows]
    left = MARGIN + max(width_of(row.label, TEXT_SIZE, _weight(row)) for row in rows) + GAP
    across = WIDTH - left - GAP - RECORD - WORLDS - GAIN - VERDICT - MARGIN
    table = sum(HEADING + ROW * len(section.rows) for section in data.sections)
    body = HEAD + table + FOOT
    page = new_page(WIDTH, body, data.title, caption, NOTES, _key(caption.worlds))
    axes = page.axes(left, FOOT, across, table)
    axes.set(xlim=(-REACH, REACH), ylim=(table, 0))  # downwards, in inches
    axes.axis("off")
    for tick in TICKS:
        axes.axvline(tick, color=GRID, linewidth=0.8, zorder=0.5)
    axes.axvline(0, color=RECORDED, linewidth=1.2, zorder=2.6)
    columns = _columns(left + across + GAP)
    _write_heads(page, columns, FOOT + table)
    _write_scale(page, left, across)
    top = 0.0
    for section in data.sections:
        _write_section(page, section, columns, left, FOOT + table - top, axes, top)
        top += HEADING + ROW * len(section.rows)
    return page.figure


def _columns(first: float) -> dict[str, tuple[float, str]]:
    """Where each column of words stands, and how it is aligned."""
    record = first + RECORD - 0.1
    worlds = first + RECORD + WORLDS - 0.1
    gain = first + RECORD + WORLDS + GAIN - 0.2
    return {
        "record": (record, "right"),
        "worlds": (worlds, "right"),
        "gain": (gain, "right"),
        "verdict": (gain + 0.15, "left"),
    }


def _write_heads(page: Page, columns: dict[str, tuple[float, str]], bottom: float) -> None:
    heads = {
        "record": ("on", "record"),
        "worlds": ("median of worlds", "(90% of them)"),
        "gain": ("CRPS over", "events off"),
        "verdict": ("", "verdict"),
    }
    for name, lines in heads.items():
        at, align = columns[name]
        for i, words in enumerate(reversed(lines)):
            page.write(at, bottom + 0.08 + 0.16 * i, words, SMALL_SIZE, MUTED, align=align)


def _write_scale(page: Page, left: float, across: float) -> None:
    """Under the panel, what a distance means for shares, for amounts and for ranks."""
    for i, (what, words) in enumerate(MEANINGS):
        at = FOOT - 0.2 - 0.17 * i
        page.write(left - 0.1, at, what, SMALL_SIZE, MUTED, "bold", "right")
        for tick, word in zip(TICKS, words, strict=True):
            place = left + across * (tick + REACH) / (2 * REACH)
            page.write(place, at, word, SMALL_SIZE, MUTED, align="center")
    middle = left + across / 2
    page.write(middle, FOOT - 0.2, "record", SMALL_SIZE, INK, "bold", "center")
    page.write(middle, FOOT - 0.2 - 0.17 * len(MEANINGS), "distance from the record",
               SMALL_SIZE, MUTED, align="center")  # fmt: skip


def _write_section(
    page: Page, section: Section, columns: dict[str, tuple[float, str]], left: float, top: float,
    axes: Axes, down: float,
) -> None:  # fmt: skip
    page.write(MARGIN, top - HEADING + 0.1, section.title, TEXT_SIZE + 1, INK, "bold")
    for i, row in enumerate(section.rows):
        middle = HEADING + ROW * (i + 0.5)
        _draw_row(axes, row, down + middle)
        base = top - middle - 0.045
        weight = _weight(row)
        colour = MUTED if row.verdict in ("uninformative", "") else INK
        page.write(left - GAP, base, row.label, TEXT_SIZE, colour, weight, "right")
        words = {"record": row.record, "worlds": row.worlds, "gain": row.gain}
        for name, word in words.items():
            at, align = columns[name]
            page.write(at, base, word, SMALL_SIZE + 0.5, colour, align=align)
        at, align = columns["verdict"]
        sign, ink = VERDICTS.get(row.verdict, ("", MUTED))
        page.write(at, base, sign, SMALL_SIZE + 0.5, ink, weight, align)


def _weight(row: ForestRow) -> str:
    return "bold" if row.verdict in ("outside", "not met") else "normal"


VERDICTS = {
    "inside": ("● inside", INK),
    "outside": ("✕ outside", MISS),
    "uninformative": ("○ uninformative", MUTED),
    "met": ("● met", INK),
    "not met": ("✕ not met", MISS),
}


def _draw_row(axes: Axes, row: ForestRow, at: float) -> None:
    if row.tolerance is not None:
        low, high = np.clip(row.tolerance, -REACH, REACH)
        axes.add_patch(
            Rectangle((low, at - ROW * 0.42), high - low, ROW * 0.84, color=TOLERANCE, linewidth=0,
                      zorder=1.0)
        )  # fmt: skip
    if row.interval is None:
        axes.text(
            0, at, row.sentence, ha="center", va="center_baseline", size=SMALL_SIZE, color=INK,
            zorder=4, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.2},
        )  # fmt: skip
        return
    ends = row.interval
    nothing, missed = row.verdict == "uninformative", row.verdict == "outside"
    colour = MISS if missed else NOTHING if nothing else DELIVERIES
    for low, high, half, shade in (
        (ends.low, ends.high, 0.20, light_band(colour)),
        (ends.lower, ends.upper, 0.30, dark_band(colour)),
    ):
        cut_low, cut_high = np.clip((low, high), -REACH, REACH)
        axes.add_patch(
            Rectangle(
                (cut_low, at - ROW * half), cut_high - cut_low, 2 * ROW * half, zorder=2.0,
                facecolor="white" if nothing else shade,
                edgecolor=tint(NOTHING, 0.8) if nothing else shade,
                hatch="/////" if nothing and half < 0.25 else None,
                linewidth=0.7 if nothing else 0.4,
            )
        )  # fmt: skip
    for end, sign in ((ends.low, -1), (ends.high, 1)):
        if sign * end > REACH:
            axes.plot(sign * (REACH - 0.012), at, marker="<" if sign < 0 else ">", color=colour,
                      markersize=5, zorder=3, clip_on=False, markeredgewidth=0)  # fmt: skip
    if abs(ends.median) <= REACH:
        axes.plot([ends.median] * 2, [at - ROW * 0.36, at + ROW * 0.36], color=colour,
                  linewidth=2.6, zorder=3.0, solid_capstyle="butt")  # fmt: skip
    if row.without_events is not None and abs(row.without_events) <= REACH:
        axes.plot(row.without_events, at, marker="D", markersize=4.2, markerfacecolor="white",
                  markeredgecolor=INK, markeredgewidth=0.9, zorder=3.2)  # fmt: skip


def _key(worlds: int) -> list[KeyItem]:
    return [
        KeyItem("record", RECORDED, width=1.4),
        KeyItem("its tolerance", TOLERANCE),
        KeyItem(f"median of {worlds:,} world{'' if worlds == 1 else 's'}", DELIVERIES, width=2.6),
        KeyItem("50%", dark_band(DELIVERIES)),
        KeyItem("90%", light_band(DELIVERIES)),
        KeyItem("90%, record outside", light_band(MISS)),
        KeyItem("90%, uninformative", tint(NOTHING, 0.8), hatched=True),
        KeyItem("median, no events", INK, diamond=True),
    ]


NOTES = (
    "Inside: the record is inside the band of 90% of the worlds. Uninformative: inside, but the "
    "band is as wide as half of all shares, ten ranks, or a factor of ten. An arrow: the band goes "
    "on. From bar to diamond is what the events do.",
    "CRPS is the distance of all worlds from the record, tolerance counted, here over that of the "
    "same model without events: below 1 the events help.",
)
