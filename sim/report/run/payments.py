"""Who pays, in words: what third states pay of the orders of each buyer that they pay for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from sim.base.arrays import Floats
from sim.base.bands import ENDS_OF_90
from sim.base.phrases import capital, possessive, the, years
from sim.experiment.damage import kept_table
from sim.experiment.payments import money_in
from sim.experiment.stream import Rows, add_at, read_through
from sim.measure.measures import range_in_words, value_in_words
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

FILE = "payments.parquet"
NOTE = (
    "A payer pays a part of the price of each order: that of its money in all that the buyer can "
    "spend there in that year. So what it pays follows the orders, and may come to more or less "
    "than what it gives a year."
)


@dataclass(frozen=True)
class Payment:
    """What a third state pays of a buyer's orders in the years in which it gives money."""

    payer: str
    buyer: str
    window: tuple[int, int]
    ordered: Floats  # [W] US$ m, from all suppliers
    paid: Floats  # [W] US$ m

    @property
    def sentence(self) -> str:
        """Of how much it pays how much, in the median world and in nine tenths of all."""
        some = self.ordered > 0.0
        part = self.paid[some] / self.ordered[some]
        return (
            f"{capital(possessive(self.buyer))} orders of {years(*self.window)} cost "
            f"US$ {_drawn('money', self.ordered, ' m')}. Of this {the(self.payer)} pays "
            f"US$ {_drawn('money', self.paid, ' m')}; as a share of each world's orders, "
            f"{_drawn('share', part)}."
        )


def _drawn(kind: str, drawn: Floats, unit: str = "") -> str:
    """Median of the worlds and their 90% band."""
    if not drawn.size:
        return "undefined"
    low, high = np.quantile(drawn, ENDS_OF_90).tolist()
    median = value_in_words(kind, float(np.median(drawn)))
    return f"{median}{unit} ({range_in_words(kind, low, high)} in 90% of worlds)"


class _Bought:
    """US$ m of the orders of every world, buyer and year [W, B, Y]."""

    def __init__(self, worlds: int, buyers: int, first_year: int, last_year: int) -> None:
        self.first_year = first_year
        self.usd = np.zeros((worlds, buyers, last_year - first_year + 1))

    def add(self, rows: Rows) -> None:
        """Take from one batch."""
        places = (rows["world"], rows["buyer"], rows["order_year"] - self.first_year)
        add_at(self.usd, places, rows["usd_m"])


def payments_of(folder: Path, scenario: Scenario, theatre: Theatre) -> tuple[Payment, ...]:
    """Each payer and buyer of a run; nothing where nobody pays or the tables were not kept.

    Args:
        folder: of the run.
        scenario: of the run.
        theatre: of the run.
    """
    if not (folder / FILE).is_file() or not (folder / "orders.parquet").is_file():
        return ()
    size = (scenario.worlds, len(theatre.buyers), scenario.first_year, scenario.last_year)
    bought = _Bought(*size)
    columns = ["world", "buyer", "order_year", "usd_m"]
    read_through(folder / "orders.parquet", columns, theatre, [bought])
    return tuple(_each(folder, scenario, theatre, bought.usd))


def _each(folder: Path, scenario: Scenario, theatre: Theatre, bought: Floats) -> Iterator[Payment]:
    table = pq.read_table(kept_table(folder / FILE))
    world, usd_m = table["world"].to_numpy(), table["usd_m"].to_numpy()
    of_payer = np.array(table["payer"].to_pylist(), dtype=np.str_)
    of_buyer = np.array(table["buyer"].to_pylist(), dtype=np.str_)
    money = money_in(theatre, _at_its_longest(scenario))
    for payer, given in money.by_payer.items():
        for b in np.flatnonzero(given.any(axis=(0, 2))):
            paying = np.flatnonzero(given[:, b].any(axis=1))
            first, last = int(paying[0]), int(paying[-1])
            own = (of_buyer == theatre.buyers[b]) & (of_payer == payer)
            paid = np.zeros(len(bought))
            add_at(paid, [world[own]], usd_m[own])
            window = scenario.first_year + first, scenario.first_year + last
            ordered = bought[:, b, first : last + 1].sum(axis=1)
            yield Payment(payer, theatre.buyers[b], window, ordered, paid)


def _at_its_longest(scenario: Scenario) -> Scenario:
    """The same, but money that differs from world to world is given in all years that may be."""
    events = (
        event.model_copy(update={"until": None}) if event.differs else event
        for event in scenario.events
    )
    return replace(scenario, events=tuple(events))
