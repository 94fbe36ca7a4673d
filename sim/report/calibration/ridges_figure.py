"""Ridges: pairs of parameters of which the evidence knows a combination better than either."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.base.parameters import PARAMETERS
from sim.calibration.run import Calibration
from sim.calibration.scores import values_of
from sim.plots.frame import Caption, Frame
from sim.plots.grid import Panel, grid
from sim.plots.key import KeyItem
from sim.plots.style import DELIVERIES, SMALL_SIZE, house, open_axes

MOST = 6  # pairs that are drawn
STRONG = 0.5  # a correlation that makes a title
LEAST = 0.15  # a correlation that is drawn
HIGH = 2.5  # inches of a panel


@dataclass(frozen=True)
class Ridge:
    """Two parameters, their values in the posterior, and the correlation of their scores."""

    names: tuple[str, str]
    values: Floats  # [size, 2]
    limits: Floats  # [2, 2] ends of the axis of each
    correlation: float


def ridges_of(done: Calibration) -> list[Ridge]:
    """The strongest correlations of the posterior, at most ``MOST``, that are not small."""
    priors = done.posterior.priors
    covariance = done.posterior.root @ done.posterior.root.T
    errors = np.sqrt(np.diag(covariance))
    table: Floats = covariance / np.outer(errors, errors)
    names = list(priors)
    pairs = list(combinations(range(len(names)), 2))
    pairs.sort(key=lambda pair: -abs(table[pair]))
    found = []
    for i, j in pairs[:MOST]:
        if abs(table[i, j]) < LEAST:
            break
        two = {name: priors[name] for name in (names[i], names[j])}
        values = values_of(done.sample[:, [i, j]], two)
        limits = np.stack([values.min(axis=0), values.max(axis=0)], axis=1)
        found.append(Ridge((names[i], names[j]), values, limits, float(table[i, j])))
    return found


@house()
def ridges_figure(found: Sequence[Ridge], caption: Caption) -> Figure:
    """A scatter for each pair."""
    key = (KeyItem("a row of the posterior", DELIVERIES, width=0, dots=True),)
    frame = Frame(ridges_title(found), caption, NOTES, key)
    if not found:
        return frame.nothing("No two parameters are correlated more than by chance.")
    panels = [
        Panel(_heading(one), vertical=_axis(one.names[1]).replace(" (", "\n(", 1),
              horizontal=_axis(one.names[0]), high=HIGH)
        for one in found
    ]  # fmt: skip
    made = grid(frame, panels, own="xy", right=0.3)
    for axes, one in zip(made.axes, found, strict=True):
        _draw(axes, one)
    return made.figure


def ridges_title(found: Sequence[Ridge]) -> str:
    """The strongest pair in words."""
    if not found:
        return "No two parameters make up for each other in the posterior"
    one, other = found[0].names
    size = true_minus(f"(correlation {found[0].correlation:+.2f})")
    if abs(found[0].correlation) < STRONG:
        return f"The evidence tells parameters apart: {one} and {other} the least {size}"
    return f"The evidence knows {one} and {other} best in combination: {_sentence(found[0])} {size}"


def _heading(one: Ridge) -> str:
    return true_minus(f"correlation {one.correlation:+.2f}")


def _sentence(one: Ridge) -> str:
    if one.correlation < 0:
        return "where one is higher, the other is lower"
    return "where one is higher, so is the other"


def _draw(axes: Axes, one: Ridge) -> None:
    axes.scatter(
        one.values[:, 0], one.values[:, 1], s=7, color=DELIVERIES, alpha=0.45, linewidth=0, zorder=2
    )
    room = 0.02 * np.ptp(one.limits, axis=1)[:, None] * np.array([-1, 1])
    axes.set(xlim=(one.limits + room)[0], ylim=(one.limits + room)[1])
    open_axes(axes)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.tick_params(labelsize=SMALL_SIZE)


def _axis(name: str) -> str:
    return f"{name} ({PARAMETERS[name].unit if name in PARAMETERS else 'score'})"


NOTES = (
    "Each dot is a row of the posterior. Parameters are "
    "independent under their priors, so every tilt comes from the evidence. Along the tilt the "
    "evidence tells less than across it: that is why worlds draw whole rows, never one parameter "
    "by itself. Dots that crowd at an edge are held there by the prior.",
    "Plus: where one is higher, so is the other; minus: where one is higher, the other is lower. "
    "Correlations are of scores, that is of the parameters on a scale on which their priors are "
    "standard normal.",
)
