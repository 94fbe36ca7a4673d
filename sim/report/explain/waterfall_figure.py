"""Why the winner beat the runner-up: the difference of each reason, one after the other."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.base.numbers import true_minus
from sim.explain.decisive import Race
from sim.explain.reasons import GROUPS, LUCK, REASONS
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
from sim.plots.style import (
    GRID,
    INK,
    MUTED,
    SMALL_SIZE,
    TEXT_SIZE,
    house,
    supplier_colour,
    tint,
)
from sim.plots.wrap import width_of
from sim.report.explain.narrative import LEAST, two_digits

WIDTH, ROW, HEAD, FOOT, GAP = 11.0, 0.27, 0.34, 0.55, 0.15  # inches, as all below
NUMBER = 0.95  # a column of numbers
FOR, AGAINST = 0.85, 0.45  # strength of the two suppliers' colours


@dataclass(frozen=True)
class Waterfall:
    """One choice as it is drawn. Parts [P + 1] are of utility, without unit."""

    title: str
    winner: str
    runner_up: str
    ours: tuple[float, ...]  # of the winner
    theirs: tuple[float, ...]  # of the runner-up
    race: Race
    stopped: tuple[str, ...] = ()  # clauses about deals that were struck first and stopped

    def rows(self) -> list[int]:
        """Reasons that differ by group, the largest first, and by size in it; chance comes last."""
        groups = [GROUPS.index(reason.group) for reason in REASONS]
        size = {g: -abs(float(self.race.groups[g])) for g in set(groups)}
        order = sorted(
            range(len(REASONS)),
            key=lambda j: (
                REASONS[j] is LUCK,
                size[groups[j]],
                groups[j],
                -abs(float(self.race.parts[j])),
            ),
        )
        return [j for j in order if abs(self.race.parts[j]) >= LEAST]


@house()
def waterfall_figure(data: Waterfall, caption: Caption) -> Figure:
    """Bars to the right speak for the winner, bars to the left for the runner-up."""
    rows = data.rows()
    labels = [REASONS[j].words for j in rows]
    aside = max(width_of(group, TEXT_SIZE, "bold") for group in GROUPS) + GAP
    left = MARGIN + aside + max([width_of(w, TEXT_SIZE) for w in labels], default=1.0) + GAP
    across = WIDTH - left - MARGIN - 2 * NUMBER - GAP
    table = ROW * (len(rows) + 1)
    page = new_page(
        WIDTH, HEAD + table + FOOT, data.title, caption, _notes(data), _key(data)
    )  # fmt: skip
    axes = page.axes(left, FOOT, across, table)
    ends = _ends(data, rows)
    axes.set(xlim=ends, ylim=(table, 0))  # downwards, in inches
    axes.axis("off")
    _draw_scale(page, axes, left, across, ends, data)
    _write_heads(page, left + across, FOOT + table, data)
    total, group = 0.0, ""
    for i, j in enumerate(rows):
        part, base = float(data.race.parts[j]), FOOT + table - ROW * (i + 0.5) - 0.045
        _draw_bar(axes, i, total, part, data)
        total += part
        if REASONS[j].group != group:
            group = REASONS[j].group
            weight = "bold" if group in data.race.decisive else "normal"
            page.write(MARGIN, base, group, TEXT_SIZE, INK, weight)
            if i:
                axes.axhline(ROW * i, color=GRID, linewidth=0.8, zorder=0.4)
        page.write(left - GAP, base, labels[i], TEXT_SIZE, INK, align="right")
        _write_numbers(page, left + across, base, data.ours[j], data.theirs[j])
    base = FOOT + table - ROW * (len(rows) + 0.5) - 0.045
    _draw_margin(axes, len(rows), data)
    page.write(left - GAP, base, "margin", TEXT_SIZE, INK, "bold", "right")
    _write_numbers(page, left + across, base, sum(data.ours), sum(data.theirs), "bold")
    return page.figure


def _ends(data: Waterfall, rows: list[int]) -> tuple[float, float]:
    """Ends of the axis, with room for numbers beside the bars; zero is inside."""
    path = np.cumsum([0.0, *(float(data.race.parts[j]) for j in rows), 0.0])
    low, high = min(float(path.min()), 0.0), max(float(path.max()), data.race.margin, 0.0)
    room = 0.12 * max(high - low, 0.1)
    return low - room, high + room


def _draw_bar(axes: Axes, row: int, start: float, part: float, data: Waterfall) -> None:
    name = data.winner if part > 0.0 else data.runner_up
    colour = supplier_colour(name)
    axes.add_patch(
        Rectangle(
            (min(start, start + part), ROW * (row + 0.18)), abs(part), ROW * 0.64, zorder=2,
            facecolor=tint(colour, FOR) if part > 0.0 else "white", edgecolor=colour,
            linewidth=0.9, hatch=None if part > 0.0 else "/////",
        )
    )  # fmt: skip
    end = start + part
    axes.plot([end, end], [ROW * (row + 0.82), ROW * (row + 1.18)], color=MUTED, linewidth=0.8)
    _say(axes, row, end, part, "normal")


def _draw_margin(axes: Axes, row: int, data: Waterfall) -> None:
    axes.axhline(ROW * row, color=MUTED, linewidth=0.8, zorder=0.5)
    axes.add_patch(
        Rectangle((0, ROW * (row + 0.18)), data.race.margin, ROW * 0.64, zorder=2,
                  facecolor=INK, linewidth=0)
    )  # fmt: skip
    _say(axes, row, data.race.margin, data.race.margin, "bold")


def _say(axes: Axes, row: int, end: float, value: float, weight: str) -> None:
    axes.annotate(
        true_minus(f"{value:+.2f}"), (end, ROW * (row + 0.5)), (4 if value > 0 else -4, 0),
        textcoords="offset points", ha="left" if value > 0 else "right", va="center_baseline",
        size=SMALL_SIZE, color=INK, weight=weight, zorder=4,
        bbox={"facecolor": "white", "linewidth": 0, "pad": 0.8},
    )  # fmt: skip


def _draw_scale(
    page: Page, axes: Axes, left: float, across: float, ends: tuple[float, float], data: Waterfall
) -> None:
    axes.axvline(0, color=INK, linewidth=1.2, zorder=3)
    low, high = ends
    zero = left + across * -low / (high - low)
    page.write(zero, FOOT - 0.2, "0", SMALL_SIZE, MUTED, align="center")
    page.write(zero + 0.12, FOOT - 0.4, f"{data.winner} ahead →", SMALL_SIZE, INK)
    page.write(zero - 0.12, FOOT - 0.4, f"← {data.runner_up} ahead", SMALL_SIZE, INK, align="right")


def _write_heads(page: Page, left: float, top: float, data: Waterfall) -> None:
    for column, name in enumerate((data.winner, data.runner_up), start=1):
        short = {"Other suppliers": "others", "United States": "US", "United Kingdom": "UK"}
        page.write(left + GAP + NUMBER * column, top + 0.1, short.get(name, name), TEXT_SIZE,
                   supplier_colour(name), "bold", "right")  # fmt: skip


def _write_numbers(
    page: Page, left: float, base: float, ours: float, theirs: float, weight: str = "normal"
) -> None:
    for column, value in enumerate((ours, theirs), start=1):
        words = two_digits(value)
        page.write(left + GAP + NUMBER * column, base, words, SMALL_SIZE, INK, weight, "right")


def _key(data: Waterfall) -> list[KeyItem]:
    return [
        KeyItem(f"speaks for {data.winner}", tint(supplier_colour(data.winner), FOR)),
        KeyItem(f"speaks for {data.runner_up}", supplier_colour(data.runner_up), hatched=True),
        KeyItem("margin, the sum of all bars", INK),
    ]


def _notes(data: Waterfall) -> list[str]:
    bold = (
        "Reasons in bold were decisive: without the difference that the group makes, "
        f"{data.runner_up} would have won."
        if data.race.decisive
        else "No group of reasons was decisive alone."
    )
    return [
        "Utility has no unit: each 1 that the reasons add makes an offer 2.7 times as likely to be "
        "preferred, before chance is drawn. The columns are what each reason gives either offer; a "
        "bar is their difference. Chance is what the model adds for all that it does not know.",
        bold,
        *(
            f"{words[:1].upper()}{words[1:]}; this is the choice that came after."
            for words in data.stopped
        ),
    ]
