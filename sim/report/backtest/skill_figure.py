"""Skill by buyer: how far the model's shares were off, beside those of simple rivals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.backtest.benchmarks import BOOK, HISTORY, PERSISTENCE
from sim.backtest.outcomes import MODEL, Outcome
from sim.backtest.record import FLOWS, Flow
from sim.backtest.scores import mean_of
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.style import DELIVERIES, GRID, INK, MUTED, SMALL_SIZE, TEXT_SIZE, house
from sim.plots.wrap import width_of

WIDTH, ROW, HEAD, FOOT, GAP = 11.0, 0.225, 0.42, 0.52, 0.3
MOST = 40  # buyers shown, the largest
WORSE = "#b3202c"
RIVAL: Mapping[Flow, str] = {"deliveries": BOOK, "orders": HISTORY}
WORDS: Mapping[Flow, str] = {"deliveries": "Deliveries", "orders": "New orders"}
_HEADS = ("Mean of all buyers", "the same, by volume")


@dataclass(frozen=True)
class SkillRow:
    """Total variation of three forecasters for a buyer, or over all, by flow; NaN where unknown."""

    label: str
    errors: Mapping[Flow, tuple[float, float, float]]  # model, persistence, rival


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
    model, other, rival = (
        mean_of(np.concatenate([item.scores[name]["tv"] for item in chosen]), weight)
        for name in (MODEL, PERSISTENCE, RIVAL[flow])
    )
    return model, other, rival


@house()
def skill_figure(rows: Sequence[SkillRow], left_out: int, caption: Caption) -> Figure:
    """One row a buyer, one panel a flow; ``left_out`` smaller buyers are not shown."""
    left = MARGIN + max(width_of(row.label, TEXT_SIZE, "bold") for row in rows) + 0.15
    across = (WIDTH - left - MARGIN - GAP) / 2
    table = ROW * (len(rows) + 0.6)
    notes = [NOTE] + ([f"{left_out} smaller buyers are in buyers.csv."] if left_out else [])
    page = new_page(
        WIDTH, HEAD + table + FOOT, "How far each forecast of suppliers was off", caption, notes,
        _KEY,
    )  # fmt: skip
    for i, flow in enumerate(FLOWS):
        at = left + i * (across + GAP)
        axes = page.axes(at, FOOT, across, table)
        _draw_panel(axes, rows, flow)
        page.write(at, FOOT + table + 0.16, WORDS[flow], TEXT_SIZE + 1, INK, "bold")
        words = f"benchmark ◇: {RIVAL[flow]}"
        page.write(at + across, FOOT + table + 0.16, words, SMALL_SIZE, MUTED, align="right")
        page.write(at, 0.1, "0 = all shares right", SMALL_SIZE, MUTED)
        page.write(at + across, 0.1, "1 = all wrong", SMALL_SIZE, MUTED, align="right")
    _write_labels(page, rows, left, table)
    return page.figure


def _place(i: int) -> float:
    """Middle of a row in inches from the top; a little room lies under the means."""
    return ROW * (i + 0.5 + (0.6 if i >= len(_HEADS) else 0.0))


def _write_labels(page: Page, rows: Sequence[SkillRow], left: float, table: float) -> None:
    for i, row in enumerate(rows):
        base = FOOT + table - _place(i) - 0.045
        weight = "bold" if i < len(_HEADS) else "normal"
        page.write(left - 0.12, base, row.label, TEXT_SIZE, INK, weight, "right")


def _draw_panel(axes: Axes, rows: Sequence[SkillRow], flow: Flow) -> None:
    axes.set(xlim=(-0.02, 1.02), ylim=(ROW * (len(rows) + 0.6), 0), yticks=[])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", ".25", ".50", ".75", "1"])
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.axhline(ROW * (len(_HEADS) + 0.3), color=MUTED, linewidth=0.6)
    for i, row in enumerate(rows):
        model, before, rival = row.errors[flow]
        at = _place(i)
        if np.isnan(model):
            axes.text(0.5, at, "nothing on record", ha="center", va="center_baseline",
                      size=SMALL_SIZE, color=MUTED)  # fmt: skip
            continue
        worse = model > before
        colour = WORSE if worse else DELIVERIES
        axes.plot([model, before], [at, at], color=colour, linewidth=1.6,
                  linestyle=":" if worse else "-", zorder=2)  # fmt: skip
        axes.plot(before, at, marker="o", markersize=5, markerfacecolor="white",
                  markeredgecolor=MUTED, markeredgewidth=1.1, zorder=3)  # fmt: skip
        axes.plot(rival, at, marker="D", markersize=4.2, markerfacecolor="white",
                  markeredgecolor=INK, markeredgewidth=0.9, zorder=3.2)  # fmt: skip
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
