"""The forest plot: every claim a row, the record one line through all of them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots.bars import draw_arrows, draw_bar, draw_diamond, draw_levels, draw_tick, name_ticks
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import (
    DELIVERIES,
    INK,
    MUTED,
    RECORDED,
    SMALL_SIZE,
    dark_band,
    house,
    light_band,
    tint,
)
from sim.plots.table import FigureRow, FigureSection, WordColumn, table
from sim.report.score.forest import Forest, ForestRow

BELOW = 0.9  # inches of the three scales and what they are of
REACH = 1.35  # of the axis on either side of the record
MISS = "#b3202c"
NOTHING = "#8c8c8c"
TOLERANCE = "#d2d2d2"
# What the same place on the axis means for shares, for amounts and for ranks.
TICKS = {
    -1.0: "−50 points\na tenth\n−10",
    -0.5: "−25\na third\n−5",
    0.0: "record",
    0.5: "+25\n3 times\n+5",
    1.0: "+50 points\n10 times\n+10",
}
COLUMNS = (
    WordColumn("on\nrecord"), WordColumn("median of worlds\n(90% of them)"),
    WordColumn("CRPS over\nevents off"), WordColumn("verdict", right=False),
)  # fmt: skip


@house()
def forest_figure(data: Forest, caption: Caption) -> list[Figure]:
    """One axis for all rows: how far the worlds are from what is on record."""
    frame = Frame(data.title, caption, NOTES, _key(caption.worlds))
    sections = [FigureSection(one.title, [_row(row) for row in one.rows]) for one in data.sections]
    pages = table(frame, sections, COLUMNS, below=BELOW)
    for page in pages:
        axes = page.axes
        axes.set_xlim(-REACH, REACH)
        axes.set_xticks(list(TICKS), list(TICKS.values()))
        name_ticks(axes, "shares\namounts\nranks")
        axes.set_xlabel("distance from the record", size=SMALL_SIZE)
        axes.axvline(0, color=RECORDED, linewidth=1.2, zorder=2.6)
        for at, row in page.rows:
            _draw(axes, row, at)
    return [page.figure for page in pages]


def _row(row: ForestRow) -> FigureRow[ForestRow]:
    sign, ink = VERDICTS.get(row.verdict, ("", MUTED))
    return FigureRow(
        row.label, row, (row.record, row.worlds, row.gain, sign),
        ink=MUTED if row.verdict in ("uninformative", "") else INK,
        bold=row.verdict in ("outside", "not met"), inks={3: ink},
    )  # fmt: skip


VERDICTS = {
    "inside": ("● inside", INK),
    "outside": ("✕ outside", MISS),
    "uninformative": ("○ uninformative", MUTED),
    "met": ("● met", INK),
    "not met": ("✕ not met", MISS),
}


def _draw(axes: Axes, row: ForestRow, at: float) -> None:
    if row.tolerance is not None:
        low, high = np.clip(row.tolerance, -REACH, REACH).tolist()
        draw_bar(axes, (low, high), at, 0.42, TOLERANCE, order=1.0)
    if row.interval is None:
        axes.text(
            0, at, row.sentence.replace("; ", ";\n"), ha="center", va="center", color=INK,
            size=SMALL_SIZE - 0.5, linespacing=0.95, zorder=4,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2},
        )  # fmt: skip
        return
    ends = row.interval
    if row.verdict == "uninformative":
        for low, high, half in ((ends.low, ends.high, 0.20), (ends.lower, ends.upper, 0.30)):
            cut = np.clip((low, high), -REACH, REACH).tolist()
            draw_bar(axes, (cut[0], cut[1]), at, half, "white", tint(NOTHING, 0.8), half < 0.25)
        draw_arrows(axes, (ends.low, ends.high), at, NOTHING)
        draw_tick(axes, ends.median, at, NOTHING)
    else:
        levels = ends.low, ends.lower, ends.median, ends.upper, ends.high
        draw_levels(axes, levels, at, MISS if row.verdict == "outside" else DELIVERIES)
    if row.without_events is not None:
        draw_diamond(axes, row.without_events, at)


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
