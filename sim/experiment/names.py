"""A scenario's names, held against a theatre: aliases resolved, unknown ones refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.base.problems import InputError, Problem, suggest_or_list
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

ALL = "all"
_STATES = ("supplier", "buyer", "between", "patron", "by")
_CLASSES = ("class", "classes", "closes")

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
    for path, field, words in _named(scenario):
        for word in _listed(words):
            message = _what_is_wrong(field, word, theatre)
            if message is not None:
                problems.append(Problem(scenario.marks.at(*path), message))
    if not problems:
        problems = [*_strangers(scenario, theatre), *_own_orders(scenario, theatre)]
    if problems:
        raise InputError(problems)


def _own_orders(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Given orders whose buyer and supplier are one state under two names."""
    for i, event in enumerate(scenario.events):
        if event.kind == "order":
            values: Mapping[str, Any] = event.values
            [buyer], [supplier] = values["buyer"], values["supplier"]
            if theatre.find(buyer) == theatre.find(supplier):
                mark = scenario.marks.at("events", i, "order", "supplier")
                yield Problem(mark, f"'{supplier}' and '{buyer}' are the same state")


def _strangers(scenario: Scenario, theatre: Theatre) -> Iterator[Problem]:
    """Events that align two states of which neither sells to the other."""
    for i, event in enumerate(scenario.events):
        if event.kind != "alignment":
            continue
        values: Mapping[str, Any] = event.values
        one, other = (theatre.find(word) for word in values["between"])
        pairs = ((one, other), (other, one))
        if not any(b in theatre.buyers and s in theatre.suppliers for b, s in pairs):
            mark = scenario.marks.at("events", i, event.kind, "between")
            yield Problem(mark, f"neither of {one} and {other} sells to the other in this theatre")


def _what_is_wrong(field: str, word: str, theatre: Theatre) -> str | None:
    if field in _CLASSES:
        known = (*theatre.classes, ALL)
        return None if word in known else f"unknown class '{word}'{suggest_or_list(word, known)}"
    name = theatre.find(word)
    if name is None:
        return f"unknown state '{word}'{theatre.suggestion(word)}"
    if field == "supplier" and name not in theatre.suppliers:
        return f"'{name}' is no supplier in this theatre"
    if field in ("buyer", "by") and name not in theatre.buyers:
        return f"'{name}' is no buyer in this theatre"
    return None


def _named(scenario: Scenario) -> Iterator[tuple[Path, str, Any]]:
    """Path, field and value of everything in a scenario that names a state or class."""
    for i, event in enumerate(scenario.events):
        yield from _in_values(event.values, ("events", i, event.kind))
    for i, measure in enumerate(scenario.measures):
        yield from _in_values(measure.values, ("measures", i, measure.kind))
    for i, buyer in enumerate(scenario.plot_buyers):
        yield ("plots", "buyers", i), "buyer", buyer


def _in_values(values: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str, Any]]:
    for key, value in values.items():
        if key in (*_STATES, *_CLASSES) and value is not None:
            yield (*path, key), key, value
        elif key in ("top", "bottom"):
            yield from _in_values(value, (*path, key))


def _listed(words: str | Iterable[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)
