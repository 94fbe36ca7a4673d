"""One run as the parts of the page: what was asked, changed and found, and how to make it again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any

from sim.base.phrases import counted
from sim.compare.sides import Run, stale
from sim.experiment.case import find_theatre
from sim.experiment.reproduce import open_results
from sim.experiment.run import home_of
from sim.report.html.attribution import Attributed, attributed
from sim.report.html.explained_orders import ExplainedOrders, choices_of
from sim.report.html.images import Picture, pictures
from sim.report.html.inputs import EventLine, FieldChange, changes_from_parent, events_of
from sim.report.html.scores import Scores, scores_of
from sim.report.run.asked import AskedMeasure, asked_measures, in_short
from sim.report.run.figures import draw_figures, file_names, plot_buyers
from sim.report.run.look_for import in_plain_words
from sim.report.run.payments import NOTE, payments_of
from sim.report.run.record import replayed_words, source_line
from sim.scenario import Measure, Scenario
from sim.scenario.shipped import shipped_names

WORLD, MATRIX = "export_shares", "who_supplies_whom"
FIRST = ("shares", "rival_balance", WORLD)
MORE = ("orders_and_deliveries", "announcements", "prices_paid", MATRIX)
SCORED = "score_forest.png"


@dataclass(frozen=True)
class Reproduced:
    """How to make a run again, and what made it: names and values."""

    commands: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    stale: str


@dataclass(frozen=True)
class RunPage:
    """All that the page tells of one run."""

    key: str  # of its headings
    title: str
    question: str
    look_for: str
    setup: str
    source: str
    orders_told: str
    changes: tuple[FieldChange, ...] | None
    events: tuple[EventLine, ...]
    others: int  # events that touch no state that is asked about
    pictures: tuple[Picture, ...]
    more: tuple[Picture, ...]
    scores: Scores
    forest: tuple[Picture, ...]
    choices: ExplainedOrders
    asked: tuple[AskedMeasure, ...]
    paid: tuple[str, ...]  # who pays for others, sentences
    short: str
    attributed: Attributed | None
    reproduced: Reproduced


def open_run(folder: Path, label: str = "") -> Run:
    """A results folder as one side.

    Raises:
        NotResultsError, InputError: as ``open_results``.
    """
    scenario, manifest = open_results(folder)
    return Run(label or scenario.name, folder, scenario, manifest, find_theatre(scenario))


def given_orders(scenario: Scenario) -> str:
    """Which orders the model is told, where it chooses none; empty if all are its own."""
    given = any(event.kind == "order" for event in scenario.events)
    parts = [replayed_words(scenario), "Orders among its events are given." if given else ""]
    return " ".join(filter(None, parts))


def subject_of(
    run: Run, number: int, unscored: str, processes: int = 1,
    tick: Callable[[int], Any] = lambda done: None,
) -> RunPage:  # fmt: skip
    """Everything about one run; plots that are not in its folder are drawn there.

    Args:
        run: the run.
        number: from 1, for the links within the page.
        unscored: why it has no scorecard, if it has none.
        processes: that draw side by side.
        tick: told of each buyer whose choice is explained.
    """
    scenario = run.scenario
    plots = run.folder / "plots"
    if not any(plots.glob("shares_*.png")):
        draw_figures(run.folder, scenario, run.theatre, processes)
    about = f"{scenario.title}."
    buyers = list(file_names(plot_buyers(scenario, run.theatre)).values())
    scores = scores_of(run, unscored)
    told = events_of(scenario, run.theatre)
    first, more = _kinds(scenario)
    asked = asked_measures(run.folder, scenario, run.theatre)
    paid = payments_of(run.folder, scenario, run.theatre)
    setup = f"{counted(scenario.worlds, 'world')}, {scenario.first_year} to {scenario.last_year}"
    return RunPage(
        key=f"run-{number}",
        title=run.title,
        question=scenario.question,
        look_for=in_plain_words(scenario.look_for, plot_buyers(scenario, run.theatre)),
        setup=f"{setup}, seed {scenario.seed}",
        source=source_line(scenario, run.theatre),
        orders_told=given_orders(scenario),
        changes=changes_from_parent(run),
        events=told,
        others=len(scenario.events) - len(told),
        asked=tuple(asked),
        paid=(*(item.sentence for item in paid), NOTE) if paid else (),
        short="" if scenario.claims == "all" else in_short(asked),
        pictures=_pictures(plots, first, buyers, about),
        more=_pictures(plots, more, buyers, about),
        scores=scores,
        forest=pictures(plots / SCORED, about) if scores.groups else (),
        choices=choices_of(run.folder, tick),
        attributed=attributed(run),
        reproduced=_reproduced(run),
    )


def _kinds(scenario: Scenario) -> tuple[Sequence[str], Sequence[str]]:
    """Plots that come first and those that follow; of all states only where these are asked about.

    What ``look_for`` names is shown in any case.
    """
    if scenario.claims == "all" or not scenario.plot_buyers:
        return FIRST, MORE
    alone = any("buyer" not in given(item) for item in scenario.measures)
    first = [kind for kind in FIRST if kind != WORLD or alone or kind in scenario.look_for]
    more = [kind for kind in MORE if kind != MATRIX or kind in scenario.look_for]
    return first, more


def given(item: Measure) -> set[str]:
    """The fields that a measure gives."""
    return {name for name, value in item.values.items() if value is not None}


def _pictures(
    plots: Path, kinds: Sequence[str], buyers: Sequence[str], about: str
) -> tuple[Picture, ...]:
    """Plots of some kinds in that order, and of each those of the buyers as the scenario says."""
    names = [name for kind in kinds for name in (kind, *(f"{kind}_{buyer}" for buyer in buyers))]
    return tuple(one for name in names for one in pictures(plots / f"{name}.png", about))


def _reproduced(run: Run) -> Reproduced:
    scenario, manifest = run.scenario, run.manifest
    shipped = scenario.name in shipped_names() and run.theatre.is_default
    file = scenario.name if shipped else f"{scenario.name}.yaml"
    source = manifest["source"]
    commit = source.get("commit")
    facts = [
        ("run", manifest["id"]),
        ("scenario", f"{scenario.name}, SHA-256 {manifest['scenario_sha256']}"),
        ("seed", str(scenario.seed)),
        ("worlds", f"{scenario.worlds:,}"),
        ("parameters", f"{scenario.parameters}; sample {manifest.get('posterior') or 'none'}"),
        ("model version", manifest["model_version"]),
        ("theatre", f"{manifest['theatre'].get('title', '')}, {manifest['theatre'].get('hash')}"),
        ("commit", f"{commit or 'unknown'}{', with edits' if source.get('dirty') else ''}"),
        ("versions", ", ".join(f"{name} {v}" for name, v in sorted(manifest["versions"].items()))),
    ]
    put = "".join(f" --set {quote(value)}" for value in manifest.get("set", ()))
    changed = stale(run)
    return Reproduced(
        (
            f"sim run {file} --worlds {scenario.worlds} --seed {scenario.seed}{put}",
            f"sim reproduce {home_of(scenario) / manifest['id']}",
        ),
        tuple(facts),
        tuple(sorted(manifest["files"].items())),
        f"Since this run, {' and '.join(changed)} changed." if changed else "",
    )
