"""Designs: which points of the varied keys are simulated.

Points [N, D] have a row for each point and a column for each key, in the order of the file.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.scenario.fields import Flag, Whole
from sim.scenario.reading import Field
from sim.sweep.ranges import Range

Options = Mapping[str, Any]

MOST = 1_000_000  # points


@dataclass(frozen=True)
class DesignKind:
    """One row of the table of designs.

    ``count`` gives the number of points, ``make`` the points, from ranges, options and a seed.
    ``draws`` tells whether values are drawn between two ends, or else are listed.
    """

    name: str
    fields: tuple[Field, ...]
    doc: str
    draws: bool
    count: Callable[[Sequence[Range], Options], int]
    make: Callable[[Sequence[Range], Options, int], Floats]


@dataclass(frozen=True)
class Design:
    """A design as a file gives it: its kind's name, and options with defaults filled in."""

    name: str
    options: Options

    def plain(self) -> dict[str, object]:
        """As in the file, with all options."""
        return {self.name: dict(self.options)}


def points_of(design: Design, ranges: Sequence[Range], seed: int) -> Floats:
    """All points of a design [N, D]; equal for equal arguments."""
    return DESIGNS[design.name].make(ranges, design.options, seed)


def count_points(design: Design, ranges: Sequence[Range]) -> int:
    """How many points a design has."""
    return DESIGNS[design.name].count(ranges, design.options)


def _grid(ranges: Sequence[Range], options: Options, seed: int) -> Floats:
    """The full product, the last key varying quickest."""
    return np.array(list(product(*(item.values() for item in ranges))), dtype=np.float64)


def _list(ranges: Sequence[Range], options: Options, seed: int) -> Floats:
    return np.array([item.values() for item in ranges], dtype=np.float64).T.copy()


def _lhs(ranges: Sequence[Range], options: Options, seed: int) -> Floats:
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(seed))
    return _between(sampler.random(options["n"]), ranges)


def _sobol(ranges: Sequence[Range], options: Options, seed: int) -> Floats:
    from SALib.sample import sobol

    unit = sobol.sample(
        _problem(ranges), options["n"], calc_second_order=options["second_order"], seed=seed
    )
    return _between(unit, ranges)


def _morris(ranges: Sequence[Range], options: Options, seed: int) -> Floats:
    from SALib.sample import morris

    unit = morris.sample(_problem(ranges), options["n"], num_levels=options["levels"], seed=seed)
    return _between(unit, ranges)


def _one_at_a_time(ranges: Sequence[Range], options: Options, seed: int) -> Floats:
    """All keys at their base first, then each key at each of its values, the others at base."""
    base = np.array([item.key.base for item in ranges])
    points = [base]
    for column, item in enumerate(ranges):
        for value in item.values(ends=True):
            point = base.copy()
            point[column] = value
            points.append(point)
    return np.array(points)


def _problem(ranges: Sequence[Range]) -> dict[str, object]:
    """What SALib is told: everything runs from 0 to 1, and is stretched afterwards."""
    names = [item.key.name for item in ranges]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _between(unit: Floats, ranges: Sequence[Range]) -> Floats:
    return np.stack([item.at(unit[:, i]) for i, item in enumerate(ranges)], axis=1)


def _product(ranges: Sequence[Range], options: Options) -> int:
    count = 1
    for item in ranges:
        count *= len(item.values())
    return count


_N = Whole(1, MOST)

_ROWS = (
    DesignKind("grid", (), "every combination of the values of all keys", False, _product, _grid),
    DesignKind(
        "list", (), "the first value of every key, then the second of every key, …", False,
        lambda ranges, options: len(ranges[0].values()), _list,
    ),
    DesignKind(
        "lhs", (Field("n", _N, "how many points"),),
        "a Latin hypercube: points spread evenly in each key", True,
        lambda ranges, options: int(options["n"]), _lhs,
    ),
    DesignKind(
        "sobol",
        (
            Field("n", _N, "base sample, a power of 2; there are n × (keys + 2) points"),
            Field("second_order", Flag(), "also for pairs: n × (2 keys + 2) points",
                  required=False, default=False),
        ),
        "for Sobol's indices: what part of the variance comes from which key", True,
        lambda ranges, options: int(options["n"])
        * ((2 if options["second_order"] else 1) * len(ranges) + 2),
        _sobol,
    ),
    DesignKind(
        "morris",
        (
            Field("n", _N, "trajectories; there are n × (keys + 1) points",
                  required=False, default=10),
            Field("levels", Whole(2, 64), "values of each key, an even number",
                  required=False, default=4),
        ),
        "for Morris's screening: which of many keys matter at all", True,
        lambda ranges, options: int(options["n"]) * (len(ranges) + 1), _morris,
    ),
    DesignKind(
        "one-at-a-time", (),
        "a base point, then each key at its ends or values while the others stay", False,
        lambda ranges, options: 1 + sum(len(item.values(ends=True)) for item in ranges),
        _one_at_a_time,
    ),
)  # fmt: skip

DESIGNS: Mapping[str, DesignKind] = {row.name: row for row in _ROWS}
