"""Scorecard → rows of the forest plot, every claim on one axis.

The axis is the distance from the record in units of a band that is just uninformative: half of all
shares, ten ranks or years, or a factor of ten. So the length of a band alone tells how much it
tests.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from sim.base.phrases import capital, counted
from sim.measure.bands import WorldBand, distance
from sim.measure.measures import comparison_of, value_in_words
from sim.report.score.verdicts import by_heading, headline, noun_of
from sim.score.score_files import demand_in_words
from sim.score.scorecard import Scorecard, ScoreRatio
from sim.score.scored import EVENTS_OFF, MODEL, PRIOR, Question, Scored


@dataclass(frozen=True)
class ForestRow:
    """A row: its words, and what is drawn in it.

    ``interval`` is of distances from the record; without a record there is none. A claim on how
    many worlds do something has its ``sentence`` instead. ``without_events`` is the median of the
    no-events counterfactual, ``tolerance`` the ends of the discrepancy.
    """

    label: str
    interval: WorldBand | None
    without_events: float | None
    tolerance: tuple[float, float] | None
    sentence: str
    record: str
    worlds: str
    gain: str
    verdict: str


@dataclass(frozen=True)
class Section:
    """Rows of one role under their heading."""

    title: str
    rows: tuple[ForestRow, ...]


@dataclass(frozen=True)
class Forest:
    """All sections; ``title`` and ``summary`` are what the plot says."""

    title: str
    summary: str
    sections: tuple[Section, ...]


def forest_data(card: Scorecard) -> Forest:
    """Sections of claims by role, and of stylised facts; rows as in the ledger."""
    groups = by_heading(((row.question.role, row) for row in card.claims), card.facts)
    sections = tuple(Section(title, tuple(map(_row, rows))) for title, rows in groups)
    verdicts = [(row.question.role, row.verdict) for row in card.claims]
    return Forest(headline(verdicts), _summary(card.overall, noun_of(verdicts)), sections)


def _summary(found: Sequence[ScoreRatio], noun: str) -> str:
    """How the scenario's score compares with its benchmarks', in a sentence."""
    means = {item.who: item for item in found}
    if MODEL not in means:
        return f"No {noun} has a score."
    own = means[MODEL]
    words = (
        f"Mean score over {counted(own.targets, noun)}, CRPS as a share of that of the no-events "
    )
    words += f"counterfactual: this scenario {own.mean:.2f}"
    words += "" if own.low is None else f" (90% interval {own.low:.2f} to {own.high:.2f})"
    told = (MODEL, EVENTS_OFF, *(() if means[PRIOR].mean != own.mean else (PRIOR,)))
    others = [f"{item.who} {item.mean:.2f}" for item in found if item.who not in told]
    return f"{words}; {', '.join(others)}. Below 1 is better, 0 is perfect."


def _row(row: Scored) -> ForestRow:
    asked, band = row.question, row.band
    observed = asked.observed
    drawn = observed is not None and band is not None and asked.in_worlds is None
    gain = row.over_scale()
    return ForestRow(
        label=_label(asked),
        interval=_interval(row) if drawn else None,
        without_events=_from_record(asked, row.medians.get(EVENTS_OFF)) if drawn else None,
        tolerance=_tolerance(asked) if drawn else None,
        sentence="" if drawn else _sentence(row),
        record=value_in_words(asked.kind, observed),
        worlds="" if band is None else _worlds(asked.kind, band),
        gain="" if gain is None else f"{gain:.2f}",
        verdict=row.verdict,
    )


def _worlds(kind: str, band: WorldBand) -> str:
    median, low, high = (value_in_words(kind, end) for end in (band.median, band.low, band.high))
    return f"{median}  ({low} to {high})"


def _label(asked: Question) -> str:
    if asked.measure is None:
        return capital(asked.what)
    return capital(asked.measure.label)


def _interval(row: Scored) -> WorldBand:
    assert row.band is not None
    ends = (getattr(row.band, field.name) for field in fields(WorldBand))
    return WorldBand(*(_distance(row.question, end) for end in ends))


def _sentence(row: Scored) -> str:
    asked = row.question
    if row.band is None:
        return "undefined in every world"
    if asked.in_worlds is None or row.share is None:
        return "not on record"
    return f"{row.share:.1%} of worlds; demanded: {demand_in_words(asked.in_worlds)}"


def _distance(asked: Question, value: float) -> float:
    assert asked.observed is not None
    return distance(asked.kind, value, asked.observed)


def _from_record(asked: Question, value: float | None) -> float | None:
    return None if value is None else _distance(asked, value)


def _tolerance(asked: Question) -> tuple[float, float] | None:
    """One tolerance below and above the record."""
    if asked.tolerance <= 0 or asked.observed is None:
        return None
    ends = []
    for sign in (-1, 1):
        moved = asked.observed + sign * asked.tolerance
        if asked.scale == "log":
            nothing = comparison_of(asked.kind).nothing
            moved = (asked.observed - nothing) * math.exp(sign * asked.tolerance) + nothing
        ends.append(_distance(asked, moved))
    return ends[0], ends[1]
