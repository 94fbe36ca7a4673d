"""A scorecard on disk: its tables, and the forest plot beside them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.claims import Claims
from sim.plots.drawing import save_whole
from sim.plots.frame import Caption
from sim.report.run.record import simulated_line
from sim.report.score.forest import forest_data
from sim.report.score.forest_figure import forest_figure
from sim.score.score_files import write_score
from sim.score.scorecard import Scorecard

PLOT = "plots/score_forest.png"
FILES = ("score.csv", "score.json", PLOT)


def write_scorecard(
    folder: Path, card: Scorecard, manifest: Mapping[str, Any], ledger: Claims
) -> list[Path]:
    """Write ``score.csv``, ``score.json`` and ``plots/score_forest.png``; return the plot's pages.

    Args:
        folder: a run's own or another; files of an earlier scorecard are replaced.
        card: the scorecard.
        manifest: of the run.
        ledger: that was asked.
    """
    scenario = card.scenario
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
    data = forest_data(card)
    source = f"{simulated_line(scenario)} {card.record}"
    caption = Caption(scenario.title, data.summary, source, scenario.worlds)
    return save_whole(forest_figure(data, caption), folder / PLOT)
