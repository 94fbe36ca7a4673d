"""The short tables that a run prints: what it asks first, and the model beside the record."""

from pathlib import Path
from textwrap import fill

from sim.base.numbers import number
from sim.base.phrases import capital, counted
from sim.base.text_table import text_table
from sim.report.run.asked import AskedMeasure, asked_measures, of_others, rows_of
from sim.report.run.payments import NOTE, payments_of
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

_HEADS = ["recorded", "median", "90% of worlds"]


def summary_table(folder: Path, scenario: Scenario, theatre: Theatre) -> str:
    """Each measure and each stylised fact of a results folder: recorded, median and 90% band.

    Args:
        folder: of a run.
        scenario: of the run.
        theatre: of the run.
    """
    asked = asked_measures(folder, scenario, theatre)
    facts = [
        row for row in rows_of(folder / "patterns.csv")
        if not of_others(row["pattern"], scenario, theatre)
    ]  # fmt: skip
    lines: list[list[str] | str] = []
    if asked:
        lines += ["", ["measure", *_HEADS, "the record lies", "id"], *map(_measure, asked)]
    if facts:
        lines += ["", ["stylised fact of the arms trade", *_HEADS], *map(_fact, facts)]
    paid = [item.sentence for item in payments_of(folder, scenario, theatre)]
    return "\n".join(
        [
            *text_table(lines, "<>>><<"),
            *(fill(text, 100) for text in (["", *paid, NOTE] if paid else [])),
        ]
    )


def _measure(item: AskedMeasure) -> list[str]:
    undefined = f"undefined in {counted(item.undefined, 'world')}" if item.undefined else ""
    where = ", ".join(filter(None, (item.where, undefined)))
    label = capital(item.measure.label)
    return [label, item.record, item.median, item.range, where, item.measure.id]


def _fact(row: dict[str, str]) -> list[str]:
    low, median, high, recorded = (
        number(float(row[name]) if row[name] else None)
        for name in ("p5", "median", "p95", "recorded")
    )
    note = "record quoted" if row.get("source") == "quoted" else ""
    return [row["pattern"], recorded, median, f"{low}–{high}", note]
