"""Two sets of worlds → how they differ. Arrays in, numbers out.

Values [W] are one number a world, NaN where a measure is undefined. A difference is always the
other side less the base.
"""

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from sim.base.arrays import Floats
from sim.base.bands import HOLDS
from sim.measure.bands import ROUNDING, WorldBand, band_of, defined
from sim.measure.scoring import FINEST

Way = Literal["paired", "apart", "record"]
"""Worlds that share their noise, worlds that do not, or one side that is no simulation."""
Effect = Literal["more", "less", "unclear", "none"]

FEW = 60  # quantiles that stand for a side whose worlds are not paired, over time


@dataclass(frozen=True)
class Contrast:
    """How a number differs between the two sides, over the worlds in which both have it.

    ``difference`` are quantiles over worlds, or, where worlds are apart, over all their pairs.
    ``mean`` is their mean and ``mean_low`` to ``mean_high`` its 90% interval, which says how well
    so many worlds tell the mean. ``more``, ``less`` and ``same`` are shares of worlds, or of pairs;
    ``saved`` is the share of the variance that pairing takes away, None where nothing is paired.
    """

    way: Way
    worlds: int
    undefined: int
    base: WorldBand
    other: WorldBand
    difference: WorldBand
    mean: float
    mean_low: float
    mean_high: float
    more: float
    less: float
    same: float
    saved: float | None

    @property
    def sign(self) -> float:
        """Share of worlds in which the difference has the sign of its median."""
        median = self.difference.median
        return self.more if median > 0 else self.less if median < 0 else self.same

    @property
    def effect(self) -> Effect:
        """Whether the other side has more or less, if this can be told from nothing.

        Of two runs it can if the interval of the mean misses zero and no fewer worlds go the way
        of the mean than the other way; of the record, if it is outside the 90% of the worlds.
        """
        if self.same == 1.0:
            return "none"
        if self.way == "record":
            low, high = self.difference.low, self.difference.high
        else:
            low, high = self.mean_low, self.mean_high
        if low > 0 and self.more >= self.less:
            return "more"
        return "less" if high < 0 and self.less >= self.more else "unclear"


def contrast(base: Floats, other: Floats, way: Way) -> Contrast | None:
    """Compare the values of two sides.

    Args:
        base: [W]; one value if it is the record.
        other: [W], as long as ``base`` if they are paired; one value if it is the record.
        way: how the worlds belong together.

    Returns:
        None if no world has a value on both sides.
    """
    if way == "apart":
        return _apart(base, other)
    one, two = (np.broadcast_to(side, max(len(base), len(other))) for side in (base, other))
    known = ~np.isnan(one) & ~np.isnan(two)
    undefined = len(known) - int(known.sum())
    one, two = one[known], two[known]
    if not len(one):
        return None
    apart = between(one, two)
    saved = None if way == "record" else _saved(one, two, apart)
    error = float(apart.std(ddof=1) / np.sqrt(len(apart))) if len(apart) > 1 else np.inf
    return _contrast(way, one, two, apart, error, undefined, saved)


def _apart(base: Floats, other: Floats) -> Contrast | None:
    """Every world of one side against every world of the other."""
    one, two = defined(base), defined(other)
    undefined = len(base) - len(one) + len(other) - len(two)
    if not len(one) or not len(two):
        return None
    few = [_fewer(side) for side in (one, two)]
    apart = between(*(grid.ravel() for grid in np.meshgrid(*few)))
    error = np.inf
    if min(len(one), len(two)) > 1:
        error = float(np.sqrt(one.var(ddof=1) / len(one) + two.var(ddof=1) / len(two)))
    return _contrast("apart", one, two, apart, error, undefined, None)


def differences(base: Floats, other: Floats, way: Way) -> Floats:
    """Other less base for values with further axes: [W, …] → [N, …], NaN where one is undefined.

    N is the common worlds if they are paired, the worlds of the run if one side is the record, and
    otherwise all pairs of ``FEW`` quantiles of each side.
    """
    if way == "paired":
        worlds = min(len(base), len(other))
        return between(base[:worlds], other[:worlds])
    if way == "record":
        return between(base, other)
    levels = (np.arange(FEW) + 0.5) / FEW
    with warnings.catch_warnings():  # of what no world defines there is no quantile
        warnings.simplefilter("ignore", RuntimeWarning)
        one, two = (np.nanquantile(side, levels, axis=0) for side in (base, other))
    apart: Floats = two[:, None] - one[None]
    return apart.reshape(FEW * FEW, *apart.shape[2:])


def _contrast(
    way: Way, one: Floats, two: Floats, apart: Floats, error: float, undefined: int,
    saved: float | None,
) -> Contrast:  # fmt: skip
    worlds = min(len(one), len(two))
    mean = float(apart.mean()) if way != "apart" else float(two.mean() - one.mean())
    half = half_width(error, worlds)
    bands = [band_of(values) for values in (one, two, apart)]
    base, other, difference = (band for band in bands if band is not None)
    more, less = float((apart > 0).mean()), float((apart < 0).mean())
    return Contrast(
        way, worlds, undefined, base, other, difference, mean, mean - half, mean + half,
        more, less, float((apart == 0).mean()), saved,
    )  # fmt: skip


def half_width(error: float, worlds: int, holds: float = HOLDS) -> float:
    """Half of an interval of a mean, by Student's t: its standard error, of so many worlds.

    Of a single world nothing is known, and the interval has no ends.
    """
    if worlds < 2:
        return np.inf
    return error * float(stdtrit(worlds - 1, (1 + holds) / 2)) if error else 0.0


def between(one: Floats, two: Floats) -> Floats:
    """The second less the first, of one shape […]; 0 where they are equal but for rounding."""
    apart: Floats = two - one
    near = np.abs(apart) <= ROUNDING * np.maximum(np.abs(one), np.abs(two))
    return np.where(near, 0.0, apart)


def _saved(one: Floats, two: Floats, apart: Floats) -> float | None:
    """1 − Var(d) / (Var a + Var b); None where neither side varies."""
    total = float(one.var() + two.var())
    return 1.0 - float(apart.var()) / total if total > 0 else None


def _fewer(values: Floats) -> Floats:
    """The values, or as many quantiles of them as keep the pairs few enough."""
    if len(values) <= FINEST:
        return values
    levels: Floats = np.quantile(values, (np.arange(FINEST) + 0.5) / FINEST)
    return levels
