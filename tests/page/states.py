"""Scenarios as a reader of a page changes them, by the model's own way: plain data, read again."""

from collections.abc import Mapping
from typing import Any

from sim.scenario import Scenario

NOTHING: dict[str, Any] = {"events": {}, "parameters": {}}
NUMBERS = {"shift", "strength", "level", "usd_m", "share", "tiv"}


def changed(scenario: Scenario, state: Mapping[str, Any]) -> Scenario:
    """The scenario with events off, in another year, of another size, and parameters set."""
    data: dict[str, Any] = scenario.resolved()
    moves = state["events"]
    data["events"] = [
        _moved(event, moves.get(event["id"])) for event in data["events"]
        if moves.get(event["id"], {"on": True})["on"]
    ]  # fmt: skip
    data["set"] = {**data["set"], **state["parameters"]}
    return Scenario.from_resolved(data)


def _moved(event: dict[str, Any], move: Mapping[str, Any] | None) -> dict[str, Any]:
    if move is None:
        return event
    moved = {name: _sized(value, move["size"]) for name, value in event.items()}
    later = move["year"] - event["year"]
    for end in ("until", "latest"):
        if event.get(end) is not None:
            moved[end] = event[end] + later
    if "order" in moved and moved["order"].get("delivered"):
        first, _, last = str(moved["order"]["delivered"]).partition("-")
        moved["order"]["delivered"] = f"{int(first) + later}-{int(last or first) + later}"
    return {**moved, "year": move["year"]}


def _sized(values: Any, size: float) -> Any:
    if not isinstance(values, dict):
        return values
    found = dict(values)
    for name, value in values.items():
        if name in NUMBERS and value is not None:
            found[name] = value * size
        elif name == "factor":
            found[name] = value**size
        elif name == "closes":
            found[name] = {kind: share * size for kind, share in value.items()}
    return found
