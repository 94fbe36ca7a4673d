"""The short tables that a run prints: the model beside the record."""

import csv
from pathlib import Path

from sim.files import unwritten


def summary_table(folder: Path) -> str:
    """Each measure and each pattern of a results folder: recorded, median and 90% band."""
    recorded = {row["measure"]: row["recorded"] for row in _rows(folder / "recorded.csv")}
    measures = [
        row | {"name": row["measure"], "recorded": recorded.get(row["measure"], "")}
        for row in _rows(folder / "summary.csv")
    ]
    patterns = [row | {"name": row["pattern"]} for row in _rows(folder / "patterns.csv")]
    width = max((len(row["name"]) for row in (*measures, *patterns)), default=0)
    return "\n".join(
        line
        for title, rows in (("measure", measures), ("pattern of the arms trade", patterns))
        if rows
        for line in ("", *_lines(title, rows, width))
    )


def _lines(title: str, rows: list[dict[str, str]], width: int) -> list[str]:
    lines = [f"{title:{width}}  {'recorded':>9}  {'median':>9}  {'5% to 95% of worlds':>24}"]
    for row in rows:
        band = f"{_short(row['p5']):>11} to {_short(row['p95']):>9}"
        line = f"{row['name']:{width}}  {_short(row['recorded']):>9}  {_short(row['median']):>9}  "
        undefined = row.get("undefined", "0")
        note = "" if undefined == "0" else f"  undefined in {undefined} worlds"
        note += "  (record quoted)" if row.get("source") == "quoted" else ""
        lines.append(f"{line}{band:>24}{note}")
    return lines


def _short(number: str) -> str:
    return (
        number
        if number == ""
        else f"{float(number):.3g}"
        if abs(float(number)) < 1000
        else f"{float(number):,.0f}"
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [{name: unwritten(cell) for name, cell in row.items()} for row in rows]
