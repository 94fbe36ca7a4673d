"""A row of the scorecard: a claim or a stylised fact, the worlds, the record, the benchmarks."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.bands import ENDS_OF_90, HOLDS
from sim.claims import InWorlds
from sim.experiment.stylised_facts import StylisedFact
from sim.measure.bands import (
    WorldBand,
    band_of,
    defined,
    share_within,
    standing,
    verdict,
    width,
)
from sim.measure.scoring import crps, interval_score, on_scale, resampled_crps, z_of
from sim.scenario import Measure
from sim.score.asked import ASKED, ScorableClaim

HELD = ("target", ASKED)  # roles over which scores are averaged
FACT = "pattern"  # in tables; a role beside those of claims, and a kind beside those of measures
MODEL = "model"
PRIOR = "prior"
HABIT_ONLY = "habit only"
EVENTS_OFF = "events off"  # whose scores are the scale of all others
PERSISTENCE = "persistence"
SAMPLES = 1000  # of a bootstrap, and the most worlds that it is made of
MET, NOT_MET = "met", "not met"  # verdicts on a demand of how many worlds do something


@dataclass(frozen=True)
class Question:
    """What is asked of the worlds, and what is known of the answer before one looks at them.

    ``observed`` is the record, ``source`` how a fact's was found, ``before`` the record of the
    measure one window earlier. ``tolerance`` is the standard deviation of the discrepancy between
    model and record on ``scale``; 0 where none is stated.
    """

    id: str
    role: str
    what: str
    kind: str
    measure: Measure | None
    observed: float | None
    source: str
    scale: str
    tolerance: float
    before: float | None
    base_rate: str | None
    in_worlds: InWorlds | None


@dataclass(frozen=True)
class Scored:
    """A question with the answers of the worlds.

    ``band`` is in the measure's own units and None if no world is defined. ``width`` is that of
    its 90%, which is uninformative from 1 on; ``prior_width`` the same of the prior. ``crps`` is
    on the question's scale and ``medians`` in the measure's units, by whose forecast it is;
    ``interval_scores`` are those of the 90% bands on the question's scale.
    ``share`` is that of the worlds in the demanded range.
    """

    question: Question
    worlds: int
    undefined: int
    band: WorldBand | None
    width: float | None
    prior_width: float | None
    z: float | None
    standing: str
    verdict: str
    crps: Mapping[str, float]
    interval_scores: Mapping[str, float]
    medians: Mapping[str, float]
    share: float | None

    def over_scale(self, who: str = MODEL) -> float | None:
        """A forecast's score over that of the model without events; None if either has none."""
        score, scale = self.crps.get(who), self.crps.get(EVENTS_OFF)
        return None if score is None or scale is None or scale <= 0 else score / scale


def of_claim(item: ScorableClaim, before: float | None) -> Question:
    """The question that a claim asks; ``before`` is what persistence forecasts."""
    claim = item.claim
    return Question(
        claim.id, claim.role, claim.claim, item.measure.kind, claim.measure, claim.observed, "",
        claim.scale, 0.0 if claim.tolerance is None else claim.tolerance, before,
        claim.base_rate, claim.in_worlds,
    )  # fmt: skip


def of_fact(found: StylisedFact) -> Question:
    """The question that a stylised fact asks: as it is, with no tolerance stated."""
    return Question(
        found.name, FACT, found.name, FACT, None, found.recorded, found.source, "linear", 0.0,
        None, None, None,
    )  # fmt: skip


def scored(question: Question, forecasts: Mapping[str, Floats]) -> Scored:
    """Answer a question: values in all worlds [W], by whose forecast they are; one is the model's.

    Persistence is added as the forecast of one world.
    """
    own = forecasts[MODEL]
    everybody = dict(forecasts)
    if question.before is not None:
        everybody[PERSISTENCE] = np.array([question.before])
    band, demand, observed = band_of(own), question.in_worlds, question.observed
    share = None if demand is None else share_within(own, demand.low, demand.high)
    judged, place = "", ""
    if observed is not None and band is not None:
        judged, place = verdict(observed, question.kind, band), standing(observed, band)
    if demand is not None and share is not None and not np.isnan(share):
        judged = MET if demand.least <= share <= demand.most else NOT_MET
    return Scored(
        question=question,
        worlds=len(own),
        undefined=int(np.isnan(own).sum()),
        band=band,
        width=_width(question, band),
        prior_width=_width(question, band_of(forecasts[PRIOR])) if PRIOR in forecasts else None,
        z=_z(question, own),
        standing=place,
        verdict=judged,
        crps=_scores(question, everybody),
        interval_scores=_interval_scores(question, everybody),
        medians={
            who: float(np.median(defined(values)))
            for who, values in everybody.items()
            if len(defined(values))
        },
        share=share,
    )


def compared(question: Question, values: Floats) -> Floats:
    """Values on the scale on which the question compares them."""
    return on_scale(values, question.kind, question.scale)


def resampled(question: Question, values: Floats, drawn: Floats) -> Floats:
    """Scores of a question with a record in samples of the first worlds [samples]."""
    record = compared_record(question)
    assert record is not None  # or it would have no score
    worlds = compared(question, values[: drawn.shape[1]])
    return resampled_crps(worlds, record, question.tolerance, drawn)


def compared_record(question: Question) -> float | None:
    """The record on the same scale; None if there is none."""
    if question.observed is None:
        return None
    return float(compared(question, np.array([question.observed]))[0])


def _width(question: Question, band: WorldBand | None) -> float | None:
    return None if band is None else width(question.kind, band)


def _z(question: Question, own: Floats) -> float | None:
    record = compared_record(question)
    if record is None:
        return None
    found = z_of(compared(question, own), record, question.tolerance)
    return None if np.isnan(found) else found


def _scores(question: Question, everybody: Mapping[str, Floats]) -> dict[str, float]:
    record = compared_record(question)
    if record is None:
        return {}
    scores = {
        who: crps(compared(question, values), record, question.tolerance)
        for who, values in everybody.items()
    }
    return {who: score for who, score in scores.items() if not np.isnan(score)}


def _interval_scores(question: Question, everybody: Mapping[str, Floats]) -> dict[str, float]:
    """Of the 90% bands of the worlds alone: a tolerance is no part of a band."""
    record, scores = compared_record(question), {}
    for who, values in everybody.items():
        known = compared(question, defined(values))
        if record is not None and len(known):
            low, high = np.quantile(known, ENDS_OF_90)
            scores[who] = float(interval_score(low, high, np.array(record), HOLDS))
    return scores
