"""Are these worlds enough? Monte Carlo error of a point, and of a difference between points."""

import math
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.sensitivity.summary import Statistic, drawn_worlds, over_worlds, resampled
from sim.sweep.results import CannotTellError, Results

MOST_POINTS = 40  # points, spread over the design, in which the error is judged
LEAST_WORLDS = 8


@dataclass(frozen=True)
class MonteCarloError:
    """Standard errors for some numbers of worlds [n], medians over points and pairs of points.

    Args:
        worlds: numbers of worlds [n], the last one those of the sweep.
        point: of the summary at a point.
        difference: of the difference between two points, which have the same noise.
        apart: of the same difference, had each point noise of its own.
        spread: standard deviation of the summary between points.
    """

    worlds: tuple[int, ...]
    point: Floats
    difference: Floats
    apart: Floats
    spread: float

    @property
    def chance(self) -> float:
        """Standard error of a difference between two points, with all worlds of the sweep."""
        return float(self.difference[-1])

    @property
    def signal(self) -> float:
        """What of the spread between points is not chance, as a standard deviation."""
        return math.sqrt(max(self.spread**2 - self.chance**2 / 2, 0.0))

    @property
    def tells(self) -> bool:
        """Whether points differ by more than chance makes them."""
        return self.signal > self.chance or self.chance == 0.0 < self.spread

    def needed(self, part: float) -> int:
        """Worlds at which the error of a difference is this part of the signal; 0 without one."""
        if self.signal == 0.0:
            return 0
        return math.ceil(self.worlds[-1] * (self.chance / (part * self.signal)) ** 2)


def monte_carlo_error(
    results: Results, measure: str, statistic: Statistic = "median"
) -> MonteCarloError:
    """Errors by bootstrap over worlds, for 8, 16, 32, … and all worlds of a point.

    Raises:
        CannotTellError: with fewer than 8 worlds or than two points with results, or where nothing
            moves the measure.
    """
    if results.worlds < LEAST_WORLDS:
        raise CannotTellError(
            f"{results.worlds} worlds a point are too few to tell their error; give at least "
            f"{LEAST_WORLDS}"
        )
    medians = over_worlds(results.values(measure), statistic)
    rows = np.flatnonzero(~np.isnan(medians))
    if len(rows) < 2:
        raise CannotTellError(f"{measure} is defined at fewer than two points")
    chosen = rows[np.unique(np.linspace(0, len(rows) - 1, MOST_POINTS).round().astype(int))]
    values = results.values(measure)[chosen]
    numbers = _numbers(results.worlds)
    errors = np.array([_errors(values, size, statistic) for size in numbers])
    spread = float(medians[rows].std(ddof=1))
    if spread == 0.0 and not (errors > 0.0).any():
        message = f"{measure} is the same in every world of every point: nothing moves it"
        raise CannotTellError(message)
    return MonteCarloError(numbers, errors[:, 0], errors[:, 1], errors[:, 2], spread)


def _numbers(worlds: int) -> tuple[int, ...]:
    """8, 16, 32, … below the worlds of the sweep, and these."""
    doubled = [LEAST_WORLDS * 2**i for i in range(30)]
    return (*(number for number in doubled if number < worlds), worlds)


def _errors(values: Floats, size: int, statistic: Statistic) -> tuple[float, float, float]:
    """Of a point, of a difference with common noise, and of one without, with so many worlds."""
    samples = resampled(values, drawn_worlds(values.shape[1], size=size), statistic)
    alone = _deviation(samples)
    number = len(values)
    pairs = [(a, (a + number // 2) % number) for a in range(number)]  # neighbours share the most
    together = [_deviation(samples[:, [b]] - samples[:, [a]])[0] for a, b in pairs]
    apart = [np.hypot(alone[a], alone[b]) for a, b in pairs]
    return float(np.median(alone)), float(np.median(together)), float(np.median(apart))


def _deviation(samples: Floats) -> Floats:
    """Standard deviation of each column [n], without samples that are undefined."""
    return np.array([np.nanstd(column, ddof=1) for column in samples.T])
