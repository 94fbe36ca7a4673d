"""A comparison in two sentences, drawn from its numbers and no surer than they are."""

from collections.abc import Sequence

import numpy as np

from sim.compare.compare import Against, Comparison
from sim.compare.paired import Contrast
from sim.report.compare.effects import LITTLE, hardly, together
from sim.report.measure_words import SHARES, value_in_words, words_of_measure
from sim.scenario import Measure

NAMED = 3  # gains and losses


def answer(
    found: Comparison, against: Against, buyers: Sequence[str] = (), asked: Sequence[str] = ()
) -> str:
    """What happens to the measures that are asked about, and who gains or loses: two sentences.

    A measure "hardly changes" if the interval of its mean lies within ``LITTLE`` of zero; one that
    may be zero or large "cannot be told".

    Args:
        found: the comparison.
        against: the side that is told of.
        buyers: whose gains are told; those of all that have any if none are named.
        asked: ids of measures; the one that moves most if none are named.
    """
    told = [name for name in asked if name in against.contrasts]
    first = _asked(found, against, told) if told and against.way != "record" else ""
    return f"{first or _most(found, against)} {_gains(against, buyers)}"


def _asked(found: Comparison, against: Against, names: Sequence[str]) -> str:
    """What happens to each of some measures."""
    measures = {item.id: item for item in found.measures}
    told = [
        f"{words_of_measure(measures[name])}, "
        f"{_happens(measures[name], against.contrasts[name], against.scaled[name])}"
        for name in names
    ]
    return f"{'; '.join(told)}."


def _happens(item: Measure, made: Contrast, scaled: Contrast) -> str:
    """What happens to one measure: ``higher in 60% of worlds, by 4.2 points in the mean …``."""
    medians = f"median {value_in_words(item.kind, made.base.median)}, then {value_in_words(item.kind, made.other.median)}"
    if made.effect == "none":
        return f"is the same in every world (median {value_in_words(item.kind, made.base.median)})"
    mean, low, high, unit = _mean(item, made)
    if hardly(scaled):
        return f"hardly changes ({medians})"
    if made.effect == "unclear":
        return f"changes by no more than chance may ({mean}{unit} in the mean, {low} to {high})"
    way, share = ("higher", made.more) if made.effect == "more" else ("lower", made.less)
    ends = " to ".join(end.removeprefix("+") for end in (low, high))
    return (
        f"is {way} in {share:.0%} of worlds, by {mean.strip('+−')}{unit} in the mean "
        f"({ends}; {medians})"
    )


def _most(found: Comparison, against: Against) -> str:
    """The clear measure that moves furthest on the common axis."""
    measures = {item.id: item for item in found.measures}
    clear = [
        name for name, made in against.contrasts.items() if made.effect in ("more", "less")
    ]  # fmt: skip
    number = len(against.contrasts)
    if against.way == "record":
        what = f"the record is outside the 90% band on {len(clear)} of {number} measures"
        return f"{what[0].upper()}{what[1:]}{_named(clear, measures)}."
    rest = _rest(against, clear)
    if not clear:
        return f"None of {number} measures changes beyond chance{rest}."
    furthest = max(clear, key=lambda name: (abs(against.scaled[name].mean), name))
    words = _moved(measures[furthest], against.contrasts[furthest], against.scaled[furthest])
    return f"{words}{rest}."


def _rest(against: Against, clear: Sequence[str]) -> str:
    """How many measures hardly change, and of how many nothing can be told."""
    number = len(against.contrasts)
    still = [name for name, made in against.scaled.items() if hardly(made)]
    open_ = [name for name in against.contrasts if name not in clear and name not in still]
    words = f"; {len(still)} of {number} measures hardly change{'s' if len(still) == 1 else ''}"
    return f"{words}, and of {len(open_)} it cannot be told" if open_ else words


def _named(names: Sequence[str], measures: dict[str, Measure]) -> str:
    return f": {'; '.join(words_of_measure(measures[name]) for name in names)}" if names else ""


def _moved(item: Measure, made: Contrast, scaled: Contrast) -> str:
    little = ", and little" if abs(scaled.mean) < LITTLE else ""
    mean, low, high, unit = (word.removeprefix("+") for word in _mean(item, made))
    way = "more" if made.effect == "more" else "less"
    share = made.more if made.effect == "more" else made.less
    medians = f"median {value_in_words(item.kind, made.base.median)}, then {value_in_words(item.kind, made.other.median)}"
    return (
        f"What moves most{little}: {words_of_measure(item)}, by {mean}{unit} in the mean ({low} to "
        f"{high}; {medians}), {way} in {share:.0%} of worlds and equal in {made.same:.0%}"
    )


def _mean(item: Measure, made: Contrast) -> tuple[str, str, str, str]:
    """The mean difference, both ends of its interval, and their unit; shares in points."""
    times, unit = (100.0, " points") if item.kind in SHARES else (1.0, "")
    unit = " million TIV" if item.kind == "volume" else unit
    mean, low, high = together(*(end * times for end in (made.mean, made.mean_low, made.mean_high)))
    return mean, low, high, unit


def _gains(against: Against, buyers: Sequence[str]) -> str:
    """The largest sure gains and losses of deliveries."""
    made = against.gains
    if made is None:
        return "No delivery differs." if against.way == "paired" else "Gains cannot be told."
    first, last = made.window
    rows = [
        (made.suppliers[s], made.buyers[b], float(made.difference[b, s]))
        for b, s in np.argwhere(made.sure[:-1, :-1]).tolist()
        if not buyers or made.buyers[b] in buyers
    ]
    rows.sort(key=lambda row: (-abs(row[2]), row[:2]))
    where = f"From {first} to {last}"
    who = f" in {' and '.join(buyers)}" if buyers else ""
    if not rows:
        return f"{where} no supplier gains or loses{who} beyond chance."
    verb = "delivered" if against.way == "record" else "delivers"
    told = [
        f"{supplier} {verb} {_without_sign(tiv)} {'more' if tiv > 0 else 'less'} to {buyer}"
        for supplier, buyer, tiv in rows[:NAMED]
    ]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
    largest = f" (the largest of {len(rows)} sure differences)" if len(rows) > NAMED else ""
    return f"{where}, in millions of TIV a year, {listed}{largest}."


def _without_sign(tiv: float) -> str:
    return f"{abs(tiv):,.{0 if abs(tiv) >= 9.95 else 1}f}"
