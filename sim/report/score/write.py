"""A scorecard and an ablation on disk: their tables, and the plot beside them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.phrases import counted
from sim.claims import Claims
from sim.experiment.case import build_case
from sim.experiment.run import home_of, run_id
from sim.model.version import MODEL_VERSION
from sim.plots.drawing import save_whole
from sim.plots.frame import Caption
from sim.report.run.record import simulated_line, source_line
from sim.report.score.ablation_figure import ablation_figure
from sim.report.score.forest import forest_data
from sim.report.score.forest_figure import forest_figure
from sim.scenario import Scenario
from sim.score.ablation_files import write_ablation
from sim.score.losses import Ablation
from sim.score.score_files import write_score
from sim.score.scorecard import Scorecard

SCORE_PLOT, ABLATION_PLOT = "plots/score_forest.png", "plots/ablation.png"
SCORE_FILES = ("score.csv", "score.json", SCORE_PLOT)
ABLATION_FILES = ("ablation.csv", "ablation.json", ABLATION_PLOT)


def write_scorecard(
    folder: Path, card: Scorecard, manifest: Mapping[str, Any], ledger: Claims
) -> list[Path]:
    """Write ``SCORE_FILES`` and return the plot's pages.

    Args:
        folder: a run's own or another; files of an earlier scorecard are replaced.
        card: the scorecard.
        manifest: of the run.
        ledger: that was asked.
    """
    scenario, data = card.scenario, forest_data(card)
    about = {
        "run": manifest["id"],
        "scenario": scenario.name,
        "worlds": scenario.worlds,
        "seed": scenario.seed,
        "model_version": manifest["model_version"],
        "theatre_hash": manifest["theatre"]["hash"],
        "ledger_sha256": ledger.digest,
    }
    write_score(folder, card, about)
    source = f"{simulated_line(scenario)} {card.record}"
    caption = Caption(scenario.title, data.summary, source, scenario.worlds)
    return save_whole(forest_figure(data, caption), folder / SCORE_PLOT)


def ablation_folder(scenario: Scenario, ledger: Claims) -> Path:
    """Where an ablation goes if nobody says: beside the runs, named by what makes it."""
    identity = run_id(build_case(scenario))
    return home_of(scenario) / f"ablation-{identity}-{ledger.digest[:6]}"


def write_ablated(folder: Path, found: Ablation, ledger: Claims) -> list[Path]:
    """Write ``ABLATION_FILES`` and return the plot's pages; earlier ones are replaced."""
    scenario = found.scenario
    case = build_case(scenario)
    about = {
        "scenario": scenario.name,
        "worlds": scenario.worlds,
        "seed": scenario.seed,
        "run": run_id(case),
        "model_version": MODEL_VERSION,
        "theatre_hash": case.theatre.data_hash,
        "ledger_sha256": ledger.digest,
    }
    write_ablation(folder, found, about)
    summary = (
        f"The whole model scores {found.own_mean:.2f}: mean CRPS over "
        f"{counted(found.targets, found.noun)}, each over that of the no-events counterfactual; "
        "0 is perfect. What changes when a part of it is off?"
    )
    source = source_line(scenario, case.theatre)
    caption = Caption(scenario.title, summary, source, scenario.worlds)
    return save_whole(ablation_figure(found, caption), folder / ABLATION_PLOT)
