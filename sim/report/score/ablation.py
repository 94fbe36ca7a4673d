"""An ablation on disk: its tables, and the plot beside them."""

from pathlib import Path

from sim.claims import Claims
from sim.experiment.case import build_case
from sim.experiment.run import run_id
from sim.model.version import MODEL_VERSION
from sim.plots.drawing import save_whole
from sim.plots.frame import Caption
from sim.report.run.record import source_line
from sim.report.score.ablation_figure import ablation_figure
from sim.scenario import Scenario
from sim.score.ablation_files import write_ablation
from sim.score.losses import Ablation

PLOT = "plots/ablation.png"
FILES = ("ablation.csv", "ablation.json", PLOT)


def default_folder(scenario: Scenario, ledger: Claims) -> Path:
    """Where an ablation goes if nobody says: beside the runs, named by what makes it."""
    identity = run_id(build_case(scenario))
    return Path("results") / scenario.name / f"ablation-{identity}-{ledger.digest[:6]}"


def write_ablated(folder: Path, found: Ablation, ledger: Claims) -> list[Path]:
    """Write ``ablation.csv``, ``ablation.json`` and ``plots/ablation.png``; return its pages.

    Args:
        folder: files of an earlier ablation are replaced.
        found: the ablation.
        ledger: that was asked.
    """
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
        f"The whole model scores {found.own_mean:.2f}: mean CRPS over {found.targets} targets, "
        "each over that of the model without events; 0 is perfect. What changes when a part of it "
        "is off?"
    )
    source = source_line(scenario, case.theatre)
    caption = Caption(scenario.title, summary, source, scenario.worlds)
    return save_whole(ablation_figure(found, caption), folder / PLOT)
