"""What a page has of a scenario before it runs anything: bands, and how the record lies in them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.experiment.run import ledgers_of, measure_block, recorded_measures, resolve_measure
from sim.experiment.worlds import Block, map_worlds
from sim.measure.bands import band_of, tally, verdict
from sim.page.facts import rounded
from sim.plots.series import Band, band, rolled, shares_of
from sim.report.run.figures import plot_buyers
from sim.report.run.record import record_of

Views = dict[str, dict[str, list[Any]]]
_FLOWS = ("deliveries", "orders", "order_count")


@dataclass(frozen=True)
class Shipped:
    """Bands by view and buyer [suppliers][years][levels], and how the record lies in measures."""

    worlds: int
    views: Views
    standing: str

    def written(self) -> dict[str, Any]:
        """The same as ``Shipped`` in ``js/types.d.ts``."""
        return {"worlds": self.worlds, "views": self.views}


def shipped_of(
    case: Case, threads: int = 1, tick: Callable[[int], Any] = lambda done: None
) -> Shipped:
    """Run a scenario's worlds for what a page shows where the model cannot run.

    Args:
        case: scenario and theatre.
        threads: that share the worlds out.
        tick: told of the worlds that are done.
    """
    buyers = list(plot_buyers(case.scenario, case.theatre))
    places = [case.theatre.buyers.index(name) for name in buyers]
    measures = [resolve_measure(item, case.theatre) for item in case.scenario.measures]

    def take(block: Block) -> tuple[int, list[Floats], dict[str, Floats]]:
        flows = [getattr(block.flows, name)[:, places].sum(axis=3) for name in _FLOWS]
        return block.worlds, flows, measure_block(block, measures)

    parts = []
    read = ledgers_of(measures) | set(_FLOWS)
    for part in map_worlds(take, case, 0, case.scenario.worlds, threads, ledgers=read):
        parts.append(part)
        tick(part[0])
    deliveries, orders, counts = (
        np.concatenate([flows[i] for _, flows, _ in parts]) for i in range(len(_FLOWS))
    )  # [W, B, S, Y]
    views: Views = {name: {} for name in _VIEWS}
    for b, buyer in enumerate(buyers):
        before = record_of(case.theatre, buyer).before(case.scenario.first_year)
        past = np.broadcast_to(before, (len(deliveries), *before.shape))
        came = rolled(np.concatenate([past, deliveries[:, b]], axis=2))
        ordered, counted = rolled(orders[:, b]), rolled(counts[:, b])
        shown = (shares_of(came, axis=1), shares_of(ordered, axis=1), came, ordered, counted)
        for name, values in zip(_VIEWS, shown, strict=True):
            views[name][buyer] = _levels(band(values))
    measured = {
        item.id: np.concatenate([found[item.id] for _, _, found in parts]) for item in measures
    }
    return Shipped(case.scenario.worlds, views, _standing(case, measured))


_VIEWS = ("share-deliveries", "share-orders", "deliveries", "orders", "counts")
"""As ``VIEWS`` in ``js/views.js``."""


def _levels(bands: Band) -> list[Any]:
    return rounded(np.stack(bands.levels, axis=-1))


def _standing(case: Case, values: dict[str, Floats]) -> str:
    """How the record lies in the bands of the scenario's measures, in a clause."""
    measures = [resolve_measure(item, case.theatre) for item in case.scenario.measures]
    recorded = recorded_measures(measures, case.theatre)
    found = []
    for item in measures:
        band = band_of(values[item.id])
        if item.id in recorded and band is not None:
            found.append(verdict(recorded[item.id], item.kind, band))
    return tally(found).words("measure") if found else ""
