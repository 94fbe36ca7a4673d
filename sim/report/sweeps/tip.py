"""What a search for a tipping point leaves: a sentence, two files and a plot."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.bands import ENDS_OF_90, QUANTILES
from sim.base.files import csv_text, write_whole
from sim.measure.bands import defined
from sim.plots.drawing import save_whole
from sim.plots.frame import Caption
from sim.report.run.record import simulated_line
from sim.report.sweeps.subject import SweptMeasure, key_value, key_words, subject_of
from sim.report.sweeps.tip_figure import tip_figure
from sim.sensitivity.tip import Crossing, Tip
from sim.sensitivity.trial import Trial


def tip_subject(trial: Trial) -> SweptMeasure:
    """What the plot of a search is about. What the scenario says of the key itself is varied."""
    scenario, key = trial.scenario, trial.key
    whole = frozenset([key.name] if key.whole else [])
    words = {key.name: key_words(key.name, scenario, trial.theatre)}
    title = f"Varied: {words[key.name]}. All else as in: {scenario.title}"
    source = simulated_line(scenario)
    caption = Caption(title, scenario.question, source, scenario.worlds)
    return subject_of(trial.measure, words, whole, caption)


def tip_title(tip: Tip, key: str, subject: SweptMeasure) -> str:
    """The answer in one sentence, with no more of its doubt than whether it is an answer."""
    words, what = subject.keys[key], f"{subject.measure} is {_threshold(tip, subject)}"
    first, last = key_value(float(tip.values[0])), key_value(float(tip.values[-1]))
    span = f"from {first} to {last}"
    match tip.outcome:
        case "undefined":
            return f"{subject.measure} is undefined in every world, {words} {span}"
        case "everywhere":
            return f"{what} everywhere, {words} {span}"
        case "never":
            value, best = tip.nearest
            return (
                f"{what} nowhere, {words} {span}: the nearest is {subject.unit.text(best)}, at "
                f"{key_value(value)}"
            )
        case "crosses":
            [crossing] = tip.crossings
            unsure = tip.chance is None or np.isinf(tip.chance).any()
            doubt = ", which chance leaves open" if unsure else ""
            return f"{what} {_side(tip, crossing, key, subject)}{doubt}"
        case _:
            places = ", ".join(
                f"{'begins' if one.begins else 'ceases'} at {_place(one, key, subject)}"
                for one in tip.crossings
            )
            return f"{subject.measure} crosses {_number(tip, subject)} more than once: {places}"


def tip_words(tip: Tip, key: str, subject: SweptMeasure) -> str:
    """The answer, and how sure it is, in a few lines."""
    worlds = tip.measured.shape[1]
    lines = [f"{tip_title(tip, key, subject)}."]
    if tip.outcome == "never":
        at = int(np.flatnonzero(tip.values == tip.nearest[0])[0])
        share = f"{tip.met[at]:.0%}"
        lines.append(f"That is the median of {worlds} worlds; {share} of them meet it there.")
    if tip.chance is not None:
        lines.append(
            f"Chance, by samples of these {worlds} worlds: {_ends(tip, tip.chance)} (90%)."
        )
    if tip.outcome in ("crosses", "never"):
        lines.append(_by_world(tip))
    if tip.outcome == "crosses more than once":
        lines.append(f"This may be chance: --worlds {4 * worlds} halves it. See the plot.")
    undefined = float(np.isnan(tip.measured).mean())
    if undefined > 0:
        lines.append(f"The measure is undefined in {undefined:.1%} of worlds, which are left out.")
    return "\n".join(lines)


def _by_world(tip: Tip) -> str:
    """Where single worlds tip."""
    never, always = (float((tip.own == end).mean()) for end in (np.inf, -np.inf))
    within = float(np.isfinite(tip.own).mean())
    parts = [f"{within:.0%} change sides once in this range"]
    if within > 0:
        known = np.sort(tip.own[np.isfinite(tip.own)])
        low, high = (key_value(float(np.quantile(known, q))) for q in ENDS_OF_90)
        parts[0] += f" (90% of these between {low} and {high})"
    if always > 0:
        parts.append(f"{always:.0%} had from the start")
    if never > 0:
        parts.append(f"{never:.0%} never do")
    if tip.steady < 1:
        parts.append(f"{1 - tip.steady:.0%} go back and forth")
    return f"Of single worlds {', '.join(parts)}."


PLOT = "plots/tip.png"
FILES = ("tip.csv", "tip.json", PLOT)


def write_tip(
    folder: Path, tip: Tip, trial: Trial, subject: SweptMeasure, about: Mapping[str, Any]
) -> Path:
    """Write ``tip.csv``, ``tip.json`` and ``plots/tip.png``; return the plot's path.

    Args:
        folder: files of an earlier search are replaced.
        tip: what was found.
        trial: what was varied.
        subject: what the plot is about.
        about: what made the search, for the JSON.
    """
    key = trial.key.name
    header = [key, *QUANTILES, "met", "undefined"]
    rows = zip(tip.values.tolist(), tip.measured, tip.met.tolist(), strict=True)
    table = [[value, *_quantiles(worlds), _known(met), int(np.isnan(worlds).sum())]
             for value, worlds, met in rows]  # fmt: skip
    write_whole(folder / "tip.csv", csv_text(header, table))
    text = json.dumps({**about, **_found(tip, key, subject)}, indent=1, ensure_ascii=False)
    write_whole(folder / "tip.json", text + "\n")
    figure = tip_figure(tip, key, tip_title(tip, key, subject), subject)
    save_whole(figure, folder / PLOT)
    return folder / PLOT


def _found(tip: Tip, key: str, subject: SweptMeasure) -> dict[str, Any]:
    """What was found, as plain data; null is an end beyond the range."""
    return {
        "condition": str(tip.condition),
        "vary": key,
        "from": float(tip.values[0]),
        "to": float(tip.values[-1]),
        "outcome": tip.outcome,
        "answer": tip_title(tip, key, subject),
        "crossings": [
            {"at": one.at, "before": one.before, "after": one.after, "begins": one.begins}
            for one in tip.crossings
        ],
        "chance_90": None if tip.chance is None else [_known(end) for end in tip.chance],
        "worlds": {
            "count": tip.measured.shape[1],
            "never": float((tip.own == np.inf).mean()),
            "from_the_start": float((tip.own == -np.inf).mean()),
            "back_and_forth": 1 - tip.steady,
            "middle_90": [_known(end) for end in tip.own_ends()],
        },
        "nearest": None if tip.outcome == "undefined" else list(tip.nearest),
    }


def _quantiles(worlds: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> list[float | None]:
    known = defined(worlds)
    return [float(np.quantile(known, q)) if len(known) else None for q in QUANTILES.values()]


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _threshold(tip: Tip, subject: SweptMeasure) -> str:
    return tip.condition.words.replace(f"{tip.condition.threshold:g}", _number(tip, subject))


def _number(tip: Tip, subject: SweptMeasure) -> str:
    return subject.unit.text(tip.condition.threshold)


def _side(tip: Tip, crossing: Crossing, key: str, subject: SweptMeasure) -> str:
    """On which side of the crossing the condition holds."""
    rising = bool(tip.values[-1] > tip.values[0])
    above = rising == crossing.begins
    if key in subject.whole:
        year = crossing.after if crossing.begins else crossing.before
        return f"if {subject.keys[key]} is {year:.0f} or {'later' if above else 'earlier'}"
    return f"where {subject.keys[key]} is {'above' if above else 'below'} {key_value(crossing.at)}"


def _place(crossing: Crossing, key: str, subject: SweptMeasure) -> str:
    return f"{crossing.after:.0f}" if key in subject.whole else key_value(crossing.at)


def _ends(tip: Tip, ends: tuple[float, float]) -> str:
    """An interval in the direction of the search; an infinite end is beyond the range."""
    start, end = (
        f"before {key_value(float(tip.values[0]))}" if bound == -np.inf
        else f"beyond {key_value(float(tip.values[-1]))}" if bound == np.inf
        else key_value(bound)
        for bound in ends
    )  # fmt: skip
    return f"{start} to {end}"
