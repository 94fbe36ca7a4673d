"""What a calibration leaves to read: a table, a file, and its plots."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.base.bands import ENDS_OF_90, HOLDS
from sim.base.files import write_whole
from sim.base.numbers import true_minus
from sim.base.text_table import text_table
from sim.calibration.plan import CalibrationPlan
from sim.calibration.run import StageFit
from sim.calibration.scores import values_of
from sim.plots.drawing import Pages, save_whole
from sim.plots.frame import Caption
from sim.report.calibration.learnt_figure import learnt_figure, parameter_rows
from sim.report.calibration.pulls_figure import pulls_figure, pulls_of
from sim.report.calibration.ridges_figure import ridges_figure, ridges_of

FILES = (
    "calibration.json", "plots/prior_posterior.png", "plots/ridges.png", "plots/pulls.png",
)  # fmt: skip
LEAST_HELD = 0.8  # a stage whose 90% intervals hold less often is warned of


def calibration_table(plan: CalibrationPlan, fitted: Sequence[StageFit]) -> str:
    """For each parameter and stage: the 90% interval, what was learnt, how often it holds."""
    names = tuple(plan.free)
    heads = [cell for item in fitted for cell in (f"after {item.stage.id}", "learnt", "holds")]
    rows = [["parameter", "prior, 90%", *heads]]
    ends = [values_of(np.full((1, len(names)), z), names)[0] for z in (-1.6449, 1.6449)]
    for column, name in enumerate(names):
        row = [name, _interval(ends[0][column], ends[1][column])]
        for item in fitted:
            values = values_of(item.sample[:, [column]], (name,))
            low, high = np.quantile(values, ENDS_OF_90).tolist()
            learnt = max(float(item.regression.explained[column]), 0.0)
            holds = item.recovered.coverage(HOLDS)[column]
            row += [_interval(low, high), f"{learnt:.0%}", f"{holds:.0%}"]
        rows.append(row)
    records = ", ".join(f"{len(item.recovered.ranks)} of {item.stage.id}" for item in fitted)
    return "\n".join(
        [
            *text_table(rows, "<" + ">" * (len(rows[0]) - 1)),
            "after STAGE: 90% interval of the posterior, what the evidence leaves of the prior",
            "learnt: share of the parameter's variance that the stage's summary statistics explain",
            "holds: how often a 90% interval holds the known value, with worlds that were held out "
            f"in place of the record ({records})",
            *_overconfident(fitted),
        ]
    )


def _overconfident(fitted: Sequence[StageFit]) -> list[str]:
    """Warn of stages whose intervals are far too narrow for what they learn."""
    warnings = []
    for item in fitted:
        holds = item.recovered.coverage(HOLDS)[item.recovered.informed]
        if holds.size and holds.mean() < LEAST_HELD:
            warnings.append(
                f"Warning: 90% intervals of stage {item.stage.id} hold in {holds.mean():.0%} of "
                f"cases only; {item.stage.worlds:,} worlds are too few for "
                f"{item.summaries.shape[1]:,} summary statistics"
            )
    return warnings


def _interval(low: float, high: float) -> str:
    return true_minus(f"{low:.3g} to {high:.3g}")


def write_calibration(
    folder: Path, plan: CalibrationPlan, fitted: Sequence[StageFit]
) -> list[Path]:
    """Write ``calibration.json`` and the plots.

    Per stage and parameter: mean and sd of scores, what was learnt, and how often 90% hold.
    """
    names = tuple(plan.free)
    stages = [
        {
            "stage": item.stage.id,
            "worlds": item.stage.worlds,
            "figures": item.summaries.shape[1],
            "parameters": {
                name: {
                    "before": _moments(item.proposed[:, column]),
                    "after": _moments(item.sample[:, column]),
                    "learnt": round(float(item.regression.explained[column]), 4),
                    "holds": round(float(item.recovered.coverage(HOLDS)[column]), 4),
                }
                for column, name in enumerate(names)
            },
        }
        for item in fitted
    ]
    file = folder / "calibration.json"
    text = {"plan": plan.title, "seed": plan.seed, "stages": stages}
    write_whole(file, json.dumps(text, indent=1) + "\n")
    return [file, *_draw(folder / "plots", plan, fitted)]


def _draw(folder: Path, plan: CalibrationPlan, fitted: Sequence[StageFit]) -> list[Path]:
    """Write ``prior_posterior.png``, ``ridges.png`` and ``pulls.png``."""
    rounds = ", then ".join(_round(item) for item in fitted)
    worlds = sum(item.stage.worlds for item in fitted)
    simulated = f"Simulated: {worlds:,} worlds of {plan.scenario.title!r}, seed {plan.seed}."
    source = f"{simulated} Recorded: SIPRI Arms Transfers Database and the ledger of claims."
    if plan.scenario.theatre != "default":
        source = f"{simulated} Recorded: theatre {plan.scenario.theatre}."
    caption = Caption(plan.title, f"StageFit: {rounds}.", source, worlds)
    tables = [table for item in fitted if (table := pulls_of(plan, item)) is not None]
    figures: dict[str, Pages] = {
        "prior_posterior": learnt_figure(parameter_rows(plan, fitted), caption),
        "ridges": ridges_figure(ridges_of(plan, fitted), caption),
        "pulls": pulls_figure(tables, caption),
    }
    return [
        path
        for name, pages in figures.items()
        for path in save_whole(pages, folder / f"{name}.png")
    ]


def _round(item: StageFit) -> str:
    stage, figures = item.stage, item.summaries.shape[1]
    what = f"{figures} summary statistics" if not stage.claims else f"{len(stage.claims)} claims"
    if stage.claims and figures > len(stage.claims):
        what += f" and {figures - len(stage.claims)} summary statistics"
    return f"{stage.worlds:,} worlds to {stage.last_year} on {stage.tenders} tenders, {what}"


def _moments(scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> dict[str, float]:
    """Mean and sd of scores; 0 and 1 are the prior."""
    return {"mean": round(float(scores.mean()), 4), "sd": round(float(scores.std()), 4)}
