"""Skill by buyer: how far the model's shares were off, beside those of benchmarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.backtest.benchmarks import BOOK, HISTORY, PERSISTENCE
from sim.backtest.outcomes import MODEL, Outcome
from sim.backtest.record import FLOWS, Flow
from sim.backtest.scores import mean_of
from sim.plots.bars import draw_diamond
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, INK, MUTED, SMALL_SIZE, house
from sim.plots.table import FigureRow, FigureSection, table

MOST = 40  # buyers shown, the largest
WORSE = "#b3202c"
BENCHMARK: Mapping[Flow, str] = {"deliveries": BOOK, "orders": HISTORY}
WORDS: Mapping[Flow, str] = {"deliveries": "Deliveries", "orders": "New orders"}
_HEADS = ("Mean of all buyers", "the same, by volume")


@dataclass(frozen=True)
class SkillRow:
    """Total variation of three forecasters for a buyer, or over all, by flow; NaN where unknown."""

    label: str
    errors: Mapping[Flow, tuple[float, float, float]]  # model, persistence, benchmark


def skill_rows(outcomes: Sequence[Outcome], most: int = MOST) -> list[SkillRow]:
    """Two means, then the largest buyers by recorded volume; over all origins."""
    by_buyer: dict[str, float] = {}
    for item in outcomes:
        for buyer, volume in zip(item.buyers, item.volume.tolist(), strict=True):
            by_buyer[buyer] = by_buyer.get(buyer, 0.0) + volume
    largest = sorted(by_buyer, key=lambda name: (-by_buyer[name], name))[:most]
    heads = [
        SkillRow(label, {flow: _errors(outcomes, flow, None, by_volume=i > 0) for flow in FLOWS})
        for i, label in enumerate(_HEADS)
    ]
    return heads + [
        SkillRow(name, {flow: _errors(outcomes, flow, name, by_volume=False) for flow in FLOWS})
        for name in largest
    ]


def _errors(
    outcomes: Sequence[Outcome], flow: Flow, buyer: str | None, *, by_volume: bool
) -> tuple[float, float, float]:
    chosen = [item for item in outcomes if item.flow == flow]
    if not chosen:
        return (float("nan"),) * 3
    own = np.concatenate([[buyer in (None, name) for name in item.buyers] for item in chosen])
    volume = np.concatenate([item.volume for item in chosen])
    weight = (volume if by_volume else np.ones_like(volume)) * own
    model, other, benchmark = (
        mean_of(np.concatenate([item.scores[name]["tv"] for item in chosen]), weight)
        for name in (MODEL, PERSISTENCE, BENCHMARK[flow])
    )
    return model, other, benchmark


@house()
def skill_figure(rows: Sequence[SkillRow], left_out: int, caption: Caption) -> list[Figure]:
    """One row a buyer, one panel a flow; ``left_out`` smaller buyers are not shown."""
    notes = [NOTE] + ([f"{left_out} smaller buyers are in buyers.csv."] if left_out else [])
    frame = Frame("How far each forecast of suppliers was off", caption, notes, _KEY)
    panels = [(WORDS[flow], f"benchmark ◇: {BENCHMARK[flow]}") for flow in FLOWS]
    first = len(_HEADS)
    sections = [FigureSection("", [FigureRow(row.label, row, bold=i < first, apart=i == first)
                             for i, row in enumerate(rows)])]  # fmt: skip
    pages = table(frame, sections, panels=panels)
    for page in pages:
        for axes, flow in zip(page.panels, FLOWS, strict=True):
            axes.set_xlim(-0.02, 1.02)
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".50", ".75", "1"])
            axes.set_xlabel("0: all shares right. 1: all wrong", size=SMALL_SIZE)
            for at, row in page.rows:
                _draw(axes, row.errors[flow], at)
    return [page.figure for page in pages]


def _draw(axes: Axes, errors: tuple[float, float, float], at: float) -> None:
    model, before, benchmark = errors
    if np.isnan(model):
        axes.text(0.5, at, "nothing on record", ha="center", va="center_baseline",
                  size=SMALL_SIZE, color=MUTED)  # fmt: skip
        return
    worse = model > before
    colour = WORSE if worse else DELIVERIES
    axes.plot([model, before], [at, at], color=colour, linewidth=1.6,
              linestyle=":" if worse else "-", zorder=2)  # fmt: skip
    axes.plot(before, at, marker="o", markersize=5, markerfacecolor="white",
              markeredgecolor=MUTED, markeredgewidth=1.1, zorder=3)  # fmt: skip
    draw_diamond(axes, benchmark, at)
    axes.plot(model, at, marker="X" if worse else "o", markersize=6.4, color=colour,
              markeredgecolor="white", markeredgewidth=0.6, zorder=3.4)  # fmt: skip


_KEY = (
    KeyItem("from ○ persistence to ● model, where the model is nearer", DELIVERIES, width=1.8),
    KeyItem("to ✕ where it is farther off", WORSE, width=1.8, dashed=True),
    KeyItem("benchmark named above its panel", INK, diamond=True),
)
NOTE = (
    "Total variation: half the sum over suppliers of the difference between forecast and recorded "
    "share; the part of a buyer's volume that is put down to the wrong supplier. Largest buyers "
    "by recorded volume first."
)
