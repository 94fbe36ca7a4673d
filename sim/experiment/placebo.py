"""Placebos: as many rivals, or shifts of politics, as on record, but the wrong ones."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.base.arrays import Integers
from sim.model import noise
from sim.scenario import Event, Scenario
from sim.theatre.theatre import Theatre

DEALT = ("alignment", "domestic_cost")  # kinds of event that shift politics


def stand_ins(theatre: Theatre, seed: int) -> Integers:
    """The buyer whose rivalries each buyer takes over [B].

    Who is whose rival keeps its shape (how many rivals, in which years, rivals of rivals), but
    every single buyer stands in the place of another one, so no state reacts to its own rivals
    unless by chance. Seed and names alone decide who stands for whom; aggregates stay in place.
    """
    single = [b for b, name in enumerate(theatre.buyers) if name not in theatre.aggregates]
    key = np.array([seed, 0], dtype=np.uint64)

    def lot(b: int) -> float:
        name = np.uint64(noise.name_key(theatre.buyers[b]))
        address = (0, name, noise.NO_NAME, noise.NO_NAME, 0)
        return noise.uniforms(key, noise.PLACEBO, *address)[0]

    drawn = sorted(single, key=lot)
    # A cycle in the order drawn: nobody stands for itself.
    stands_for = np.arange(len(theatre.buyers))
    stands_for[drawn] = np.roll(drawn, 1)
    return stands_for


def deal_events_anew(scenario: Scenario, number: int) -> Scenario:
    """Permutation ``number`` of which pairs and years the shifts of politics fall on.

    Dealt anew among the shifts of alignment and of cost at home from the first year on: their
    pairs, among those of one kind, and their years, with the end or growth that goes with a year.
    Sizes, signs and all other events stay. Seed, number and the ids of events alone decide.
    """
    places = [
        place for place, event in enumerate(scenario.events)
        if event.kind in DEALT and event.year >= scenario.first_year and not event.differs
    ]  # fmt: skip
    events = [scenario.events[place] for place in places]
    key = np.array([scenario.seed, number], dtype=np.uint64)

    def lots(event: Event) -> tuple[float, ...]:
        name = np.uint64(noise.name_key(event.id))
        return noise.uniforms(key, noise.PLACEBO, 0, name, noise.NO_NAME, noise.NO_NAME, 0)

    by_pair, by_year = (sorted(events, key=lambda event: lots(event)[which]) for which in (0, 1))
    pairs = {kind: iter([_pair(one) for one in by_pair if one.kind == kind]) for kind in DEALT}
    dealt = list(scenario.events)
    for place, event, other in zip(places, events, by_year, strict=True):
        when = {"year": other.year, "until": other.until, "over": other.over}
        moved = event.with_values(dict(next(pairs[event.kind])))
        dealt[place] = moved.model_copy(update=when)
    return replace(scenario, events=tuple(dealt))


def _pair(event: Event) -> Mapping[str, object]:
    """The fields that say between whom a shift is."""
    return {name: value for name, value in event.values.items() if name != "shift"}
