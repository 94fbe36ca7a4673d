"""The events of several scenarios in one list, each with the sides that have it."""

from collections.abc import Sequence
from textwrap import shorten

from sim.base.phrases import joined
from sim.compare.sides import Run
from sim.plots.marks import EventMarker, dyads_of, mark_of, needs_of
from sim.plots.words import words_of
from sim.scenario import Event
from sim.theatre.theatre import Theatre

LONGEST = 48  # letters of a title in brackets


def marks_of_sides(
    runs: Sequence[Run], theatre: Theatre, buyer: str, suppliers: Sequence[str],
    only_differing: bool = False,
) -> dict[str, tuple[EventMarker, ...]]:  # fmt: skip
    """Events that touch a buyer's dyads with some suppliers, or its need, by the title of the run.

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
            owners.setdefault(event, []).append(run.title)
    touched = [
        (event, titles, _suppliers(event, theatre, buyer, suppliers))
        for event, titles in owners.items()
        if not (only_differing and len(titles) == len(runs))
    ]
    touched = sorted((row for row in touched if row[2]), key=lambda row: row[0].year)
    marks: dict[str, list[EventMarker]] = {run.title: [] for run in runs}
    for number, (event, titles, whose) in enumerate(touched, start=1):
        words = words_of(event, theatre)
        if len(titles) < len(runs):
            words += f" (only in {joined([_quoted(title) for title in titles])})"
        for run in runs:
            if run.title in titles:
                mark = mark_of(number, event, words, whose, run.scenario, theatre)
                marks[run.title].append(mark)
    return {title: tuple(own) for title, own in marks.items()}


def each_once(marks: dict[str, tuple[EventMarker, ...]]) -> tuple[EventMarker, ...]:
    """The marks of all sides, by number, for the list under the panels."""
    every = {mark.number: mark for own in marks.values() for mark in own}
    return tuple(every[number] for number in sorted(every))


def _quoted(title: str) -> str:
    return f"‘{shorten(title, LONGEST, placeholder=' …')}’"


def _suppliers(
    event: Event, theatre: Theatre, buyer: str, suppliers: Sequence[str]
) -> frozenset[str]:
    if buyer in needs_of(event, theatre):
        return frozenset(suppliers)
    return frozenset(s for b, s in dyads_of(event, theatre) if b == buyer and s in suppliers)
