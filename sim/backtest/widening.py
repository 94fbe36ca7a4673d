"""How much wider the model's bands must be, as its errors at earlier origins say.

A spread chosen at the origin that is scored would flatter: only earlier forecasts are looked at,
whose years had ended before it. One factor stretches the worlds of every pair's share about their
mean on the logit scale, another those of every buyer's volume on the logarithmic one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.backtest.scores import coverage, randomised_pit
from sim.base.arrays import Bools, Floats

EARLIER = 2  # forecasts before an origin that are looked at, one horizon apart
AIM = 0.8  # of records that the band of 80% should have held there
FACTORS = np.round(np.arange(0.5, 4.001, 0.05), 2)
LEAST_SHARE = 0.01  # is added to a share and to what it lacks, so that 0 and 1 have a logit
LEAST_TIV = 1.0  # is added to a volume, so that 0 has a logarithm


@dataclass(frozen=True)
class Scale:
    """Where worlds are stretched, and the way back."""

    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


def _logit(share: Floats) -> Floats:
    odds: Floats = np.log((share + LEAST_SHARE) / (1 - share + LEAST_SHARE))
    return odds


def _share(logit: Floats) -> Floats:
    odds = np.exp(logit)
    return np.clip((odds * (1 + LEAST_SHARE) - LEAST_SHARE) / (1 + odds), 0.0, 1.0)


def _log(volume: Floats) -> Floats:
    return np.log(volume + LEAST_TIV)


def _volume(log: Floats) -> Floats:
    return np.maximum(np.exp(log) - LEAST_TIV, 0.0)


SHARES = Scale(_logit, _share)
VOLUMES = Scale(_log, _volume)


@dataclass(frozen=True)
class Widening:
    """Factors of a flow's bands, and the earlier origins that they come from."""

    origins: tuple[int, ...]
    shares: float
    volumes: float


@dataclass(frozen=True)
class EarlierForecast:
    """Worlds of an earlier forecast and what came: [W, …], [...] and which of these count."""

    worlds: Floats
    recorded: Floats
    counted: Bools


def widened(worlds: Floats, factor: float, scale: Scale) -> Floats:
    """Worlds [W, …] stretched about their mean; NaN stays NaN."""
    at = scale.there(worlds)
    known = ~np.isnan(at)
    number = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, at, 0.0).sum(axis=0) / number
    return scale.back(mean + factor * (at - mean))


def factor_of(trials: Sequence[EarlierForecast], scale: Scale, seed: int) -> float:
    """The smallest of ``FACTORS`` at which bands of 80% held as many records.

    The largest, if none did; 1 if nothing counts.

    Args:
        trials: earlier forecasts.
        scale: of the shares or volumes.
        seed: of places among equal worlds.
    """
    if not any(trial.counted.any() for trial in trials):
        return 1.0
    for factor in FACTORS.tolist():
        places = [
            randomised_pit(widened(one.worlds, factor, scale), one.recorded, seed)[one.counted]
            for one in trials
        ]
        if coverage(np.concatenate(places), AIM) >= AIM:
            return float(factor)
    return float(FACTORS[-1])
