"""Events that differ from world to world, as marks of plots: median year, share of worlds."""

import csv
from dataclasses import replace
from pathlib import Path

from sim.scenario import Event, Scenario

FILE = "events.csv"


def as_it_mostly_happened(scenario: Scenario, folder: Path) -> Scenario:
    """The scenario whose events have the year and probability that a run's worlds gave them.

    An event that happened in no world is left out. Folders without such events are as they are.
    """
    path = folder / FILE
    if not path.exists():
        return scenario
    with path.open(encoding="utf-8", newline="") as file:
        found = {row["event"]: row for row in csv.DictReader(file)}
    events = (_marked(event, found[event.id]) if event.id in found else event
              for event in scenario.events)  # fmt: skip
    return replace(scenario, events=tuple(event for event in events if event is not None))


def _marked(event: Event, row: dict[str, str]) -> Event | None:
    if int(row["worlds"]) == 0:
        return None
    seen = {"year": round(float(row["median"])), "probability": float(row["share"])}
    return event.model_copy(update={**seen, "until": None, "condition": None, "latest": None})
