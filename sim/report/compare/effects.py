"""Comparison → rows of the forest of measures, all on one axis.

The axis is the difference of a world in units of a band that is just uninformative: half of all
shares, ten ranks or years, a factor of ten. So measures of all kinds can stand under each other.
"""

import math
from dataclasses import dataclass

from sim.base.numbers import true_minus
from sim.compare.compare import Comparison
from sim.compare.contrast import Contrast, Effect, Way
from sim.measure.bands import Verdict
from sim.measure.measures import comparison_of, unit_of, value_in_words

MOST_DECIMALS = 3
LITTLE = 0.02  # of an uninformative band: a point of a share, 5% of an amount
_OF_RUNS: dict[Effect, str] = {
    "more": "▲ more", "less": "▼ less", "unclear": "inconclusive", "none": "equal",
}  # fmt: skip
_OF_RECORD: dict[Effect, str] = {
    "more": "▲ above 90%", "less": "▼ below 90%", "unclear": "outside", "none": "outside",
}  # fmt: skip


@dataclass(frozen=True)
class EffectRow:
    """A measure: its words, its difference on the common axis, and the columns of words."""

    label: str
    apart: Contrast  # in units of a band that is just uninformative
    base: str
    other: str
    mean: str
    sign: str
    effect: Effect  # as it is drawn: a negligible change is not clear
    words: str
    unit: str = ""  # of the mean


@dataclass(frozen=True)
class EffectSection:
    """The rows of one side against the base; measures that do not differ at all are only named."""

    other: str
    way: Way
    rows: tuple[EffectRow, ...]
    equal: tuple[str, ...]


@dataclass(frozen=True)
class Effects:
    """All sides against the base."""

    base: str
    sections: tuple[EffectSection, ...]


def effects_data(found: Comparison) -> Effects:
    """Rows in the order of the base's scenario, a section for each other side."""
    kinds = {item.id: item for item in found.measures}
    sections = []
    for against in found.against:
        made = [(kinds[name], one) for name, one in against.contrasts.items()]
        rows = tuple(
            EffectRow(
                item.label,
                against.scaled[item.id],
                value_in_words(item.kind, one.base.median),
                value_in_words(item.kind, one.other.median),
                mean_in_words(item.kind, one),
                sign_in_words(one),
                _shown(one, against.scaled[item.id]),
                effect_in_words(one, against.scaled[item.id], against.verdicts.get(item.id)),
                unit_of(item.kind).gap,
            )
            for item, one in made
            if one.effect != "none"
        )
        equal = tuple(item.label for item, one in made if one.effect == "none")
        sections.append(EffectSection(against.other.title, against.way, rows, equal))
    return Effects(found.base.title, tuple(sections))


def mean_in_words(kind: str, made: Contrast) -> str:
    """Mean difference and its interval; shares and changes in points."""
    times = unit_of(kind).times
    ends = together(*(end * times for end in (made.mean, made.mean_low, made.mean_high)))
    return f"{ends[0]}  ({ends[1]} to {ends[2]})"


def negligible(scaled: Contrast) -> bool:
    """Whether the mean is known to be small: its interval lies within ``LITTLE`` of zero."""
    return max(abs(scaled.mean_low), abs(scaled.mean_high)) < LITTLE


def effect_in_words(made: Contrast, scaled: Contrast, of_record: Verdict | None = None) -> str:
    """Which way the other side goes; of the record, its verdict and where it lies."""
    if of_record is not None:
        return _OF_RECORD[made.effect] if of_record == "outside" else of_record
    return "negligible" if negligible(scaled) else _OF_RUNS[made.effect]


def _shown(made: Contrast, scaled: Contrast) -> Effect:
    return "unclear" if made.way != "record" and negligible(scaled) else made.effect


def sign_in_words(made: Contrast) -> str:
    """Share of worlds that go the way of the median, and which way that is."""
    median = made.difference.median
    return f"{'▲' if median > 0 else '▼' if median < 0 else '='} {made.sign:.0%}"


def together(*values: float) -> tuple[str, ...]:
    """Numbers with their signs, all with as many decimals.

    The largest has two digits; up to two decimals more tell numbers apart that lie close. What is
    less than a thousandth is 0.
    """
    known = [value for value in values if math.isfinite(value)]
    largest = max(map(abs, known), default=0.0)
    decimals = 0 if largest == 0 else max(1 - math.floor(math.log10(largest)), 0)
    spread = max(known, default=0.0) - min(known, default=0.0)
    if spread > 0:
        decimals = min(max(decimals, -math.floor(math.log10(spread))), decimals + 2)
    return tuple(_signed(value, min(decimals, MOST_DECIMALS)) for value in values)


def _signed(value: float, decimals: int) -> str:
    if math.isinf(value):
        return "+∞" if value > 0 else "−∞"
    rounded = round(value, decimals)
    return "0" if rounded == 0 else true_minus(f"{rounded:+,.{decimals}f}")


def tick_words(tick: float) -> tuple[str, str, str]:
    """What a place on the axis means for shares, for amounts and for ranks."""
    if tick == 0:
        return "0", "0", "0"
    change = 10.0**tick - 1.0
    times = f"{1 + change:.2g} times" if change >= 1 else f"{100 * change:+.0f}%"
    words = (
        f"{tick * comparison_of('share').wide * 100:+.3g} points",
        times,
        f"{tick * comparison_of('rank').wide:+.3g}",
    )
    return true_minus(words[0]), true_minus(words[1]), true_minus(words[2])
