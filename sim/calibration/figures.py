"""Figures: what simulated worlds and the record are compared by.

A figure is a number of a world. Every kind of figure is computed by the same function from
simulated and from recorded flows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.evidence.score import on_scale
from sim.experiment.asked import Asked
from sim.experiment.run import ledgers_of, measure_block
from sim.experiment.worlds import Block
from sim.measure import patterns
from sim.measure.flows import Flows, Window
from sim.theatre.theatre import Theatre

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DyadFigures:
    """Who got the orders, or the deliveries, of every single buyer, by window of years.

    The square root of a share varies alike whether the share is large or small.
    """

    ledger: str  # orders or deliveries
    windows: tuple[Window, ...]

    def of(self, flows: Flows) -> Floats:
        """Figures [W, F]: shares of dyads and of suppliers, and how concentrated and steady."""
        volumes = patterns.windows_of(flows, self.ledger, self.windows)
        aggregates = [flows.buyers.index(b) for b in flows.buyers if b in flows.aggregates]
        volumes = patterns.without(volumes, aggregates, [])
        dyads = np.nan_to_num(patterns.shares(volumes))
        suppliers = np.nan_to_num(patterns.shares(volumes.sum(axis=1, keepdims=True)))
        summary = [patterns.concentration(volumes), patterns.active_suppliers(volumes)]
        if len(self.windows) > 1:
            summary += [patterns.mix_change(volumes), patterns.top_kept(volumes)]
        parts = [np.sqrt(dyads), np.sqrt(suppliers), np.stack(summary, axis=1)]
        return np.concatenate([part.reshape(len(volumes), -1) for part in parts], axis=1)


@dataclass(frozen=True)
class Figures:
    """All figures of a stage: dyads, then claims on their scale. ``observed`` [F] is the record."""

    dyads: tuple[DyadFigures, ...]
    claims: tuple[Asked, ...]
    observed: Floats

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


def figures_of(dyads: Iterable[DyadFigures], claims: Iterable[Asked], theatre: Theatre) -> Figures:
    """Figures of a stage, with what the record says of each."""
    dyads, claims = tuple(dyads), tuple(claims)
    recorded = [kind.of(theatre.recorded[kind.ledger])[0] for kind in dyads]
    for item in claims:
        assert item.claim.observed is not None, item.claim.id
        value = np.array([item.claim.observed])
        recorded.append(on_scale(value, item.measure.kind, item.claim.scale))
    return Figures(dyads, claims, np.concatenate(recorded))


def _scaled(item: Asked, values: dict[str, Floats]) -> Floats:
    return on_scale(values[item.measure.id], item.measure.kind, item.claim.scale)


def filled(figures: Floats) -> Floats:
    """The same with each undefined value at the mean of the worlds that have one."""
    known = ~np.isnan(figures)
    count = known.sum(axis=0)
    mean = np.where(known, figures, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.where(known, figures, mean)
