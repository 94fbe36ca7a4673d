"""What the plots of a sweep speak of: a measure, its unit, and the words for the varied keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap

import numpy as np
from matplotlib.axis import Axis

from sim.base.numbers import true_minus
from sim.base.parameters import PARAMETERS
from sim.base.phrases import counted
from sim.experiment.case import find_theatre
from sim.measure.measures import unit_of
from sim.measure.unit import Unit
from sim.plots.frame import Caption
from sim.plots.words import words_of
from sim.scenario import Measure, Scenario
from sim.sensitivity.error import MonteCarloError
from sim.sweep.results import Results
from sim.sweep.varied import SCENARIO
from sim.theatre.theatre import Theatre

Labels = Mapping[str, Sequence[str]]  # by key, words for its values 0, 1, 2, …

_OFF = ".off"
_SWITCH = {"true": "does not happen", "false": "happens"}
_LINE = 14  # letters of a line of a label


@dataclass(frozen=True)
class SweptMeasure:
    """What a plot is about: a measure in words, its unit, words for keys, and the caption.

    ``threshold`` is the value of the measure that the sweep asks about, if it does; ``whole``
    are the keys that take whole numbers, such as years. ``error`` is the Monte Carlo error, if it
    is known. ``labels`` are the words for values of keys that are no numbers.
    """

    measure: str
    unit: Unit
    keys: Mapping[str, str]
    whole: frozenset[str]
    caption: Caption
    threshold: float | None = None
    error: MonteCarloError | None = None
    labels: Labels = field(default_factory=dict)

    @property
    def chance(self) -> float:
        """Standard error of a difference between two points; 0 where it is not known."""
        return 0.0 if self.error is None else self.error.chance

    def tells(self, reach: float) -> bool:
        """Whether a measure moves by more than two points of the same would by chance."""
        return reach > 2 * self.chance

    def chance_note(self) -> str:
        """A warning where points differ by little more than chance makes them, else nothing."""
        if self.error is None or self.error.tells:
            return ""
        size = f"{2 * self.chance * (100 if self.unit.percent else 1):.2g} {self.unit.difference}"
        return (
            f"With {self.caption.worlds:,} worlds two points differ by up to {size} by chance "
            "alone, and these points hardly differ by more: what is drawn may be noise."
        )

    def axis_words(self) -> str:
        """The measure with its unit, for an axis."""
        return f"{self.measure} ({self.unit.words})" if not self.unit.percent else self.measure


def subjects_of(results: Results) -> dict[str, SweptMeasure]:
    """What the plots of each measure of a sweep are about, by its id.

    Raises:
        InputError: if the sweep's scenario is none that this version of the model knows.
    """
    plan = results.plan
    resolved = {**plan["scenario"], "measures": plan["measures"], "plots": {"buyers": []}}
    scenario = Scenario.from_resolved(resolved)
    theatre = find_theatre(scenario)
    keys = {key: key_words(key, scenario, theatre) for key in results.keys}
    for name, held in results.groups.items():
        keys[name] = f"{name} ({counted(len(held), 'key')})"
    asked = plan.get("thresholds") or {}
    caption = _caption(results, scenario)
    whole = frozenset(
        key
        for key, column in zip(results.keys, results.points.T, strict=True)
        if key.endswith(".year") or key.endswith(".until") or key.endswith(".over")
        if (column[~np.isnan(column)] % 1 == 0).all()
    )
    return {
        item.id: replace(
            subject_of(item, keys, whole, caption, asked.get(item.id)), labels=labels_of(results)
        )
        for item in scenario.measures
    }


def labels_of(results: Results) -> Labels:
    """Words for the values of each key that is no number; of a switch, what it does."""
    return {
        key: [_SWITCH[label] for label in labels] if key.endswith(_OFF) else labels
        for key, labels in results.choices.items()
    }


def subject_of(
    measure: Measure, keys: Mapping[str, str], whole: frozenset[str], caption: Caption,
    threshold: float | None = None,
) -> SweptMeasure:  # fmt: skip
    """What plots of a measure are about.

    Args:
        measure: the measure.
        keys: words for each varied key.
        whole: keys that take whole numbers.
        caption: of all plots.
        threshold: a value of the measure that the sweep asks about.
    """
    unit = unit_of(measure.kind)
    return SweptMeasure(measure.label, unit, keys, whole, caption, threshold)


def key_words(key: str, scenario: Scenario, theatre: Theatre) -> str:
    """A varied key in words: parameters by their name, events and states in plain English."""
    if key in PARAMETERS or key == SCENARIO:
        return key
    room, _, rest = key.partition(".")
    name, _, field = rest.rpartition(".")
    if room == "events":
        written = (*scenario.events, *scenario.switched_off)
        held = [event for event in written if rest.startswith(f"{event.id}.")]
        if held:
            event = max(held, key=lambda one: len(one.id))
            if key.endswith(_OFF):
                return f"‘{words_of(event, theatre)}’"
            field, name = rest.removeprefix(f"{event.id}."), f"‘{words_of(event, theatre)}’"
    return f"{field.replace('_', ' ').replace('.', ' ')} of {name}" if name else key


def key_axis(key: str, words: str) -> str:
    """A key with its unit, where the parameter table has one."""
    return f"{words} ({PARAMETERS[key].unit})" if key in PARAMETERS else words


def value_words(key: str, value: float, labels: Labels) -> str:
    """A value of a key in words or digits."""
    return labels[key][int(value)] if key in labels else key_value(value)


def set_ticks(axis: Axis, key: str, values: Sequence[float], labels: Labels) -> None:
    """Name these values of a key on its axis; words that are long stand on several lines."""
    words = [value_words(key, value, labels) for value in values]
    if key in labels:
        words = ["\n".join(wrap(word, _LINE, break_long_words=False)) for word in words]
    axis.set_ticks([*values], words)


def key_value(value: float) -> str:
    """A value of a key in three digits; a year, or what is as large, whole and without a comma."""
    return true_minus(f"{value:.0f}" if abs(value) >= 999.5 else f"{value:.3g}")


def _caption(results: Results, scenario: Scenario) -> Caption:
    plan, worlds = results.plan, results.worlds
    failed = len(results.failures)
    less = f" ({failed} failed)" if failed else ""
    source = (
        f"Simulated: sweep {plan['name']} of scenario {scenario.name}, {len(results.points):,} "
        f"points{less}, {counted(worlds, 'world')} at each, the same noise at all, "
        f"seed {plan['seed']}."
    )
    return Caption(
        plan["title"], plan.get("question") or "", source, worlds, plan.get("look_for") or ""
    )
