"""Designs: which points of the varied keys are simulated.

Points [N, D] have a row for each point and a column for each key, in the order of the file.
"""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import BeforeValidator, Field
from typing_extensions import override

from sim.base.arrays import Floats
from sim.base.problems import listing
from sim.document.entries import Entry, Kind, one_of
from sim.document.types import doc, must_be
from sim.sweep.ranges import Range

MOST = 1_000_000  # points

Ranges = Sequence[Range]
Many = Annotated[int, Field(ge=1, le=MOST)]


class DesignKind(Kind):
    """A design with its options. ``draws`` tells whether values are drawn between two ends."""

    draws: ClassVar[bool] = False

    def count(self, ranges: Ranges) -> int:
        """How many points it has."""
        raise NotImplementedError

    def points(self, ranges: Ranges, seed: int) -> Floats:
        """All points [N, D]; equal for equal arguments."""
        raise NotImplementedError


class Grid(DesignKind):
    """every combination of the values of all keys"""

    @override
    def count(self, ranges: Ranges) -> int:
        return prod(len(item.values()) for item in ranges)

    @override
    def points(self, ranges: Ranges, seed: int) -> Floats:
        """The last key varies quickest."""
        return np.array(list(product(*(item.values() for item in ranges))), dtype=np.float64)


class ListOfPoints(DesignKind):
    """the first value of every key, then the second of every key, …"""

    @override
    def count(self, ranges: Ranges) -> int:
        return len(ranges[0].values())

    @override
    def points(self, ranges: Ranges, seed: int) -> Floats:
        return np.array([item.values() for item in ranges], dtype=np.float64).T.copy()


class LatinHypercube(DesignKind):
    """a Latin hypercube: points spread evenly in each key"""

    draws = True
    n: Many = doc("how many points")

    @override
    def count(self, ranges: Ranges) -> int:
        return self.n

    @override
    def points(self, ranges: Ranges, seed: int) -> Floats:
        from scipy.stats import qmc

        sampler = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(seed))
        return _between(sampler.random(self.n), ranges)


class Sobol(DesignKind):
    """for Sobol's indices: what part of the variance comes from which key or group of keys"""

    draws = True
    n: Many = doc("base sample, a power of 2; there are n × (keys + 2) points")
    second_order: bool = doc("also for pairs: n × (2 keys + 2) points", False)

    @override
    def count(self, ranges: Ranges) -> int:
        return self.n * ((2 if self.second_order else 1) * len(factors(ranges)) + 2)

    @override
    def points(self, ranges: Ranges, seed: int) -> Floats:
        from SALib.sample import sobol

        unit = sobol.sample(
            _problem(ranges), self.n, calc_second_order=self.second_order, seed=seed
        )
        return _between(unit, ranges)


class Morris(DesignKind):
    """for Morris's screening: which of many keys matter at all"""

    draws = True
    n: Many = doc("trajectories; there are n × (keys + 1) points", 10)
    levels: Annotated[int, Field(ge=2, le=64)] = doc("values of each key, an even number", 4)

    @override
    def count(self, ranges: Ranges) -> int:
        return self.n * (len(factors(ranges)) + 1)

    @override
    def points(self, ranges: Ranges, seed: int) -> Floats:
        from SALib.sample import morris

        unit = morris.sample(_problem(ranges), self.n, num_levels=self.levels, seed=seed)
        return _between(unit, ranges)


class OneAtATime(DesignKind):
    """a base point, then each key at its ends or values while the others stay"""

    @override
    def count(self, ranges: Ranges) -> int:
        return 1 + sum(len(item.values(ends=True)) for item in ranges)

    @override
    def points(self, ranges: Ranges, seed: int) -> Floats:
        base = np.array([item.key.base for item in ranges])
        points = [base]
        for column, item in enumerate(ranges):
            for value in item.values(ends=True):
                point = base.copy()
                point[column] = value
                points.append(point)
        return np.array(points)


DESIGNS: Mapping[str, type[DesignKind]] = {
    "grid": Grid,
    "list": ListOfPoints,
    "lhs": LatinHypercube,
    "sobol": Sobol,
    "morris": Morris,
    "one-at-a-time": OneAtATime,
}


@one_of(DESIGNS)
class DesignEntry(Entry):
    """A design by its name."""

    @property
    def design(self) -> DesignKind:
        """The design with its options."""
        found: DesignKind = self.of_kind
        return found


def _with_options(value: Any) -> Any:
    """A design that needs no options may be its name alone."""
    if isinstance(value, str):
        if value not in DESIGNS:
            raise ValueError
        return {value: {}}
    if isinstance(value, dict):
        return {name: {} if under is None else under for name, under in value.items()}
    return value


Design = Annotated[
    DesignEntry,
    BeforeValidator(_with_options),
    must_be(
        f"one of: {listing(DESIGNS)}; with options as in {{sobol: {{n: 128}}}}",
        more={"words": list(DESIGNS), "or": {"enum": list(DESIGNS)}},
    ),
]
"""As a file has it."""


def factors(ranges: Ranges) -> list[str]:
    """What a design moves by itself: groups of keys, and keys of no group, in their order."""
    return list(dict.fromkeys(item.factor for item in ranges))


def _problem(ranges: Ranges) -> dict[str, object]:
    """What SALib is told: everything runs from 0 to 1, and is stretched afterwards."""
    names = [item.key.name for item in ranges]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    if any(item.group for item in ranges):
        problem["groups"] = [item.factor for item in ranges]
    return problem


def _between(unit: Floats, ranges: Ranges) -> Floats:
    return np.stack([item.at(unit[:, i]) for i, item in enumerate(ranges)], axis=1)
