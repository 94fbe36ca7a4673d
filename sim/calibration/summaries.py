"""Summary statistics: what simulated worlds and the record are compared by.

Each is a number of a world, computed by the same function from simulated and from recorded flows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.run import measure_block
from sim.experiment.worlds import Block
from sim.measure import stylised_facts as facts
from sim.measure.flows import Flows, Window
from sim.measure.scoring import on_scale
from sim.score.asked import ScorableClaim
from sim.theatre.theatre import Theatre

ALL_BUYERS = "all buyers"


@dataclass(frozen=True)
class DyadSummaries:
    """Who got the orders, or the deliveries, of every single buyer, by window of years.

    The square root of a share varies alike whether the share is large or small.
    """

    ledger: str  # orders or deliveries
    windows: tuple[Window, ...]

    def of(self, flows: Flows) -> Floats:
        """Statistics [W, F]: shares of dyads and of suppliers, and how concentrated and steady."""
        volumes = facts.windows_of(flows, self.ledger, self.windows)
        aggregates = [flows.buyers.index(b) for b in flows.buyers if b in flows.aggregates]
        volumes = facts.without(volumes, aggregates, [])
        dyads = np.nan_to_num(facts.shares(volumes))
        suppliers = np.nan_to_num(facts.shares(volumes.sum(axis=1, keepdims=True)))
        overall = [facts.concentration(volumes), facts.active_suppliers(volumes)]
        if len(self.windows) > 1:
            overall += [facts.mix_change(volumes), facts.top_kept(volumes)]
        parts = [np.sqrt(dyads), np.sqrt(suppliers), np.stack(overall, axis=1)]
        return np.concatenate([part.reshape(len(volumes), -1) for part in parts], axis=1)

    def sources(self, flows: Flows) -> list[str]:
        """Whose flows each statistic of ``of`` is about [F]: a buyer, or all of them."""
        each = len(flows.suppliers) * len(self.windows)
        buyers = [name for name in flows.buyers if name not in flows.aggregates]
        found = [name for name in buyers for _ in range(each)]
        return [*found, *[ALL_BUYERS] * (each + (4 if len(self.windows) > 1 else 2))]


@dataclass(frozen=True)
class Summaries:
    """All summary statistics of a stage: dyads, then claims on their scale.

    ``observed`` [F] is the record. ``sources`` [F] says where each comes from: flows of a buyer, or
    of all of them, or a claim by its id.
    """

    dyads: tuple[DyadSummaries, ...]
    claims: tuple[ScorableClaim, ...]
    observed: Floats
    sources: tuple[str, ...]

    @property
    def ledgers(self) -> frozenset[str]:
        """What figures of dyads read of the flows; those of claims are measures."""
        return frozenset(kind.ledger for kind in self.dyads)

    def of_block(self, block: Block) -> Floats:
        """Statistics [W, F] of the worlds of a block; NaN where a measure is undefined."""
        parts = [kind.of(block.flows) for kind in self.dyads]
        if self.claims:
            values = measure_block(block, [item.measure for item in self.claims])
            parts.append(np.stack([_scaled(item, values) for item in self.claims], axis=1))
        return np.concatenate(parts, axis=1)


def summaries_of(
    dyads: Iterable[DyadSummaries], claims: Iterable[ScorableClaim], theatre: Theatre
) -> Summaries:
    """Summary statistics of a stage, with what the record says of each."""
    dyads, claims = tuple(dyads), tuple(claims)
    recorded, sources = [], list[str]()
    for kind in dyads:
        flows = theatre.recorded[kind.ledger]
        recorded.append(kind.of(flows)[0])
        sources += [f"{kind.ledger} of {name}" for name in kind.sources(flows)]
    for item in claims:
        assert item.claim.observed is not None, item.claim.id
        value = np.array([item.claim.observed])
        recorded.append(on_scale(value, item.measure.kind, item.claim.scale))
        sources.append(item.claim.id)
    return Summaries(dyads, claims, np.concatenate(recorded), tuple(sources))


def _scaled(item: ScorableClaim, values: dict[str, Floats]) -> Floats:
    return on_scale(values[item.measure.id], item.measure.kind, item.claim.scale)


def filled(summaries: Floats) -> Floats:
    """Statistics [N, F] with each undefined value at the mean of the worlds that have one."""
    known = ~np.isnan(summaries)
    count = known.sum(axis=0)
    mean = np.where(known, summaries, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.where(known, summaries, mean)
