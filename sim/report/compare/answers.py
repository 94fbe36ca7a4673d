"""A comparison in two sentences, drawn from its numbers and no surer than they are."""

from collections.abc import Sequence

from sim.base.phrases import capital
from sim.compare.compare import ComparedSide, Comparison
from sim.compare.contrast import Contrast
from sim.measure.measures import unit_of, value_in_words
from sim.report.compare.effects import LITTLE, negligible, together
from sim.report.compare.gains_sentence import Change, gains_in_words
from sim.scenario import Measure


def answer(
    found: Comparison, against: ComparedSide, buyers: Sequence[str] = (), asked: Sequence[str] = (),
    only: Change | None = None,
) -> str:  # fmt: skip
    """What happens to the measures that are asked about, and who gains or loses: two sentences.

    A change is negligible if the interval of its mean lies within ``LITTLE`` of zero; if it may be
    zero or large, the worlds are inconclusive.

    Args:
        found: the comparison.
        against: the side that is told of.
        buyers: whose gains are told; those of all single states if none are named.
        asked: ids of measures; the one that moves most if none are named.
        only: tell of those who deliver more, or of those who deliver less, alone.
    """
    told = [name for name in asked if name in against.contrasts]
    first = _asked(found, against, told) if told and against.way != "record" else ""
    return f"{first or _most(found, against)} {gains_in_words(found, against, buyers, only)}"


def _asked(found: Comparison, against: ComparedSide, names: Sequence[str]) -> str:
    """What happens to each of some measures."""
    measures = {item.id: item for item in found.measures}
    told = [
        f"{measures[name].subject}: "
        f"{_happens(measures[name], against.contrasts[name], against.scaled[name])}"
        for name in names
    ]
    return f"{'; '.join(told)}."


def _happens(item: Measure, made: Contrast, scaled: Contrast) -> str:
    """What happens to one measure: ``higher in 60% of worlds, by 4.2 points in the mean …``."""
    if made.effect == "none":
        return f"the same in every world (median {value_in_words(item.kind, made.base.median)})"
    mean, low, high, unit = _mean(item, made)
    if negligible(scaled):
        return f"a negligible change ({_medians(item, made)})"
    if made.effect == "unclear":
        return f"inconclusive ({mean}{unit} in the mean, {low} to {high})"
    way, share = ("higher", made.more) if made.effect == "more" else ("lower", made.less)
    near, far = sorted((low.strip("+−"), high.strip("+−")), key=_number)
    return (
        f"{way} in {share:.0%} of worlds, by {mean.strip('+−')}{unit} in the mean "
        f"({near} to {far}; {_medians(item, made)})"
    )


def _number(word: str) -> float:
    return float("inf") if word == "∞" else float(word.replace(",", ""))


def _medians(item: Measure, made: Contrast) -> str:
    first, then = (value_in_words(item.kind, side.median) for side in (made.base, made.other))
    return f"median {first}, then {then}"


def _most(found: Comparison, against: ComparedSide) -> str:
    """The clear measure that moves furthest on the common axis."""
    measures = {item.id: item for item in found.measures}
    clear = [
        name for name, made in against.contrasts.items() if made.effect in ("more", "less")
    ]  # fmt: skip
    number = len(against.contrasts)
    if against.way == "record":
        out = [name for name, one in against.verdicts.items() if one == "outside"]
        words = against.tally.words("measure")
        return f"{capital(words)}{_named(out, measures, 'Outside')}."
    if number == 1:
        return _asked(found, against, list(against.contrasts))
    if number == 0:
        return "No measure can be compared."
    rest = _rest(against, clear)
    if not clear:
        return f"No measure changes beyond chance{rest}."
    furthest = max(clear, key=lambda name: (abs(against.scaled[name].mean), name))
    words = _moved(measures[furthest], against.contrasts[furthest], against.scaled[furthest])
    return f"{words}{rest}."


def _rest(against: ComparedSide, clear: Sequence[str]) -> str:
    """How many measures change negligibly, and on how many the worlds are inconclusive."""
    number = len(against.contrasts)
    still = [name for name, made in against.scaled.items() if negligible(made)]
    open_ = [name for name in against.contrasts if name not in clear and name not in still]
    parts = []
    if still:
        parts.append(f"the change is negligible or none on {_of(len(still), number)}")
    if open_:
        parts.append(f"the worlds are inconclusive on {_of(len(open_), number)}")
    return "".join(f"; {part}" for part in parts)


def _of(some: int, number: int) -> str:
    """Some of the measures: ``all 6 measures``, ``2 of 6 measures``."""
    return f"all {number} measures" if some == number else f"{some} of {number} measures"


def _named(names: Sequence[str], measures: dict[str, Measure], what: str) -> str:
    listed = "; ".join(measures[name].label for name in names)
    return f". {what}: {listed}" if names else ""


def _moved(item: Measure, made: Contrast, scaled: Contrast) -> str:
    little = ", and little" if abs(scaled.mean) < LITTLE else ""
    mean, low, high, unit = (word.removeprefix("+") for word in _mean(item, made))
    way = "more" if made.effect == "more" else "less"
    share = made.more if made.effect == "more" else made.less
    return (
        f"What moves most{little}: {item.label}, by {mean}{unit} in the mean "
        f"({low} to {high}; {_medians(item, made)}), {way} in {share:.0%} of worlds and equal in "
        f"{made.same:.0%}"
    )


def _mean(item: Measure, made: Contrast) -> tuple[str, str, str, str]:
    """The mean difference, both ends of its interval, and their unit."""
    unit = unit_of(item.kind)
    ends = (end * unit.times for end in (made.mean, made.mean_low, made.mean_high))
    mean, low, high = together(*ends)
    return mean, low, high, f" {unit.gap}" if unit.gap else ""
