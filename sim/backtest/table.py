"""The table of a back-test: each forecaster's scores over all buyers and origins, and the gaps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.backtest.benchmarks import BENCHMARKS, HINDSIGHT, OWN_PAST
from sim.backtest.outcomes import MEAN, MODEL, SCORES, Outcome
from sim.backtest.record import FLOWS, Flow
from sim.backtest.scores import (
    coverage,
    interval_over_buyers,
    mean_of,
    precision_area,
    roc_area,
)
from sim.base.arrays import Bools, Floats
from sim.base.bands import HELD

WEIGHTINGS = ("plain", "by volume")
GAPPED = SCORES[:3]  # scores of which gaps are taken
BETTER, WORSE, UNCLEAR = "model better", "model worse", "no clear difference"


@dataclass(frozen=True)
class Gap:
    """Model less another forecaster, and the ends of its 90% interval: below 0 the model leads."""

    difference: float
    low: float
    high: float

    @property
    def verdict(self) -> str:
        """Who leads; a gap whose interval holds 0 is nobody's."""
        if math.isnan(self.low):
            return ""
        if self.high < 0:
            return BETTER
        return WORSE if self.low > 0 else UNCLEAR


@dataclass(frozen=True)
class Line:
    """A forecaster of a flow: scores by weighting, gaps of the model to it, areas of its ties."""

    flow: Flow
    forecaster: str
    means: dict[tuple[str, str], float]  # by score and weighting
    gaps: dict[tuple[str, str], Gap]  # of total variation, log score and CRPS; none of the model's
    ties: dict[str, float]  # roc, precision; of all pairs and of new ones


@dataclass(frozen=True)
class Reliability:
    """How often the model's bands hold, over pairs at stake and over all, and the floor."""

    flow: Flow
    pairs: int
    held: dict[float, float]  # by what the band should hold
    held_of_all: dict[float, float]
    floor: dict[str, float]  # total variation to expect if the worlds are right, by weighting
    without: tuple[str, ...]  # buyers that get nothing in any world


def lines_of(outcomes: Sequence[Outcome], seed: int) -> list[Line]:
    """The table, flow by flow; the model first."""
    lines = []
    for flow in FLOWS:
        of_flow = [outcome for outcome in outcomes if outcome.flow == flow]
        names = (
            MODEL,
            MEAN,
            *BENCHMARKS,
            OWN_PAST,
            *((HINDSIGHT,) if flow == "deliveries" else ()),
        )
        lines += [
            _line(of_flow, flow, name, seed)
            for name in names
            if of_flow and all(name in item.shares for item in of_flow)
        ]
    return lines


def reliability_of(outcomes: Sequence[Outcome], flow: Flow) -> Reliability:
    """Coverage of the model's bands in a flow."""
    of_flow = [outcome for outcome in outcomes if outcome.flow == flow]
    places, stake = _joined(of_flow, "places"), at_stake(of_flow)
    floor, volume = _joined(of_flow, "floor"), _joined(of_flow, "volume")
    return Reliability(
        flow,
        int(stake.sum()),
        {holds: coverage(places[stake], holds) for holds in HELD},
        {holds: coverage(places, holds) for holds in HELD},
        {
            "plain": mean_of(floor, np.ones_like(floor)),
            "by volume": mean_of(floor, volume),
        },
        tuple(sorted({name for item in of_flow for name in item.without})),
    )


def at_stake(outcomes: Sequence[Outcome]) -> Bools:
    """Pairs at stake of some outcomes, all buyers in a row."""
    return np.concatenate(
        [item.at_stake.ravel() for item in outcomes] or [np.zeros(0, dtype=np.bool_)]
    )


def _line(outcomes: Sequence[Outcome], flow: Flow, name: str, seed: int) -> Line:
    volume = _joined(outcomes, "volume")
    weights = dict(zip(WEIGHTINGS, (np.ones_like(volume), volume), strict=True))
    buyers = [buyer for outcome in outcomes for buyer in outcome.buyers]
    own, model = _scores(outcomes, name), _scores(outcomes, MODEL)
    means = {
        (score, weighting): mean_of(own[score], weight)
        for score in SCORES
        for weighting, weight in weights.items()
    }
    gaps = {
        (score, weighting): Gap(
            mean_of(model[score] - own[score], weight),
            *interval_over_buyers(model[score] - own[score], weight, buyers, seed),
        )
        for score in GAPPED
        for weighting, weight in weights.items()
        if name != MODEL
    }
    return Line(flow, name, means, gaps, _ties(outcomes, name))


def _ties(outcomes: Sequence[Outcome], name: str) -> dict[str, float]:
    """Areas under ROC and precision over pairs of buyer and supplier, a state's own left out."""
    rank, came, new = [], [], []
    for item in outcomes:
        other = np.array(item.buyers, dtype=object)[:, None] != np.array(item.suppliers)
        rank.append((item.chance if name in (MODEL, MEAN) else item.shares[name])[other])
        came.append(item.recorded[other] > 0)
        new.append(item.new[other])
    ranks, ties, first = (np.concatenate(part) for part in (rank, came, new))
    return {
        "roc": roc_area(ranks, ties),
        "precision": precision_area(ranks, ties),
        "roc new": roc_area(ranks[first], ties[first]),
        "precision new": precision_area(ranks[first], ties[first]),
        "share new": float(ties[first].mean()) if first.any() else float("nan"),
    }


def _scores(outcomes: Sequence[Outcome], name: str) -> dict[str, Floats]:
    return {
        score: np.concatenate([item.scores[name][score] for item in outcomes]) for score in SCORES
    }


def _joined(outcomes: Sequence[Outcome], name: str) -> Floats:
    parts: list[Floats] = [getattr(item, name).ravel() for item in outcomes]
    return np.concatenate(parts or [np.zeros(0)])
