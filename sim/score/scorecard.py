"""The scorecard: a scenario's worlds held against the ledger of claims, beside its rivals.

The worlds are simulated again: they are the same, bit for bit, as those of the run. Rivals are the
prior, a habit-only model, the scenario without its events, and the window before on record.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.arrays import Floats
from sim.claims import Claims
from sim.claims.claims import Together
from sim.experiment.case import Case, build_case
from sim.experiment.run import measure_block
from sim.experiment.stylised_facts import FactBook
from sim.experiment.variants import from_prior, habit_only, without_events
from sim.experiment.worlds import Block, map_worlds
from sim.measure.scoring import interval, resamples
from sim.scenario import Scenario
from sim.score.asked import (
    NothingToAskError,
    ScorableClaim,
    Tick,
    Unasked,
    Values,
    ask_for,
    joined,
    recorded_before,
)
from sim.score.frozen import Reference, Referenced, load_reference, over_reference
from sim.score.mixes import Mix, MixBook
from sim.score.placebo import EventPlacebo, event_placebo, share_together
from sim.score.scored import (
    EVENTS_OFF,
    HABIT_ONLY,
    HELD,
    MODEL,
    PERSISTENCE,
    PRIOR,
    SAMPLES,
    Scored,
    of_claim,
    of_fact,
    resampled,
    scored,
)
from sim.theatre.theatre import Theatre

RIVALS: Mapping[str, Callable[[Scenario], Scenario]] = {
    PRIOR: from_prior,
    HABIT_ONLY: habit_only,
    EVENTS_OFF: without_events,
}


@dataclass(frozen=True)
class ScoreRatio:
    """Mean over targets of the score of ``who``, each over that of the model without events.

    ``low`` to ``high`` holds 90% of paired bootstrap samples over worlds; None for a point
    forecast. The ``model`` has the other mean over the same ``targets``.
    """

    who: str
    mean: float
    low: float | None
    high: float | None
    targets: int
    model: float


@dataclass(frozen=True)
class Jointly:
    """Share of worlds in which claims hold together, by whose worlds they are."""

    together: Together
    shares: Mapping[str, float]


@dataclass(frozen=True)
class Scorecard:
    """All that a scenario was asked, and what it could not be asked."""

    scenario: Scenario
    claims: tuple[Scored, ...]
    facts: tuple[Scored, ...]
    overall: tuple[ScoreRatio, ...]
    unasked: tuple[Unasked, ...]
    jointly: tuple[Jointly, ...] = ()
    mixes: tuple[Mix, ...] = ()
    record: str = ""  # whose the record is, in words
    placebo: EventPlacebo | None = None
    reference: Reference | None = None  # of all scores; none in a theatre of one's own
    over_reference: tuple[Referenced, ...] = ()

    def reference_of(self, row: Scored) -> float | None:
        """The reference's score of a row; None if it has none."""
        return None if self.reference is None else self.reference.score(row.question, self.scenario)

    def with_role(self, role: str) -> list[Scored]:
        """Rows of claims that play a role."""
        return [row for row in self.claims if row.question.role == role]


def rivals_to_run(scenario: Scenario) -> dict[str, Scenario]:
    """The rivals that have to be simulated; one that is the scenario itself need not be."""
    made = {name: make(scenario) for name, make in RIVALS.items()}
    return {name: rival for name, rival in made.items() if rival != scenario}


def score_scenario(
    scenario: Scenario,
    ledger: Claims,
    threads: int,
    tick: Tick = lambda done: None,
    deals: int = 0,
) -> Scorecard:
    """Hold a scenario and its rivals against the ledger.

    Args:
        scenario: whose worlds are scored; they are simulated again.
        ledger: of claims.
        threads: threads that share the worlds out; no score depends on them.
        tick: told of worlds that are done: the scenario's, and those of ``rivals_to_run``.
        deals: how often to deal the scenario's events anew, for a placebo.

    Raises:
        NothingToAskError: if no claim can be asked.
        InputError: as ``build_case``.
    """
    case = build_case(scenario)
    asked, unasked = questions_for(case, ledger)
    book = FactBook(case.theatre, scenario.first_year, scenario.last_year)
    mixes = MixBook(case.theatre, scenario.first_year, scenario.last_year)
    own = _answers(case, asked, book, threads, tick, mixes)
    answered = {MODEL: own, **dict.fromkeys(RIVALS, own)}
    for name, rival in rivals_to_run(scenario).items():
        other = build_case(rival, case.theatre)
        answered[name] = _answers(other, asked, book, threads, tick)
    before = recorded_before(asked, case.theatre)
    ids = {item.claim.id for item in asked}
    book.add({name: values for name, values in own.items() if name not in ids})
    questions = [of_claim(item, before.get(item.claim.id)) for item in asked]
    claims = [scored(question, _values_of(answered, question.id)) for question in questions]
    facts = [scored(of_fact(found), _values_of(answered, found.name)) for found in book.finish()]
    targets = [row for row in claims if row.question.role in HELD]
    overall = _overall([(row, _values_of(answered, row.question.id)) for row in targets], scenario)
    reference = load_reference() if case.theatre.is_default else None
    every = [(row, _values_of(answered, row.question.id)) for row in (*claims, *facts)]
    referenced = () if reference is None else over_reference(every, reference, scenario)
    jointly = tuple(_jointly(one, answered) for one in ledger.together if _askable(one, ids))
    card = Scorecard(
        scenario, tuple(claims), tuple(facts), overall, tuple(unasked), jointly,
        tuple(mixes.finish()), whose_record(case.theatre), None, reference, referenced,
    )  # fmt: skip
    if not deals or not overall:
        return card
    together = {one.together: one.shares[MODEL] for one in jointly}
    units = [
        (row.question, row.crps[EVENTS_OFF], ratio)
        for row in targets
        if (ratio := row.over_scale()) is not None and _scored_by_all(row)
    ]
    placebo = event_placebo(scenario, case.theatre, asked, units, together, deals, threads, tick)
    return replace(card, placebo=placebo)


def whose_record(theatre: Theatre) -> str:
    """Whose record claims and stylised facts are held against: two in one's own theatre."""
    if theatre.is_default:
        return f"Recorded: {theatre.record_of}."
    return (
        "The record of claims is that of the ledger which comes with the model, made from the "
        "SIPRI Arms Transfers Database, and not that of this theatre's own tables. The record of "
        f"stylised facts, supplier mixes and the window before (persistence) is that of "
        f"{theatre.record_of}. Where the two differ, a claim can be missed for that alone."
    )


def questions_for(case: Case, ledger: Claims) -> tuple[list[ScorableClaim], list[Unasked]]:
    """Claims that a case can be asked, and those that it cannot.

    Raises:
        NothingToAskError: if it can be asked none.
    """
    asked, unasked = ask_for(ledger, case.scenario, case.theatre)
    if not asked:
        raise NothingToAskError(
            "this scenario has no measure, and no claim of the ledger fits its years and states"
        )
    return asked, unasked


def _values_of(answered: Mapping[str, Values], key: str) -> dict[str, Floats]:
    return {who: values[key] for who, values in answered.items()}


def _askable(one: Together, ids: set[str]) -> bool:
    return all(within.claim in ids for within in one.of)


def _jointly(one: Together, answered: Mapping[str, Values]) -> Jointly:
    return Jointly(one, {who: share_together(one, values) for who, values in answered.items()})


def _answers(
    case: Case,
    asked: Sequence[ScorableClaim],
    book: FactBook,
    threads: int,
    tick: Tick,
    mixes: MixBook | None = None,
) -> Values:
    """Measures and stylised facts in all worlds, by the claim's id and the fact's name.

    Where mixes are asked for, they are told of all worlds too.
    """
    measures = [item.measure for item in asked]

    def take(block: Block) -> tuple[Values, list[Floats]]:
        answered = measure_block(block, measures) | book.of(block)
        return answered, [] if mixes is None else mixes.of(block)

    ledgers, worlds = {"deliveries"}, case.scenario.worlds
    if mixes is not None:
        ledgers |= {"orders"}
    parts = []
    for part, shares in map_worlds(take, case, 0, worlds, threads, ledgers=ledgers):
        parts.append(part)
        if mixes is not None:
            mixes.add(shares)
        tick(len(part[asked[0].claim.id]))
    return joined(parts)


def _overall(
    targets: Sequence[tuple[Scored, Mapping[str, Floats]]], scenario: Scenario
) -> tuple[ScoreRatio, ...]:
    """Means over the targets on which the scenario and all simulated rivals have a score."""
    who_all = [MODEL, *RIVALS]
    usable = [(row, values) for row, values in targets if _scored_by_all(row)]
    if not usable:
        return ()
    drawn = resamples(min(scenario.worlds, SAMPLES), SAMPLES, scenario.seed)
    scale = [resampled(row.question, values[EVENTS_OFF], drawn) for row, values in usable]
    model = _mean(MODEL, [row for row, _ in usable])
    found: list[ScoreRatio] = []
    for who in who_all:
        if who in RIVALS and usable[0][1][who] is usable[0][1][MODEL]:  # the scenario is the rival
            found.append(replace(found[0], who=who))
            continue
        samples = [
            resampled(row.question, values[who], drawn) / one
            for (row, values), one in zip(usable, scale, strict=True)
        ]
        mean = _mean(who, [row for row, _ in usable])
        found.append(ScoreRatio(who, mean, *interval(np.mean(samples, axis=0)), len(usable), model))
    on_record = [row for row, _ in usable if PERSISTENCE in row.crps]
    if on_record:
        means = _mean(PERSISTENCE, on_record), _mean(MODEL, on_record)
        found.append(ScoreRatio(PERSISTENCE, means[0], None, None, len(on_record), means[1]))
    return tuple(found)


def _scored_by_all(row: Scored) -> bool:
    return all(row.over_scale(who) is not None for who in (MODEL, *RIVALS))


def _mean(who: str, rows: Sequence[Scored]) -> float:
    return float(np.mean([row.over_scale(who) for row in rows]))
