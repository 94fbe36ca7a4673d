"""The short table that a run prints."""

import csv
from pathlib import Path

from sim.scenario import Scenario


def summary_table(folder: Path, scenario: Scenario) -> str:
    """Median and 90% band of each measure of a results folder, as text."""
    with (folder / "summary.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if not rows:
        return "The scenario names no measures."
    width = max(len("measure"), *(len(row["measure"]) for row in rows))
    lines = [f"{'measure':{width}}  {'median':>10}  {'5% to 95%':>23}  undefined"]
    for row in rows:
        band = f"{row['p5']:>10} to {row['p95']:>9}"
        undefined = "" if row["undefined"] == "0" else f"{row['undefined']} of {scenario.worlds}"
        lines.append(f"{row['measure']:{width}}  {row['median']:>10}  {band:>23}  {undefined}".rstrip())
    return "\n".join(lines)
