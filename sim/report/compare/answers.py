"""A comparison in two sentences, drawn from its numbers and no surer than they are."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from sim.compare.compare import Against, Comparison
from sim.compare.flows import Gains
from sim.compare.paired import Contrast
from sim.report.compare.effects import LITTLE, hardly, together
from sim.report.measure_words import (
    SHARES,
    subject_of_measure,
    value_in_words,
    words_of_measure,
)
from sim.scenario import Measure

NAMED = 3  # gains and losses
Change = Literal["more", "less"]
_THE = ("United States", "United Kingdom", "Netherlands", "United Arab Emirates")


def answer(
    found: Comparison, against: Against, buyers: Sequence[str] = (), asked: Sequence[str] = (),
    only: Change | None = None,
) -> str:  # fmt: skip
    """What happens to the measures that are asked about, and who gains or loses: two sentences.

    A measure "hardly changes" if the interval of its mean lies within ``LITTLE`` of zero; one that
    may be zero or large "cannot be told".

    Args:
        found: the comparison.
        against: the side that is told of.
        buyers: whose gains are told; those of all single states if none are named.
        asked: ids of measures; the one that moves most if none are named.
        only: tell of those who deliver more, or of those who deliver less, alone.
    """
    told = [name for name in asked if name in against.contrasts]
    first = _asked(found, against, told) if told and against.way != "record" else ""
    return f"{first or _most(found, against)} {_gains(found, against, buyers, only)}"


def outside(against: Against) -> tuple[int, int, int]:
    """Of how many measures the record is outside the 90% band, too wide a band, and of how many.

    A band is too wide if a record inside it says nothing.
    """
    told = against.contrasts
    out = sum(made.effect in ("more", "less") for made in told.values())
    wide = sum(
        _width(against.scaled[name]) >= 1.0
        for name, made in told.items()
        if made.effect not in ("more", "less")
    )
    return out, wide, len(told)


def _width(scaled: Contrast) -> float:
    """Width of the 90% of the worlds, 1 for as wide as says nothing; a record has none."""
    return max(side.high - side.low for side in (scaled.base, scaled.other))


def _asked(found: Comparison, against: Against, names: Sequence[str]) -> str:
    """What happens to each of some measures."""
    measures = {item.id: item for item in found.measures}
    told = [
        f"{subject_of_measure(measures[name])}: "
        f"{_happens(measures[name], against.contrasts[name], against.scaled[name])}"
        for name in names
    ]
    return f"{'; '.join(told)}."


def _happens(item: Measure, made: Contrast, scaled: Contrast) -> str:
    """What happens to one measure: ``higher in 60% of worlds, by 4.2 points in the mean …``."""
    if made.effect == "none":
        return f"the same in every world (median {value_in_words(item.kind, made.base.median)})"
    mean, low, high, unit = _mean(item, made)
    if hardly(scaled):
        return f"hardly any change ({_medians(item, made)})"
    if made.effect == "unclear":
        return f"no more change than chance may bring ({mean}{unit} in the mean, {low} to {high})"
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


def _most(found: Comparison, against: Against) -> str:
    """The clear measure that moves furthest on the common axis."""
    measures = {item.id: item for item in found.measures}
    clear = [
        name for name, made in against.contrasts.items() if made.effect in ("more", "less")
    ]  # fmt: skip
    number = len(against.contrasts)
    if against.way == "record":
        _, wide, _ = outside(against)
        what = f"The record is outside the 90% band on {len(clear) or 'none'} of {number} measures"
        but = f", and on {wide} that band is too wide to say anything" if wide else ""
        return f"{what}{_named(clear, measures)}{but}."
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
    return (
        f"What moves most{little}: {words_of_measure(item)}, by {mean}{unit} in the mean "
        f"({low} to {high}; {_medians(item, made)}), {way} in {share:.0%} of worlds and equal in "
        f"{made.same:.0%}"
    )


def _mean(item: Measure, made: Contrast) -> tuple[str, str, str, str]:
    """The mean difference, both ends of its interval, and their unit; shares in points."""
    times, unit = (100.0, " points") if item.kind in SHARES else (1.0, "")
    unit = " million TIV" if item.kind == "volume" else unit
    mean, low, high = together(*(end * times for end in (made.mean, made.mean_low, made.mean_high)))
    return mean, low, high, unit


def _gains(found: Comparison, against: Against, buyers: Sequence[str], only: Change | None) -> str:
    """The largest sure gains and losses of deliveries between single states."""
    made = against.gains
    if made is None:
        return "No delivery differs." if against.way == "paired" else "Gains cannot be told."
    first, last = made.window
    rows = _sure(made, buyers, found.base.theatre.aggregates, only)
    where = f"From {first} to {last}"
    if not rows:
        what = {"more": "gains", "less": "loses", None: "gains or loses"}[only]
        who = f" in {_listed(buyers)}" if buyers else ""
        return f"{where} no supplier {what}{who} beyond chance."
    verb = "delivered" if against.way == "record" else "delivers"
    told, before = [], ""
    for supplier, buyer, tiv in rows[:NAMED]:
        who = "" if supplier == before else f"{_with_the(supplier)} {verb} "
        way = "more" if tiv > 0 else "less"
        told.append(f"{who}{_without_sign(tiv)} {way} to {_with_the(buyer)}")
        before = supplier
    sure = "pairs outside the 90% band" if against.way == "record" else "sure differences"
    largest = f" (the largest of {len(rows)} {sure})" if len(rows) > NAMED else ""
    alone = "only " if only is not None and len(rows) == 1 else ""
    return f"{where}, in millions of TIV a year, {alone}{_listed(told)}{largest}."


def _sure(
    made: Gains, buyers: Sequence[str], aggregates: frozenset[str], only: Change | None
) -> list[tuple[str, str, float]]:
    """Supplier, buyer and difference of all sure changes, the largest first."""
    rows = [
        (made.suppliers[s], made.buyers[b], float(made.difference[b, s]))
        for b, s in np.argwhere(made.sure[:-1, :-1]).tolist()
        if not buyers or made.buyers[b] in buyers
    ]
    rows = [row for row in rows if not aggregates & set(row[:2])]
    if only is not None:
        rows = [row for row in rows if (row[2] > 0) == (only == "more")]
    return sorted(rows, key=lambda row: (-abs(row[2]), row[:2]))


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _with_the(name: str) -> str:
    return f"the {name}" if name in _THE else name


def _without_sign(tiv: float) -> str:
    return f"{abs(tiv):,.{0 if abs(tiv) >= 9.95 else 1}f}"
