"""Results folder → announcements of some buyers' talks, and which of them became orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.stream import Rows, add_at, read_through
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

_COLUMNS = ("world", "year", "buyer", "supplier", "became_order")


@dataclass(frozen=True)
class Announced:
    """Announcements of one buyer's talks with each supplier in all worlds, in simulated years.

    Talks about one class of arms count once a year; so does what became an order of that class
    and year.
    """

    talks: Floats  # [W, S, Y]
    orders: Floats  # [W, S, Y] those of the talks that became orders


def read_announced(
    folder: Path, scenario: Scenario, theatre: Theatre, buyers: Sequence[str]
) -> dict[str, Announced]:
    """Read the announcements of those buyers for which they are recorded, in one pass.

    They are for no aggregate of many states, and for nobody in a folder without their table.
    """
    path = folder / "announcements.parquet"
    single = [buyer for buyer in buyers if buyer not in theatre.aggregates]
    if not single or not path.exists():
        return {}
    heard = [Heard(scenario, theatre, buyer) for buyer in single]
    read_through(path, _COLUMNS, theatre, heard)
    return {
        buyer: Announced(one.talks, one.orders) for buyer, one in zip(single, heard, strict=True)
    }


class Heard:
    """Collects the announcements of one buyer."""

    def __init__(self, scenario: Scenario, theatre: Theatre, buyer: str) -> None:
        """Begin with nothing."""
        self.place = theatre.buyers.index(buyer)
        self.first = scenario.first_year
        years = scenario.last_year - scenario.first_year + 1
        self.talks = np.zeros((scenario.worlds, len(theatre.suppliers), years))
        self.orders = np.zeros_like(self.talks)

    def add(self, rows: Rows) -> None:
        """Take the buyer's rows of a batch, of which each is a class of arms in a year."""
        keep = np.flatnonzero(rows["buyer"] == self.place)
        cells = rows["world"][keep], rows["supplier"][keep], rows["year"][keep] - self.first
        add_at(self.talks, cells, np.ones(len(keep)))
        add_at(self.orders, cells, rows["became_order"][keep].astype(np.float64))
