"""How the points of a sweep lie: which belong to one key, and where the others stand meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.sweep.results import CannotTellError, Results

TOLD_APART = 30  # values of a key, such as the years of a scenario
TOGETHER = 12  # groups, if there are more values than this

DESIGNS: Mapping[str, str] = {
    "grid": "a grid",
    "list": "a list of points",
    "lhs": "a Latin hypercube",
    "sobol": "a Sobol design",
    "morris": "a Morris design",
    "one-at-a-time": "a one-at-a-time design",
}


def in_words(design: str) -> str:
    """A design's name within a sentence."""
    return DESIGNS.get(design, f"a {design} design")


@dataclass(frozen=True)
class Spokes:
    """Points that differ from a base in one key at most: ``moved`` [N] is that key, -1 the base."""

    base: int
    moved: Integers


def spokes(results: Results) -> Spokes | None:
    """How the points leave a base one key at a time; None if they do not.

    With a single key every list is such a design, and its base is the first point.
    """
    points = results.points
    if not len(points):
        return None
    for base in (0, _most_common(points)):
        differs = (points != points[base]) & ~(np.isnan(points) & np.isnan(points[base]))
        if (differs.sum(axis=1) <= 1).all():
            moved = np.where(differs.any(axis=1), differs.argmax(axis=1), -1)
            return Spokes(base, moved)
    return None


def _most_common(points: Floats) -> int:
    """The point nearest to having the most common value of every key."""
    score = np.zeros(len(points), dtype=np.int64)
    for column in points.T:
        _, place, count = np.unique(column, return_inverse=True, return_counts=True)
        score += count[place]
    return int(score.argmax())


@dataclass(frozen=True)
class ValueGroups:
    """Points that tell of one key, by its value: ``values`` [V], and the points of each.

    Where values are many, neighbours are ``put_together`` under their mean. ``rests`` says whether
    the other keys stay at their base meanwhile.
    """

    values: Floats
    points: tuple[Integers, ...]
    put_together: bool
    rests: bool


def by_value(results: Results, key: str) -> ValueGroups:
    """The points with results at which a key has a value, by this value, ascending.

    Raises:
        CannotTellError: if fewer than two values of the key have results.
    """
    column = results.column(key)
    has = ~np.isnan(results.points[:, column]) & results.well
    found = spokes(results)
    if found is not None:
        has &= (found.moved == column) | (found.moved < 0)
    points = np.flatnonzero(has)
    own = results.points[points, column]
    distinct = np.unique(own)
    if len(distinct) < 2:
        raise CannotTellError(f"fewer than two values of {key} have results")
    if len(distinct) <= TOLD_APART:
        groups = [np.flatnonzero(own == value) for value in distinct]
    else:
        groups = np.array_split(np.argsort(own, kind="stable"), TOGETHER)
    return ValueGroups(
        np.array([own[group].mean() for group in groups]),
        tuple(points[group] for group in groups),
        len(groups) < len(distinct),
        found is not None,
    )


def grid_of(results: Results) -> list[Floats] | None:
    """Values of every key if the points are their full product, else None."""
    if np.isnan(results.points).any():
        return None
    axes = [np.unique(column) for column in results.points.T]
    number = int(np.prod([len(axis) for axis in axes]))
    whole = len(np.unique(results.points, axis=0)) == len(results.points) == number
    return axes if whole else None
