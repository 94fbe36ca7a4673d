"""A tornado: what each key does to a measure from its lowest to its highest value."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.sensitivity.layout import grid_of, in_words, spokes
from sim.sensitivity.summary import Statistic, drawn_worlds, every_point, interval, resampled
from sim.sweep.results import CannotTellError, Results


@dataclass(frozen=True)
class End:
    """A key's lowest or highest value, and the measure there, with a 90% interval.

    The interval is of its difference from the base, in which what luck both share cancels.
    """

    value: float
    measure: float
    ends: tuple[float, float]


@dataclass(frozen=True)
class Bar:
    """What one key does; ``swing_ends`` is the 90% interval of high less low."""

    key: str
    low: End
    high: End
    swing_ends: tuple[float, float]

    @property
    def swing(self) -> float:
        """How far the measure moves between the ends, without sign."""
        return abs(self.high.measure - self.low.measure)

    @property
    def clear(self) -> bool:
        """Whether the interval tells the swing from nothing."""
        return self.swing_ends[0] > 0 or self.swing_ends[1] < 0


@dataclass(frozen=True)
class Tornado:
    """Bars in order of their swing, the widest first, around the measure at the base.

    In a grid there is no base: ``base`` is the mean of all points and an end that of its points.
    """

    base: float
    bars: tuple[Bar, ...]
    averaged: bool


def tornado(results: Results, measure: str, statistic: Statistic = "median") -> Tornado:
    """What each key does by itself, from one-at-a-time points or from the ends of a grid.

    Raises:
        CannotTellError: for another design, or an incomplete one.

    Example:
        >>> from sim.sensitivity.tornado import tornado
        >>> from sim.sweep import read_results, read_sweep, run_sweep
        >>> results = read_results(run_sweep(read_sweep("price_by_rivals", worlds=2)).folder)
        >>> sorted(bar.key for bar in tornado(results, "pak-us-2013-17").bars)
        ['price_sensitivity', 'rival_sales']
    """
    found = every_point(results, measure, statistic)
    base, ends, averaged = _ends_by_key(results, found)
    samples = resampled(results.values(measure), drawn_worlds(results.worlds), statistic)
    middle = float(found[base].mean())

    def moved(rows: Integers, others: Integers) -> tuple[float, float]:
        return interval(samples[:, rows].mean(axis=1) - samples[:, others].mean(axis=1))

    def end(rows: Integers, value: float) -> End:
        low, high = moved(rows, base)
        return End(value, float(found[rows].mean()), (middle + low, middle + high))

    bars = [
        Bar(key, end(low, values[0]), end(high, values[1]), moved(high, low))
        for key, (values, (low, high)) in ends.items()
    ]
    bars.sort(key=lambda bar: (-bar.swing, bar.key))
    return Tornado(middle, tuple(bars), averaged)


Ends = dict[str, tuple[tuple[float, float], tuple[Integers, Integers]]]


def _ends_by_key(results: Results, measured: Floats) -> tuple[Integers, Ends, bool]:
    """Points of the base; for each key its end values and their points; whether averaged.

    Values that are no numbers have no ends: they are those with the least and the most [N].
    """
    found, grid = spokes(results), grid_of(results)
    ends: Ends = {}
    if found is not None and len(results.points) > 1:
        for i, key in enumerate(results.keys):
            column = results.points[:, i]
            rows = np.flatnonzero(((found.moved == i) | (found.moved < 0)) & ~np.isnan(column))
            if len(rows):
                by = measured if key in results.choices else column
                order = rows[np.argsort(by[rows], kind="stable")]
                low, high = order[:1], order[-1:]
                ends[key] = (float(column[low[0]]), float(column[high[0]])), (low, high)
        return np.array([found.base]), ends, False
    if grid is not None:
        for i, key in enumerate(results.keys):
            column, values = results.points[:, i], grid[i]
            if key in results.choices:
                means = [measured[column == value].mean() for value in values]
                values = values[np.argsort(means, kind="stable")]
            first, last = float(values[0]), float(values[-1])
            at_ends = (np.flatnonzero(column == first), np.flatnonzero(column == last))
            ends[key] = (first, last), at_ends
        return np.arange(len(results.points)), ends, True
    raise CannotTellError(
        "a tornado needs points that move one key at a time, or a grid; this is "
        f"{in_words(results.design)}. Write 'design: one-at-a-time' in the sweep file"
    )
