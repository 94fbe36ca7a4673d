"""How many claims the record bears out, in words: the same for table, plot and page."""

from collections.abc import Sequence

from sim.measure.bands import tally
from sim.score.scored import MET, NOT_MET

TARGET = "target"
Judged = tuple[str, str]  # role of a claim, and its verdict
NOTHING = "no claim on record could be asked"


def headline(judged: Sequence[Judged]) -> str:
    """The count over targets; over all claims where there is no target."""
    targets = tally(verdict for role, verdict in judged if role == TARGET)
    every = tally(verdict for _, verdict in judged)
    words = targets.words("target") if targets.number else every.words("claim")
    return _sentence(words if every.number else _demands(judged) or NOTHING)


def full_count(judged: Sequence[Judged]) -> str:
    """The count over targets, over all claims, and how many demands on worlds are met."""
    targets = tally(verdict for role, verdict in judged if role == TARGET)
    every = tally(verdict for _, verdict in judged)
    parts = [headline(judged)]
    if 0 < targets.number < every.number:
        parts.append(f"Over all claims, {every.words('claim')}")
    if every.number and _demands(judged):
        parts.append(_sentence(_demands(judged)))
    return ". ".join(parts)


def _demands(judged: Sequence[Judged]) -> str:
    met, unmet = (sum(verdict == one for _, verdict in judged) for one in (MET, NOT_MET))
    if not met + unmet:
        return ""
    return f"of {met + unmet} demands on how many worlds do something, {met} are met"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
