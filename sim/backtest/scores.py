"""Scores of forecast shares, their means, and how sure a difference is: arrays in, numbers out.

Axes: W worlds, B buyers, S suppliers. Shares of a buyer add up to 1; NaN is a world in which it
gets nothing, and is left out.
"""

from collections.abc import Sequence

import numpy as np

from sim.base.arrays import Bools, Floats
from sim.measure.scoring import interval, resamples

MIXED_IN = 0.05  # of the world's shares into every forecast before its logarithm is taken
EVEN = 0.2  # of that, spread evenly over all suppliers, so that no share is 0
SAMPLES = 2000  # of the bootstrap


def total_variation(forecast: Floats, recorded: Floats) -> Floats:
    """Half the sum of absolute differences of shares [B]: 0 is perfect, 1 all wrong."""
    return np.abs(forecast - recorded).sum(axis=1) / 2


def log_score(forecast: Floats, recorded: Floats, world: Floats) -> Floats:
    """−Σ recorded · ln(forecast) [B]: nats per TIV, the smaller the better.

    ``MIXED_IN`` of the ``world``'s shares is mixed into every forecast alike, for a supplier that
    was given no chance would cost without bound.
    """
    even = EVEN / forecast.shape[1]
    floor = MIXED_IN * ((1 - EVEN) * world + even)
    scores: Floats = -(recorded * np.log((1 - MIXED_IN) * forecast + floor)).sum(axis=1)
    return scores


def ensemble_crps(worlds: Floats, recorded: Floats) -> Floats:
    """Half the sum over suppliers of the CRPS of their shares [B]; for one world, total variation.

    The fair form, in which few worlds cost a forecast no more than many: else a handful of windows
    of the past could not be compared with hundreds of worlds (Ferro 2014, doi:10.1002/qj.2270).

    Args:
        worlds: simulated shares [W, B, S].
        recorded: shares [B, S].
    """
    scores = np.full(worlds.shape[1], np.nan)
    for b in range(worlds.shape[1]):
        known = worlds[~np.isnan(worlds[:, b, 0]), b]
        number = len(known)
        if number:
            ranks = 2 * np.arange(1, number + 1) - number - 1
            between = ranks @ np.sort(known, axis=0) / (number * max(number - 1, 1))
            off = np.abs(known - recorded[b]).mean(axis=0)
            scores[b] = (off - between).sum() / 2
    return scores


def mean_shares(worlds: Floats, instead: Floats) -> Floats:
    """Mean of simulated shares [B, S]; ``instead`` where a buyer gets nothing in any world."""
    known = ~np.isnan(worlds[:, :, 0])
    number = known.sum(axis=0)[:, None]
    total = np.nansum(worlds, axis=0)
    return np.divide(total, number, out=instead.copy(), where=number > 0)


def common_quantile(worlds: Floats, instead: Floats) -> Floats:
    """One quantile of each buyer's shares [B, S], the one at which they add up to 1.

    Total variation is smallest at medians, which do not add up; this is the nearest forecast of the
    same kind that does. ``instead`` where a buyer gets nothing in any world.
    """
    shares = instead.copy()
    for b in range(worlds.shape[1]):
        known = np.sort(worlds[~np.isnan(worlds[:, b, 0]), b], axis=0)
        if len(known):
            total = known.sum(axis=1)  # rises from 1 or less to 1 or more
            place = np.interp(1.0, total, np.arange(len(known), dtype=np.float64))
            low = int(place)
            high, part = min(low + 1, len(known) - 1), place - low
            shares[b] = (1 - part) * known[low] + part * known[high]
            shares[b] /= shares[b].sum()  # of equal worlds, but for rounding
    return shares


def own_error(worlds: Floats, point: Floats) -> Floats:
    """Total variation [B] to expect if the world were one of those simulated: the floor."""
    number = (~np.isnan(worlds[:, :, 0])).sum(axis=0)
    off = np.nansum(np.abs(worlds - point), axis=(0, 2)) / 2
    return np.divide(off, number, out=np.full(len(number), np.nan), where=number > 0)


def randomised_pit(worlds: Floats, recorded: Floats, seed: int) -> Floats:
    """Where the record lies among the worlds [B, S]: uniform on (0, 1) if they are right.

    Many worlds have equal shares, such as 0; among those the place is drawn at random.
    """
    lots = np.random.Generator(np.random.Philox(seed)).random(recorded.shape)
    known = (~np.isnan(worlds)).sum(axis=0)
    below = (worlds < recorded).sum(axis=0)
    equal = (worlds == recorded).sum(axis=0)
    places: Floats = (below + lots * (equal + 1)) / (known + 1)
    return places


def coverage(places: Floats, holds: float) -> float:
    """Share of places in the middle band that should hold so many; NaN for none."""
    if not places.size:
        return float("nan")
    inside = np.abs(places - 0.5) <= holds / 2
    return float(inside.mean())


def roc_area(chance: Floats, came: Bools) -> float:
    """Chance that a tie that came was ranked before one that did not; ½ is luck, NaN no contest."""
    positive = int(came.sum())
    negative = came.size - positive
    if not positive or not negative:
        return float("nan")
    _, place, count = np.unique(chance, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    rank = (last - (count - 1) / 2)[place.reshape(-1)]
    return float((rank[came].sum() - positive * (positive + 1) / 2) / (positive * negative))


def precision_area(chance: Floats, came: Bools) -> float:
    """Area under precision and recall: mean precision, equal chances taken together."""
    if not came.any():
        return float("nan")
    _, place, count = np.unique(-chance, return_inverse=True, return_counts=True)
    hits = np.bincount(place.reshape(-1), came.astype(np.float64))
    precision = np.cumsum(hits) / np.cumsum(count)
    return float((precision * hits).sum() / hits.sum())


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
        seed: of the samples.
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
