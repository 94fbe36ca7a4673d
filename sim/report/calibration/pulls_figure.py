"""Which evidence pulls which parameter, and in which direction: a matrix of signed numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.calibration.plan import CalibrationPlan
from sim.calibration.run import StageFit
from sim.calibration.summaries import ALL_BUYERS
from sim.plots.cells import Cells, cells, shaded
from sim.plots.frame import Caption, Frame
from sim.plots.style import INK, house

LEAST = 0.4  # inches of a cell
MOST_BUYERS = 14  # rows of their own; the others are added up
PRINTED = 0.05  # standard deviations; less is a dot
STRONG = 0.6  # standard deviations at which a cell is darkest
SIGNED = LinearSegmentedColormap.from_list(
    "pulls", ["#7f3b08", "#e08214", "#fee0b6", "#ffffff", "#d8daeb", "#8073ac", "#2d004b"]
)


@dataclass(frozen=True)
class Pulls:
    """What one stage's evidence does: ``cells`` [R, C] in standard deviations of the prior."""

    heading: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Floats


def pulls_of(plan: CalibrationPlan, item: StageFit) -> Pulls | None:
    """Pulls by source and informed parameter; the strongest first. None if nothing is informed."""
    if not item.regression.informed.any():
        return None
    pulls = item.regression.pulls(item.targets.observed)[:, item.regression.informed]
    names = [name for name, told in zip(plan.free, item.regression.informed, strict=True) if told]
    sources = list(dict.fromkeys(item.targets.sources))
    place = np.array([sources.index(source) for source in item.targets.sources])
    cells = np.stack([pulls[place == i].sum(axis=0) for i in range(len(sources))])
    labels = _labels(item)
    order = sorted(range(len(sources)), key=lambda i: -float(np.abs(cells[i]).sum()))
    rows, kept, rest = list[str](), list[Floats](), list[Floats]()
    for i in order:
        if sources[i] in labels or ALL_BUYERS in sources[i] or len(kept) < MOST_BUYERS:
            rows.append(labels.get(sources[i], sources[i]))
            kept.append(cells[i])
        else:
            rest.append(cells[i])
    if rest:
        rows.append(f"{len(rest)} other buyers together")
        kept.append(np.sum(rest, axis=0))
    table = np.stack(kept)
    columns = sorted(range(len(names)), key=lambda j: -float(np.abs(table[:, j]).sum()))
    heading = f"Stage {item.stage.id}, {item.stage.tenders} tenders, to {item.stage.last_year}"
    return Pulls(heading, tuple(rows), tuple(names[j] for j in columns), table[:, columns])


def _labels(item: StageFit) -> dict[str, str]:
    return {
        asked.claim.id: f"{asked.claim.id}  {asked.measure.label}" for asked in item.targets.claims
    }


@house()
def pulls_figure(tables: Sequence[Pulls], caption: Caption) -> list[Figure]:
    """A matrix a stage, each on a page: evidence down, parameters across."""
    frame = Frame(pulls_title(tables), caption, NOTES)
    if not tables:
        return [frame.nothing("No stage explains more than 1% of any parameter.")]
    return cells(frame, [_cells(one) for one in tables], LEAST, beside=False)


def pulls_title(tables: Sequence[Pulls]) -> str:
    """The strongest single pull of the last stage."""
    if not tables:
        return "No evidence pulls any parameter"
    last = tables[-1]
    row, column = np.unravel_index(np.abs(last.cells).argmax(), last.cells.shape)
    way = "up" if last.cells[row, column] > 0 else "down"
    claim, _, words = last.rows[row].partition("  ")
    source = f"{words} ({claim})" if words else claim
    return f"In the last stage, {source} pulls hardest: {last.columns[column]} {way}"


def _cells(one: Pulls) -> Cells:
    values = np.vstack([one.cells, one.cells.sum(axis=0)])
    small = np.abs(values) < PRINTED
    words = np.where(small, "·", np.vectorize(lambda value: true_minus(f"{value:+.2f}"))(values))
    return Cells(
        (*one.rows, "all together"), one.columns, shaded(SIGNED, 0.5 + 0.5 * values / STRONG),
        words, [INK] * len(one.columns), one.heading, pale=small, totals=(1, 0),
    )  # fmt: skip


NOTES = (
    "Cells: by how many standard deviations of its prior the evidence of a row moves the expected "
    "value of a parameter, all else as learnt: the weight of each summary statistic in the "
    "stage's ridge regression times the distance of the record from the worlds of that stage, "
    "added up over the row. Plus (purple): to higher values; minus (orange): to lower ones. For a "
    "weight that is negative, higher means a weaker effect. A dot: less than 0.05.",
    "Only parameters of which the stage explains more than 1% are shown. A later stage begins "
    "where the earlier one ended, so its pulls come on top.",
)
