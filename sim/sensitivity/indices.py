"""Sobol and Morris indices of a sweep, with confidence intervals."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import HOLDS
from sim.sensitivity.layout import in_words
from sim.sensitivity.summary import (
    SAMPLES,
    SEED,
    Statistic,
    drawn_worlds,
    every_point,
    interval,
)
from sim.sweep.results import CannotTellError, Results

NEGATIVE = (
    "An estimate below zero is noise of an index that is about zero: no share of a variance is "
    "negative. More points make it smaller."
)


@dataclass(frozen=True)
class SobolIndex:
    """Shares of the variance between points that a key explains, with 90% intervals.

    ``first`` is what it explains by itself; ``total`` adds what it explains together with others.
    """

    key: str
    first: float
    first_ends: tuple[float, float]
    total: float
    total_ends: tuple[float, float]

    @property
    def negative(self) -> bool:
        """Whether an estimate is below zero, which only noise can make it."""
        return self.first < 0 or self.total < 0


@dataclass(frozen=True)
class MorrisIndex:
    """Elementary effects of a key: what a step over its whole range does to the measure.

    ``mean`` has a sign, ``size`` (μ*) has none and has a 90% interval; ``spread`` (σ) tells how
    much the effect depends on where the others stand, or bends.
    """

    key: str
    mean: float
    size: float
    size_ends: tuple[float, float]
    spread: float


def sobol_indices(
    results: Results, measure: str, statistic: Statistic = "median"
) -> list[SobolIndex]:
    """First and total Sobol indices of the keys, in the order of the plan.

    They are indices of the median (or mean) over worlds. The worlds have the same noise at every
    point, so chance is no share of the variance.

    Raises:
        CannotTellError: for another design, an incomplete one, or a measure that never changes.
    """
    _needs(results, "sobol", "Sobol indices", "sobol: {n: 128}")
    found = every_point(results, measure, statistic)
    if np.ptp(found) <= 1e-12 * max(float(np.abs(found).max()), 1.0):
        raise CannotTellError(f"{measure} is the same at every point, so there is nothing to share")
    from SALib.analyze import sobol  # takes a second, with pandas and all of scipy.stats

    keys = list(results.keys)
    problem = {"num_vars": len(keys), "names": keys, "bounds": results.ends.tolist()}
    if results.groups:
        of = {key: name for name, held in results.groups.items() for key in held}
        problem["groups"] = [of.get(key, key) for key in keys]
    second = _has_second_order(results)
    made = sobol.analyze(
        problem, found, calc_second_order=second, num_resamples=SAMPLES, conf_level=HOLDS, seed=SEED
    )
    return [
        SobolIndex(key, *_with_ends(made, "S1", i), *_with_ends(made, "ST", i))
        for i, key in enumerate(results.factors)
    ]


def _with_ends(made: dict[str, Floats], name: str, at: int) -> tuple[float, tuple[float, float]]:
    middle, half = float(made[name][at]), float(made[f"{name}_conf"][at])
    return middle, (middle - half, middle + half)


def _has_second_order(results: Results) -> bool:
    """Whether the design has the points of second-order indices too."""
    points, keys = len(results.points), len(results.factors)
    n = results.options.get("n")
    for second, each in ((False, keys + 2), (True, 2 * keys + 2)):
        if points == n * each if n is not None else points % each == 0:
            return second
    raise CannotTellError(f"{points} points are no whole Sobol design of {keys} keys")


def morris_indices(
    results: Results, measure: str, statistic: Statistic = "median"
) -> list[MorrisIndex]:
    """Elementary effects of the keys, in the order of the plan; the interval is over trajectories.

    Of a group only the size has a meaning, since its keys may pull in different directions: its
    mean and spread are NaN.

    Effects are taken over the steps that were really made. SALib divides by the design's own step,
    from which years, being whole, depart.

    Raises:
        CannotTellError: for another design, or an incomplete one.
    """
    _needs(results, "morris", "Elementary effects", "morris: {n: 20}")
    found = every_point(results, measure, statistic)
    effects = _effects(results, found)
    drawn = drawn_worlds(len(effects))  # trajectories here
    indices = []
    for i, key in enumerate(results.factors):
        column = effects[:, i]
        if np.isnan(column).all():
            raise CannotTellError(f"no step of the design changes {key}; its range is too narrow")
        sizes = np.abs(column)
        known = column[~np.isnan(column)]
        spread = float(known.std(ddof=1)) if len(known) > 1 else np.nan
        mean = float(known.mean())
        if key in results.groups:
            mean = spread = np.nan
        samples = np.array([_mean(one) for one in sizes[drawn]])
        indices.append(MorrisIndex(key, mean, _mean(sizes), interval(samples), spread))
    return indices


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else np.nan


def _effects(results: Results, found: Floats) -> Floats:
    """Change of the measure over that of each factor, in whole ranges: [trajectories, factors].

    NaN where rounding to a whole number has undone a step. A group steps by its keys' mean step.
    """
    points, factors = results.points, results.factors
    if len(points) % (len(factors) + 1):
        what = f"{len(factors)} groups and keys" if results.groups else f"{len(factors)} keys"
        raise CannotTellError(f"{len(points)} points are no whole Morris design of {what}")
    paths = points.reshape(-1, len(factors) + 1, len(results.keys))
    steps = np.diff(paths, axis=1) / np.ptp(results.ends, axis=1)
    of = {key: name for name, held in results.groups.items() for key in held}
    member = np.array([[of.get(key, key) == name for key in results.keys] for name in factors])
    # One step [trajectories, steps, factors] each: of a single key with its sign.
    sized = np.abs(steps) @ (member / member.sum(axis=1, keepdims=True)).T
    alone = np.array([name not in results.groups for name in factors])
    sized = np.where(alone, steps @ member.T, sized)
    if ((sized != 0).sum(axis=2) > 1).any():
        raise CannotTellError("the points are no Morris design: a step changes more than one key")
    changes = np.diff(found.reshape(-1, len(factors) + 1), axis=1)
    effects = np.full((len(paths), len(factors)), np.nan)
    path, step, factor = np.nonzero(sized)
    effects[path, factor] = changes[path, step] / sized[path, step, factor]
    return effects


def _needs(results: Results, design: str, what: str, example: str) -> None:
    if results.design != design:
        raise CannotTellError(
            f"{what} need the points of their own design; this one is {in_words(results.design)}. "
            f"Write 'design: {{{example}}}' in the sweep file"
        )
