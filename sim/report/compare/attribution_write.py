"""An attribution on disk: text, tables, a manifest and one plot, complete or absent."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sim
from sim.base.files import csv_text, rounded, write_whole
from sim.base.own import writing
from sim.base.phrases import counted
from sim.compare.attribute import Attribution, MeasureEffects, contrasts_of
from sim.compare.attribution_plan import AttributionPlan
from sim.compare.contrast import Contrast
from sim.compare.items import ScenarioChange
from sim.compare.parting import FAR
from sim.experiment.case import build_case
from sim.experiment.run import run_id
from sim.explain.paths import PLAYED, FarPath, Turn
from sim.model.version import MODEL_VERSION
from sim.plots.drawing import Plot, draw
from sim.plots.frame import Caption
from sim.plots.words import names_of, years_of
from sim.report.compare.attribution_figure import attribution_figure
from sim.report.compare.attribution_words import (
    item_words,
    others_words,
    rows_of,
    shown_measures,
    told,
)
from sim.report.compare.path_words import cause_words, nothing_far, path_words
from sim.report.run.record import simulated_line
from sim.report.templates import fill_in
from sim.theatre.theatre import Theatre

MANIFEST, TABLE, PATHS, TEXT = "attribution.json", "attribution.csv", "paths.csv", "attribution.txt"
PLOT = "plots/attribution.png"
METHOD = {
    "added alone": "the base with this change alone, less the base",
    "added last": "the whole, less the whole without this change",
    "interaction": "the whole less the base, less the sum of all changes added alone",
    "mean": "over worlds, paired by their noise; its interval holds in 90% of cases",
    "undefined": "worlds in which any scenario run leaves the measure undefined are left out",
    "far": (
        "a buyer that no changed event names, whose orders from a supplier differ by "
        f"{FAR:g} TIV a year or more, beyond chance for all pairs at once"
    ),
    "path": (
        f"at most {PLAYED} worlds in which the far orders differ, the first by number, played "
        "again in both scenarios: the first order anywhere that differs, and the first far one. "
        "A kind of reason turned an order if, with its change between the scenarios undone, the "
        "order had stayed where it was in the base"
    ),
}
_HEADER = (
    "measure", "kind", "own", "item", "what", "worlds", "undefined", "mean", "mean low",
    "mean high", "p5", "p25", "median", "p75", "p95", "more", "less", "same", "effect",
)  # fmt: skip
_PATHS = ("far buyer", "far supplier", "world", "step", "buyer", "class", "year", "before", "after",
          "causes")  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An attribution with its paths, and all its sentences."""

    found: Attribution
    paths: tuple[FarPath, ...]

    @property
    def sentences(self) -> list[str]:
        """About each measure that is shown, then about all others."""
        shown = shown_measures(self.found)
        words = [told(one, self.found.plan) for one in shown]
        more = [others_words(self.found)] if words else ["No measure differs in any world."]
        return [*words, *filter(None, more)]

    @property
    def far(self) -> list[str]:
        """About far effects, or that there are none."""
        words = [path_words(path, self.found) for path in self.paths]
        return words or [nothing_far(self.found)]


def attribution_folder(found: Attribution) -> Path:
    """Where an attribution goes if nobody says."""
    plan = found.plan
    name = f"{plan.whole.name}-events" if plan.bare else plan.whole.name
    return Path("results") / "compared" / name


def attribution_text(all_of: Told) -> str:
    """What is printed, and kept."""
    plan = all_of.found.plan
    changes = [change for item in plan.items for change in item.changes]
    grouped = ""
    if len(plan.items) < len(changes):
        grouped = (
            f"There are {len(changes)} changes: they are taken together by what they touch. "
            "--each takes every one by itself."
        )
    return fill_in(
        "attribution.txt.j2",
        whole=f"‘{plan.whole.title}’",
        against=plan.against,
        setup=f"{counted(plan.whole.worlds, 'world')}, seed {plan.whole.seed}",
        changes=[_changed(change, plan) for change in changes],
        grouped=grouped,
        tables=[rows_of(one, plan) for one in shown_measures(all_of.found)],
        sentences=all_of.sentences,
        far=all_of.far,
    ).rstrip()


def write_attribution(folder: Path, all_of: Told) -> None:
    """Write ``attribution.csv``, ``paths.csv``, text, manifest and plot; replace earlier ones."""
    found = all_of.found
    with writing(folder, "compare", anew=True) as partial:
        (partial / "plots").mkdir()
        write_whole(partial / TEXT, attribution_text(all_of) + "\n")
        rows = [row for one in found.measures for row in _rows(one)]
        write_whole(partial / TABLE, csv_text(_HEADER, rows))
        steps = [row for path in all_of.paths for row in _steps(path, found.plan.theatre)]
        write_whole(partial / PATHS, csv_text(_PATHS, steps))
        text = json.dumps(rounded(_manifest(all_of)), indent=2, ensure_ascii=False)
        write_whole(partial / MANIFEST, text + "\n")
        draw(Plot(partial / PLOT, attribution_figure, (found, caption_of(found))))


def caption_of(found: Attribution) -> Caption:
    """What is held against what, the question, and where the numbers are from."""
    whole = found.plan.whole
    title = f"‘{whole.title}’ against {found.plan.against}"
    return Caption(title, whole.question, simulated_line(whole), whole.worlds)


def _changed(change: ScenarioChange, plan: AttributionPlan) -> str:
    """A change on a line: an event with its years and reason, else what was and what is."""
    event = change.event
    if event is None:
        return f"{change.part} {change.name}: {_plain(change.before)} → {_plain(change.after)}"
    how = "taken out" if change.after is None else "added" if change.before is None else "changed"
    names = names_of((*plan.base.events, *plan.whole.events), plan.theatre)
    words = f"{names[event.id]}, {years_of(event, names)}"
    return f"event {words} ({event.kind}): {how}"


def _plain(value: Any) -> str:
    return "as drawn" if value is None else str(value)


def _manifest(all_of: Told) -> dict[str, object]:
    plan = all_of.found.plan
    sides: dict[str, dict[str, object]] = {
        name: {"name": words, "run": run_id(build_case(scenario, plan.theatre))}
        for name, words, scenario in (
            ("base", plan.against, plan.base), ("whole", plan.whole.title, plan.whole),
        )
    }  # fmt: skip
    sides["base"]["own"] = plan.bare
    return {
        "version": sim.__version__,
        "model_version": MODEL_VERSION,
        "theatre": plan.theatre.data_hash,
        **sides,
        "worlds": plan.whole.worlds,
        "seed": plan.whole.seed,
        "method": METHOD,
        "items": [
            {
                "name": item.name,
                "words": item_words(item, plan.theatre),
                "changes": [f"{change.part} {change.name}" for change in item.changes],
            }
            for item in plan.items
        ],
        "sentences": all_of.sentences,
        "far": all_of.far,
        "pairs": [asdict(path.pair) for path in all_of.paths],
        "undefined": [item.id for item in all_of.found.undefined],
    }


def _rows(found: MeasureEffects) -> Iterator[list[object]]:
    item = found.measure
    for what, name, made in contrasts_of(found):
        yield [item.id, item.kind, int(found.own), name, what, *_numbers(made)]


def _numbers(made: Contrast) -> Sequence[object]:
    band = made.difference
    return (
        made.worlds, made.undefined, made.mean, made.mean_low, made.mean_high, band.low, band.lower,
        band.median, band.upper, band.high, made.more, made.less, made.same, made.effect,
    )  # fmt: skip


def _steps(found: FarPath, theatre: Theatre) -> Iterator[list[object]]:
    pair = theatre.buyers[found.pair.buyer], theatre.suppliers[found.pair.supplier]
    for path in found.worlds:
        for step, turn in (("first", path.first), ("far", path.far)):
            yield [*pair, path.world, step, *_turn(turn, theatre)]


def _turn(turn: Turn, theatre: Theatre) -> Sequence[object]:
    ends = (None if s is None else theatre.suppliers[s] for s in (turn.before, turn.after))
    causes = "; ".join(cause_words(cause, theatre) for cause in turn.causes)
    return (theatre.buyers[turn.buyer], theatre.classes[turn.kind], turn.year, *ends, causes)
