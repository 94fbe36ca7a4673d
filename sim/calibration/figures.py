"""Figures: what simulated worlds and the record are compared by.

A figure is a number of a world. Every kind of figure is computed by the same function from
simulated and from recorded flows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.run import ledgers_of, measure_block
from sim.experiment.worlds import Block
from sim.measure import stylised_facts as facts
from sim.measure.flows import Flows, Window
from sim.measure.scoring import on_scale
from sim.score.asked import ScorableClaim
from sim.theatre.theatre import Theatre

ALL_BUYERS = "all buyers"


@dataclass(frozen=True)
class DyadFigures:
    """Who got the orders, or the deliveries, of every single buyer, by window of years.

    The square root of a share varies alike whether the share is large or small.
    """

    ledger: str  # orders or deliveries
    windows: tuple[Window, ...]

    def of(self, flows: Flows) -> Floats:
        """Figures [W, F]: shares of dyads and of suppliers, and how concentrated and steady."""
        volumes = facts.windows_of(flows, self.ledger, self.windows)
        aggregates = [flows.buyers.index(b) for b in flows.buyers if b in flows.aggregates]
        volumes = facts.without(volumes, aggregates, [])
        dyads = np.nan_to_num(facts.shares(volumes))
        suppliers = np.nan_to_num(facts.shares(volumes.sum(axis=1, keepdims=True)))
        summary = [facts.concentration(volumes), facts.active_suppliers(volumes)]
        if len(self.windows) > 1:
            summary += [facts.mix_change(volumes), facts.top_kept(volumes)]
        parts = [np.sqrt(dyads), np.sqrt(suppliers), np.stack(summary, axis=1)]
        return np.concatenate([part.reshape(len(volumes), -1) for part in parts], axis=1)

    def sources(self, flows: Flows) -> list[str]:
        """Whose flows each figure of ``of`` is about [F]: a buyer, or all of them."""
        each = len(flows.suppliers) * len(self.windows)
        buyers = [name for name in flows.buyers if name not in flows.aggregates]
        found = [name for name in buyers for _ in range(each)]
        return [*found, *[ALL_BUYERS] * (each + (4 if len(self.windows) > 1 else 2))]


@dataclass(frozen=True)
class Figures:
    """All figures of a stage: dyads, then claims on their scale.

    ``observed`` [F] is the record. ``sources`` [F] says where a figure comes from: flows of a
    buyer, or of all of them, or a claim by its id.
    """

    dyads: tuple[DyadFigures, ...]
    claims: tuple[ScorableClaim, ...]
    observed: Floats
    sources: tuple[str, ...]

    @property
    def ledgers(self) -> frozenset[str]:
        """What of the flows they read."""
        of_claims = ledgers_of(item.measure for item in self.claims)
        return of_claims | {kind.ledger for kind in self.dyads}

    def of_block(self, block: Block) -> Floats:
        """Figures [W, F] of the worlds of a block; NaN where a measure is undefined."""
        parts = [kind.of(block.flows) for kind in self.dyads]
        if self.claims:
            values = measure_block(block, [item.measure for item in self.claims])
            parts.append(np.stack([_scaled(item, values) for item in self.claims], axis=1))
        return np.concatenate(parts, axis=1)


def figures_of(
    dyads: Iterable[DyadFigures], claims: Iterable[ScorableClaim], theatre: Theatre
) -> Figures:
    """Figures of a stage, with what the record says of each."""
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
    return Figures(dyads, claims, np.concatenate(recorded), tuple(sources))


def _scaled(item: ScorableClaim, values: dict[str, Floats]) -> Floats:
    return on_scale(values[item.measure.id], item.measure.kind, item.claim.scale)


def filled(figures: Floats) -> Floats:
    """The same with each undefined value at the mean of the worlds that have one."""
    known = ~np.isnan(figures)
    count = known.sum(axis=0)
    mean = np.where(known, figures, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.where(known, figures, mean)
