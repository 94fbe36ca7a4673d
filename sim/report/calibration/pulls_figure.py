"""Which evidence pulls which parameter, and in which direction: a matrix of signed numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.calibration.run import Calibration
from sim.plots.cells import Cells, cells, shaded
from sim.plots.frame import Caption, Frame
from sim.plots.style import INK, house

LEAST = 0.4  # inches of a cell
MOST_ROWS = 14  # of their own; the others are added up
PRINTED = 0.05  # errors; less is a dot
STRONG = 1.5  # errors at which a cell is darkest
Names = npt.NDArray[np.str_]
SIGNED = LinearSegmentedColormap.from_list(
    "pulls", ["#7f3b08", "#e08214", "#fee0b6", "#ffffff", "#d8daeb", "#8073ac", "#2d004b"]
)


@dataclass(frozen=True)
class Pulls:
    """What one stage's evidence does: ``cells`` [R, C] in errors of what the orders say."""

    heading: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Floats


def pulls_of(done: Calibration) -> list[Pulls]:
    """What the orders of each buyer do, and each target, if they are let."""
    names = np.array(done.peak.names)
    buyers = np.flatnonzero(np.abs(done.peak.slopes).max(axis=1))
    rows = [done.evidence.buyers[b] for b in buyers]
    found = [_sorted("Orders, by buyer", rows, names, done.peak.pulls[buyers])]
    if done.tilt is not None and done.tilt.step.any():
        moved = done.tilt.step != 0
        slopes = done.tilt.slopes[:, moved]
        each = slopes / slopes.sum(axis=0) * done.tilt.step[moved]
        found.append(
            _sorted("Targets", done.tilt.claims, np.array(list(done.posterior.priors))[moved], each)
        )
    return found


def _sorted(heading: str, rows: Sequence[str], names: Names, cells: Floats) -> Pulls:
    """The strongest first; of many rows the last are put together."""
    down = np.argsort(-np.abs(cells).sum(axis=1), kind="stable")
    across = np.argsort(-np.abs(cells).sum(axis=0), kind="stable")
    cells = cells[down][:, across]
    labels = [rows[i] for i in down[:MOST_ROWS]]
    if len(down) > MOST_ROWS:
        labels.append(f"{len(down) - MOST_ROWS} others together")
        cells = np.vstack([cells[:MOST_ROWS], cells[MOST_ROWS:].sum(axis=0)])
    return Pulls(heading, tuple(labels), tuple(names[across].tolist()), cells)


@house()
def pulls_figure(tables: Sequence[Pulls], caption: Caption) -> list[Figure]:
    """A matrix a stage, each on a page: evidence down, parameters across."""
    frame = Frame(pulls_title(tables), caption, NOTES)
    return cells(frame, [_cells(one) for one in tables], LEAST, beside=False)


def pulls_title(tables: Sequence[Pulls]) -> str:
    """The strongest single pull of the last stage."""
    last = tables[-1]
    row, column = np.unravel_index(np.abs(last.cells).argmax(), last.cells.shape)
    way = "up" if last.cells[row, column] > 0 else "down"
    return f"{last.heading}: {last.rows[row]} pulls hardest, {last.columns[column]} {way}"


def _cells(one: Pulls) -> Cells:
    values = np.vstack([one.cells, one.cells.sum(axis=0)])
    small = np.abs(values) < PRINTED
    words = np.where(small, "·", np.vectorize(lambda value: true_minus(f"{value:+.2f}"))(values))
    return Cells(
        (*one.rows, "all together"), one.columns, shaded(SIGNED, 0.5 + 0.5 * values / STRONG),
        words, [INK] * len(one.columns), one.heading, pale=small, totals=(1, 0),
    )  # fmt: skip


NOTES = (
    "Cells: by how many of its errors the evidence of a row moves a parameter, all else equal. "
    "Orders: the slope of a buyer's likelihood at the estimate times the covariance there; all "
    "together they hold the prior in balance. Targets: each one's part of the step. Plus (purple): "
    "to higher values; minus (orange): to lower ones. For a weight that is negative, higher means "
    "a weaker effect. A dot: less than 0.05.",
)
