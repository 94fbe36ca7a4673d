"""Several runs held against the first: inputs, an answer, plots and a table of measures."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.compare.compare import ComparedSide, Comparison, compare, meaning
from sim.compare.sides import Run
from sim.plots.drawing import Plot, draw_all
from sim.report.compare.answers import answer
from sim.report.compare.effects import EffectRow, EffectSection, effects_data
from sim.report.compare.gallery import BASE, SHOWN, shown_answer
from sim.report.compare.write import buyers_drawn, plots_of
from sim.report.html.images import Picture, picture
from sim.report.html.inputs import FieldChange, changes


@dataclass(frozen=True)
class PageSide:
    """One run against the base."""

    title: str
    answer: str
    meaning: str
    changes: tuple[FieldChange, ...]
    rows: tuple[EffectRow, ...]  # of measures that differ
    equal: tuple[str, ...]  # measures that do not


@dataclass(frozen=True)
class Compared:
    """All runs against the first."""

    base: str
    sides: tuple[PageSide, ...]
    pictures: tuple[Picture, ...]


def compared(runs: Sequence[Run], processes: int = 1) -> Compared:
    """Hold runs against the first of them.

    Raises:
        NotComparableError: if they have no year in common.
    """
    found = compare(runs)
    sections = effects_data(found).sections
    sides = tuple(
        _side(found, against, section)
        for against, section in zip(found.against, sections, strict=True)
    )
    return Compared(found.base.title, sides, _pictures(found, processes))


def _side(found: Comparison, against: ComparedSide, section: EffectSection) -> PageSide:
    base, other = found.base, against.other
    assert isinstance(base, Run) and isinstance(other, Run)
    return PageSide(
        other.title, _answer(found, against, base, other),
        meaning(base, other), changes(base, other), section.rows, section.equal,
    )  # fmt: skip


def _answer(found: Comparison, against: ComparedSide, base: Run, other: Run) -> str:
    """A shipped question as the gallery answers it; else by the measures that only one side has."""
    if base.scenario.name == BASE and other.scenario.name in SHOWN:
        return shown_answer(found, against, SHOWN[other.scenario.name])
    common = {item.id for item in base.scenario.measures}
    asked = [item.id for item in other.scenario.measures if item.id not in common]
    return answer(found, against, (), asked)


def _pictures(found: Comparison, processes: int) -> tuple[Picture, ...]:
    titles = "; ".join(side.title for side in found.sides)
    with tempfile.TemporaryDirectory() as folder:
        plots = [
            Plot(Path(folder) / plot.path.name, plot.figure, plot.parts)
            for plot in plots_of(found, buyers_drawn(found))
        ]
        return tuple(picture(path, f"Compared: {titles}.") for path in draw_all(plots, processes))
