"""Bands over worlds, the record in them, and the verdict.

Values [W] are one number a world; NaN is a world in which a measure is undefined, and is left out.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.base.bands import LEVELS
from sim.measure.measures import comparison_of

Standing = Literal["inside 50%", "inside 90%", "outside"]
Verdict = Literal["inside", "outside", "uninformative"]

ROUNDING = 1e-12  # of a value: numbers that lie closer differ by how they were added up


@dataclass(frozen=True)
class WorldBand:
    """Median of the defined worlds and the bands that hold 50% and 90% of them."""

    low: float
    lower: float
    median: float
    upper: float
    high: float


def defined(values: Floats) -> Floats:
    """Values of the worlds that have one."""
    return values[~np.isnan(values)]


def band_of(values: Floats) -> WorldBand | None:
    """Quantiles over the defined worlds; None if there are none."""
    known = defined(values)
    return WorldBand(*np.quantile(known, LEVELS).tolist()) if len(known) else None


def standing(observed: float, band: WorldBand) -> Standing:
    """Where the record lies in a band; its ends, but for rounding, belong to it."""
    slack = ROUNDING * max(abs(observed), abs(band.low), abs(band.high))
    if not band.low - slack <= observed <= band.high + slack:
        return "outside"
    return "inside 50%" if band.lower <= observed <= band.upper else "inside 90%"


def width(kind: str, band: WorldBand) -> float:
    """Width of the 90% band; uninformative from 1 on: half of all shares, a factor of ten."""
    return abs(distance(kind, band.high, band.low))


def distance(kind: str, value: float, origin: float) -> float:
    """How far above ``origin`` a value lies, in units of a band that is just uninformative.

    Shares and ranks are compared by their difference and all else by their ratio, whatever the
    scale on which they are scored.
    """
    return float(comparison_of(kind).distances(np.array([value]), np.array([origin]))[0])


def verdict(observed: float, kind: str, band: WorldBand) -> Verdict:
    """Whether the record is inside the 90% band, and the band narrow enough to test anything."""
    if standing(observed, band) == "outside":
        return "outside"
    return "uninformative" if width(kind, band) >= 1.0 else "inside"


@dataclass(frozen=True)
class VerdictTally:
    """How many verdicts of each kind there are: the one count that all tables and plots give."""

    inside: int
    outside: int
    uninformative: int

    @property
    def number(self) -> int:
        """All verdicts."""
        return self.inside + self.outside + self.uninformative

    def words(self, noun: str) -> str:
        """The count as a clause: ``the record is inside the 90% band on 3 of 5 targets, …``."""
        if self.number <= 1:
            return self._of_one(noun)
        every = f"{'both' if self.number == 2 else f'all {self.number}'} {noun}s"
        if self.inside == self.number:
            return f"the record is inside the 90% band on {every}"
        if self.outside == self.number:
            return f"the record is outside the 90% band on {every}"
        if self.uninformative == self.number:
            return f"on {every} the 90% band is too wide for the record to test it"
        words = (
            f"the record is inside the 90% band on {self.inside or 'none'} of {self.number} "
            f"{noun}s, outside on {self.outside or 'none'}"
        )
        if self.uninformative:
            words += f", and on {self.uninformative} the band is too wide to test it"
        return words

    def _of_one(self, noun: str) -> str:
        """The clause where there is one verdict, or none."""
        if self.number == 0:
            return f"no {noun} is held against the record"
        if self.uninformative:
            return f"the 90% band of the only {noun} is too wide for the record to test it"
        where = "inside" if self.inside else "outside"
        return f"the record is {where} the 90% band of the only {noun}"


def tally(verdicts: Iterable[str]) -> VerdictTally:
    """Count verdicts; anything else, such as a demand that is met, is left out."""
    found = Counter(verdicts)
    return VerdictTally(found["inside"], found["outside"], found["uninformative"])


def share_within(values: Floats, low: float | None, high: float | None) -> float:
    """Share of the defined worlds whose value lies from ``low`` to ``high``; NaN if none is."""
    known = defined(values)
    return float(within_bounds(known, low, high).mean()) if len(known) else math.nan


def within_bounds(values: Floats, low: float | None, high: float | None) -> npt.NDArray[np.bool_]:
    """Worlds [W] whose value lies from ``low`` to ``high``; an undefined one lies nowhere."""
    inside = ~np.isnan(values)
    if low is not None:
        inside &= values >= low
    if high is not None:
        inside &= values <= high
    return inside
