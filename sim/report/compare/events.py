"""The events of several scenarios in one list, each with the sides that have it."""

from collections.abc import Sequence

from sim.compare.sides import Run
from sim.plots.marks import NEEDS, EventMarker, dyads_of, mark_of, names_in
from sim.plots.words import words_of
from sim.scenario import Event
from sim.theatre.theatre import Theatre


def marks_of_sides(
    runs: Sequence[Run], theatre: Theatre, buyer: str, suppliers: Sequence[str],
    only_differing: bool = False,
) -> dict[str, tuple[EventMarker, ...]]:  # fmt: skip
    """Events that touch a buyer's dyads with some suppliers, or its need, by the label of the run.

    Numbers are the same in all runs and go by year. The words of an event that not all runs have
    say which do.

    Args:
        runs: the simulated sides.
        theatre: of the base.
        buyer: the theatre's own name.
        suppliers: those that are drawn.
        only_differing: leave out what all runs have.
    """
    owners: dict[Event, list[str]] = {}
    for run in runs:
        for event in run.scenario.events:
            owners.setdefault(event, []).append(run.label)
    touched = [
        (event, labels, _suppliers(event, theatre, buyer, suppliers))
        for event, labels in owners.items()
        if not (only_differing and len(labels) == len(runs))
    ]
    touched = sorted((row for row in touched if row[2]), key=lambda row: row[0].year)
    marks: dict[str, list[EventMarker]] = {run.label: [] for run in runs}
    for number, (event, labels, whose) in enumerate(touched, start=1):
        words = words_of(event, theatre)
        if len(labels) < len(runs):
            words += f" (only {', '.join(labels)})"
        for run in runs:
            if run.label in labels:
                marks[run.label].append(mark_of(number, event, run.scenario, words, whose))
    return {label: tuple(own) for label, own in marks.items()}


def each_once(marks: dict[str, tuple[EventMarker, ...]]) -> tuple[EventMarker, ...]:
    """The marks of all sides, by number, for the list under the panels."""
    every = {mark.number: mark for own in marks.values() for mark in own}
    return tuple(every[number] for number in sorted(every))


def _suppliers(
    event: Event, theatre: Theatre, buyer: str, suppliers: Sequence[str]
) -> frozenset[str]:
    if event.kind in NEEDS and buyer in names_in(event, "buyer", theatre):
        return frozenset(suppliers)
    return frozenset(s for b, s in dyads_of(event, theatre) if b == buyer and s in suppliers)
