"""The short tables that a run prints: the model beside the record."""

import csv
from collections.abc import Sequence
from pathlib import Path

from sim.base.files import unwritten
from sim.measure.measures import value_in_words
from sim.scenario import Measure


def summary_table(folder: Path, measures: Sequence[Measure]) -> str:
    """Each measure and each pattern of a results folder: recorded, median and 90% band.

    Args:
        folder: of a run.
        measures: those of the run's scenario, whose kinds say how values are written.
    """
    kinds = {item.id: item.kind for item in measures}
    recorded = {row["measure"]: row["recorded"] for row in _rows(folder / "recorded.csv")}
    taken = [
        row
        | {
            "name": row["measure"],
            "kind": kinds.get(row["measure"], ""),
            "recorded": recorded.get(row["measure"], ""),
        }
        for row in _rows(folder / "summary.csv")
    ]
    patterns = [
        row | {"name": row["pattern"], "kind": ""} for row in _rows(folder / "patterns.csv")
    ]
    width = max((len(row["name"]) for row in (*taken, *patterns)), default=0)
    return "\n".join(
        line
        for title, rows in (("measure", taken), ("pattern of the arms trade", patterns))
        if rows
        for line in ("", *_lines(title, rows, width))
    )


def _lines(title: str, rows: list[dict[str, str]], width: int) -> list[str]:
    lines = [f"{title:{width}}  {'recorded':>9}  {'median':>9}  {'5% to 95% of worlds':>24}"]
    for row in rows:
        low, median, high, recorded = (
            value_in_words(row["kind"], float(row[name]) if row[name] else None)
            for name in ("p5", "median", "p95", "recorded")
        )
        band = f"{low:>11} to {high:>9}"
        line = f"{row['name']:{width}}  {recorded:>9}  {median:>9}  "
        undefined = row.get("undefined", "0")
        note = "" if undefined == "0" else f"  undefined in {undefined} worlds"
        note += "  (record quoted)" if row.get("source") == "quoted" else ""
        lines.append(f"{line}{band:>24}{note}")
    return lines


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [{name: unwritten(cell) for name, cell in row.items()} for row in rows]
