"""Means over buyers, and how sure a difference is: paired bootstrap over buyers."""

from collections.abc import Sequence

import numpy as np

from sim.base.arrays import Floats
from sim.measure.scoring import interval, resamples

SAMPLES = 2000


def mean_of(values: Floats, weights: Floats) -> float:
    """Weighted mean of the values [N] that are known; NaN if none is."""
    known = ~np.isnan(values)
    total = weights[known].sum()
    return float(values[known] @ weights[known] / total) if total > 0 else float("nan")


def interval_over_buyers(
    values: Floats, weights: Floats, buyers: Sequence[str], seed: int
) -> tuple[float, float]:
    """Ends of 90% of the weighted means when buyers are drawn with replacement.

    Rows of one buyer, at several origins say, are drawn together.

    Args:
        values: [N], such as differences of a score between two forecasters.
        weights: [N].
        buyers: [N] whose row it is.
        seed: of the lots.
    """
    known = ~np.isnan(values)
    names, place = np.unique(np.array(buyers)[known], return_inverse=True)
    if not len(names):
        return float("nan"), float("nan")
    place = place.reshape(-1)
    total = np.bincount(place, values[known] * weights[known])
    weight = np.bincount(place, weights[known])
    drawn = resamples(len(names), SAMPLES, seed)
    below = drawn @ weight
    means = np.divide(drawn @ total, below, out=np.full(len(drawn), np.nan), where=below > 0)
    return interval(means)
