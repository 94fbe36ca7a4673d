"""How a measure answers to the value of one key, or of two."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import LEVELS
from sim.sensitivity.layout import by_value, grid_of, in_words
from sim.sensitivity.summary import Statistic, over_worlds
from sim.sweep.results import CannotTellError, Results


@dataclass(frozen=True)
class Response:
    """Quantiles [V, 5] of a measure over worlds, at values [V] of a key.

    ``rests`` says whether the other keys stay at their base; else they vary, and the bands hold
    what they do as well. ``put_together`` says whether a value stands for several near it.
    """

    key: str
    values: Floats
    quantiles: Floats
    rests: bool
    put_together: bool

    @property
    def median(self) -> Floats:
        """Median over the worlds [V]."""
        return self.quantiles[:, 2]

    @property
    def reach(self) -> float:
        """From the least to the largest median."""
        return float(np.nanmax(self.median) - np.nanmin(self.median))


@dataclass(frozen=True)
class Surface:
    """A measure [A, B] over values of two keys, [A] and [B]; others are averaged over."""

    keys: tuple[str, str]
    rows: Floats
    columns: Floats
    cells: Floats
    averaged: tuple[str, ...]


def response(results: Results, measure: str, key: str) -> Response:
    """Bands of a measure by the values of one key. Points that failed are left out.

    Raises:
        CannotTellError: if fewer than two values of the key have results.

    Example:
        >>> from sim.sensitivity.response import response
        >>> from sim.sweep import read_results, read_sweep, run_sweep
        >>> results = read_results(run_sweep(read_sweep("price_by_rivals", worlds=2)).folder)
        >>> found = response(results, "pak-us-2013-17", "rival_sales")
        >>> found.values.shape, found.quantiles.shape
        ((9,), (9, 5))
    """
    measured, groups = results.values(measure), by_value(results, key)
    quantiles = np.full((len(groups.values), len(LEVELS)), np.nan)
    for i, points in enumerate(groups.points):
        values = measured[points]
        known = values[~np.isnan(values)]
        if len(known):
            quantiles[i] = np.quantile(known, LEVELS)
    rests = groups.rests or len(results.keys) == 1
    return Response(key, groups.values, quantiles, rests, groups.put_together)


def surface(
    results: Results, measure: str, keys: tuple[str, str], statistic: Statistic = "median"
) -> Surface:
    """The median of a measure over a grid of two keys; a cell whose points all failed is NaN.

    Args:
        results: of a grid.
        measure: its id.
        keys: of the rows and of the columns; others are averaged over.
        statistic: over the worlds of a point.

    Raises:
        CannotTellError: if the points are no grid.
    """
    axes = grid_of(results)
    if axes is None or len(axes) < 2:
        raise CannotTellError(
            f"a map of two keys needs a grid of both; this is {in_words(results.design)}. Write "
            "'design: grid' in the sweep file"
        )
    found = over_worlds(results.values(measure), statistic)
    one, other = (results.column(key) for key in keys)
    cells = np.full((len(axes[one]), len(axes[other])), np.nan)
    for a, down in enumerate(axes[one]):
        for b, across in enumerate(axes[other]):
            here = (results.points[:, one] == down) & (results.points[:, other] == across)
            known = found[here & ~np.isnan(found)]
            if len(known):
                cells[a, b] = known.mean()
    rest = tuple(key for key in results.keys if key not in keys)
    return Surface(keys, axes[one], axes[other], cells, rest)
