"""Which events of a scenario are marked in which panels, and in what words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import cast

from sim.document.entries import names_in as names_of_kind
from sim.experiment.touched import buyers_touched
from sim.plots.words import names_of, words_of, years_of
from sim.scenario import Event, Scenario
from sim.scenario.played import is_turn
from sim.theatre.theatre import Theatre

MANY = 3  # buyers; an event that touches so many of a supplier's is an event of its exports
NEEDS = ("need", "new_buyer", "stocks")  # kinds about how much a buyer needs, and so of no dyad
Touched = tuple[Event, frozenset[str]]


@dataclass(frozen=True)
class EventMarker:
    """An event in a plot: its number there, its first year, its words, the suppliers it touches.

    What was in force at the start stands in the first simulated year.
    """

    number: int
    year: int
    words: str
    suppliers: frozenset[str]


def mark_of(
    number: int, event: Event, words: str, suppliers: frozenset[str], scenario: Scenario,
    theatre: Theatre,
) -> EventMarker:  # fmt: skip
    """The mark of an event of a scenario, whose ``words`` its years are put before."""
    first = scenario.first_year
    when = years_of(event, names_of(scenario.events, theatre))
    if event.year < first:
        when = f"{when}, in force at the start"
    return EventMarker(number, max(event.year, first), f"{when}: {words}", suppliers)


def dyad_marks(
    scenario: Scenario, theatre: Theatre, buyer: str, suppliers: Sequence[str]
) -> tuple[EventMarker, ...]:
    """Events that touch the buyer's dyads with these suppliers, numbered by year.

    An event touches a dyad if it names both states, or if it changes the supplier for all buyers
    (capacity, price). What changes the buyer's need of everything touches no dyad.
    """
    touched = [
        (event, frozenset(s for b, s in dyads_of(event, theatre) if b == buyer and s in suppliers))
        for event in scenario.events
    ]
    return _numbered([pair for pair in touched if pair[1]], scenario, theatre)


def need_marks(scenario: Scenario, theatre: Theatre, buyer: str) -> tuple[EventMarker, ...]:
    """Events that change how much the buyer needs, numbered by year."""
    needs = [
        (event, frozenset[str]()) for event in scenario.events if buyer in needs_of(event, theatre)
    ]
    return _numbered(needs, scenario, theatre)


def price_marks(
    scenario: Scenario, theatre: Theatre, buyer: str, suppliers: Sequence[str]
) -> tuple[EventMarker, ...]:
    """Events that change what these suppliers charge the buyer, numbered by year.

    Prices, capacity left idle, and politics that part: an estranged supplier makes concessions.
    """
    touched = [
        (event, frozenset(s for b, s in dyads_of(event, theatre) if b == buyer and s in suppliers))
        for event in scenario.events
        if event.effect.imposes.array in ("price", "capacity") or _parts(event)
    ]
    return _numbered([pair for pair in touched if pair[1]], scenario, theatre)


def _parts(event: Event) -> bool:
    """Whether an event makes politics part."""
    return event.kind == "alignment" and cast(float, event.values["shift"]) < 0


def export_marks(
    scenario: Scenario, theatre: Theatre, suppliers: Sequence[str]
) -> tuple[EventMarker, ...]:  # fmt: skip
    """Events that touch a supplier's dyads with ``MANY`` buyers or more, numbered by year."""
    touched: list[Touched] = []
    for event in scenario.events:
        dyads = dyads_of(event, theatre)
        wide = frozenset(s for s in suppliers if sum(s == t for _, t in dyads) >= MANY)
        if wide:
            touched.append((event, wide))
    return _numbered(touched, scenario, theatre)


def pair_marks(
    scenario: Scenario, theatre: Theatre, pair: tuple[str, str]
) -> tuple[EventMarker, ...]:
    """Events that touch a dyad or the need of either buyer, or their rivalry, by year.

    A buyer that alone is touched is named in brackets where the event's own words do not name it.
    """
    marks: list[tuple[Event, str]] = []
    for event in scenario.events:
        buyers = {b for b, _ in dyads_of(event, theatre)}
        if changes_need(event):
            buyers = needs_of(event, theatre)
        elif event.kind == "rivalry" and pair in pairs_between(event, theatre):
            buyers = set(pair)
        words, either = words_of(event, theatre), [name for name in pair if name in buyers]
        if len(either) == 1 and either[0] not in words:
            words += f" ({either[0]})"
        if either:
            marks.append((event, words))
    marks.sort(key=lambda item: item[0].year)
    return tuple(
        mark_of(number, event, words, frozenset(), scenario, theatre)
        for number, (event, words) in enumerate(marks, start=1)
    )


def dyads_of(event: Event, theatre: Theatre) -> set[tuple[str, str]]:
    """Pairs of buyer and supplier that an event touches; none for what players signed as buyers."""
    if is_turn(event):
        return set()
    values = event.values
    if "between" in values:
        pairs = pairs_between(event, theatre)
    elif "supplier" in values and values.get("buyer") is None:
        pairs = set(product(theatre.buyers, names_in(event, "supplier", theatre)))
    elif event.kind == "demand":
        pairs = set(product(names_in(event, "buyer", theatre), theatre.suppliers))
    elif "supplier" in values:
        buyers, suppliers = (names_in(event, role, theatre) for role in ("buyer", "supplier"))
        pairs = set(product(buyers, suppliers))
    else:
        pairs = set()
    return {(b, s) for b, s in pairs if b in theatre.buyers and s in theatre.suppliers}


def changes_need(event: Event) -> bool:
    """Whether an event changes how much its buyers need, whoever supplies it."""
    return event.kind in NEEDS


def needs_of(event: Event, theatre: Theatre) -> set[str]:
    """Buyers whose need an event changes: by itself, or by what it does to their stocks."""
    own = changes_need(event) and not is_turn(event)
    return set(buyers_touched(event, theatre)) if own else set()


def pairs_between(event: Event, theatre: Theatre) -> set[tuple[str, str]]:
    """Pairs of states, either way round, that an event between states is about."""
    between = cast(Iterable[str], event.values["between"])
    one, other = (theatre.members(word, event.year) for word in between)
    return {*product(one, other), *product(other, one)}


def names_in(event: Event, field: str, theatre: Theatre) -> tuple[str, ...]:
    """The theatre's own names of the states in one field of an event."""
    given = event.values.get(field)
    words = (given,) if isinstance(given, str) else tuple(cast(Iterable[str], given or ()))
    found = [name for word in words for name in theatre.members(word, event.year) or (word,)]
    return tuple(dict.fromkeys(found))


def states_in(event: Event, theatre: Theatre) -> tuple[str, ...]:
    """The theatre's own names of all states that an event names, in whatever role."""
    words: list[str] = []
    for field, what in names_of_kind(type(event.effect)).items():
        given = event.values.get(field) if what == "state" else None
        if given is None:
            continue
        words += (given,) if isinstance(given, str) else cast(Iterable[str], given)
    return tuple(dict.fromkeys(theatre.find(word) or word for word in words))


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
    touched: Sequence[Touched], scenario: Scenario, theatre: Theatre
) -> tuple[EventMarker, ...]:
    in_time = sorted(touched, key=lambda pair: pair[0].year)
    return tuple(
        mark_of(number, event, words_of(event, theatre), suppliers, scenario, theatre)
        for number, (event, suppliers) in enumerate(in_time, start=1)
    )
