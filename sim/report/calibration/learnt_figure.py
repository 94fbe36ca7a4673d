"""What the evidence says of each parameter: its posterior on its prior, on one axis for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.base.bands import ENDS_OF_90, LEVELS
from sim.base.distributions import Normal
from sim.base.numbers import true_minus
from sim.base.parameters import PARAMETERS
from sim.calibration.run import Calibration
from sim.calibration.scores import values_of
from sim.plots.bars import draw_bar, draw_levels, draw_tick
from sim.plots.frame import Caption, Frame
from sim.plots.key import KeyItem
from sim.plots.style import (
    DELIVERIES,
    INK,
    MUTED,
    SMALL_SIZE,
    dark_band,
    house,
    light_band,
    tint,
)
from sim.plots.table import FigureRow, FigureSection, WordColumn, table

REACH = (3.0, 5.0)  # of the axis at least and at most, in standard deviations of the prior
EVENTS = "sizes of events, within their kind"
LEAST = 0.05  # share of the prior's variance that must go for a parameter to count as informed
EDGE = 1.6449  # standard normal scores that hold 90% between them
UNMOVED = "#8c8c8c"
PRIOR = "#e2e2e2"
COLUMNS = (
    WordColumn("prior,\n90%"),
    WordColumn("posterior median\n(90%)"),
    WordColumn("narrowed\nby"),
)


@dataclass(frozen=True)
class ParameterRow:
    """A parameter: quantiles of its scores, intervals in its own unit, and how much is narrowed."""

    name: str
    group: str
    scores: tuple[float, ...]  # 5%, 25%, 50%, 75% and 95%; under the prior −1.64 to 1.64
    prior: str
    posterior: str
    narrowed: float  # share of the variance that is gone; of a weak prior, where that was used
    informed: bool  # by orders or targets


def parameter_rows(done: Calibration) -> list[ParameterRow]:
    """Rows by how much they are narrowed; what no evidence informs comes last."""
    rows = []
    moved = set() if done.tilt is None else set(np.flatnonzero(done.tilt.step).tolist())
    for column, (name, prior) in enumerate(done.posterior.priors.items()):
        scores = done.sample[:, column]
        parameter = PARAMETERS.get(name)
        shown = prior if parameter is None else parameter.prior  # of the table, if it was weakened
        values = values_of(scores[:, None], {name: prior})[:, 0]
        if isinstance(shown, Normal):
            scores = (values - shown.mean) / shown.sd
        low, median, high = np.quantile(values, LEVELS[::2]).tolist()
        ends = [shown.quantile(u) for u in ENDS_OF_90]
        narrowed = max(1.0 - float(done.sample[:, column].var()), 0.0)
        rows.append(
            ParameterRow(
                name,
                EVENTS if parameter is None else parameter.group,
                tuple(np.quantile(scores, LEVELS).tolist()),
                f"{_number(ends[0])} to {_number(ends[1])}",
                f"{_number(median)}  ({_number(low)} to {_number(high)})",
                narrowed,
                column in moved or (name in done.peak.names and narrowed > LEAST),
            )
        )
    return sorted(rows, key=lambda row: (not row.informed, -row.narrowed, row.name))


@house()
def learnt_figure(rows: Sequence[ParameterRow], caption: Caption) -> list[Figure]:
    """Intervals of posterior and prior, by group; those that stay at their prior are apart."""
    frame = Frame(learnt_title(rows), caption, _notes(rows), _KEY)
    pages = table(frame, _sections(rows), COLUMNS, below=0.55)
    reach = _reach(rows)
    ticks = range(-int(reach), int(reach) + 1)
    for page in pages:
        axes = page.axes
        axes.set_xlim(-reach, reach)
        axes.set_xticks(ticks, [true_minus(f"{tick:+d}") if tick else "prior median"
                                for tick in ticks])  # fmt: skip
        axes.set_xlabel(_SCALE, size=SMALL_SIZE)
        for at, row in page.rows:
            _draw(axes, row, at)
    return [page.figure for page in pages]


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


def _sections(rows: Sequence[ParameterRow]) -> list[FigureSection[ParameterRow]]:
    """Groups by the parameter that is narrowed most."""
    groups: dict[str, list[FigureRow[ParameterRow]]] = {}
    for row in rows:
        heading = row.group.capitalize() if row.informed else APART
        share = f"{row.narrowed:.0%}" if row.informed else "–"
        ink = INK if row.informed else MUTED
        made = FigureRow(row.name, row, (row.prior, row.posterior, share), ink=ink)
        groups.setdefault(heading, []).append(made)
    return [FigureSection(heading, inside) for heading, inside in groups.items()]


_SCALE = "standard deviations of the prior (lower values of the parameter to the left)"
APART = "The evidence does not inform these: they stay at their priors"


def _number(value: float) -> str:
    return true_minus(f"{value:.2f}") if abs(value) < 100 else f"{value:.3g}"


def _draw(axes: Axes, row: ParameterRow, at: float) -> None:
    draw_bar(axes, (-EDGE, EDGE), at, 0.40, PRIOR, order=1.0)
    low, high = np.clip((row.scores[0], row.scores[-1]), *axes.get_xlim()).tolist()
    if row.informed:
        draw_levels(axes, row.scores, at, DELIVERIES)
        draw_bar(axes, (low, high), at, 0.20, "none", dark_band(DELIVERIES))  # told in grey too
        return
    draw_bar(axes, (low, high), at, 0.2, "white", tint(UNMOVED, 0.8), hatched=True)
    draw_tick(axes, row.scores[2], at, UNMOVED)


_KEY = [
    KeyItem("prior, 90%", PRIOR),
    KeyItem("posterior median", DELIVERIES, width=2.6),
    KeyItem("50%", dark_band(DELIVERIES)),
    KeyItem("90%", light_band(DELIVERIES)),
    KeyItem("90%, nothing learnt", tint(UNMOVED, 0.8), hatched=True),
]

NOTES = (
    "Narrowed by: share of the prior's variance that is gone. A bar that lies to one side has been "
    "moved; a bar shorter than the grey one has been narrowed. Values at the right are in the "
    "parameter's own unit. Grey is the prior of the table; where that was measured on the same "
    "orders, a weak one was used instead, so that nothing counts twice.",
    "A parameter counts as informed if a twentieth of its prior's variance is gone, or the "
    "targets have moved it. That others stay at their priors is what the evidence cannot tell, "
    "not what is known to be so.",
)
