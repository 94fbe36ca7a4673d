"""A scenario's names, held against a theatre: aliases resolved, unknown ones refused."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.problems import InputError, Problem, suggest_or_list
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

ALL = "all"
_STATE_FIELDS = ("supplier", "buyer", "between", "patron", "by")
_CLASS_FIELDS = ("class", "classes", "closes")
Path = tuple[str | int, ...]


@dataclass
class Names:
    """Looks names up and collects what is wrong, so that all mistakes are told at once."""

    scenario: Scenario
    theatre: Theatre
    problems: list[Problem] = field(default_factory=list)

    def state(self, word: str, path: Path) -> str | None:
        """The theatre's own name of a state."""
        name = self.theatre.find(word)
        if name is None:
            self._wrong(path, f"unknown state '{word}'{self.theatre.suggestion(word)}")
        return name

    def buyer(self, word: str, path: Path) -> int | None:
        """Place of a buyer on its axis."""
        return self._role(word, self.theatre.buyers, "buyer", path)

    def supplier(self, word: str, path: Path) -> int | None:
        """Place of a supplier on its axis."""
        return self._role(word, self.theatre.suppliers, "supplier", path)

    def classes(self, words: object, path: Path) -> tuple[int, ...]:
        """Places of classes on their axis; 'all' is every class."""
        given = (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]
        places: list[int] = []
        for word in given:
            if word == ALL:
                return tuple(range(len(self.theatre.classes)))
            if word in self.theatre.classes:
                places.append(self.theatre.classes.index(word))
            else:
                hint = suggest_or_list(word, [*self.theatre.classes, ALL])
                self._wrong(path, f"unknown class '{word}'{hint}")
        return tuple(places)

    def finish(self) -> None:
        """Raise InputError if any name was wrong."""
        if self.problems:
            raise InputError(self.problems)

    def _role(self, word: str, known: tuple[str, ...], role: str, path: Path) -> int | None:
        name = self.state(word, path)
        if name is None:
            return None
        if name not in known:
            self._wrong(path, f"'{name}' is no {role} in this theatre")
            return None
        return known.index(name)

    def _wrong(self, path: Path, message: str) -> None:
        self.problems.append(Problem(self.scenario.marks.at(*path), message))


def check_names(scenario: Scenario, theatre: Theatre) -> None:
    """Check every state and class that a scenario names.

    Raises:
        InputError: with all unknown names, each at its line.
    """
    names = Names(scenario, theatre)
    for path, field_name, value in _named(scenario):
        words = (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]
        if field_name in _CLASS_FIELDS:
            names.classes(words, path)
            continue
        for word in words:
            if field_name == "supplier":
                names.supplier(word, path)
            elif field_name in ("buyer", "by"):
                names.buyer(word, path)
            else:
                names.state(word, path)
    for i, buyer in enumerate(scenario.plot_buyers):
        names.buyer(buyer, ("plots", "buyers", i))
    names.finish()


def _named(scenario: Scenario) -> Iterator[tuple[Path, str, object]]:
    """Path, field and value of everything in events and measures that names a state or class."""
    fields = (*_STATE_FIELDS, *_CLASS_FIELDS)
    for part, entries in (("events", scenario.events), ("measures", scenario.measures)):
        for i, entry in enumerate(entries):
            for key, value in entry.values.items():
                if key in fields and value is not None:
                    yield (part, i, entry.kind, key), key, value
                elif key in ("top", "bottom"):
                    for side, inner in value.items():  # type: ignore[attr-defined]
                        if inner is not None:
                            yield (part, i, entry.kind, key, side), side, inner
