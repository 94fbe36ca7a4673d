"""Which events that differ from world to world happened in one, in words."""

from collections.abc import Iterator

from sim.experiment.case import Case
from sim.plots.words import names_of, openness_of, years_of
from sim.scenario import Scenario


def happened_words(case: Case, own: Scenario) -> Iterator[str]:
    """A line for each such event of a case; ``own`` is the scenario of the world."""
    here = {event.id: event for event in own.events}
    names = names_of(case.scenario.events, case.theatre)
    for event in case.scenario.events:
        if not event.differs:
            continue
        name, found = names[event.id], here.get(event.id)
        if found is None:
            yield f"In this world there is no '{name}', {years_of(event, names)}."
        else:
            yield f"In this world: {name}, {years_of(found, names)} ({openness_of(event, names)})."
