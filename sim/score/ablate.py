"""Ablation: one mechanism after the other turned off under the same noise, and what is lost.

Only the years that a claim asks about are simulated, which changes nothing in them.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Floats
from sim.claims import Claims
from sim.experiment.case import Case, build_case
from sim.experiment.variants import Variant, ablations, without_events
from sim.measure.scoring import crps, interval, resamples
from sim.scenario import Scenario
from sim.score.asked import (
    NothingToAskError,
    ScorableClaim,
    Tick,
    Values,
    answers,
    ask_for,
    cut_to,
    last_year_asked,
)
from sim.score.losses import ALL_TARGETS, Ablation, Loss
from sim.score.scored import (
    HELD,
    SAMPLES,
    Question,
    compared,
    compared_record,
    of_claim,
    resampled,
)
from sim.theatre.theatre import Theatre

TRIED = 8  # worlds a thread, to tell how long all will take


@dataclass(frozen=True)
class AblationPlan:
    """What an ablation will run: ``short`` is the scenario up to the last year asked about."""

    scenario: Scenario
    short: Scenario
    asked: tuple[ScorableClaim, ...]
    theatre: Theatre

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The scenarios that lack something."""
        return ablations(self.short)

    @property
    def worlds(self) -> int:
        """Worlds in all: of the variants, of the scenario itself, and of its scale."""
        return (len(self.variants) + 2) * self.scenario.worlds

    def seconds(self, threads: int) -> float:
        """How long it will take, judged by a few worlds and one bootstrap that are run for it."""
        few = replace(self.short, worlds=TRIED * threads)
        case = build_case(few, self.theatre)
        answers(case, self.asked, threads, lambda done: None)  # the first may be compiled
        began = time.perf_counter()
        answers(case, self.asked, threads, lambda done: None)
        simulating = (time.perf_counter() - began) / few.worlds * self.worlds
        question, drawn = of_claim(self.asked[0], None), _drawn(self.scenario)
        worlds = np.zeros(self.scenario.worlds)
        resampled(question, worlds[:1], drawn[:, :1])  # the first is slower
        began = time.perf_counter()
        resampled(question, worlds, drawn)
        sampling = (time.perf_counter() - began) * len(self.asked) * (len(self.variants) + 1)
        return simulating + sampling


@dataclass(frozen=True)
class _Held:
    """A claim with what every variant is compared with; samples are [SAMPLES]."""

    question: Question
    scale: float  # the score without events
    own: float  # the scenario's, over the scale
    own_samples: Floats


def plan_ablation(scenario: Scenario, ledger: Claims) -> AblationPlan:
    """Find the claims on record that a scenario can be asked, and the years that they ask about.

    Raises:
        NothingToAskError: if there is no such claim.
        InputError: as ``build_case``.
    """
    theatre = build_case(scenario).theatre
    asked = tuple(
        item for item in ask_for(ledger, scenario, theatre)[0] if item.claim.observed is not None
    )
    if not asked:
        raise NothingToAskError(
            "nothing that this scenario measures within its years is on record, and no claim is"
        )
    return AblationPlan(
        scenario, cut_to(scenario, last_year_asked(asked, scenario)), asked, theatre
    )


def ablate(
    plan: AblationPlan,
    threads: int,
    tick: Tick = lambda done: None,
    only: Sequence[str] | None = None,
) -> Ablation:
    """Turn off each mechanism, groups of them, and the events; permute the rivals.

    Args:
        plan: scenario and claims; targets make the overall loss.
        threads: threads that share the worlds out; no number depends on them.
        tick: told of worlds that are done, of the ``worlds`` of the plan.
        only: names of variants, if not all are wanted.

    Raises:
        NothingToAskError: if the model without events answers no claim.
    """
    scenario = plan.scenario

    whole = build_case(plan.short, plan.theatre)

    def run(variant: Scenario) -> Values:
        return answers(_case_of(variant, whole), plan.asked, threads, tick)

    drawn = _drawn(scenario)
    held = list(_hold(plan.asked, run(plan.short), run(without_events(plan.short)), drawn))
    if not held:
        raise NothingToAskError("the model without events answers no claim, so there is no scale")
    losses: list[Loss] = []
    for variant in plan.variants:
        if only is None or variant.name in only:
            losses += _losses(variant, held, run(variant.scenario), drawn)
    questions, own = tuple(one.question for one in held), tuple(one.own for one in held)
    return Ablation(scenario, questions, own, tuple(losses))


def _case_of(variant: Scenario, whole: Case) -> Case:
    """The case of a variant; if only its parameters differ, the arrays are those of the whole."""
    if replace(variant, settings=whole.scenario.settings) == whole.scenario:
        return replace(whole, scenario=variant)
    return build_case(variant, whole.theatre)


def _drawn(scenario: Scenario) -> Floats:
    return resamples(min(scenario.worlds, SAMPLES), SAMPLES, scenario.seed)


def _hold(
    asked: Sequence[ScorableClaim], own: Values, scale: Values, drawn: Floats
) -> Iterator[_Held]:
    """The claims on which the scenario has a score, and the model without events one above 0."""
    for item in asked:
        question, key = of_claim(item, None), item.claim.id
        unit, score = _score(question, scale[key]), _score(question, own[key])
        if unit > 0 and not np.isnan(score):
            samples = resampled(question, own[key], drawn) / unit
            yield _Held(question, unit, score / unit, samples)


def _losses(
    variant: Variant, held: Sequence[_Held], values: Values, drawn: Floats
) -> Iterator[Loss]:
    """Loss on each claim, and the mean over targets that have one."""
    targets: list[tuple[float, float, Floats]] = []

    def of(claim: str, role: str, score: float, own: float, more: Floats, undefined: float) -> Loss:
        low, high = interval(more)
        return Loss(
            variant.name, variant.kind, variant.group, claim, role, score, score - own, low, high,
            undefined,
        )  # fmt: skip

    for one in held:
        asked = one.question
        worlds = values[asked.id]
        score = _score(asked, worlds) / one.scale
        more = resampled(asked, worlds, drawn) / one.scale - one.own_samples
        yield of(asked.id, asked.role, score, one.own, more, float(np.isnan(worlds).mean()))
        if asked.role in HELD and not np.isnan(score):
            targets.append((score, one.own, more))
    if targets:
        score, own = (float(np.mean([target[i] for target in targets])) for i in (0, 1))
        together: Floats = np.mean([target[2] for target in targets], axis=0)
        yield of(ALL_TARGETS, "", score, own, together, 0.0)


def _score(question: Question, values: Floats) -> float:
    return crps(compared(question, values), _record(question), question.tolerance)


def _record(question: Question) -> float:
    record = compared_record(question)
    assert record is not None  # only claims on record are held
    return record
