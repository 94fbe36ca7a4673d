"""Who a buyer's suppliers are, dyad by dyad: simulated shares beside those on record.

For each window on record: how far the mean simulated mix of a buyer is from the recorded one,
beside two forecasts that need no model, and whether the bands of the larger dyads hold the record.
Aggregates are left out as buyers and count as suppliers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import ENDS_OF_90, HOLDS
from sim.experiment.worlds import Block
from sim.measure import stylised_facts
from sim.measure.flows import Flows, Window
from sim.measure.scoring import interval_score
from sim.theatre.theatre import Theatre

FLOWS = ("deliveries", "orders")
LARGE = 0.1  # predicted mean share above which a dyad's band is judged


@dataclass(frozen=True)
class Mix:
    """One ledger and window: distances between 0 (the same suppliers) and 1, means over buyers.

    ``apart`` is of the mean simulated mix, ``by_volume`` the same with buyers weighted by what is
    on record; ``decayed_history`` and ``before`` (None where unknown) are the distances of the
    decayed orders of the start and of the window before. ``inside`` is the share of the ``dyads``
    with a mean simulated share above a tenth whose record lies in the band of 90% of the worlds,
    ``width`` the mean width of these bands and ``score`` their mean interval score.
    """

    ledger: str
    window: Window
    buyers: int
    apart: float
    by_volume: float
    decayed_history: float
    before: float | None
    dyads: int
    inside: float
    width: float
    score: float


class MixBook:
    """Collects the shares of all blocks of a run, for the windows that record and run both have."""

    def __init__(self, theatre: Theatre, first_year: int, last_year: int) -> None:
        """Choose the windows."""
        self.theatre = theatre
        self.windows = [
            (ledger, window)
            for ledger in FLOWS
            for window in _windows(theatre.recorded.get(ledger), ledger)
            if first_year <= window[0] and window[1] <= last_year
        ]
        self.aggregates = [b for b, n in enumerate(theatre.buyers) if n in theatre.aggregates]
        self.parts: list[list[Floats]] = []

    def of(self, block: Block) -> list[Floats]:
        """Shares [W, B, S] of the worlds of a block, one array a ledger and window."""
        return [self._shares(block.flows, ledger, window) for ledger, window in self.windows]

    def add(self, shares: list[Floats]) -> None:
        """Take the shares of the next block."""
        self.parts.append(shares)

    def finish(self) -> list[Mix]:
        """Every ledger and window, the record beside all worlds; not one in which nobody bought."""
        found = (
            self._mix(ledger, window, np.concatenate([part[place] for part in self.parts]))
            for place, (ledger, window) in enumerate(self.windows)
        )
        return [mix for mix in found if mix is not None]

    def _shares(self, flows: Flows, ledger: str, window: Window) -> Floats:
        volumes = stylised_facts.windows_of(flows, ledger, [window])
        shares: Floats = stylised_facts.shares(
            stylised_facts.without(volumes, self.aggregates, [])
        )[..., 0]
        return shares

    def _mix(self, ledger: str, window: Window, simulated: Floats) -> Mix | None:
        flows = self.theatre.recorded[ledger]
        record = self._shares(flows, ledger, window)[0]
        mean = _mean_of_known(simulated)
        history = np.delete(self.theatre.decayed_orders.sum(axis=2), self.aggregates, axis=0)
        history = stylised_facts.shares(history[None, ..., None])[0, ..., 0]
        earlier = (window[0] - (window[1] - window[0] + 1), window[0] - 1)
        before = None
        if flows.total(ledger, earlier) is not None:
            before = self._shares(flows, ledger, earlier)[0]
        compared = [mean, history] if before is None else [mean, history, before]
        usable = ~np.isnan(record).any(axis=1)
        for mix in compared:
            usable &= ~np.isnan(mix).any(axis=1)
        if not usable.any():
            return None
        apart = [stylised_facts.variation(mix[usable], record[usable]) for mix in compared]
        volumes = stylised_facts.windows_of(flows, ledger, [window])
        weights = stylised_facts.without(volumes, self.aggregates, [])[0, usable].sum(axis=(1, 2))
        dyads, inside, width, score = _coverage(simulated[:, usable], mean[usable], record[usable])
        return Mix(
            ledger, window, int(usable.sum()),
            float(apart[0].mean()), float(np.average(apart[0], weights=weights)),
            float(apart[1].mean()), None if before is None else float(apart[2].mean()),
            dyads, inside, width, score,
        )  # fmt: skip


def _windows(flows: Flows | None, ledger: str) -> Sequence[Window]:
    """Windows of several years for which a ledger is on record."""
    if flows is None or getattr(flows, ledger) is None:
        return ()
    return [window for window in flows.periods if window[1] > window[0]]


def _coverage(simulated: Floats, mean: Floats, record: Floats) -> tuple[int, float, float, float]:
    """Number of large dyads, the share of them inside their band, its mean width and score."""
    low, high = np.nanquantile(simulated, ENDS_OF_90, axis=0)
    large = mean > LARGE
    inside = (low <= record) & (record <= high)
    if not large.any():
        return 0, float("nan"), float("nan"), float("nan")
    scores = interval_score(low, high, record, HOLDS)[large]
    wide = float((high - low)[large].mean())
    return int(large.sum()), float(inside[large].mean()), wide, float(scores.mean())


def _mean_of_known(shares: Floats) -> Floats:
    """Mean mix [B, S] over the worlds in which a buyer bought anything; NaN if in none."""
    known = ~np.isnan(shares[..., :1])
    count = known.sum(axis=0)
    total = np.where(known, shares, 0.0).sum(axis=0)
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
