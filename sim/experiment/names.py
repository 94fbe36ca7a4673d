"""A scenario's names, held against a theatre: aliases resolved, unknown ones refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sim.base.problems import InputError, Problem, suggest_or_list
from sim.document.entries import Kind, names_in, words_of
from sim.scenario import Scenario
from sim.scenario.book_kinds import OrderEvent, Stocks
from sim.scenario.event_kinds import Alignment
from sim.theatre.theatre import Theatre

ALL = "all"

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Places:
    """Where the states and classes that a scenario names lie on the axes of a theatre."""

    theatre: Theatre

    def name(self, word: str) -> str:
        """The theatre's own name of a state that is known to be in it."""
        found = self.theatre.find(word)
        if found is None:
            raise KeyError(word)
        return found

    def buyers(self, words: str | Iterable[str]) -> list[int]:
        """Places of buyers."""
        return [self.theatre.buyers.index(self.name(word)) for word in _listed(words)]

    def suppliers(self, words: str | Iterable[str]) -> list[int]:
        """Places of suppliers."""
        return [self.theatre.suppliers.index(self.name(word)) for word in _listed(words)]

    def states(self, words: str | Iterable[str]) -> list[int]:
        """Places of states, whatever their role."""
        everyone = [state.name for state in self.theatre.states]
        return [everyone.index(self.name(word)) for word in _listed(words)]

    def trading(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Of two states, each way in which one may buy from the other: buyer, supplier."""
        one, other = map(self.name, words)
        theatre = self.theatre
        return [
            (theatre.buyers.index(b), theatre.suppliers.index(s))
            for b, s in ((one, other), (other, one))
            if b in theatre.buyers and s in theatre.suppliers
        ]

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
    for path, what, words in _named(scenario):
        for word in _listed(words):
            message = _what_is_wrong(what, path, word, theatre)
            if message is not None:
                problems.append(Problem(scenario.marks.at(*path), message))
    if not problems:
        problems = [
            *_strangers(scenario, theatre), *_own_orders(scenario, theatre),
            *_empty_hands(scenario, theatre),
        ]  # fmt: skip
    if problems:
        raise InputError(problems)


def _own_orders(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Given orders whose buyer and supplier are one state under two names."""
    for i, event in enumerate(scenario.events):
        order = event.effect
        if isinstance(order, OrderEvent):
            [buyer], [supplier] = order.buyer, order.supplier
            if theatre.find(buyer) == theatre.find(supplier):
                mark = scenario.marks.at("events", i, "order", "supplier")
                yield Problem(mark, f"'{supplier}' and '{buyer}' are the same state")


def _empty_hands(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Arms handed on by a state to itself, or as a share of stocks that are not known."""
    for i, event in enumerate(scenario.events):
        stocks = event.effect
        if not isinstance(stocks, Stocks) or stocks.from_ is None:
            continue
        giver, mark = theatre.find(stocks.from_), scenario.marks.at("events", i, "stocks", "from")
        if giver == theatre.find(stocks.buyer[0]):
            yield Problem(mark, f"'{stocks.from_}' and '{stocks.buyer[0]}' are the same state")
        elif giver not in theatre.buyers and stocks.share is not None:
            message = (
                f"'{giver}' is no buyer here, so its stock is not known; give 'tiv', not 'share'"
            )
            yield Problem(mark, message)


def _strangers(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Events that align two states of which neither sells to the other."""
    for i, event in enumerate(scenario.events):
        if not isinstance(event.effect, Alignment):
            continue
        one, other = (theatre.find(word) for word in event.effect.between)
        pairs = ((one, other), (other, one))
        if not any(b in theatre.buyers and s in theatre.suppliers for b, s in pairs):
            mark = scenario.marks.at("events", i, event.kind, "between")
            yield Problem(mark, f"neither of {one} and {other} sells to the other in this theatre")


def _what_is_wrong(what: str, path: Path, word: str, theatre: Theatre) -> str | None:
    if what != "state":
        known = (*theatre.classes, ALL)
        return None if word in known else f"unknown class '{word}'{suggest_or_list(word, known)}"
    name = theatre.find(word)
    if name is None:
        return f"unknown state '{word}'{theatre.suggestion(word)}"
    if path[-1] == "supplier" and name not in theatre.suppliers:
        return f"'{name}' is no supplier in this theatre"
    if (path[-1] in ("buyer", "by") or path[0] == "plots") and name not in theatre.buyers:
        return f"'{name}' is no buyer in this theatre"
    return None


def _named(scenario: Scenario) -> Iterator[tuple[Path, str, Any]]:
    """Path, what is named and value of everything in a scenario that names a state or class."""
    for i, event in enumerate(scenario.events):
        yield from _in_kind(event.effect, ("events", i, event.kind))
    for i, measure in enumerate(scenario.measures):
        yield from _in_kind(measure.of_kind, ("measures", i, measure.kind))
    for i, buyer in enumerate(scenario.plot_buyers):
        yield ("plots", "buyers", i), "state", buyer


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
