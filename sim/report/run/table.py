"""The short tables that a run prints: the model beside the record."""

import csv
from collections.abc import Sequence
from pathlib import Path

from sim.base.files import unwritten
from sim.base.phrases import counted
from sim.base.text_table import text_table
from sim.measure.measures import value_in_words
from sim.scenario import Measure


def summary_table(folder: Path, measures: Sequence[Measure]) -> str:
    """Each measure and each stylised fact of a results folder: recorded, median and 90% band.

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
    facts = [row | {"name": row["pattern"], "kind": ""} for row in _rows(folder / "patterns.csv")]
    lines: list[list[str] | str] = []
    for title, rows in (("measure", taken), ("stylised fact of the arms trade", facts)):
        if rows:
            lines += ["", [title, "recorded", "median", "5% to 95% of worlds"], *map(_row, rows)]
    return "\n".join(text_table(lines, "<>>><"))


def _row(row: dict[str, str]) -> list[str]:
    low, median, high, recorded = (
        value_in_words(row["kind"], float(row[name]) if row[name] else None)
        for name in ("p5", "median", "p95", "recorded")
    )
    undefined = row.get("undefined", "0")
    note = "" if undefined == "0" else f"undefined in {counted(int(undefined), 'world')}"
    note += "  (record quoted)" if row.get("source") == "quoted" else ""
    return [row["name"], recorded, median, f"{low:>9} to {high:>9}", note]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [{name: unwritten(cell) for name, cell in row.items()} for row in rows]
