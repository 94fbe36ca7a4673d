"""Which events of a scenario are marked in which panels, and in what words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import cast

from sim.scenario import Event, Scenario
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Mark:
    """An event in a plot: its number there, its first year, its words, the suppliers it touches."""

    number: int
    year: int
    words: str
    suppliers: frozenset[str]


def dyad_marks(
    scenario: Scenario, theatre: Theatre, buyer: str, suppliers: Sequence[str]
) -> tuple[Mark, ...]:
    """Events that touch the buyer's dyads with these suppliers, numbered by year.

    An event touches a dyad if it names both states, or if it changes the supplier for all buyers
    (capacity, price). What changes the buyer's need of everything touches no dyad.
    """
    touched = [
        (event, frozenset(s for b, s in dyads_of(event, theatre) if b == buyer and s in suppliers))
        for event in scenario.events
    ]
    return _numbered([pair for pair in touched if pair[1]], theatre)


def need_marks(scenario: Scenario, theatre: Theatre, buyer: str) -> tuple[Mark, ...]:
    """Events that change how much the buyer needs, numbered by year."""
    needs = [
        (event, frozenset[str]())
        for event in scenario.events
        if event.kind == "need" and buyer in _names(event, "buyer", theatre)
    ]
    return _numbered(needs, theatre)


def dyads_of(event: Event, theatre: Theatre) -> set[tuple[str, str]]:
    """Pairs of buyer and supplier that an event touches."""
    values = event.values
    if "between" in values:
        one, other = _names(event, "between", theatre)
        pairs = {(one, other), (other, one)}
    elif event.kind in ("capacity", "price"):
        pairs = set(product(theatre.buyers, _names(event, "supplier", theatre)))
    elif "supplier" in values and "buyer" in values:
        pairs = set(product(_names(event, "buyer", theatre), _names(event, "supplier", theatre)))
    else:
        pairs = set()
    return {(b, s) for b, s in pairs if b in theatre.buyers and s in theatre.suppliers}


def words_of(event: Event, theatre: Theatre) -> str:
    """An event's id as words, with the capitals of states: ``us-lifts-ban`` is US lifts ban."""
    words = [_spelt(word, theatre) for word in event.id.replace("_", "-").split("-") if word]
    text = " ".join(words) or event.id
    return text[0].upper() + text[1:]


def years_of(event: Event) -> str:
    """When an event holds, or grows: ``2012–2013``, ``2011 (grows over 5 years)``."""
    if event.until is not None and event.until > event.year:
        return f"{event.year}–{event.until}"
    if event.until is not None:
        return f"{event.year} only"
    if event.over is not None and event.over > 1:
        return f"{event.year} (grows over {event.over} years)"
    return str(event.year)


def spread_levels(spans: Iterable[tuple[float, float]]) -> list[int]:
    """Level of each span (left, right), in order of left, so that none overlaps on its level."""
    ends: list[float] = []
    levels: list[int] = []
    for left, right in spans:
        level = next((i for i, end in enumerate(ends) if end <= left), len(ends))
        if level == len(ends):
            ends.append(right)
        ends[level] = right
        levels.append(level)
    return levels


def _numbered(
    touched: Sequence[tuple[Event, frozenset[str]]], theatre: Theatre
) -> tuple[Mark, ...]:
    in_time = sorted(touched, key=lambda pair: pair[0].year)
    return tuple(
        Mark(number, event.year, f"{years_of(event)}: {words_of(event, theatre)}", suppliers)
        for number, (event, suppliers) in enumerate(in_time, start=1)
    )


def _names(event: Event, field: str, theatre: Theatre) -> tuple[str, ...]:
    given = event.values.get(field)
    words = (given,) if isinstance(given, str) else tuple(cast(Iterable[str], given or ()))
    return tuple(theatre.find(word) or word for word in words)


def _spelt(word: str, theatre: Theatre) -> str:
    """Capitals as in a name of a state; codes of three letters are too often plain words."""
    if word.casefold() in ("us", "uk", "un", "eu", "uae", "usa", "nato", "caatsa"):
        return word.upper()
    if len(word) > 3 and theatre.find(word) is not None:
        return word[0].upper() + word[1:]
    return word
