"""The forest of measures: every measure a row, no difference one line through all of them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.compare.contrast import Contrast, Effect
from sim.plots.bars import draw_diamond, draw_interval, draw_levels, name_ticks
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, INK, MUTED, dark_band, house, light_band
from sim.plots.table import FigureRow, FigureSection, WordColumn, table
from sim.report.compare.effects import EffectRow, Effects, EffectSection, tick_words

BELOW = 0.62  # inches of the three scales
REACHES = (0.1, 0.2, 0.4, 0.6, 1.0, 1.5)  # of the axis on either side of zero
COLOURS: dict[Effect, str] = {
    "more": DELIVERIES, "less": "#b35c00", "unclear": "#8c8c8c", "none": "#8c8c8c",
}  # fmt: skip


@house()
def effects_figure(data: Effects, caption: Caption) -> list[Figure]:
    """Differences of all measures on one axis, a section for each side held against the base."""
    shown = [row.apart for section in data.sections for row in section.rows]
    frame = Frame("What differs, measure by measure", caption, _NOTES, _KEY)
    if not shown:
        return [frame.nothing("No measure that the sides share differs in any world.")]
    than = "base" if len(data.base) > 12 else data.base
    columns = (
        WordColumn("median,\nbase"), WordColumn("median,\nother"),
        WordColumn("mean difference\n(its 90% interval)"), WordColumn("sign\nholds in"),
        WordColumn(f"than {than}", right=False),
    )  # fmt: skip
    reach = reach_of(shown)
    pages = table(frame, [_section(one) for one in data.sections], columns, below=BELOW)
    for page in pages:
        axes = page.axes
        ticks = [tick * reach for tick in (-0.8, -0.4, 0.0, 0.4, 0.8)]
        axes.set_xlim(-reach, reach)
        axes.set_xticks(ticks, [_tick(tick, short=abs(tick) < reach / 2) for tick in ticks])
        name_ticks(axes, "shares\namounts\nranks")
        axes.axvline(0, color=INK, linewidth=1.2, zorder=2.6)
        for at, row in page.rows:
            _draw(axes, row, at)
    return [page.figure for page in pages]


def reach_of(shown: list[Contrast]) -> float:
    """How far the axis goes: room for the bands of most rows; an arrow says that one goes on."""
    ends = [max(abs(one.difference.low), abs(one.difference.high)) for one in shown]
    wide = float(np.quantile(ends, 0.8)) if ends else 0.0
    return next((reach for reach in REACHES if wide <= reach * 0.95), REACHES[-1])


def _tick(tick: float, *, short: bool) -> str:
    """What a place means on each of the three scales, in short where neighbours are near."""
    words = "\n".join(tick_words(tick))
    return words.replace(" points", "").replace(" times", "×") if short else words


def _section(section: EffectSection) -> FigureSection[EffectRow]:
    foot = f"Equal in every world: {'; '.join(section.equal)}." if section.equal else ""
    return FigureSection(section.other, [_row(row) for row in section.rows], foot)


def _row(row: EffectRow) -> FigureRow[EffectRow]:
    clear = row.effect in ("more", "less")
    cells = row.base, row.other, row.mean, row.sign, row.words
    inks = {4: COLOURS[row.effect]} if clear else {}
    return FigureRow(row.label, row, cells, ink=INK if clear else MUTED, bold=clear, inks=inks)


def _draw(axes: Axes, row: EffectRow, at: float) -> None:
    apart, ends = row.apart, row.apart.difference
    levels = ends.low, ends.lower, ends.median, ends.upper, ends.high
    draw_levels(axes, levels, at, COLOURS[row.effect])
    draw_interval(axes, (apart.mean_low, apart.mean_high), at, width=1.4)
    draw_diamond(axes, apart.mean, at)


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
    "or outside the band of 90% of the worlds. An arrow: the band goes on, and where no diamond is "
    "drawn the mean lies there too. Sign: share of worlds that go the way of the median; where "
    "the median world does not change, the share that is equal.",
)
