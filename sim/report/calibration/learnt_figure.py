"""What the evidence says of each parameter: its posterior on its prior, on one axis for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.base.numbers import true_minus
from sim.base.parameters import PARAMETERS
from sim.calibration.plan import CalibrationPlan
from sim.calibration.run import Fitted
from sim.calibration.scores import values_of
from sim.plots.page import MARGIN, Caption, KeyItem, Page, new_page
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
    tint,
)
from sim.plots.wrap import width_of

WIDTH = 13.0  # inches, as all below
ROW, HEADING, HEAD, FOOT = 0.25, 0.42, 0.42, 0.62
GAP = 0.15
PRIOR, POSTERIOR, SHARE = 1.35, 1.75, 0.75  # columns right of the panel
REACH = (3.0, 5.0)  # of the axis at least and at most, in standard deviations of the prior
EDGE = 1.6449  # standard normal scores that hold 90% between them
UNMOVED = "#8c8c8c"
BAND = "#e2e2e2"
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class ParameterRow:
    """A parameter: quantiles of its scores, intervals in its own unit, and how much is narrowed."""

    name: str
    group: str
    scores: tuple[float, ...]  # 5%, 25%, 50%, 75% and 95%; under the prior −1.64 to 1.64
    prior: str
    posterior: str
    narrowed: float  # share of the prior's variance that is gone
    informed: bool  # by any of the stages


def parameter_rows(plan: CalibrationPlan, fitted: Sequence[Fitted]) -> list[ParameterRow]:
    """Rows by how much they are narrowed; a parameter that no stage informs comes last."""
    names, sample = tuple(plan.free), fitted[-1].sample
    informed = np.any([item.learnt.informed for item in fitted], axis=0)
    ends = values_of(np.array([[-EDGE] * len(names), [EDGE] * len(names)]), names)
    values = values_of(sample, names)
    rows = []
    for column, name in enumerate(names):
        low, median, high = np.quantile(values[:, column], (0.05, 0.5, 0.95)).tolist()
        rows.append(
            ParameterRow(
                name,
                PARAMETERS[name].group,
                tuple(np.quantile(sample[:, column], QUANTILES).tolist()),
                f"{_number(ends[0, column])} to {_number(ends[1, column])}",
                f"{_number(median)}  ({_number(low)} to {_number(high)})",
                max(1.0 - float(sample[:, column].var()), 0.0),
                bool(informed[column]),
            )
        )
    return sorted(rows, key=lambda row: (not row.informed, -row.narrowed, row.name))


@house()
def learnt_figure(rows: Sequence[ParameterRow], caption: Caption) -> Figure:
    """Intervals of posterior and prior, by group; those that stay at their prior are apart."""
    sections = _sections(rows)
    left = MARGIN + max(width_of(row.name, TEXT_SIZE, "bold") for row in rows) + GAP
    across = WIDTH - left - GAP - PRIOR - POSTERIOR - SHARE - MARGIN
    table = sum(HEADING + ROW * len(inside) for _, inside in sections)
    page = new_page(WIDTH, HEAD + table + FOOT, learnt_title(rows), caption, _notes(rows), _KEY)
    axes = page.axes(left, FOOT, across, table)
    reach = _reach(rows)
    axes.set(xlim=(-reach, reach), ylim=(table, 0))  # downwards, in inches
    axes.axis("off")
    top = FOOT + table
    columns = [left + across + GAP + PRIOR, 0.0, 0.0]
    columns[1:] = columns[0] + POSTERIOR, columns[0] + POSTERIOR + SHARE
    heads = (("prior,", "90%"), ("posterior median", "(90%)"), ("narrowed", "by"))
    for at, lines in zip(columns, heads, strict=True):
        for i, words in enumerate(reversed([line for line in lines if line])):
            page.write(at, top + 0.08 + 0.16 * i, words, SMALL_SIZE, MUTED, align="right")
    _write_scale(page, axes, left, across, reach)
    down = 0.0
    for title, inside in sections:
        page.write(MARGIN, top - down - HEADING + 0.1, title, TEXT_SIZE + 1, INK, "bold")
        down += HEADING
        for row in inside:
            middle, base = down + ROW / 2, top - down - ROW / 2 - 0.045
            _draw_row(axes, row, middle, reach)
            ink = INK if row.informed else MUTED
            page.write(left - GAP, base, row.name, TEXT_SIZE, ink, align="right")
            share = f"{row.narrowed:.0%}" if row.informed else "–"
            for at, word in zip(columns, (row.prior, row.posterior, share), strict=True):
                page.write(at, base, word, SMALL_SIZE + 0.5, ink, align="right")
            down += ROW
    return page.figure


def learnt_title(rows: Sequence[ParameterRow]) -> str:
    """How many parameters the evidence speaks of, and of which most."""
    informed = [row for row in rows if row.informed]
    if not informed:
        return f"The evidence informs none of the {len(rows)} parameters"
    most = [row.name for row in informed[:3]]
    listed = most[0] if len(most) == 1 else f"{', '.join(most[:-1])} and {most[-1]}"
    words = f"The evidence speaks of {len(informed)} of {len(rows)} parameters"
    return f"{words}, most of all of {listed}; {_rest(rows)}"


def _rest(rows: Sequence[ParameterRow]) -> str:
    left = sum(not row.informed for row in rows)
    if left == 0:
        return "none stays at its prior"
    return "one stays at its prior" if left == 1 else f"{left} stay at their priors"


def _reach(rows: Sequence[ParameterRow]) -> float:
    """Half the axis: all bars, in steps of a half."""
    farthest = max(abs(end) for row in rows for end in row.scores)
    return float(np.clip(np.ceil(2 * farthest) / 2, *REACH))


def _notes(rows: Sequence[ParameterRow]) -> list[str]:
    beyond = [row.name for row in rows if abs(row.scores[2]) > EDGE]
    if not beyond:
        return list(NOTES)
    names = ", ".join(beyond)
    return [*NOTES, f"Prior and evidence disagree, the median is outside the prior's 90%: {names}."]


def _sections(rows: Sequence[ParameterRow]) -> list[tuple[str, list[ParameterRow]]]:
    """Groups by the parameter that is narrowed most."""
    groups: dict[str, list[ParameterRow]] = {}
    for row in rows:
        if row.informed:
            groups.setdefault(row.group.capitalize(), []).append(row)
    apart = [row for row in rows if not row.informed]
    return [*groups.items(), *([(APART, apart)] if apart else [])]


APART = "The evidence does not inform these: they stay at their priors"


def _number(value: float) -> str:
    return true_minus(f"{value:.2f}") if abs(value) < 100 else f"{value:.3g}"


def _write_scale(page: Page, axes: Axes, left: float, across: float, reach: float) -> None:
    for tick in range(-int(reach), int(reach) + 1):
        axes.axvline(tick, color=GRID, linewidth=0.8, zorder=0.5)
        place = left + across * (tick + reach) / (2 * reach)
        words = "prior median" if tick == 0 else true_minus(f"{tick:+d}")
        page.write(place, FOOT - 0.2, words, SMALL_SIZE, MUTED, align="center")
    words = "standard deviations of the prior (lower values of the parameter to the left)"
    page.write(left + across / 2, FOOT - 0.4, words, SMALL_SIZE, MUTED, align="center")


def _draw_row(axes: Axes, row: ParameterRow, at: float, reach: float) -> None:
    low, lower, median, upper, high = (float(np.clip(end, -reach, reach)) for end in row.scores)
    axes.add_patch(_bar(-EDGE, EDGE, at, 0.40, BAND, 1.0))
    if not row.informed:
        axes.add_patch(
            Rectangle((low, at - ROW * 0.2), high - low, ROW * 0.4, facecolor="white",
                      edgecolor=tint(UNMOVED, 0.8), hatch="/////", linewidth=0.7, zorder=2)
        )  # fmt: skip
    else:
        axes.add_patch(_bar(low, high, at, 0.20, light_band(DELIVERIES), 2.0))
        axes.add_patch(_bar(lower, upper, at, 0.30, dark_band(DELIVERIES), 2.1))
        frame = _bar(low, high, at, 0.20, "none", 2.05)
        frame.set(edgecolor=dark_band(DELIVERIES), linewidth=0.6)
        axes.add_patch(frame)
    axes.plot([median] * 2, [at - ROW * 0.36, at + ROW * 0.36], linewidth=2.6, zorder=3,
              color=DELIVERIES if row.informed else UNMOVED, solid_capstyle="butt")  # fmt: skip


def _bar(low: float, high: float, at: float, half: float, colour: str, order: float) -> Rectangle:
    return Rectangle((low, at - ROW * half), high - low, 2 * ROW * half, facecolor=colour,
                     linewidth=0, zorder=order)  # fmt: skip


_KEY = [
    KeyItem("prior, 90%", BAND),
    KeyItem("posterior median", DELIVERIES, width=2.6),
    KeyItem("50%", dark_band(DELIVERIES)),
    KeyItem("90%", light_band(DELIVERIES)),
    KeyItem("90%, nothing learnt", tint(UNMOVED, 0.8), hatched=True),
]

NOTES = (
    "Narrowed by: share of the prior's variance that is gone. A bar that lies to one side has been "
    "moved; a bar shorter than the grey one has been narrowed. Values at the right are in the "
    "parameter's own unit.",
    "A parameter stays at its prior if the figures of no stage explain more than 1% of its "
    "variance in worlds that were held out. That is what the evidence cannot tell, not what is "
    "known to be so.",
)
