"""Which events that differ from world to world happened in one, in words."""

from collections.abc import Iterator

from sim.experiment.case import Case
from sim.plots.words import openness_of, words_of, years_of
from sim.scenario import Scenario


def happened_words(case: Case, own: Scenario) -> Iterator[str]:
    """A line for each such event of a case; ``own`` is the scenario of the world."""
    here, every = {event.id: event for event in own.events}, case.scenario.events
    for event in every:
        if not event.differs:
            continue
        name, found = words_of(event, case.theatre), here.get(event.id)
        if found is None:
            yield f"In this world there is no '{name}', {years_of(event, every)}."
        else:
            yield f"In this world: {name}, {years_of(found)} ({openness_of(event, every)})."
