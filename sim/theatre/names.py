"""One table of states: spellings, codes, years of existence, successors.

Registers, tables, relations, the cast of a theatre and scenarios all read names here. A state that
ended is known by its first successor afterwards: that one inherits its habits, stocks and order
book, and other successors begin anew. ``data/LICENSE.md`` has the sources of ``data/names.csv``.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sim.base.problems import Problem
from sim.theatre import tables
from sim.theatre.tables import TableRow, read_table

FILE = Path(__file__).parent / "data" / "names.csv"
_COLUMNS: dict[str, tables.Reader] = {
    "state": tables.text,
    "iso3": tables.maybe_text,
    "cow_code": tables.maybe_text,
    "aliases": tables.maybe_text,
    "first_year": tables.maybe(tables.year),
    "last_year": tables.maybe(tables.year),
    "successors": tables.maybe_text,
}
_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "&": " and "})


@dataclass(frozen=True)
class NamedState:
    """A state under its present name, which ends in ``*`` for rebels.

    ``first_year`` is None for a state older than 1945, ``last_year`` for one that exists. A COW
    code may be that of the state before it too: Russia has the Soviet Union's.
    """

    name: str
    iso3: str
    cow_codes: tuple[str, ...]
    aliases: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    successors: tuple[str, ...]

    def exists(self, year: int) -> bool:
        """Whether it exists in a year, the first and the last included."""
        born = self.first_year is None or self.first_year <= year
        return born and (self.last_year is None or year <= self.last_year)

    @property
    def spellings(self) -> tuple[str, ...]:
        """All that it is called, without its COW codes."""
        return tuple(word for word in (self.name, self.iso3, *self.aliases) if word)


@cache
def states() -> dict[str, NamedState]:
    """The table, by present name."""
    rows = read_table(FILE, _COLUMNS, ("state",))
    return {row.text("state"): _state(row) for row in rows}


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """A spelling without what editions differ in: capitals, accents, kinds of marks, spaces."""
    plain = unicodedata.normalize("NFKD", word.translate(_ALIKE))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def spelt(word: str) -> str | None:
    """Present name of a state by any spelling or its ISO code; None if the table has none."""
    return _by_spelling().get(folded(word))


def find(word: str) -> str | None:
    """The same, also by COW code."""
    return spelt(word) or _by_code().get(word.strip())


def exists(name: str, year: int) -> bool:
    """Whether a state exists in a year; who is not in the table always does."""
    state = states().get(name)
    return state is None or state.exists(year)


@lru_cache(maxsize=8192)
def as_of(name: str, year: int) -> str:
    """Who stands for a state in a year, by present name.

    After its end it is the first successor that lives; before its birth, the state whose first
    successor it is, if there was one. The Soviet Union and Russia are one with one past.
    """
    table = states()
    while name in table and _ended(table[name], year) and table[name].successors:
        name = table[name].successors[0]
    if exists(name, year):
        return name
    before = (
        one.name for one in table.values() if one.successors[:1] == (name,) and one.exists(year)
    )
    return next(before, name)


def continued(name: str, year: int) -> str:
    """The same state under its name in a year.

    Unlike ``as_of``, a state that was absorbed by one that lived beside it keeps its name: East
    Germany's pacts and spending are not Germany's.
    """
    other, state = as_of(name, year), states().get(name)
    if state is None or state.last_year is None:
        return other
    return other if as_of(other, state.last_year) == name else name


def shared_words(rows: Sequence[TableRow]) -> list[Problem]:
    """What is wrong in a table of states: a name, ISO code or alias that two of them have.

    The wrong one of two rows is that with the alias or code, if the other's is its name; else the
    later one.
    """
    owner = {folded(row.text("state")): row for row in reversed(rows)}
    problems = []
    for row in rows:
        other = owner[folded(row.text("state"))]
        if other is not row:
            problems.append(_shared(row, "state", row.text("state"), other))
        for column in ("iso3", "aliases"):
            for word in row.text(column).split(";"):
                other = owner.setdefault(folded(word), row)
                if word.strip() and other is not row:
                    problems.append(_shared(row, column, word.strip(), other))
    return problems


def _shared(row: TableRow, column: str, word: str, other: TableRow) -> Problem:
    where = f"{other.text('state')} of line {other.mark.line}"
    return Problem(row.mark, f"{column}: '{word}' is {where} too; give each state its own")


def _state(row: TableRow) -> NamedState:
    first, last = (
        None if row[column] is None else row.integer(column)
        for column in ("first_year", "last_year")
    )
    code, aliases, successors = (
        tuple(word for word in row.text(column).split(";") if word)
        for column in ("cow_code", "aliases", "successors")
    )
    return NamedState(row.text("state"), row.text("iso3"), code, aliases, first, last, successors)


def _ended(state: NamedState, year: int) -> bool:
    return state.last_year is not None and state.last_year < year


@cache
def _by_spelling() -> dict[str, str]:
    return {folded(word): state.name for state in states().values() for word in state.spellings}


@cache
def _by_code() -> dict[str, str]:
    """By COW code; one that two states have is that of the living one."""
    living_last = sorted(states().values(), key=lambda state: state.last_year is None)
    return {code: state.name for state in living_last for code in state.cow_codes}
