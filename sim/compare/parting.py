"""Where the orders of two scenarios part, world by world, and which of it is far from the change.

Axes: W worlds, B buyers, S suppliers; years count from the first that is simulated.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.compare.gains import gains_between
from sim.compare.items import ScenarioChange
from sim.experiment.touched import buyers_touched
from sim.measure.flows import Window
from sim.theatre.theatre import Theatre

NEVER = 9999  # in place of a year
FAR = 1.0  # TIV a year; a smaller difference far from the change is not followed
FOLLOWED = 3  # far pairs of states, at most


@dataclass(frozen=True)
class Parting:
    """Orders of two scenarios under the same noise, and when they differ first."""

    start: int  # the first simulated year
    base: Floats  # [W, B, S] TIV, of all years
    other: Floats  # [W, B, S]
    by_year: Floats  # [B, S, Y] TIV of the base, summed over worlds
    first: Integers  # [W, B, S] year, or NEVER

    @property
    def differ(self) -> int:
        """Worlds in which any order differs."""
        return int((self.first < NEVER).any(axis=(1, 2)).sum())

    @property
    def window(self) -> Window | None:
        """Calendar years from the first in which any order differs; None if none ever does."""
        earliest, years = int(self.first.min()), self.by_year.shape[2]
        return None if earliest == NEVER else (self.start + earliest, self.start + years - 1)


@dataclass(frozen=True)
class FarPair:
    """A buyer that no changed event names, and a supplier from which it orders more or less.

    Means over worlds, TIV a year; ``low`` to ``high`` is an interval of the difference that holds
    in 90% of cases for all pairs at once.
    """

    buyer: int
    supplier: int
    base: float
    difference: float
    low: float
    high: float
    worlds: tuple[int, ...]  # in which its orders differ


def part_of(base: Floats, other: Floats, start: int) -> Parting:
    """Where the orders [W, B, S, K, Y] of some worlds part, in TIV; ``start`` is the first year."""
    apart = (base != other).any(axis=3)
    first = np.where(apart.any(axis=3), apart.argmax(axis=3), NEVER)
    one, two = (side.sum(axis=(3, 4)) for side in (base, other))
    return Parting(start, one, two, base.sum(axis=(0, 3)), first)


def parted(parts: Iterable[Parting]) -> Parting:
    """Parts of consecutive worlds, one after the other."""
    found = list(parts)
    one, two, first = (
        np.concatenate([getattr(part, name) for part in found])
        for name in ("base", "other", "first")
    )
    by_year = np.sum([part.by_year for part in found], axis=0)
    return Parting(found[0].start, one, two, by_year, first)


def near_buyers(changes: Iterable[ScenarioChange], theatre: Theatre) -> frozenset[str]:
    """Buyers that a changed event names, before or after; all where more than events changed."""
    found: set[str] = set()
    for change in changes:
        if change.part != "event":
            return frozenset(theatre.buyers)
        events = (event for event in (change.before, change.after) if event is not None)
        found = found.union(*(buyers_touched(event, theatre) for event in events))
    return frozenset(found)


def far_pairs(found: Parting, near: frozenset[str], theatre: Theatre) -> tuple[FarPair, ...]:
    """Single states far from the change whose orders differ beyond chance and by ``FAR`` or more.

    The largest differences first, ``FOLLOWED`` at most.
    """
    window = found.window
    if window is None or len(found.base) < 2:
        return ()
    years, names = window[1] - window[0] + 1, (theatre.buyers, theatre.suppliers)
    made = gains_between(*names, window, found.base / years, found.other / years, "paired")
    level = found.by_year[..., -years:].mean(axis=2) / len(found.base)
    pairs = [
        FarPair(
            b, s, float(level[b, s]), float(made.difference[b, s]), float(made.low[b, s]),
            float(made.high[b, s]),
            tuple(np.flatnonzero(found.first[:, b, s] < NEVER).tolist()),
        )
        for b, s in np.argwhere(made.sure[:-1, :-1]).tolist()
        if theatre.buyers[b] not in near | theatre.aggregates
        and theatre.suppliers[s] not in theatre.aggregates
        and abs(made.difference[b, s]) >= FAR
    ]  # fmt: skip
    pairs.sort(key=lambda pair: (-abs(pair.difference), pair.buyer, pair.supplier))
    return tuple(pairs[:FOLLOWED])
