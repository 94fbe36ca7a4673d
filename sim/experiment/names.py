"""A scenario's names, held against a theatre: aliases resolved, unknown ones refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from sim.base.phrases import joined
from sim.base.problems import InputError, Problem, suggest_or_list
from sim.document.entries import Kind, names_in, words_of
from sim.scenario import Measure, Scenario
from sim.scenario.event_kinds import Alignment, OrderEvent
from sim.theatre.theatre import Theatre

ALL = "all"
SELLERS, BUYERS = ("supplier", "from"), ("buyer", "by")
"""Fields that name states which must sell, and states which must buy."""
ONE_STATE = ("order", "enter", "new_buyer")
"""Kinds of event that are of one state, and no group's."""

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Places:
    """Where the states and classes that a scenario names lie on the axes of a theatre.

    A group stands for its members of ``year`` that the theatre has in the role asked for; None is
    the year of the start.
    """

    theatre: Theatre
    year: int | None = None

    def as_of(self, year: int) -> "Places":
        """The same in another year."""
        return replace(self, year=year)

    def named(self, words: str | Iterable[str], among: tuple[str, ...] | None = None) -> list[str]:
        """The theatre's own names, each once, of the states that words mean.

        ``among`` are those that count of a group; None is all. A single state always counts.
        """
        theatre, found = self.theatre, list[str]()
        year = theatre.start if self.year is None else self.year
        for word in _listed(words):
            own = theatre.find(word)
            members = theatre.members(word, year) if own is None else (own,)
            found += [name for name in members if name == own or among is None or name in among]
        return list(dict.fromkeys(found))

    def buyers(self, words: str | Iterable[str]) -> list[int]:
        """Places of buyers."""
        buyers = self.theatre.buyers
        return [buyers.index(name) for name in self.named(words, buyers)]

    def suppliers(self, words: str | Iterable[str]) -> list[int]:
        """Places of suppliers."""
        suppliers = self.theatre.suppliers
        return [suppliers.index(name) for name in self.named(words, suppliers)]

    def as_buyers(self, words: str | Iterable[str] | None) -> list[int]:
        """Places of those among some states, None for all, that buy."""
        buyers = self.theatre.buyers
        if words is None:
            return list(range(len(buyers)))
        return [buyers.index(name) for name in self.named(words) if name in buyers]

    def states(self, words: str | Iterable[str]) -> list[int]:
        """Places of states, whatever their role."""
        everyone = [state.name for state in self.theatre.states]
        return [everyone.index(name) for name in self.named(words)]

    def pairs(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Places of two states, or of each state of one group with each of another."""
        one, other = (self.states(word) for word in words)
        return [(a, b) for a, b in product(one, other) if a != b]

    def trading(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Of two states, each way in which one may buy from the other: buyer, supplier."""
        one, other = (self.named(word) for word in words)
        theatre = self.theatre
        ways = [
            (theatre.buyers.index(b), theatre.suppliers.index(s))
            for a, c in product(one, other)
            for b, s in ((a, c), (c, a))
            if a != c and b in theatre.buyers and s in theatre.suppliers
        ]
        return list(dict.fromkeys(ways))

    def classes(self, words: str | Iterable[str]) -> list[int]:
        """Places of classes; 'all' is every class."""
        given = _listed(words)
        if ALL in given:
            return list(range(len(self.theatre.classes)))
        return [self.theatre.classes.index(word) for word in given]


def check_names(scenario: Scenario, theatre: Theatre) -> None:
    """Check every state and class that a scenario names.

    Raises:
        InputError: with all unknown names, each at its line.
    """
    problems = []
    for path, what, words, year in _named(scenario):
        for word in _listed(words):
            message = _what_is_wrong(what, path, word, year, theatre)
            if message is not None:
                problems.append(Problem(scenario.marks.at(*path), message))
    if not problems:
        problems = [*_strangers(scenario, theatre), *_own_orders(scenario, theatre)]
    if problems:
        raise InputError(problems)


def groups_taken(scenario: Scenario, theatre: Theatre) -> list[str]:
    """A sentence for each group that a scenario names in some year: who of it is in the theatre."""
    said: dict[str, None] = {}
    for _, what, words, year in _named(scenario):
        for word in _listed(words) if what == "state" else ():
            listed = theatre.listed(word, year)
            if listed is None or theatre.find(word) is not None:
                continue
            here = joined(theatre.members(word, year)) or "none"
            gone = joined([state for state in listed if theatre.find(state) is None])
            rest = f"; not in this theatre: {gone}" if gone else ""
            said[f"group {word} in {year}: {here}{rest}"] = None
    return list(said)


def as_of_measure(item: Measure, otherwise: int) -> int:
    """The year as of which a measure takes the members of groups: the last that it counts."""
    return max((last for _, last in item.windows.values()), default=otherwise)


def _own_orders(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Given orders whose buyer and supplier are one state under two names."""
    for i, event in enumerate(scenario.events):
        order = event.effect
        if isinstance(order, OrderEvent):
            [buyer], [supplier] = order.buyer, order.supplier
            if theatre.find(buyer) == theatre.find(supplier):
                mark = scenario.marks.at("events", i, "order", "supplier")
                yield Problem(mark, f"'{supplier}' and '{buyer}' are the same state")


def _strangers(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Events that align two states of which neither sells to the other."""
    for i, event in enumerate(scenario.events):
        if not isinstance(event.effect, Alignment):
            continue
        if not Places(theatre, event.year).trading(event.effect.between):
            one, other = (theatre.find(word) or word for word in event.effect.between)
            mark = scenario.marks.at("events", i, event.kind, "between")
            yield Problem(mark, f"neither of {one} and {other} sells to the other in this theatre")


def _what_is_wrong(what: str, path: Path, word: str, year: int, theatre: Theatre) -> str | None:
    if what != "state":
        known = (*theatre.classes, ALL)
        return None if word in known else f"unknown class '{word}'{suggest_or_list(word, known)}"
    name, field = theatre.find(word), path[-1]
    if name is None and theatre.listed(word, year) is None:
        return f"unknown state '{word}'{theatre.suggestion(word)}"
    role = "supplier" if field in SELLERS else None
    role = "buyer" if field in BUYERS or path[0] == "plots" else role
    among = {"supplier": theatre.suppliers, "buyer": theatre.buyers}.get(role or "")
    if name is not None:
        strange = among is not None and name not in among
        return f"'{name}' is no {role} in this theatre" if strange else None
    if path[0] == "events" and (path[2] in ONE_STATE or field == "from"):
        return f"'{word}' is a group; {path[2]} is of one state, so write one event for each"
    if not Places(theatre, year).named(word, among):
        return f"no state of '{word}' in {year} is a {role or 'state'} in this theatre"
    return None


def _named(scenario: Scenario) -> Iterator[tuple[Path, str, Any, int]]:
    """Everything in a scenario that names a state or class.

    Path, what is named, value, and the year as of which a group is taken.
    """
    for i, event in enumerate(scenario.events):
        for part in _in_kind(event.effect, ("events", i, event.kind)):
            yield *part, event.year
        if event.condition is not None:
            waits = event.condition
            for part in _in_kind(waits.seen, ("events", i, "if", waits.kind)):
                yield *part, event.year
    for i, measure in enumerate(scenario.measures):
        for part in _in_kind(measure.of_kind, ("measures", i, measure.kind)):
            yield *part, as_of_measure(measure, scenario.last_year)
    said = scenario.marks.written("plots", "buyers") is not None  # else they follow from the above
    for i, buyer in enumerate(scenario.plot_buyers if said else ()):
        yield ("plots", "buyers", i), "state", buyer, scenario.last_year


def _in_kind(kind: Kind, path: Path) -> Iterator[tuple[Path, str, Any]]:
    named = names_in(type(kind))
    for word, name in words_of(type(kind)).items():
        value = getattr(kind, name)
        if isinstance(value, Kind):
            yield from _in_kind(value, (*path, word))
        elif word in named and value is not None:
            yield (*path, word), named[word], value


def _listed(words: str | Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
