"""What a calibration leaves to read: a table, a file, and its plots."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sim.calibration.plan import Plan
from sim.calibration.run import Fitted
from sim.calibration.scores import values_of


def calibration_table(plan: Plan, fitted: Sequence[Fitted]) -> str:
    """For each parameter and stage: what the figures explain, and the 90% interval after it."""
    names = tuple(plan.free)
    lines = [f"{'parameter':25} {'prior, 90%':>18}"]
    lines[0] += "".join(f"  {f'after {item.stage.id}':>18} {'learnt':>6}" for item in fitted)
    prior = (
        values_of(np.full((1, len(names)), -1.6449), names)[0],
        values_of(np.full((1, len(names)), 1.6449), names)[0],
    )
    for column, name in enumerate(names):
        line = f"{name:25} {_interval(prior[0][column], prior[1][column])}"
        for item in fitted:
            values = values_of(item.sample[:, [column]], (name,))
            low, high = np.quantile(values, (0.05, 0.95)).tolist()
            learnt = max(float(item.learnt.explained[column]), 0.0)
            line += f"  {_interval(low, high)} {learnt:6.0%}"
        lines.append(line)
    lines.append("learnt: share of the parameter's variance that the stage's figures explain")
    return "\n".join(lines)


def _interval(low: float, high: float) -> str:
    return f"{f'{low:.3g} to {high:.3g}':>18}"


def write_calibration(folder: Path, plan: Plan, fitted: Sequence[Fitted]) -> list[Path]:
    """Write ``calibration.json``: per stage and parameter, mean and sd of scores, and learnt."""
    names = tuple(plan.free)
    told = [
        {
            "stage": item.stage.id,
            "worlds": item.stage.worlds,
            "figures": item.figures.shape[1],
            "parameters": {
                name: {
                    "before": _moments(item.proposed[:, column]),
                    "after": _moments(item.sample[:, column]),
                    "learnt": round(float(item.learnt.explained[column]), 4),
                }
                for column, name in enumerate(names)
            },
        }
        for item in fitted
    ]
    file = folder / "calibration.json"
    partial = file.with_suffix(".partial")
    text = {"plan": plan.title, "seed": plan.seed, "stages": told}
    partial.write_text(json.dumps(text, indent=1) + "\n", encoding="utf-8")
    partial.replace(file)
    return [file]


def _moments(scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> dict[str, float]:
    """Mean and sd of scores; 0 and 1 are the prior."""
    return {"mean": round(float(scores.mean()), 4), "sd": round(float(scores.std()), 4)}
