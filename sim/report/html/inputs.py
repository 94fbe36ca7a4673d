"""What a run has that history has not, and all of its events, as tables of words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.compare.inputs import Difference, input_differences
from sim.compare.sides import Run
from sim.plots.marks import dyads_of, states_in
from sim.plots.words import names_of, words_of, years_of
from sim.scenario import Event, Scenario, load
from sim.theatre.theatre import Theatre

PARENT = "history"
NAMED = ("settings", "set", "events")  # what is an input; measures only ask
ELSEWHERE = ("worlds", "seed", "plots")  # told where the run is named, or only drawn


@dataclass(frozen=True)
class FieldChange:
    """One input that differs: what it is, what it was, what it is now, and who says so."""

    what: str
    before: str
    now: str
    why: str = ""
    source: str = ""


@dataclass(frozen=True)
class EventLine:
    """An event as it is told: when, what, why, and after whom."""

    years: str
    what: str
    why: str
    source: str


def changes_from_parent(run: Run) -> tuple[FieldChange, ...] | None:
    """What a run has that the shipped history has not; None where that means nothing.

    It means nothing for history itself and in another theatre.
    """
    parent = load(PARENT)
    if run.scenario.name == PARENT or run.scenario.theatre != parent.theatre:
        return None
    plain: dict[str, Any] = {**run.manifest, "scenario": parent.resolved()}
    same = replace(run, label=PARENT, scenario=parent, manifest=_plain(plain))
    return changes(same, run)


def changes(base: Run, other: Run) -> tuple[FieldChange, ...]:
    """What differs between the inputs of two runs, with the reason of each event."""
    events = {event.id: event for run in (base, other) for event in run.scenario.events}
    found = [
        item
        for item in input_differences(base, other)
        if item.part in NAMED and not item.only_words
    ]
    found = [item for item in found if item.name not in ELSEWHERE]
    return tuple(_change(item, events, other.theatre) for item in found)


def events_of(scenario: Scenario, theatre: Theatre) -> tuple[EventLine, ...]:
    """The events of a scenario by year; of one with its own question, those on what it asks about.

    They touch a buyer that it asks about, or, if it asks about suppliers alone, one of these.
    """
    found = [event for event in scenario.events if touches(event, scenario, theatre)]
    events = sorted(found, key=lambda event: event.year)
    names = names_of(scenario.events, theatre)
    return tuple(
        EventLine(
            years_of(event, names),
            words_of(event, theatre),
            event.why.strip(),
            event.source or "",
        )
        for event in events
    )


def touches(event: Event, scenario: Scenario, theatre: Theatre) -> bool:
    """Whether an event is on a state that the scenario asks about; any is, if it asks all."""
    if scenario.claims == "all":
        return True
    buyers, suppliers = (
        {theatre.find(word) or word for word in asked}
        for asked in (scenario.buyers_asked, scenario.suppliers_asked)
    )
    pairs = dyads_of(event, theatre)
    if not buyers:
        return not suppliers or bool(suppliers & {supplier for _, supplier in pairs})
    return bool(buyers & {*states_in(event, theatre), *(buyer for buyer, _ in pairs)})


def _change(item: Difference, events: Mapping[str, Event], theatre: Theatre) -> FieldChange:
    event = events.get(item.name) if item.part == "events" else None
    if event is None:
        what = item.name.replace("_", " ")
        return FieldChange(f"{what}, {item.field}" if item.field else what, item.base, item.other)
    names = names_of(events.values(), theatre)
    what = f"{names[event.id]}, {years_of(event, names)}"
    if item.field:
        return FieldChange(f"{what}: {item.field}", item.base, item.other)
    before, now = (
        "not there" if words in ("absent", "beyond its years") else "there"
        for words in (item.base, item.other)
    )
    return FieldChange(what, before, now, event.why.strip(), event.source or "")


def _plain(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest as it is read from its file: lists and plain mappings all through."""
    plain: dict[str, Any] = json.loads(json.dumps(manifest))
    return plain
