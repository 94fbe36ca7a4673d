"""What ``sim compare`` prints: how inputs differ, what is lacking, and every measure."""

from collections.abc import Iterator
from textwrap import fill

from sim.base.bands import HOLDS
from sim.compare.compare import ComparedSide, Comparison, meaning
from sim.compare.inputs import ABSENT, in_words
from sim.compare.paired import Contrast
from sim.compare.sides import Run
from sim.measure.measures import unit_of
from sim.report.compare.answers import answer
from sim.report.compare.effects import effect_in_words, sign_in_words, together

_WIDEST = 150  # letters of a line about an input


def comparison_table(found: Comparison) -> str:
    """Inputs of all sides first, then what a side lacks, then the measures side by side."""
    lines = ["Sides:"]
    for i, side in enumerate(found.sides):
        what = "what happened"
        if isinstance(side, Run):
            what = f"{side.scenario.title}; {side.scenario.worlds:,} worlds, seed "
            what += f"{side.scenario.seed}, parameters: {side.scenario.parameters}"
        lines.append(f"  {side.label}{' (base)' if i == 0 else ''}: {what}")
    for against in found.against:
        lines += ["", *_inputs(found, against)]
    if found.lacks:
        lines += ["", "What a side lacks:", *_lacks(found)]
    for against in found.against:
        lines += ["", *_measures(found, against)]
    for against in found.against:
        lines += ["", f"In short, {against.other.label}: {answer(found, against)}"]
    return "\n".join(lines)


def _inputs(found: Comparison, against: ComparedSide) -> Iterator[str]:
    base, other = found.base.label, against.other.label
    if against.inputs is None:
        yield f"{base} and {other}: a record has no inputs"
        return
    if not against.inputs:
        yield f"{base} and {other} have the same inputs"
        return
    yield f"How the inputs of {other} differ from those of {base}:"
    for item in against.inputs:
        words = " ".join(in_words(item).split())
        if item.part != "measures":
            yield f"  {words if len(words) <= _WIDEST else words[: _WIDEST - 1] + '…'}"
    asked = [item for item in against.inputs if item.part == "measures"]
    for what, names in (
        (f"measures that only {base} asks for", [i.name for i in asked if i.other == ABSENT]),
        (f"measures that only {other} asks for", [i.name for i in asked if i.base == ABSENT]),
        ("measures defined otherwise", [i.name for i in asked if i.field]),
    ):
        if names:
            yield f"  {what}: {', '.join(dict.fromkeys(names))}"


def _lacks(found: Comparison) -> Iterator[str]:
    """What a side lacks for the same reason, on one line."""
    together: dict[tuple[str, str], list[str]] = {}
    for lack in found.lacks:
        together.setdefault((lack.side, lack.why), []).append(lack.name)
    for (side, why), names in together.items():
        yield f"  {side}: {', '.join(names)} ({why})"


def _measures(found: Comparison, against: ComparedSide) -> Iterator[str]:
    base, other = found.base.label, against.other.label
    over = {"paired": "paired worlds", "apart": "worlds, not paired", "record": "worlds"}
    head = f"{other} less {base}, {against.worlds:,} {over[against.way]}"
    kinds = {item.id: item.kind for item in found.measures}
    shown = {name: made for name, made in against.contrasts.items() if made.effect != "none"}
    equal = [name for name in against.contrasts if name not in shown]
    if shown:
        width = max(len(head), *(len(name) + 2 for name in shown))
        yield (
            f"{head:{width}}  {'base':>8} {'other':>8}  {'median':>8} {'90% of worlds':>17}  "
            f"{'mean':>8} {'its 90% interval':>17} {'unit':11} {'sign':>5} {'saved':>5}"
        )
        for name, made in shown.items():
            words = effect_in_words(made, against.scaled[name], against.verdicts.get(name))
            yield _row(name, width, made, kinds[name], words)
    else:
        yield head
    if equal:
        yield f"  equal in every world: {', '.join(equal)}"
    if against.undefined:
        yield f"  undefined in every world on one side or both: {', '.join(against.undefined)}"
    if against.gains is None and against.way == "paired":
        yield "  no delivery differs"
    elif against.gains is None:
        yield "  who gains and who loses is not told: the record covers no window of these years"
    chance = round(len(shown) * (1 - HOLDS))
    if against.way != "record" and chance:
        yield f"  of {len(shown)} intervals about {chance} would miss zero by chance alone"
    yield f"  sign: {meaning(found.base, against.other)}"


def _row(name: str, width: int, made: Contrast, kind: str, effect: str) -> str:
    """A measure: both medians, the differences over worlds, the mean, how sure they are."""
    unit, ends = unit_of(kind), made.difference
    median, low, high = together(*(unit.times * end for end in (ends.median, ends.low, ends.high)))
    mean, mean_low, mean_high = together(
        *(unit.times * end for end in (made.mean, made.mean_low, made.mean_high))
    )
    saved = "" if made.saved is None else f"{made.saved:.0%}"
    note = f"; undefined in {made.undefined:,}" if made.undefined else ""
    medians = f"{unit.text(made.base.median):>8} {unit.text(made.other.median):>8}"
    return (
        f"  {name:{width - 2}}  {medians}  "
        f"{median:>8} {f'{low} to {high}':>17}  {mean:>8} {f'{mean_low} to {mean_high}':>17} "
        f"{unit.gap:11}  {sign_in_words(made):>6} {saved:>5}  {effect}{note}"
    )


def notes() -> str:
    """What the columns are."""
    return fill(
        "base, other: the median of each side. median, 90% of worlds: the difference over worlds, "
        "of shares and changes in points and of all else in the measure's unit. mean: the mean "
        "difference; its interval says how well so many worlds tell it. sign: share of worlds that "
        "go the way of the median (▲ more, ▼ less, = equal). saved: share of the variance that "
        "pairing takes away. more, less: the interval of the mean misses zero. negligible: it lies "
        "within a point of a share, or 5% of an amount. inconclusive: neither. Of the record: "
        "above or below the band of 90% of the worlds, inside it, or uninformative, where the band "
        "is as wide as half of all shares, ten ranks or years, or a factor of ten.",
        110,
    )
