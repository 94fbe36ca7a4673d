"""What ``sim compare`` prints: how inputs differ, what a side lacks, and every measure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sim.base.bands import HOLDS
from sim.base.phrases import capital, counted
from sim.compare.compare import ComparedSide, Comparison, meaning
from sim.compare.contrast import Contrast
from sim.compare.inputs import ABSENT, Difference, in_words
from sim.compare.sides import Run, Side
from sim.measure.measures import Measure, unit_of
from sim.plots.words import words_of
from sim.report.compare.answers import answer
from sim.report.compare.effects import effect_in_words, sign_in_words, together
from sim.report.templates import fill_in
from sim.scenario.played import of_game

_WIDEST = 150  # letters of a line about an input
_OVER = {"paired": "paired worlds", "apart": "worlds, not paired", "record": "worlds"}
_HEADS = (
    "base", "other", "median", "90% of worlds", "mean", "its 90% interval", "unit", "sign", "saved",
    "effect",
)  # fmt: skip


def comparison_table(found: Comparison) -> str:
    """Inputs of all sides first, then what a side lacks, then the measures side by side."""
    shortfalls: dict[tuple[str, str], list[str]] = {}
    titles = {side.label: side.title for side in found.sides}
    labels = {item.id: item.label for item in found.measures}
    for item in found.shortfalls:
        shortfalls.setdefault((titles[item.side], item.why), []).append(
            labels.get(item.name, item.name)
        )
    runs = [side for side in found.sides if isinstance(side, Run)]
    events = {
        event.id: words_of(event, run.theatre)
        for run in reversed(runs)
        for event in run.scenario.events
    }
    return fill_in(
        "compare.txt.j2",
        sides=[_side(side, side is found.base) for side in found.sides],
        against=[
            {
                "named": one.other.named,
                "less": f"{capital(one.other.named)} less {found.base.named}:",
                "inputs": _inputs(found.base.named, one, events),
                "measures": list(_measures(found, one)),
                "notes": list(_notes(found, one)),
                "answer": answer(found, one),
            }
            for one in found.against
        ],
        shortfalls=[(side, names, why) for (side, why), names in shortfalls.items()],
    ).rstrip()


def _side(side: Side, base: bool) -> str:
    what = "what happened"
    if isinstance(side, Run):
        own = side.scenario
        what = f"{own.name}, {counted(own.worlds, 'world')}, seed {own.seed}, "
        what += f"parameters: {own.parameters}"
    return f"{side.title}{' (base)' if base else ''}: {what}"


def _inputs(base: str, against: ComparedSide, events: Mapping[str, str]) -> dict[str, object]:
    """How inputs differ, each on a line; of measures only their names."""
    other, inputs = against.other.named, against.inputs
    if not inputs:
        why = "have the same inputs" if inputs is not None else "share no inputs: a record has none"
        return {"title": f"{base} and {other} {why}", "lines": []}
    inputs = tuple(item for item in inputs if not item.only_words)
    told = [item if item.part != "events" else _called(item, events) for item in inputs]
    played = [item for item in inputs if item.part == "events" and of_game(item.name)]
    words = [
        " ".join(in_words(item).split())
        for item, plain in zip(told, inputs, strict=True)
        if item.part != "measures" and plain not in played
    ]
    if played:
        words.append(f"what was decided in a game: {counted(len(played), 'event')}")
    lines = [line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…" for line in words]
    measures = [item for item in inputs if item.part == "measures"]
    for what, names in (
        (f"measures that only {base} asks for", [i.name for i in measures if i.other == ABSENT]),
        (f"measures that only {other} asks for", [i.name for i in measures if i.base == ABSENT]),
        ("measures defined otherwise", [i.name for i in measures if i.field]),
    ):
        if names:
            lines.append(f"{what}: {', '.join(dict.fromkeys(names))}")
    return {"title": f"How the inputs of {other} differ from those of {base}:", "lines": lines}


def _called(item: Difference, events: Mapping[str, str]) -> Difference:
    """The difference of an event, called by its words as well as by its id."""
    words = events.get(item.name)
    return item if words is None else replace(item, name=f"‘{words}’ ({item.name})")


def _measures(found: Comparison, against: ComparedSide) -> Iterator[list[str]]:
    measures = {item.id: item for item in found.measures}
    head = f"{against.worlds:,} {_OVER[against.way]}"
    differing = [(name, one) for name, one in against.contrasts.items() if one.effect != "none"]
    yield [head, *(_HEADS if differing else ())]
    for name, one in differing:
        words = effect_in_words(one, against.scaled[name], against.verdicts.get(name))
        yield _row(measures[name], one, words)


def _row(item: Measure, made: Contrast, effect: str) -> list[str]:
    """A measure: both medians, the differences over worlds, the mean, how sure they are."""
    unit, ends = unit_of(item.kind), made.difference
    median, low, high = together(*(unit.times * end for end in (ends.median, ends.low, ends.high)))
    mean, mean_low, mean_high = together(
        *(unit.times * end for end in (made.mean, made.mean_low, made.mean_high))
    )
    return [
        f"  {item.label}", unit.text(made.base.median), unit.text(made.other.median), median,
        f"{low} to {high}", mean, f"{mean_low} to {mean_high}", unit.gap, sign_in_words(made),
        "" if made.saved is None else f"{made.saved:.0%}",
        f"{effect}; undefined in {made.undefined:,}" if made.undefined else effect,
    ]  # fmt: skip


def _notes(found: Comparison, against: ComparedSide) -> Iterator[str]:
    """What the table does not show, and what its shares mean."""
    labels = {item.id: item.label for item in found.measures}
    equal = [labels[name] for name, one in against.contrasts.items() if one.effect == "none"]
    if equal:
        yield f"equal in every world: {'; '.join(equal)}"
    if against.undefined:
        undefined = "; ".join(labels[name] for name in against.undefined)
        yield f"undefined in every world on one side or both: {undefined}"
    if against.gains is None and against.way == "paired":
        yield "no delivery differs"
    elif against.gains is None:
        yield "who gains and who loses is not told: the record covers no window of these years"
    number = len(against.contrasts) - len(equal)
    chance = round(number * (1 - HOLDS))
    if against.way != "record" and chance:
        yield f"of {number} intervals about {chance} would miss zero by chance alone"
    yield f"sign: {meaning(found.base, against.other)}"
