"""What a scorecard says, in words: the same for its table, its plot and the page."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sim.base.phrases import capital
from sim.measure.bands import tally
from sim.score.asked import ASKED
from sim.score.scored import HELD, MET, NOT_MET

HEADINGS: Mapping[str, str] = {
    ASKED: "What this scenario asks",
    "target": "Targets: parameters may be fitted to them",
    "validation": "Validation: nothing is fitted to them",
    "fresh": "Fresh validation: other pairs, chosen by a rule before anything was fitted",
    "limit": "Limits: what no run may produce too often",
    "contradicted": "Contradicted: the register contradicts the article",
    "disputed": "Disputed: sources disagree",
    "mechanism": "Mechanisms: what a run must show",
    "event": "Events: what scenarios put in",
}
"""Headings of claims by their role, in the order in which they are shown."""
STYLISED_FACTS = "Stylised facts of the arms trade"

RoleVerdict = tuple[str, str]  # role of a claim, and its verdict
NOTHING = "nothing on record can be held against what is asked here"
Row = TypeVar("Row")


def by_heading(
    claims: Iterable[tuple[str, Row]], facts: Sequence[Row]
) -> list[tuple[str, list[Row]]]:
    """Rows under their headings, claims by role before stylised facts; no heading without rows."""
    kept = list(claims)
    groups = [
        (title, [row for own, row in kept if own == role]) for role, title in HEADINGS.items()
    ]
    groups.append((STYLISED_FACTS, list(facts)))
    return [(title, rows) for title, rows in groups if rows]


def headline(verdicts: Sequence[RoleVerdict]) -> str:
    """The count over targets; over all claims where there is no target."""
    targets = tally(verdict for role, verdict in verdicts if role in HELD)
    every = tally(verdict for _, verdict in verdicts)
    words = targets.words(noun_of(verdicts)) if targets.number else every.words("claim")
    return capital(words if every.number else _demands(verdicts) or NOTHING)


def noun_of(verdicts: Iterable[RoleVerdict]) -> str:
    """What those are called over which scores are averaged: targets, or the scenario's measures."""
    return "measure" if any(role == ASKED for role, _ in verdicts) else "target"


def full_count(verdicts: Sequence[RoleVerdict]) -> str:
    """The count over targets, over all claims, and how many demands on worlds are met."""
    targets = tally(verdict for role, verdict in verdicts if role in HELD)
    every = tally(verdict for _, verdict in verdicts)
    parts = [headline(verdicts)]
    if 0 < targets.number < every.number:
        parts.append(f"Over all claims, {every.words('claim')}")
    if every.number and _demands(verdicts):
        parts.append(capital(_demands(verdicts)))
    return ". ".join(parts)


def _demands(verdicts: Sequence[RoleVerdict]) -> str:
    met, unmet = (sum(verdict == one for _, verdict in verdicts) for one in (MET, NOT_MET))
    if not met + unmet:
        return ""
    if met + unmet == 1:
        return f"the demand on how many worlds do something is {'met' if met else 'not met'}"
    verb = "is" if met == 1 else "are"
    return f"of {met + unmet} demands on how many worlds do something, {met or 'none'} {verb} met"
