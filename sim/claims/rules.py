"""What must hold of a claim as a whole, once each of its fields is read."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.measure.measures import comparison_of

FITTED = ("target",)
MEASURED = ("number", "observed", "tolerance")


def breaches(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a claim: the field at which to report it, and a message.

    The field is "id" where something is lacking.
    """
    yield from _sources(values)
    if values["measure"] is None:
        yield from _unmeasured(values)
    else:
        yield from _measured(values)
    yield from _worlds(values["in_worlds"])
    if values["role"] == "mechanism":
        yield from _mechanism(values)
    elif values["role"] == "event" and not values["events"] and values["without"] is None:
        yield "id", "an event lacks 'events' of history.yaml, or 'without': why history has none"


def _sources(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not values["sources"] and values["role"] != "mechanism":
        yield "id", "this claim lacks 'sources': where the register's word is recorded"
    elif not values["articles"] and not values["sources"]:
        yield "id", "this claim lacks 'articles' or 'sources': who says so"
    if values["by"] == "reader" and not values["articles"]:
        yield "by", "a reader's comment stands below an article; give 'articles'"


def _unmeasured(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in (*MEASURED, "in_worlds"):
        if values[name] is not None and name != "number":
            yield name, f"{name} is of a measure, and this claim has no 'measure'"
    if values["role"] not in ("event", "mechanism") and values["without"] is None:
        yield "id", "this claim lacks 'measure', or 'without': why no run measures it"
    elif values["number"] is not None and values["without"] is None:
        yield "number", "number without 'measure' or 'without': why no run measures it"


def _measured(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    needed = values["number"] is not None or values["role"] == "target"
    if needed and values["observed"] is None:
        yield "id", "this claim lacks 'observed': what the register says of its measure"
    if values["tolerance"] is None and (needed or values["observed"] is not None):
        yield "id", "this claim lacks 'tolerance': the sd of the discrepancy"
    if (values["tolerance"] is None) != (values["tolerance_reason"] is None):
        yield "id", "'tolerance' and 'tolerance_reason' go together"
    if values["scale"] == "log":
        for name in ("number", "observed"):
            compare = comparison_of(values["measure"].kind)
            if values[name] is not None and not compare.has_logarithm(values[name]):
                yield name, f"{name} {values[name]:g} has no logarithm; the scale may be linear"


def _mechanism(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not values["parameters"] and values["without"] is None:
        yield "id", "a mechanism lacks 'parameters' that turn it off, or 'without': why none does"
    if values["look_for"] is None:
        yield "id", "a mechanism lacks 'look_for': what a run must let one see"
    if values["scenario"] is None:
        yield "id", "a mechanism lacks 'scenario': the shipped scenario that shows it"


def _worlds(demand: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    if demand is None:
        return
    low, high = demand["from"], demand["to"]
    if low is None and high is None:
        yield "in_worlds", "in_worlds lacks 'from' or 'to': where the measure must lie"
    elif low is not None and high is not None and high < low:
        yield "in_worlds", f"in_worlds ends at {high:g}, before it begins at {low:g}"
    if demand["at_most"] < demand["at_least"]:
        yield "in_worlds", "in_worlds has an at_most below its at_least"
    elif demand["at_least"] == 0 and demand["at_most"] == 1:
        yield "in_worlds", "in_worlds lacks 'at_least' or 'at_most': it demands nothing"
