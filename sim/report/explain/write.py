"""Explanations on disk: tables, JSON and plots beside a run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.base.files import write_whole
from sim.experiment.case import Case
from sim.explain.decisive import Decisive
from sim.plots.drawing import save_whole
from sim.plots.frame import Caption
from sim.report.explain.decisive_figure import DecisiveYears, decisive_figure
from sim.report.explain.narrative import ExplainedTender, class_words, stopped_words, volume
from sim.report.explain.tables import (
    decisive_csv,
    decisive_json,
    flips_csv,
    offers_csv,
    tenders_json,
)
from sim.report.explain.waterfall_figure import Waterfall, waterfall_figure
from sim.report.run.figures import file_names
from sim.report.run.record import simulated_line


def write_year(
    folder: Path, told: Sequence[ExplainedTender], case: Case, buyer: int, year: int,
    kind: str | None, manifest: Mapping[str, Any], world: str, most: int,
) -> list[Path]:  # fmt: skip
    """Write the tables of a buyer's year, and waterfalls of its ``most`` largest orders.

    Args:
        folder: files of an earlier explanation of the same year and world are replaced.
        told: at least one tender.
        case: scenario and theatre.
        buyer: the buyer's place.
        year: of the calendar.
        kind: the class, if only one was asked for.
        manifest: of the run.
        world: a sentence that says which world it is.
        most: waterfalls.

    Returns:
        The files written.
    """
    number = told[0].tender.world
    name = _name(case, buyer, kind, str(year), f"world{number}")
    about = _about(case, buyer, kind, manifest) | {"year": year, "world": number, "which": world}
    files = {
        f"{name}.csv": offers_csv(told, case),
        f"{name}_flips.csv": flips_csv(told, case),
        f"{name}.json": tenders_json(told, case, about),
    }
    for file, content in files.items():
        write_whole(folder / file, content)
    raced = [item for item in told if item.race is not None]
    largest = sorted(raced, key=lambda item: (-item.tender.tiv, item.place))[:most]
    plots = [
        path
        for item in sorted(largest, key=lambda item: item.place)
        for path in save_whole(
            waterfall_figure(waterfall_of(item, case), caption_of(case, world)),
            folder
            / "plots"
            / f"{name}_{item.place}_{case.theatre.classes[item.tender.weapon_class]}.png",
        )
    ]
    return [*(folder / file for file in files), *plots]


def write_overview(
    folder: Path, found: Decisive, case: Case, buyer: int, kind: str | None,
    manifest: Mapping[str, Any],
) -> list[Path]:  # fmt: skip
    """Write how often each reason was decisive: a table, its JSON, a plot; returns the files.

    Args:
        folder: files of an earlier overview of the same buyer and class are replaced.
        found: the counts.
        case: scenario and theatre.
        buyer: the buyer's place.
        kind: the class, if only one was asked for.
        manifest: of the run.
    """
    name = _name(case, buyer, kind)
    about = _about(case, buyer, kind, manifest) | {"worlds": found.worlds}
    files = {f"{name}.csv": decisive_csv(found), f"{name}.json": decisive_json(found, about)}
    for file, content in files.items():
        write_whole(folder / file, content)
    of = "" if kind is None else f" {kind.replace('_', ' ')}"
    title = f"What decided where {case.theatre.buyers[buyer]} bought its{of or ' arms'}"
    caption = caption_of(case, f"The first {found.worlds} of {case.scenario.worlds} worlds")
    figure = decisive_figure(DecisiveYears(title, found), caption)
    plots = save_whole(figure, folder / "plots" / f"{name}.png")
    return [*(folder / file for file in files), *plots]


def waterfall_of(item: ExplainedTender, case: Case) -> Waterfall:
    """What a waterfall shows of a tender that had a race."""
    tender, race = item.tender, item.race
    assert race is not None
    buyer, suppliers = case.theatre.buyers[tender.buyer], case.theatre.suppliers
    what = f"{class_words(case, tender.weapon_class)}, {volume(tender.tiv)}"
    one, other = suppliers[race.winner], suppliers[race.runner_up]
    return Waterfall(
        f"{buyer}, {tender.year}: {what}. Why {one} and not {other}",
        one,
        other,
        tuple(map(float, tender.parts[race.winner])),
        tuple(map(float, tender.parts[race.runner_up])),
        race,
        tuple(stopped_words(tender, case)),
    )


def caption_of(case: Case, world: str) -> Caption:
    """What stands around a plot of one world."""
    scenario = case.scenario
    return Caption(scenario.title, world, simulated_line(scenario), scenario.worlds)


def _about(case: Case, buyer: int, kind: str | None, manifest: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "run": manifest["id"],
        "scenario": case.scenario.name,
        "model_version": manifest["model_version"],
        "buyer": case.theatre.buyers[buyer],
        "class": "all" if kind is None else kind,
    }


def _name(case: Case, buyer: int, kind: str | None, *more: str) -> str:
    """``explain_pakistan_helicopters_2015_world3``."""
    own = file_names(case.theatre.buyers)[case.theatre.buyers[buyer]]
    return "_".join(["explain", own, *([] if kind is None else [kind]), *more])
