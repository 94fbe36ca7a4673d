"""Arrays → what plots draw: bands over worlds, and shares in the five years ending each year."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import LEVELS

SPAN = 5  # years; the windows in which SIPRI counts deliveries


@dataclass(frozen=True)
class Band:
    """Quantiles over worlds, each with the axes of a single world.

    ``low`` to ``high`` holds 90% of the worlds, ``lower`` to ``upper`` 50%.
    """

    low: Floats
    lower: Floats
    median: Floats
    upper: Floats
    high: Floats

    def __getitem__(self, place: int) -> "Band":
        """The band at a place of the first axis."""
        return Band(*(level[place] for level in self.levels))

    @property
    def levels(self) -> tuple[Floats, ...]:
        """The quantiles, ascending."""
        return self.low, self.lower, self.median, self.upper, self.high


def band(values: Floats) -> Band:
    """Quantiles over the first axis, worlds.

    NaN is left out: a world in which a value is undefined is in no band. Where no world has a
    value the band is NaN.
    """
    flat = values.reshape(len(values), -1)
    levels = np.full((len(LEVELS), flat.shape[1]), np.nan)
    missing = np.isnan(flat)
    whole = ~missing.any(axis=0)
    if len(values):
        levels[:, whole] = np.quantile(flat[:, whole], LEVELS, axis=0)
    for column in np.flatnonzero(~whole & ~missing.all(axis=0)):
        levels[:, column] = np.quantile(flat[~missing[:, column], column], LEVELS)
    shaped = levels.reshape(len(LEVELS), *values.shape[1:])
    return Band(*shaped)


def rolled(yearly: Floats, span: int = SPAN) -> Floats:
    """Sums over ``span`` years, years on the last axis: [..., Y] → [..., Y - span + 1].

    The first sum ends in year ``span`` of the input. Too few years give an empty axis.
    """
    years = yearly.shape[-1]
    if years < span:
        return np.zeros((*yearly.shape[:-1], 0))
    # Direct sums: differences of running sums would leave crumbs where nothing was delivered.
    windows = np.lib.stride_tricks.sliding_window_view(yearly, span, axis=-1)
    summed: Floats = windows.sum(axis=-1)
    return summed


def shares_of(volumes: Floats, axis: int) -> Floats:
    """Shares along an axis, 0 to 1; NaN where there is no volume at all to share."""
    total = volumes.sum(axis=axis, keepdims=True)
    shares = np.full(volumes.shape, np.nan)
    np.divide(volumes, total, out=shares, where=np.broadcast_to(total > 0, volumes.shape))
    return shares


def five_year_shares(deliveries: Floats, before: Floats) -> Floats:
    """Supplier shares of what a buyer received in the five years ending each year.

    Args:
        deliveries: volumes [W, S, Y] of the simulated years.
        before: recorded volumes [S, H] of the H years right before them, the same in every world;
            H may be 0.

    Returns:
        Shares [W, S, E], 0 to 1, for the E last years of the H + Y in which a window is complete;
        NaN in a world and window without any deliveries.
    """
    past = np.broadcast_to(before, (len(deliveries), *before.shape))
    return shares_of(rolled(np.concatenate([past, deliveries], axis=2)), axis=1)


def mean_over(values: Floats, axis: int | tuple[int, ...]) -> Floats:
    """Mean over axes without what is NaN; 0 where nothing else is left."""
    known = ~np.isnan(values)
    total = np.where(known, values, 0.0).sum(axis=axis)
    mean: Floats = total / np.maximum(known.sum(axis=axis), 1)
    return mean
