"""Is it these events, or any? The scenario's score among those with its events dealt anew.

Events were chosen by people who knew what came of them. So shifts of the same sizes are dealt to
the same pairs and years in another order, many times, and each deal is scored as the scenario is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.claims.claims import Together
from sim.experiment.case import build_case
from sim.experiment.placebo import deal_events_anew
from sim.measure.bands import within_bounds
from sim.measure.scoring import crps
from sim.scenario import Scenario
from sim.score.asked import ScorableClaim, Tick, Values, answers, cut_to, last_year_asked
from sim.score.scored import Question, compared, compared_record
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Dealt:
    """A figure of the scenario, and its mean and 90% range over deals.

    ``as_good`` is the share of deals, the scenario itself counted as one, that do as well or
    better: a small one says that chance deals seldom do.
    """

    own: float
    mean: float
    low: float
    high: float
    as_good: float


@dataclass(frozen=True)
class EventPlacebo:
    """``deals`` permutations: the score over events off, and how often claims hold together."""

    deals: int
    targets: int
    score: Dealt
    jointly: Mapping[str, Dealt]


def event_placebo(
    scenario: Scenario,
    theatre: Theatre,
    asked: Sequence[ScorableClaim],
    targets: Sequence[tuple[Question, float, float]],
    together: Mapping[Together, float],
    deals: int,
    threads: int,
    tick: Tick,
) -> EventPlacebo:
    """Deal a scenario's events anew, many times.

    Args:
        scenario: whose events are dealt.
        theatre: its theatre.
        asked: all claims that it is asked.
        targets: those that make the score, each with the CRPS without events and the scenario's
            own over it.
        together: claims of one world, each with the share of the scenario's worlds that has it.
        deals: how many permutations.
        threads: threads that share the worlds out.
        tick: told of worlds that are done.
    """
    wanted = {question.id for question, _, _ in targets}
    wanted |= {within.claim for one in together for within in one.of}
    items = [item for item in asked if item.claim.id in wanted]
    short = cut_to(scenario, last_year_asked(items, scenario))
    scores, shares = np.zeros(deals), {one: np.zeros(deals) for one in together}
    for number in range(deals):
        case = build_case(deal_events_anew(short, number), theatre)
        values = answers(case, items, threads, tick)
        scores[number] = np.mean([_over(question, values, unit) for question, unit, _ in targets])
        for one, found in shares.items():
            found[number] = share_together(one, values)
    own = float(np.mean([ratio for _, _, ratio in targets]))
    jointly = {one.id: _dealt(-together[one], -found, -1) for one, found in shares.items()}
    return EventPlacebo(deals, len(targets), _dealt(own, scores), jointly)


def share_together(one: Together, values: Values) -> float:
    """Share of all worlds in which claims hold at once; an undefined measure does not hold."""
    holds = [within_bounds(values[item.claim], item.low, item.high) for item in one.of]
    return float(np.logical_and.reduce(holds).mean())


def _over(question: Question, values: Values, unit: float) -> float:
    record = compared_record(question)
    assert record is not None  # targets are on record
    return crps(compared(question, values[question.id]), record, question.tolerance) / unit


def _dealt(own: float, found: Floats, sign: int = 1) -> Dealt:
    """A figure of which less is better; ``sign`` -1 turns the figures back for show."""
    low, high = sorted(sign * np.quantile(found, [0.05, 0.95]))
    as_good = (1 + (found <= own).sum()) / (1 + len(found))
    return Dealt(sign * own, sign * float(found.mean()), float(low), float(high), float(as_good))
