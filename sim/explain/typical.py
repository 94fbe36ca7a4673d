"""The most typical world of a run: the one whose figures lie nearest to the medians.

Each figure is measured in half the distance between its quartiles, so that shares, ranks and
volumes can be added up; a world's distance is the root mean square over all figures. Figures that
are the same in nearly all worlds have no such scale and are left out; one that is undefined in
a world counts there as far off as the farthest world that has one. Equals go to the lower number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.base.bands import QUARTILES
from sim.experiment.damage import kept_table
from sim.experiment.stream import Rows, add_at, read_through
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

SPAN = 5  # years of a window of deliveries
_READ = ("world", "buyer", "supplier", "delivery_year", "tiv")


@dataclass(frozen=True)
class Typical:
    """A world, and how near to the medians it is."""

    world: int
    distance: float  # root mean square, in half the distance between the quartiles
    median_distance: float  # of all worlds
    figures: int  # that were compared
    of: str  # what they are, in words
    farthest: str  # the figure in which it is farthest off, and how far
    worlds: int

    def words(self) -> str:
        """One sentence for readers."""
        if not self.figures:
            return f"World {self.world} of {self.worlds}: no figure differs between the worlds."
        head = f"World {self.world} is the most typical of {self.worlds}: its "
        if self.figures == 1:
            return (
                f"{head}one figure lies {self.distance:.2f} from the median (1 is half the "
                f"distance between the quartiles), that of a world in the middle "
                f"{self.median_distance:.2f}."
            )
        return (
            f"{head}{self.figures} {self.of} lie {self.distance:.2f} from the medians (root mean "
            "square; 1 is half the distance between the quartiles), those of a world in the middle "
            f"{self.median_distance:.2f}. Farthest off is {self.farthest}."
        )


def typical_world(
    folder: Path, scenario: Scenario, theatre: Theatre, buyers: Sequence[str]
) -> Typical:
    """The typical world by the measures of a run or, if it has none, by its deliveries.

    Args:
        folder: a results folder.
        scenario: of the run.
        theatre: of the run.
        buyers: the theatre's own names, whose deliveries count where there are no measures.
    """
    if scenario.measures:
        names, values = _measures(folder, scenario)
        return _nearest(names, values, "measures")
    windows = _Windows(scenario, theatre, buyers)
    read_through(folder / "deliveries.parquet", _READ, theatre, [windows])
    return _nearest(*windows.figures(), f"volumes of deliveries to {' and '.join(buyers)}")


def _measures(folder: Path, scenario: Scenario) -> tuple[list[str], Floats]:
    """Names and values [W, M] of all measures; NaN where undefined."""
    table = pq.read_table(kept_table(folder / "measures.parquet"))
    names = [item.id for item in scenario.measures]
    values = np.full((scenario.worlds, len(names)), np.nan)
    rows = zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True)
    for world, name, value in rows:
        values[world, names.index(name)] = np.nan if value is None else value
    return [item.label for item in scenario.measures], values


class _Windows:
    """Deliveries [W, B, S, windows] of five years to some buyers."""

    def __init__(self, scenario: Scenario, theatre: Theatre, buyers: Sequence[str]) -> None:
        self.scenario, self.theatre, self.buyers = scenario, theatre, buyers
        self.firsts = range(scenario.first_year, scenario.last_year + 1, SPAN)
        shape = scenario.worlds, len(buyers), len(theatre.suppliers), len(self.firsts)
        self.tiv = np.zeros(shape)

    def add(self, rows: Rows) -> None:
        """Take the rows of the buyers."""
        window = (rows["delivery_year"] - self.scenario.first_year) // SPAN
        for i, buyer in enumerate(self.buyers):
            own = rows["buyer"] == self.theatre.buyers.index(buyer)
            cells = rows["world"][own], rows["supplier"][own], window[own]
            one = np.zeros((len(self.tiv), *self.tiv.shape[2:]))
            add_at(one, cells, rows["tiv"][own])
            self.tiv[:, i] += one

    def figures(self) -> tuple[list[str], Floats]:
        """Names and values [W, figures] of all cells."""
        names = [
            f"{buyer} from {supplier}, {first}-{min(first + SPAN - 1, self.scenario.last_year)}"
            for buyer in self.buyers
            for supplier in self.theatre.suppliers
            for first in self.firsts
        ]
        return names, self.tiv.reshape(len(self.tiv), -1)


def _nearest(names: list[str], values: Floats, of: str) -> Typical:
    known = np.flatnonzero((~np.isnan(values)).any(axis=0))
    names, values = [names[i] for i in known], values[:, known]
    lower, median, upper = np.nanquantile(values, QUARTILES, axis=0)
    scale = (upper - lower) / 2.0
    told = np.flatnonzero(scale > 0.0)
    off = np.abs(values[:, told] - median[told]) / scale[told]
    off = np.where(np.isnan(off), np.nanmax(off, axis=0, initial=0.0), off)
    if not len(told):
        return Typical(0, 0.0, 0.0, 0, of, "", len(values))
    distance = np.sqrt((off**2).mean(axis=1))
    world = int(distance.argmin())
    worst = int(off[world].argmax())
    return Typical(
        world=world,
        distance=float(distance[world]),
        median_distance=float(np.median(distance)),
        figures=len(told),
        of=of,
        farthest=f"{names[told[worst]]} ({off[world, worst]:.2f})",
        worlds=len(values),
    )
