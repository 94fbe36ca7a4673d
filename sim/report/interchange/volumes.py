"""Yearly volumes of every buyer of a run, a few buyers at a time."""

from collections.abc import Iterator
from pathlib import Path

from sim.report.run.read import BuyerRun, read_buyers
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

_CELLS = 30_000_000  # of arrays held together


def buyers_of(folder: Path, scenario: Scenario, theatre: Theatre) -> Iterator[BuyerRun]:
    """What each buyer ordered and received in all worlds, in the order of the theatre."""
    years = scenario.last_year - scenario.first_year + 1
    each = 3 * scenario.worlds * len(theatre.suppliers) * years
    together = max(1, _CELLS // each)
    for i in range(0, len(theatre.buyers), together):
        yield from read_buyers(folder, scenario, theatre, theatre.buyers[i : i + together])
