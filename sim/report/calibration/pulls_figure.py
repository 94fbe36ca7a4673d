"""Which evidence pulls which parameter, and in which direction: a matrix of signed numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure

from sim.base.arrays import Floats
from sim.base.numbers import true_minus
from sim.calibration.figures import ALL_BUYERS
from sim.calibration.plan import CalibrationPlan
from sim.calibration.run import Fitted
from sim.plots.page import MARGIN, Caption, Page, new_page
from sim.plots.style import INK, MUTED, SMALL_SIZE, TEXT_SIZE, house
from sim.plots.wrap import width_of

ROW, COLUMN = 0.25, 0.5  # inches of a cell
HEADING, BETWEEN = 0.34, 0.25
MOST_BUYERS = 14  # rows of their own; the others are added up
PRINTED = 0.05  # standard deviations; less is a dot
STRONG = 0.6  # standard deviations at which a cell is darkest
LONGEST = 5.0  # inches of a row's words
SIGNED = LinearSegmentedColormap.from_list(
    "pulls", ["#7f3b08", "#e08214", "#fee0b6", "#ffffff", "#d8daeb", "#8073ac", "#2d004b"]
)


@dataclass(frozen=True)
class Pulls:
    """What one stage's figures do: ``cells`` [R, C] in standard deviations of the prior."""

    heading: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Floats


def pulls_of(plan: CalibrationPlan, item: Fitted) -> Pulls | None:
    """Pulls by source and informed parameter; the strongest first. None if nothing is informed."""
    if not item.learnt.informed.any():
        return None
    pulls = item.learnt.pulls(item.held_to.observed)[:, item.learnt.informed]
    names = [name for name, told in zip(plan.free, item.learnt.informed, strict=True) if told]
    sources = list(dict.fromkeys(item.held_to.sources))
    place = np.array([sources.index(source) for source in item.held_to.sources])
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


def _labels(item: Fitted) -> dict[str, str]:
    return {
        asked.claim.id: f"{asked.claim.id}  {asked.measure.label}" for asked in item.held_to.claims
    }


@house()
def pulls_figure(tables: Sequence[Pulls], caption: Caption) -> Figure:
    """A matrix a stage, one under the other: evidence down, parameters across."""
    left = MARGIN + min(
        max((width_of(row, TEXT_SIZE) for one in tables for row in one.rows), default=1.0), LONGEST
    )
    left += 0.12
    widest = max((len(one.columns) for one in tables), default=1)
    width = max(left + COLUMN * widest + MARGIN, 9.0)
    heights = [_height(one) for one in tables]
    page = new_page(width, sum(heights) + 0.1, pulls_title(tables), caption, NOTES)
    top = sum(heights) + 0.1
    for one, height in zip(tables, heights, strict=True):
        _draw(page, one, left, top)
        top -= height
    return page.figure


def pulls_title(tables: Sequence[Pulls]) -> str:
    """The strongest single pull of the last stage."""
    if not tables:
        return "No figure pulls any parameter"
    last = tables[-1]
    row, column = np.unravel_index(np.abs(last.cells).argmax(), last.cells.shape)
    way = "up" if last.cells[row, column] > 0 else "down"
    claim, _, words = last.rows[row].partition("  ")
    source = f"{words} ({claim})" if words else claim
    return f"In the last stage, {source} pulls hardest: {last.columns[column]} {way}"


def _height(one: Pulls) -> float:
    tallest = max(width_of(name, TEXT_SIZE) for name in one.columns)
    return HEADING + tallest + 0.15 + ROW * (len(one.rows) + 1.5) + BETWEEN


def _draw(page: Page, one: Pulls, left: float, top: float) -> None:
    tallest = max(width_of(name, TEXT_SIZE) for name in one.columns)
    count, high = len(one.rows), ROW * (len(one.rows) + 1.5)
    page.write(MARGIN, top - 0.18, one.heading, TEXT_SIZE + 2, INK, "bold")
    axes = page.axes(left, top - HEADING - tallest - 0.15 - high, COLUMN * len(one.columns), high)
    axes.set(xlim=(-0.5, len(one.columns) - 0.5), ylim=(count + 1.0, -0.5))
    axes.axis("off")
    total = one.cells.sum(axis=0)[None]
    for first, cells in ((0.0, one.cells), (count + 0.5, total)):
        _shade(axes, cells, first)
    words = [*one.rows, "all together"]
    for at, label in zip([*range(count), count + 0.5], words, strict=True):
        axes.text(-0.5 - 0.1 / COLUMN, at, label, ha="right", va="center_baseline", size=TEXT_SIZE,
                  color=INK, weight="bold" if at > count else "normal")  # fmt: skip
    for column, name in enumerate(one.columns):
        axes.text(column, -0.5 - 0.09 / ROW, name, rotation=90, ha="center", va="bottom",
                  size=TEXT_SIZE, color=INK)  # fmt: skip


def _shade(axes: Axes, cells: Floats, first: float) -> None:
    rows, columns = cells.shape
    axes.pcolormesh(
        np.arange(columns + 1) - 0.5, first + np.arange(rows + 1) - 0.5, cells, cmap=SIGNED,
        vmin=-STRONG, vmax=STRONG, edgecolors="#ececec", linewidth=0.6,
    )  # fmt: skip
    for row in range(rows):
        for column in range(columns):
            value = float(cells[row, column])
            small = abs(value) < PRINTED
            words = "·" if small else true_minus(f"{value:+.2f}")
            axes.text(column, first + row, words, ha="center", va="center_baseline",
                      size=SMALL_SIZE, color=MUTED if small else _ink_on(value))  # fmt: skip


def _ink_on(value: float) -> str:
    red, green, blue = to_rgb(SIGNED(0.5 + 0.5 * value / STRONG)[:3])
    return "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.55 else INK


NOTES = (
    "Cells: by how many standard deviations of its prior the evidence of a row moves the expected "
    "value of a parameter, all else as learnt: the weight of each figure in the stage's ridge "
    "regression times the distance of the record from the worlds of that stage, added up over the "
    "row. Plus (purple): to higher values; minus (orange): to lower ones. For a weight that is "
    "negative, higher means a weaker effect. A dot: less than 0.05.",
    "Only parameters of which the stage explains more than 1% are shown. A later stage begins "
    "where the earlier one ended, so its pulls come on top.",
)
