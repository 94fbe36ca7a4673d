"""A comparison in two sentences, drawn from its numbers and no surer than they are."""

from collections.abc import Sequence

import numpy as np

from sim.compare.compare import Against, Comparison
from sim.compare.paired import Contrast
from sim.report.compare.effects import LITTLE, SHARES, amount, hardly, together
from sim.report.compare.gains import signed
from sim.report.measure_words import words_of_measure
from sim.scenario import Measure

NAMED = 3  # gains and losses


def answer(found: Comparison, against: Against, buyers: Sequence[str] = ()) -> str:
    """What moves most among the measures, and who gains or loses: two sentences.

    A measure "hardly changes" if the interval of its mean lies within ``LITTLE`` of zero; one that
    may be zero or large "cannot be told". Gains are those of ``buyers``, or of all that have any.
    """
    return f"{_most(found, against)} {_gains(against, buyers)}"


def gallery(found: Sequence[tuple[Comparison, Sequence[str]]]) -> str:
    """Markdown with a paragraph for each comparison of a scenario with its base.

    Args:
        found: comparisons, each with the buyers whose gains are told.
    """
    parts = []
    for comparison, buyers in found:
        for against in comparison.against:
            scenario = getattr(against.other, "scenario", None)
            question = "" if scenario is None else f"*{scenario.question}*\n"
            words = answer(comparison, against, buyers)
            parts.append(f"**{against.other.label}.** {question}{words}\n")
    return "\n".join(parts)


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
    times, unit = (100.0, " points") if item.kind in SHARES else (1.0, "")
    mean, low, high = (
        end.removeprefix("+")
        for end in together(*(end * times for end in (made.mean, made.mean_low, made.mean_high)))
    )
    little = ", and little" if abs(scaled.mean) < LITTLE else ""
    way = "more" if made.effect == "more" else "less"
    share = made.more if made.effect == "more" else made.less
    return (
        f"What moves most{little}: {words_of_measure(item)}, by {mean}{unit} in the mean ({low} to "
        f"{high}; median {amount(made.base.median)}, then {amount(made.other.median)}), {way} in "
        f"{share:.0%} of worlds and equal in {made.same:.0%}"
    )


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
    if not rows:
        return f"{where} no supplier gains or loses beyond chance."
    told = [f"{who} {signed(tiv)} in {buyer}" for who, buyer, tiv in rows[:NAMED]]
    return f"{where}, TIV a year: {', '.join(told)}."
