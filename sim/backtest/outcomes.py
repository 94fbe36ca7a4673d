"""One origin and flow: forecasts and record side by side, and the scores of every buyer.

Axes: W worlds, B buyers, S suppliers, F forecasters.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.backtest.benchmarks import HINDSIGHT, benchmarks, hindsight, others_shares, shares_or
from sim.backtest.record import Flow, OriginRecord
from sim.backtest.scores import (
    ensemble_crps,
    log_score,
    mean_shares,
    own_error,
    randomised_pit,
    total_variation,
)
from sim.base.arrays import Bools, Floats
from sim.base.bands import ENDS_OF_80
from sim.theatre.theatre import Theatre

MODEL = "model"
SCORES = ("tv", "log", "crps", "top")
LATELY = 10  # years without an order after which a tie is new


@dataclass(frozen=True)
class Outcome:
    """What was forecast and what came, for the buyers that got anything, in shares.

    The model's own entries beside those that every forecaster has: quantiles, chances of a tie,
    where the record lies among the worlds, and the error to expect if they are right.
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
    low: Floats  # [B, S], NaN for a buyer that gets nothing in any world
    high: Floats  # [B, S]
    chance: Floats  # [B, S] share of worlds with any volume
    places: Floats  # [B, S] where the record lies among the worlds, 0 to 1
    floor: Floats  # [B]
    new: Bools  # [B, S] nothing ordered for ``LATELY`` years, nor any of the flow in its window

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
    row = np.flatnonzero(_single(theatre) & (total.sum(axis=1) > 0))
    before = past.over(flow, origin - horizon, origin - 1)
    others = others_shares(before, theatre)
    world = others[row]
    named = {name: share[row] for name, share in benchmarks(past, theatre, flow, horizon).items()}
    if flow == "deliveries" and record.due_of_new is not None:
        by_hindsight = hindsight(theatre, record.due_of_new, horizon, others)
        named[HINDSIGHT] = by_hindsight[row]
    worlds = _shares_of_worlds(simulated[:, row])
    mean = mean_shares(worlds, world)
    shares = {MODEL: mean, **named}
    recorded = shares_or(total[row], world)
    scores = {name: _scores(share, recorded, world) for name, share in shares.items()}
    in_worlds = ensemble_crps(worlds, recorded)
    # Who gets nothing in any world has the world's shares for a forecast, and is scored by them.
    scores[MODEL]["crps"] = np.where(np.isnan(in_worlds), scores[MODEL]["tv"], in_worlds)
    low, high = bands(worlds)
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
        low=low,
        high=high,
        chance=(simulated[:, row] > 0).mean(axis=0),
        places=randomised_pit(worlds, recorded, seed),
        floor=own_error(worlds, mean),
        new=((before + past.over("orders", origin - LATELY, origin - 1)) <= 0)[row],
    )


def bands(worlds: Floats) -> tuple[Floats, Floats]:
    """Ends of the 80% band of shares [W, B, S]; NaN for a buyer that gets nothing in any world."""
    known = ~np.isnan(worlds[:, :, 0]).all(axis=0)
    low, high = np.full((2, *worlds.shape[1:]), np.nan)
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
