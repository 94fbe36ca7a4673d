"""Tipping points: at which value of a key a condition on a measure begins or ceases to hold.

The same worlds, with the same noise, are run at every tried value. Their median is then a step
function of the value, of as many steps as worlds, so no search for a root may trust it far: a grid
is tried first, and where the condition changes between two neighbours, the interval is halved
until it is narrow. What a median does twice between neighbours of the grid is not seen.

Axes: V tried values, in the direction of the search, W worlds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import HOLDS
from sim.sensitivity.condition import TipCondition
from sim.sensitivity.summary import drawn_worlds, interval, over_worlds, resampled

Outcome = Literal["crosses", "crosses more than once", "never", "everywhere", "undefined"]

TRIED = 13  # values of the first grid, at most
HALVINGS = 5  # of an interval of the grid; the last is 1/384 of the range


@dataclass(frozen=True)
class Crossing:
    """Between two tried neighbours the median's side changes; ``begins``: from not met to met.

    ``before`` and ``after`` are in the direction of the search; ``at`` is where a line between the
    medians meets the threshold.
    """

    before: float
    after: float
    at: float
    begins: bool


@dataclass(frozen=True)
class Tip:
    """What a search has found.

    Of values in the direction of the search, infinity lies beyond the end and minus infinity before
    the start. ``own`` [W] is where each world by itself changes sides as the median does (begins to
    meet the condition, if the median does nothing): infinity if it never does, minus infinity if it
    had from the start, NaN if it goes back and forth. ``chance`` is the 90% interval of the
    median's crossing over samples of the worlds; None unless the median crosses just once.
    """

    condition: TipCondition
    values: Floats  # [V]
    measured: Floats  # [V, W]
    crossings: tuple[Crossing, ...]
    chance: tuple[float, float] | None
    own: Floats  # [W]

    @property
    def median(self) -> Floats:
        """Median over worlds at each tried value [V]."""
        return over_worlds(self.measured)

    @property
    def met(self) -> Floats:
        """Share of the worlds that meet the condition, of those in which the measure is defined."""
        known = (~np.isnan(self.measured)).sum(axis=1)
        share: Floats = self.condition.holds(self.measured).sum(axis=1) / np.maximum(known, 1)
        return np.where(known > 0, share, np.nan)

    @property
    def outcome(self) -> Outcome:
        """What the median does in the range."""
        if np.isnan(self.median).all():
            return "undefined"
        if self.crossings:
            return "crosses" if len(self.crossings) == 1 else "crosses more than once"
        return "everywhere" if self.condition.holds(self.median)[0] else "never"

    @property
    def steady(self) -> float:
        """Share of worlds that do not go back and forth."""
        return float((~np.isnan(self.own)).mean())

    def own_ends(self, holds: float = HOLDS) -> tuple[float, float]:
        """Where the middle of the steady worlds change sides, in the direction of the search."""
        return _turned(self.values, interval(_turned(self.values, self.own), holds))

    @property
    def nearest(self) -> tuple[float, float]:
        """The value at which the median is most on the condition's side, and this median."""
        median = self.median
        at = int(np.nanargmin(median) if self.condition.below else np.nanargmax(median))
        return float(self.values[at]), float(median[at])


def grid_between(start: float, end: float, whole: bool, tried: int = TRIED) -> Floats:
    """Values [V] from start to end, both among them, ascending or descending.

    Args:
        start: of the search.
        end: of the search; it may be the lower one.
        whole: whether only whole numbers have a sense; each is then there once.
        tried: how many values, at most.
    """
    values = np.linspace(start, end, tried)
    if not whole:
        return values
    rounded = np.unique(np.round(values))
    return rounded if end >= start else rounded[::-1]


def find_tip(
    condition: TipCondition,
    grid: Floats,
    whole: bool,
    run: Callable[[float], Floats],
    halvings: int = HALVINGS,
) -> Tip:
    """Search a range for where the median over worlds crosses the threshold.

    Args:
        condition: what is looked for.
        grid: values tried first [V], ascending or descending.
        whole: whether only whole numbers have a sense.
        run: values of the measure in all worlds [W] at a value, the same worlds every time.
        halvings: of each interval of the grid in which the condition changes.
    """
    made = {float(value): run(float(value)) for value in grid}

    def side(value: float) -> bool:
        return bool(condition.holds(over_worlds(made[value])))

    defined = [value for value in made if not np.isnan(over_worlds(made[value]))]
    for before, after in _changes(defined, side):
        low, high = before, after
        for _ in range(halvings):
            middle = (low + high) / 2
            if whole:
                middle = float(np.floor(middle))
            if middle in (low, high):
                break
            made[middle] = run(middle)
            if np.isnan(over_worlds(made[middle])):
                break
            low, high = (middle, high) if side(middle) == side(low) else (low, middle)
    values = np.array(sorted(made, reverse=bool(grid[0] > grid[-1])))
    measured = np.stack([made[float(value)] for value in values])
    return tip_of(condition, values, measured)


def tip_of(condition: TipCondition, values: Floats, measured: Floats) -> Tip:
    """What a search has found, from the measure of all worlds [V, W] at the tried values [V]."""
    crossings = tuple(crossings_of(condition, values, over_worlds(measured)))
    begins = crossings[0].begins if crossings else True
    own = np.array([_own(condition, values, world, begins) for world in measured.T])
    chance = None
    if len(crossings) == 1:
        samples = resampled(measured, drawn_worlds(measured.shape[1]))
        firsts = np.array([_first(condition, values, sample, begins) for sample in samples])
        chance = _turned(values, interval(_turned(values, firsts)))
    return Tip(condition, values, measured, crossings, chance, own)


def crossings_of(condition: TipCondition, values: Floats, measured: Floats) -> list[Crossing]:
    """Every change of side of a measure [V] over values [V]; undefined values are passed over."""
    known = ~np.isnan(measured)
    values, measured = values[known], measured[known]
    met = condition.holds(measured)
    found = []
    for i in np.flatnonzero(met[1:] != met[:-1]).tolist():
        one, other = measured[i] - condition.threshold, measured[i + 1] - condition.threshold
        part = float(one / (one - other))
        at = float(values[i] + part * (values[i + 1] - values[i]))
        found.append(Crossing(float(values[i]), float(values[i + 1]), at, bool(met[i + 1])))
    return found


def _own(condition: TipCondition, values: Floats, world: Floats, begins: bool) -> float:
    """Where one world's measure [V] changes sides; NaN if it goes back and forth."""
    found = crossings_of(condition, values, world)
    if np.isnan(world).all() or len(found) > 1 or (found and found[0].begins != begins):
        return np.nan
    return _first(condition, values, world, begins)


def _first(condition: TipCondition, values: Floats, measured: Floats, begins: bool) -> float:
    """Where a measure [V] first begins, or ceases, to meet the condition; else infinite."""
    met = condition.holds(measured[~np.isnan(measured)])
    if len(met) and bool(met[0]) == begins:
        return -np.inf
    changes = crossings_of(condition, values, measured)
    return changes[0].at if changes else np.inf


def _changes(values: Sequence[float], side: Callable[[float], bool]) -> list[tuple[float, float]]:
    return [(one, other) for one, other in pairwise(values) if side(one) != side(other)]


Turned = TypeVar("Turned", Floats, tuple[float, float])


def _turned(values: Floats, at: Turned) -> Turned:
    """Finite values with their sign changed if the search descends: then they ascend along it.

    Infinities are told by the direction of the search already. Twice turned is as before.
    """
    if values[0] <= values[-1]:
        return at
    if isinstance(at, tuple):
        low, high = (end if np.isinf(end) else -end for end in at)
        return low, high
    return np.where(np.isinf(at), at, -at)
