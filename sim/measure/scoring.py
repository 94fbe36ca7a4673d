"""Scores: simulated values and what is on record in, numbers out.

Values [W] are one number a world; NaN is a world in which a measure is undefined, and is left out.
Model and record are compared on a claim's scale: as they are, or by their logarithm.
"""

import math
from typing import Literal

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import HOLDS
from sim.measure.bands import defined
from sim.measure.measures import comparison_of

Scale = Literal["linear", "log"]

FINEST = 400  # points by which the worlds of a larger run are represented in a score


def on_scale(values: Floats, kind: str, scale: str) -> Floats:
    """Values of a kind of measure on the scale on which they are compared.

    On the logarithmic one a change x becomes ln(1 + x) and all else ln(x). Nothing has no
    logarithm: what lies below a floor counts as the floor.
    """
    return values if scale == "linear" else comparison_of(kind).logarithm(values)


def z_of(values: Floats, observed: float, tolerance: float) -> float:
    """Record less mean of the worlds, in standard deviations of worlds and discrepancy together.

    Args:
        values: [W] on the scale of comparison.
        observed: the record on this scale.
        tolerance: standard deviation of the discrepancy, fixed beforehand.

    Returns:
        NaN if no world is defined, or where nothing varies and there is no tolerance.
    """
    known = defined(values)
    if not len(known):
        return math.nan
    spread = math.hypot(float(known.std()), tolerance)
    return (observed - float(known.mean())) / spread if spread > 0 else math.nan


def crps(values: Floats, observed: float, tolerance: float = 0.0) -> float:
    """Continuous ranked probability score: 0 is perfect, larger is worse.

    E|X − y| − ½·E|X − X'|, where X is a world's value plus a normal discrepancy of standard
    deviation ``tolerance``, in closed form. A point forecast is an ensemble of one;
    at tolerance 0 its score is the absolute error. Worlds of a run of more than ``FINEST`` are
    represented by as many quantiles.

    Returns:
        NaN if no world is defined.
    """
    known = np.sort(defined(values))
    if not len(known):
        return math.nan
    if len(known) > FINEST:
        known = np.quantile(known, (np.arange(FINEST) + 0.5) / FINEST)
    from_record, between = crps_parts(known, observed, tolerance)
    return float(from_record.mean() - between.mean() / 2)


def interval_score(low: Floats, high: Floats, observed: Floats, holds: float) -> Floats:
    """Width of a band, and 2 / (1 − holds) times how far the record lies outside: 0 is perfect.

    It rewards a band that is narrow and holds the record; a wide one cannot win by width alone
    (Gneiting and Raftery 2007, doi:10.1198/016214506000001437). Arrays of one shape.
    """
    outside = np.maximum(low - observed, 0.0) + np.maximum(observed - high, 0.0)
    scores: Floats = high - low + 2 / (1 - holds) * outside
    return scores


def crps_parts(values: Floats, observed: float, tolerance: float) -> tuple[Floats, Floats]:
    """Expected distance of each world from the record [W], and between every two worlds [W, W].

    Distances from or to an undefined world are 0.
    """
    at = np.nan_to_num(values)
    known = (~np.isnan(values)).astype(np.float64)
    first, second = np.triu_indices(len(at))
    upper = np.zeros((len(at), len(at)))
    upper[first, second] = _expected_distance(at[first] - at[second], math.sqrt(2) * tolerance)
    between = np.where(np.tri(len(at), dtype=bool), upper.T, upper)
    return known * _expected_distance(at - observed, tolerance), known[:, None] * between * known


def _expected_distance(mean: Floats, sd: float) -> Floats:
    """E|N(mean, sd²)|."""
    size = np.abs(mean)
    if sd == 0.0:
        return size
    t = size / sd
    density = np.exp(-(t**2) / 2) * math.sqrt(2 / math.pi)
    erf = np.fromiter(map(math.erf, (t / math.sqrt(2)).tolist()), np.float64, len(t))
    expected: Floats = sd * density + size * erf
    return expected


def resamples(worlds: int, times: int, seed: int) -> Floats:
    """How often each world is drawn, with replacement, in each of so many samples [times, W]."""
    lots = np.random.Generator(np.random.Philox(seed))
    counts = lots.multinomial(worlds, np.full(worlds, 1 / worlds), size=times)
    return counts.astype(np.float64)


def resampled_crps(values: Floats, observed: float, tolerance: float, drawn: Floats) -> Floats:
    """The score in each sample of ``resamples`` [times]; NaN where it holds no defined world."""
    from_record, between = crps_parts(values, observed, tolerance)
    known = drawn @ (~np.isnan(values)).astype(np.float64)
    number = np.where(known > 0, known, np.nan)
    spread = ((drawn @ between) * drawn).sum(axis=1)
    scores: Floats = drawn @ from_record / number - spread / number**2 / 2
    return scores


def interval(samples: Floats, holds: float = HOLDS) -> tuple[float, float]:
    """Ends of the middle of the samples that are defined; NaN if none is."""
    known = defined(samples)
    if not len(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [(1 - holds) / 2, (1 + holds) / 2]).tolist()
    return low, high
