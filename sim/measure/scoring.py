"""Scores: simulated values and what is on record in, numbers out.

Values [W] are one number a world; NaN is a world in which a measure is undefined, and is left out.
Model and record are compared on a claim's scale: as they are, or by their logarithm.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.base.bands import HOLDS, LEVELS

Scale = Literal["linear", "log"]
Standing = Literal["inside 50%", "inside 90%", "outside"]
Verdict = Literal["inside", "outside", "uninformative"]

# What counts as this little has this logarithm: 1 TIV, US$ 1 m, a hundredth of what was before.
FLOORS = {"volume": 1.0, "money": 1.0}
FLOOR = 0.01
# A band this wide is uninformative: half of all shares, ten ranks, ten years, or a factor of ten.
WIDE = {"share": 0.5, "hhi": 0.5, "rank": 10.0, "first_order": 10.0}
WIDE_FACTOR = math.log(10.0)
ROUNDING = 1e-12  # of a value: numbers that lie closer differ by how they were added up
FINEST = 400  # points by which the worlds of a larger run are represented in a score


@dataclass(frozen=True)
class WorldBand:
    """Median of the defined worlds and the bands that hold 50% and 90% of them."""

    low: float
    lower: float
    median: float
    upper: float
    high: float


def on_scale(values: Floats, kind: str, scale: str) -> Floats:
    """Values of a kind of measure on the scale on which they are compared.

    On the logarithmic one a change x becomes ln(1 + x) and all else ln(x). Nothing has no
    logarithm: what lies below a floor counts as the floor.
    """
    if scale == "linear":
        return values
    level = values + 1.0 if kind == "change" else values
    logarithm: Floats = np.log(np.maximum(level, FLOORS.get(kind, FLOOR)))
    return logarithm


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
    return float(distances(kind, np.array([value]), np.array([origin]))[0])


def distances(kind: str, values: Floats, origins: Floats) -> Floats:
    """``distance`` of each value from its origin."""
    if kind in WIDE:
        return (values - origins) / WIDE[kind]
    apart: Floats = on_scale(values, kind, "log") - on_scale(origins, kind, "log")
    return apart / WIDE_FACTOR


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
        plural = "" if self.number == 1 else "s"
        words = (
            f"the record is inside the 90% band on {self.inside} of {self.number} {noun}{plural}"
        )
        words += f", outside on {self.outside}" if self.outside else ", outside on none"
        if self.uninformative:
            words += f", and on {self.uninformative} the band is too wide to test it"
        return words


def tally(verdicts: Iterable[str]) -> VerdictTally:
    """Count verdicts; anything else, such as a demand that is met, is left out."""
    found = Counter(verdicts)
    return VerdictTally(found["inside"], found["outside"], found["uninformative"])


def z_of(values: Floats, observed: float, tolerance: float) -> float:
    """Record less mean of the worlds, in standard deviations of worlds and discrepancy together.

    Args:
        values: [W] on the scale of comparison.
        observed: the record on this scale.
        tolerance: standard deviation of the discrepancy, fixed beforehand.

    Returns:
        NaN if no world is defined, or where nothing varies and there is no tolerance.
    """
    known = defined(values)
    if not len(known):
        return math.nan
    spread = math.hypot(float(known.std()), tolerance)
    return (observed - float(known.mean())) / spread if spread > 0 else math.nan


def crps(values: Floats, observed: float, tolerance: float = 0.0) -> float:
    """Continuous ranked probability score: 0 is perfect, larger is worse.

    E|X − y| − ½·E|X − X'|, where X is a world's value plus a normal discrepancy of standard
    deviation ``tolerance``, in closed form and not by lot. A point forecast is an ensemble of one;
    at tolerance 0 its score is the absolute error. Worlds of a run of more than ``FINEST`` are
    represented by as many quantiles.

    Returns:
        NaN if no world is defined.
    """
    known = np.sort(defined(values))
    if not len(known):
        return math.nan
    if len(known) > FINEST:
        known = np.quantile(known, (np.arange(FINEST) + 0.5) / FINEST)
    from_record, between = crps_parts(known, observed, tolerance)
    return float(from_record.mean() - between.mean() / 2)


def crps_parts(values: Floats, observed: float, tolerance: float) -> tuple[Floats, Floats]:
    """Expected distance of each world from the record [W], and between every two worlds [W, W].

    Distances from or to an undefined world are 0.
    """
    at = np.nan_to_num(values)
    known = (~np.isnan(values)).astype(np.float64)
    first, second = np.triu_indices(len(at))
    upper = np.zeros((len(at), len(at)))
    upper[first, second] = _expected_distance(at[first] - at[second], math.sqrt(2) * tolerance)
    between = np.where(np.tri(len(at), dtype=bool), upper.T, upper)
    return known * _expected_distance(at - observed, tolerance), known[:, None] * between * known


def _expected_distance(mean: Floats, sd: float) -> Floats:
    """E|N(mean, sd²)|."""
    size = np.abs(mean)
    if sd == 0.0:
        return size
    t = size / sd
    density = np.exp(-(t**2) / 2) * math.sqrt(2 / math.pi)
    erf = np.fromiter(map(math.erf, (t / math.sqrt(2)).tolist()), np.float64, len(t))
    expected: Floats = sd * density + size * erf
    return expected


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


def resamples(worlds: int, times: int, seed: int) -> Floats:
    """How often each world is drawn, with replacement, in each of so many samples [times, W]."""
    lots = np.random.Generator(np.random.Philox(seed))
    counts = lots.multinomial(worlds, np.full(worlds, 1 / worlds), size=times)
    return counts.astype(np.float64)


def resampled_crps(values: Floats, observed: float, tolerance: float, drawn: Floats) -> Floats:
    """The score in each sample of ``resamples`` [times]; NaN where it holds no defined world."""
    from_record, between = crps_parts(values, observed, tolerance)
    known = drawn @ (~np.isnan(values)).astype(np.float64)
    number = np.where(known > 0, known, np.nan)
    spread = ((drawn @ between) * drawn).sum(axis=1)
    scores: Floats = drawn @ from_record / number - spread / number**2 / 2
    return scores


def interval(samples: Floats, holds: float = HOLDS) -> tuple[float, float]:
    """Ends of the middle of the samples that are defined; NaN if none is."""
    known = defined(samples)
    if not len(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [(1 - holds) / 2, (1 + holds) / 2]).tolist()
    return low, high
