"""One origin and flow: forecasts and record side by side, and the scores of every buyer.

Axes: W worlds, B buyers, S suppliers, F forecasters.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.backtest.benchmarks import (
    HINDSIGHT,
    OWN_PAST,
    benchmarks,
    hindsight,
    others_shares,
    shares_or,
)
from sim.backtest.own_past import own_past
from sim.backtest.record import Flow, OriginRecord
from sim.backtest.scores import (
    common_quantile,
    ensemble_crps,
    log_score,
    mean_shares,
    own_error,
    randomised_pit,
    total_variation,
)
from sim.backtest.widening import Widening
from sim.base.arrays import Bools, Floats
from sim.base.bands import ENDS_OF_80
from sim.theatre.theatre import Theatre

MODEL = "model"
MEAN = "model, mean shares"
POINT = "common quantile"
"""The point forecast of whatever has worlds, declared before any score.

Its tv and top are those of the common quantile of shares, its log score that of their mean: each
score gets the form that it asks for (Gneiting 2011, doi:10.1198/jasa.2011.r10138).
"""
SCORES = ("tv", "log", "crps", "top")
AT_STAKE = 0.02  # mean simulated share from which on a pair counts for coverage
LATELY = 10  # years without an order after which a tie is new


@dataclass(frozen=True)
class Totals:
    """Volumes (TIV, millions) of all single buyers N, those with none too: record, forecasts."""

    recorded: Floats  # [N]
    worlds: Floats  # [W, N]
    past: Floats  # [M, N] windows of their own past


@dataclass(frozen=True)
class Outcome:
    """What was forecast and what came, for the buyers that got anything, in shares.

    The model's own entries beside those that every forecaster has: worlds, quantiles, chances of a
    tie, where the record lies among the worlds, and the error to expect if they are right.
    """

    origin: int
    horizon: int
    flow: Flow
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    volume: Floats  # [B] recorded TIV
    recorded: Floats  # [B, S]
    shares: Mapping[str, Floats]  # by forecaster [B, S]
    scores: Mapping[str, Mapping[str, Floats]]  # by forecaster and score [B]
    worlds: Floats  # [W, B, S], NaN in a world in which a buyer gets nothing
    past: Floats  # [M, B, S] windows of its own past
    totals: Totals
    low: Floats  # [B, S], NaN for a buyer that gets nothing in any world
    high: Floats  # [B, S]
    chance: Floats  # [B, S] share of worlds with any volume
    places: Floats  # [B, S] where the record lies among the worlds, 0 to 1
    floor: Floats  # [B]
    new: Bools  # [B, S] nothing ordered for ``LATELY`` years, nor any of the flow in its window

    widening: Widening | None = None  # None where no earlier origin was tried

    @property
    def at_stake(self) -> Bools:
        """Pairs [B, S] whose mean simulated share is at least ``AT_STAKE``.

        Those of a buyer that gets nothing in any world are not among them: it has no bands.
        """
        return (self.shares[MEAN] >= AT_STAKE) & ~np.isnan(self.low)

    @property
    def without(self) -> tuple[str, ...]:
        """Buyers that get nothing in any world; their forecast is the world's shares."""
        nothing = np.flatnonzero(np.all(np.isnan(self.low), axis=1))
        return tuple(self.buyers[b] for b in nothing)


def outcome_of(
    theatre: Theatre, flow: Flow, simulated: Floats, record: OriginRecord, horizon: int, seed: int
) -> Outcome:
    """Set all forecasts of an origin beside the record.

    Args:
        theatre: what the origin started from.
        flow: deliveries or new orders.
        simulated: volumes [W, all buyers, S].
        record: before the origin and in the forecast's years.
        horizon: how many years they are.
        seed: of the places among equal worlds.
    """
    origin, past = theatre.start, record.before
    total = record.after.over(flow, origin, origin + horizon - 1)
    single = _single(theatre)
    row = np.flatnonzero(single & (total.sum(axis=1) > 0))
    before = past.over(flow, origin - horizon, origin - 1)
    others = others_shares(before, theatre)
    world = others[row]
    named = {name: share[row] for name, share in benchmarks(past, theatre, flow, horizon).items()}
    if flow == "deliveries" and record.due_of_new is not None:
        by_hindsight = hindsight(theatre, record.due_of_new, horizon, others)
        named[HINDSIGHT] = by_hindsight[row]
    earlier = own_past(past, flow, origin, horizon)
    worlds, windows = (_shares_of_worlds(volumes[:, row]) for volumes in (simulated, earlier))
    mean = mean_shares(worlds, world)
    recorded = shares_or(total[row], world)
    shares = {MEAN: mean, **named}
    scores = {name: _scores(share, recorded, world) for name, share in shares.items()}
    for name, drawn in ((MODEL, worlds), (OWN_PAST, windows)):
        shares[name] = common_quantile(drawn, world)
        scores[name] = _scores_of_worlds(drawn, shares[name], recorded, world)
    scores[MEAN]["crps"] = scores[MODEL]["crps"]
    low, high = ends_of(worlds)
    return Outcome(
        origin=origin,
        horizon=horizon,
        flow=flow,
        buyers=tuple(theatre.buyers[b] for b in row),
        suppliers=theatre.suppliers,
        volume=total[row].sum(axis=1),
        recorded=recorded,
        shares=shares,
        scores=scores,
        worlds=worlds,
        past=windows,
        totals=Totals(
            *(volume.sum(axis=-1)[..., single] for volume in (total, simulated, earlier))
        ),
        low=low,
        high=high,
        chance=(simulated[:, row] > 0).mean(axis=0),
        places=randomised_pit(worlds, recorded, seed),
        floor=own_error(worlds, shares[MODEL]),
        new=((before + past.over("orders", origin - LATELY, origin - 1)) <= 0)[row],
    )


def ends_of(worlds: Floats) -> tuple[Floats, Floats]:
    """Ends of the 80% band over worlds [W, …]; NaN where no world has a value."""
    known = ~np.isnan(worlds).all(axis=0)
    low, high = np.full((2, *worlds.shape[1:]), np.nan)
    if known.any():
        low[known], high[known] = np.nanquantile(worlds[:, known], ENDS_OF_80, axis=0)
    return low, high


def _single(theatre: Theatre) -> Bools:
    return np.array([name not in theatre.aggregates for name in theatre.buyers])


def _shares_of_worlds(volume: Floats) -> Floats:
    """Shares [W, B, S] of volumes; NaN in a world where a buyer gets nothing."""
    total = volume.sum(axis=2, keepdims=True)
    return np.divide(volume, total, out=np.full_like(volume, np.nan), where=total > 0)


def _scores(share: Floats, recorded: Floats, world: Floats) -> dict[str, Floats]:
    """Scores [B] of a point forecast, whose CRPS is its total variation."""
    error = total_variation(share, recorded)
    top = (share.argmax(axis=1) == recorded.argmax(axis=1)).astype(np.float64)
    return {"tv": error, "log": log_score(share, recorded, world), "crps": error, "top": top}


def _scores_of_worlds(
    worlds: Floats, point: Floats, recorded: Floats, world: Floats
) -> dict[str, Floats]:
    """Scores [B] of a forecast with worlds, in the form that ``POINT`` declares."""
    scores = _scores(point, recorded, world)
    scores["log"] = log_score(mean_shares(worlds, world), recorded, world)
    spread = ensemble_crps(worlds, recorded)
    # Who gets nothing in any world has the world's shares for a forecast, and is scored by them.
    scores["crps"] = np.where(np.isnan(spread), scores["tv"], spread)
    return scores
