"""Worlds → one number a point: median or mean, and how sure it is.

The worlds of all points have the same noise, so they are resampled together: what luck all points
share cancels in their differences.
"""

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.base.bands import HOLDS
from sim.measure.bands import defined
from sim.sweep.results import CannotTellError, Results, complete

Statistic = Literal["median", "mean"]

SAMPLES = 400  # of a bootstrap
SEED = 1  # of all bootstraps, so that the same tables give the same intervals

STATISTICS: Mapping[Statistic, Callable[..., Floats]] = {"median": np.nanmedian, "mean": np.nanmean}


def over_worlds(values: Floats, statistic: Statistic = "median") -> Floats:
    """Median or mean over the worlds in which a measure is defined: [..., W] → [...].

    NaN where it is defined in none.
    """
    if not np.isnan(values).any():
        return STATISTICS[statistic](values, axis=-1)
    found = np.full(values.shape[:-1], np.nan)
    some = ~np.isnan(values).all(axis=-1)
    if some.any():
        found[some] = STATISTICS[statistic](values[some], axis=-1)
    return found


def every_point(results: Results, measure: str, statistic: Statistic) -> Floats:
    """One number for every point of a complete design [N].

    Raises:
        CannotTellError: if a point failed, or the measure is defined in no world of one.
    """
    complete(results)
    found = over_worlds(results.values(measure), statistic)
    undefined = np.flatnonzero(np.isnan(found)).tolist()
    if undefined:
        rows = ", ".join(map(str, undefined[:12])) + (", …" if len(undefined) > 12 else "")
        raise CannotTellError(
            f"{measure} is undefined in every world of {len(undefined)} of {len(found)} points "
            f"(a share of nothing, a change from nothing), so the design is incomplete: {rows}"
        )
    return found


def drawn_worlds(worlds: int, samples: int = SAMPLES, size: int | None = None) -> Integers:
    """Worlds drawn with replacement, in so many samples [samples, size]; by default all of them."""
    lots = np.random.Generator(np.random.Philox(SEED))
    return lots.integers(0, worlds, size=(samples, worlds if size is None else size))


def resampled(values: Floats, drawn: Integers, statistic: Statistic = "median") -> Floats:
    """The statistic in each sample of worlds: [N, W] → [samples, N], the same worlds at all points.

    Point by point, so that memory does not grow with points times samples times worlds.
    """
    return np.stack([over_worlds(one[drawn], statistic) for one in values], axis=1)


def interval(samples: Floats, holds: float = HOLDS) -> tuple[float, float]:
    """Ends of the middle of the samples; they may be infinite, and NaN is left out."""
    known = np.sort(defined(samples))
    if not len(known):
        return np.nan, np.nan
    out = int(len(known) * (1 - holds) / 2)  # samples left out at either end
    return float(known[out]), float(known[-1 - out])
