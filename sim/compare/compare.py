"""Sides → comparison: each other side held against the base, in all that both have."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.problems import quote
from sim.compare.contrast import Contrast, Way, contrast
from sim.compare.gains import Gains, gains
from sim.compare.inputs import Difference, input_differences
from sim.compare.shortfalls import Shortfall, common_buyers, common_years, shortfalls_of
from sim.compare.sides import NotComparableError, RecordSide, Run, Side
from sim.compare.values import Values, all_measures, values_of
from sim.measure.bands import Verdict, VerdictTally, tally, verdict
from sim.measure.flows import Window
from sim.measure.measures import comparison_of
from sim.scenario import Measure


@dataclass(frozen=True)
class ComparedSide:
    """One side against the base.

    ``inputs`` is None where one of them is the record, which has none. ``contrasts`` are by
    measure; a measure that one of both lacks, or that no world defines on both, is not in it.
    ``scaled`` are the same on a common axis: in units of a band that is just uninformative.
    """

    other: Side
    way: Way
    worlds: int  # pairs, or the fewer worlds of both
    inputs: tuple[Difference, ...] | None
    contrasts: dict[str, Contrast]
    scaled: dict[str, Contrast]
    verdicts: dict[str, Verdict]  # by measure, where one side is the record
    undefined: tuple[str, ...]  # measures that both have and no world defines on both
    gains: Gains | None

    @property
    def tally(self) -> VerdictTally:
        """On how many measures the record is inside and outside the 90% band."""
        return tally(self.verdicts.values())


@dataclass(frozen=True)
class Comparison:
    """All sides, the first of which is the base, over the years and buyers that all have."""

    sides: tuple[Side, ...]
    years: Window
    buyers: tuple[str, ...]
    measures: tuple[Measure, ...]
    shortfalls: tuple[Shortfall, ...]
    against: tuple[ComparedSide, ...]

    @property
    def base(self) -> Side:
        """What all others are held against."""
        return self.sides[0]


def compare(sides: Sequence[Side]) -> Comparison:
    """Compare every other side with the first.

    Raises:
        NotComparableError: if the runs have no year in common.
    """
    years = common_years(sides)
    if years is None:
        raise NotComparableError("the runs have no year in common")
    measures, shortfalls = all_measures(sides)
    values: list[Values] = []
    for side in sides:
        found, missing = values_of(side, measures)
        values.append(found)
        shortfalls += missing
    against = [
        _against((sides[0], other), years, measures, (values[0], of_other))
        for other, of_other in zip(sides[1:], values[1:], strict=True)
    ]
    return Comparison(
        tuple(sides), years, common_buyers(sides), tuple(measures),
        (*shortfalls_of(sides), *shortfalls), tuple(against),
    )  # fmt: skip


def buyers_named(words: Sequence[str], found: Comparison) -> tuple[str, ...]:
    """The theatre's own names of buyers, each once.

    Raises:
        NotComparableError: if one is no buyer that all sides have.
    """
    theatre = found.base.theatre
    unknown = []
    for word in words:
        if theatre.find(word) not in found.buyers:
            hint = theatre.suggestion(word).removeprefix("; ")
            unknown.append(f"{quote(word)} ({hint})" if hint else quote(word))
    if unknown:
        raise NotComparableError(f"no buyer that all sides have: {', '.join(unknown)}")
    return tuple(dict.fromkeys(name for word in words if (name := theatre.find(word)) is not None))


def way_of(base: Side, other: Side) -> Way:
    """How the worlds of two sides belong together: by their noise, not at all, or one is no run."""
    if isinstance(base, RecordSide) or isinstance(other, RecordSide):
        return "record"
    return "paired" if base.scenario.seed == other.scenario.seed else "apart"


def worlds_of(*sides: Side) -> int:
    """Worlds that all runs among some sides have; at least one of them is a run."""
    return min(side.scenario.worlds for side in sides if isinstance(side, Run))


def meaning(base: Side, other: Side) -> str:
    """What a share of worlds means between two sides, in a sentence or two."""
    way = way_of(base, other)
    runs = [side for side in (base, other) if isinstance(side, Run)]
    whats = list(dict.fromkeys(map(_drawn, runs)))
    if way == "record":
        return (
            f"The share is that of the simulated worlds, each {whats[0]}, on one side of what "
            "happened."
        )
    if way == "apart":
        return (
            "The seeds differ, so worlds cannot be paired: the share is over all pairs of a world "
            "of one side and a world of the other, and most of it is noise."
        )
    if len(whats) > 1:
        return (
            "Worlds share their noise, but not where their parameters come from (on one side each "
            f"world is {whats[0]}, on the other {whats[1]}): the share is over pairs that differ "
            "in their parameters too."
        )
    if runs[0].scenario.parameters == "central":
        return (
            "All worlds have the same central parameters: the share is over noise alone, and says "
            "nothing of how far the answer depends on the parameters."
        )
    of = "prior" if runs[0].scenario.parameters == "prior" else "posterior"
    return (
        f"Each world is {whats[0]}, both the same on either side. So the share of worlds is at "
        f"once the share of the {of} in which the sign holds, if noise is drawn along with it; for "
        "one and the same parameters noise alone can turn the sign, which one world a draw cannot "
        "tell apart."
    )


def _drawn(run: Run) -> str:
    source = run.scenario.parameters
    if source == "central":
        return "one draw of the noise at central parameters"
    of = "prior" if source == "prior" else "posterior"
    return f"one draw from the {of} and one of the noise"


def _against(
    pair: tuple[Side, Side], years: Window, measures: Sequence[Measure],
    values: tuple[Values, Values],
) -> ComparedSide:  # fmt: skip
    base, other = pair
    way, worlds = way_of(base, other), worlds_of(base, other)
    both = [item for item in measures if all(item.id in found for found in values)]
    contrasts: dict[str, Contrast] = {}
    scaled: dict[str, Contrast] = {}
    for item in both:
        one, two = (found[item.id] for found in values)
        if way == "paired":
            one, two = one[:worlds], two[:worlds]
        compare = comparison_of(item.kind)
        origin = np.ones(1) if compare.ratio else np.zeros(1)
        base_on, other_on = (compare.distances(side, origin) for side in (one, two))
        made, common = contrast(one, two, way), contrast(base_on, other_on, way)
        if made is not None and common is not None:
            contrasts[item.id], scaled[item.id] = made, common
    inputs = None
    if isinstance(base, Run) and isinstance(other, Run):
        inputs = input_differences(base, other)
    undefined = tuple(item.id for item in both if item.id not in contrasts)
    found = gains(base, other, years, worlds, way)
    verdicts = _verdicts(pair, both, contrasts) if way == "record" else {}
    return ComparedSide(other, way, worlds, inputs, contrasts, scaled, verdicts, undefined, found)


def _verdicts(
    pair: tuple[Side, Side], measures: Sequence[Measure], contrasts: dict[str, Contrast]
) -> dict[str, Verdict]:
    """The verdict of a scorecard on each measure: the record against the band of the run."""
    found: dict[str, Verdict] = {}
    for item in measures:
        if item.id in contrasts:
            made = contrasts[item.id]
            bands = made.base, made.other
            recorded, worlds = bands if isinstance(pair[0], RecordSide) else bands[::-1]
            found[item.id] = verdict(recorded.median, item.kind, worlds)
    return found
