"""Results folder → arrays of some buyers, of all exports, and of shares in a window.

Each table is read once for all that is asked of it. Axes: W worlds, B buyers, S suppliers, Y
simulated years.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.arrays import Floats
from sim.experiment.stream import Collector, read_through
from sim.report.run.collectors import BuyerOrders, Deliveries, TalksByYear
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class BuyerRun:
    """What one buyer ordered and received in all worlds. Volumes in TIV (millions).

    A world in which the buyer has no rows counts as zero. ``lag`` is the mean time from the year of
    an order to its delivery in years, weighted by volume, over all orders of the run; None if there
    are none.
    """

    buyer: str
    suppliers: tuple[str, ...]
    first_year: int
    deliveries: Floats  # [W, S, Y]
    orders: Floats  # [W, S, Y], by the year of signing
    orders_usd: Floats  # [W, S, Y] US$ m of the same orders
    book: Floats  # [Y] mean over worlds of deliveries from orders signed before the first year
    lag: float | None
    announced: TalksByYear | None  # None where it is not recorded


def read_buyers(
    folder: Path, scenario: Scenario, theatre: Theatre, buyers: Sequence[str],
    also: Sequence[Collector] = (),
) -> list[BuyerRun]:  # fmt: skip
    """Read the rows of some buyers, named as in the theatre, in one pass over each table.

    Memory grows with worlds times buyers. Talks are not on record for aggregates, nor in folders
    without their table.

    Args:
        folder: of the run.
        scenario: of the run.
        theatre: of the run.
        buyers: the theatre's own names.
        also: collectors that see the deliveries in the same pass.
    """
    arrived = [Deliveries(scenario, theatre, buyer) for buyer in buyers]
    signed = [BuyerOrders(scenario, theatre, buyer) for buyer in buyers]
    read_through(folder / "deliveries.parquet", Deliveries.COLUMNS, theatre, [*arrived, *also])
    if signed:
        read_through(folder / "orders.parquet", BuyerOrders.COLUMNS, theatre, signed)
    talks = read_talks(folder, scenario, theatre, buyers)
    return [
        BuyerRun(
            buyer, theatre.suppliers, scenario.first_year, delivered.tiv, ordered.tiv, ordered.usd,
            ordered.book(), ordered.lag(), talks.get(buyer),
        )
        for buyer, delivered, ordered in zip(buyers, arrived, signed, strict=True)
    ]  # fmt: skip


def read_talks(
    folder: Path, scenario: Scenario, theatre: Theatre, buyers: Sequence[str]
) -> dict[str, TalksByYear]:
    """Read the announcements of those buyers for which they are recorded, in one pass.

    They are for no aggregate of many states, and for nobody in a folder without their table.
    """
    path = folder / "announcements.parquet"
    if not path.exists():
        return {}
    found = {
        buyer: TalksByYear(scenario, theatre, buyer)
        for buyer in buyers
        if buyer not in theatre.aggregates
    }
    if found:
        read_through(path, TalksByYear.COLUMNS, theatre, list(found.values()))
    return found
