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
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sim.model.grids import Floats
from sim.scenario import Scenario

SPAN = 5  # years of a window of deliveries


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
        return (
            f"World {self.world} is the most typical of {self.worlds}: its {self.figures} "
            f"{self.of} lie {self.distance:.2f} from the medians (root mean square; 1 is half the "
            f"distance between the quartiles), those of a world in the middle "
            f"{self.median_distance:.2f}. Farthest off is {self.farthest}."
        )


def typical_world(folder: Path, scenario: Scenario, buyers: Sequence[str]) -> Typical:
    """The typical world by the measures of a run or, if it has none, by its deliveries.

    Args:
        folder: a results folder.
        scenario: of the run.
        buyers: the theatre's own names, whose deliveries count where there are no measures.
    """
    if scenario.measures:
        names, values = _measures(folder, scenario)
        return _nearest(names, values, "measures")
    names, values = _deliveries(folder, scenario, buyers)
    return _nearest(names, values, f"volumes of deliveries to {' and '.join(buyers)}")


def _measures(folder: Path, scenario: Scenario) -> tuple[list[str], Floats]:
    """Names and values [W, M] of all measures; NaN where undefined."""
    table = pq.read_table(folder / "measures.parquet")
    names = [item.id for item in scenario.measures]
    values = np.full((scenario.worlds, len(names)), np.nan)
    rows = zip(*(table.column(name).to_pylist() for name in table.column_names), strict=True)
    for world, name, value in rows:
        values[world, names.index(name)] = np.nan if value is None else value
    return names, values


def _deliveries(
    folder: Path, scenario: Scenario, buyers: Sequence[str]
) -> tuple[list[str], Floats]:
    """Volumes [W, figures] delivered by each supplier to each buyer in windows of five years."""
    table = pq.read_table(folder / "deliveries.parquet")
    chosen = pc.is_in(
        table.column("buyer").cast("string"), value_set=pc.cast(list(buyers), "string")
    )
    columns = [
        table.filter(chosen).column(name).to_pylist()
        for name in ("world", "buyer", "supplier", "delivery_year", "tiv")
    ]
    summed: dict[str, Floats] = {}
    for world, buyer, supplier, year, tiv in zip(*columns, strict=True):
        first = scenario.first_year + (year - scenario.first_year) // SPAN * SPAN
        last = min(first + SPAN - 1, scenario.last_year)
        name = f"{buyer} from {supplier}, {first}-{last}"
        summed.setdefault(name, np.zeros(scenario.worlds))[world] += tiv
    names = sorted(summed)
    return names, np.array([summed[name] for name in names]).T.reshape(scenario.worlds, len(names))


def _nearest(names: list[str], values: Floats, of: str) -> Typical:
    known = np.flatnonzero((~np.isnan(values)).any(axis=0))
    names, values = [names[i] for i in known], values[:, known]
    lower, median, upper = np.nanquantile(values, (0.25, 0.5, 0.75), axis=0)
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
