"""Tables of states over years: relations of two, embargoes, UN votes, military spending, wealth."""

from collections.abc import Sequence
from pathlib import Path

from sim.base.problems import InputError, Problem
from sim.theatre.columns import COLUMNS, readers_of
from sim.theatre.records import Embargo, Relation
from sim.theatre.tables import Reader, TableRow, maybe, read_table, year

_LAST_YEAR = maybe(year)  # empty is one that goes on


def read_relations(path: Path, state: Reader) -> tuple[Relation, ...]:
    """Rows of a table of relations between two states.

    Args:
        path: the table, which may be missing.
        state: reads the name of a state.

    Raises:
        InputError: with every wrong cell, relation of a state with itself, or one that ends before
            it begins.
    """
    readers = readers_of(
        COLUMNS["rivalries.csv"], state_a=state, state_b=state, last_year=_LAST_YEAR
    )
    rows = read_table(path, readers, ("state_a", "state_b", "first_year"), required=False)
    _check(
        [
            Problem(row.mark, "a state has no tie with itself")
            for row in rows
            if row["state_a"] == row["state_b"]
        ],
        rows,
    )
    return tuple(Relation(row.text("state_a"), row.text("state_b"), *_span(row)) for row in rows)


def read_embargoes(path: Path, state: Reader) -> tuple[Embargo, ...]:
    """Rows of a table of embargoes; a supplier ``ALL`` is every one.

    Args:
        path: the table, which may be missing.
        state: reads the name of a state.

    Raises:
        InputError: with every wrong cell, and every embargo that ends before it begins.
    """
    readers = readers_of(
        COLUMNS["embargoes.csv"],
        supplier=lambda word: word if word == "ALL" else state(word),
        buyer=state,
        last_year=_LAST_YEAR,
    )
    rows = read_table(path, readers, ("supplier", "buyer", "first_year"), required=False)
    _check([], rows)
    return tuple(
        Embargo(
            None if row["supplier"] == "ALL" else row.text("supplier"),
            row.text("buyer"),
            *_span(row),
            row.text("basis"),
        )
        for row in rows
    )


def read_spending(path: Path, state: Reader) -> dict[str, dict[int, float]]:
    """Military expenditure by state and year, in constant US$ bn, of a table that may be missing.

    Raises:
        InputError: with every wrong cell.
    """
    return _by_year(path, state)


def read_votes(path: Path, state: Reader) -> dict[str, dict[int, float]]:
    """Positions in UN votes by state and year, in ideal points, of a table that may be missing.

    Raises:
        InputError: with every wrong cell.
    """
    return _by_year(path, state)


def read_wealth(path: Path, state: Reader) -> dict[str, dict[int, float]]:
    """Wealth by state and year, as in ``Theatre.wealth_of``, of a table that may be missing.

    Raises:
        InputError: with every wrong cell.
    """
    return _by_year(path, state)


def _by_year(path: Path, state: Reader) -> dict[str, dict[int, float]]:
    """The last column of a table by state and year."""
    columns = COLUMNS[path.with_suffix(".csv").name]
    found: dict[str, dict[int, float]] = {}
    for row in read_table(path, readers_of(columns, state=state), columns[:2], required=False):
        found.setdefault(row.text("state"), {})[row.integer("year")] = row.number(columns[2])
    return found


def _span(row: TableRow) -> tuple[int, int | None]:
    return row.integer("first_year"), None if row["last_year"] is None else row.integer("last_year")


def _check(problems: list[Problem], rows: Sequence[TableRow]) -> None:
    """Refuse a table for problems already found, or years that run backwards."""
    problems += [
        Problem(row.mark, "last_year lies before first_year")
        for row in rows
        if row["last_year"] is not None and row.integer("last_year") < row.integer("first_year")
    ]
    if problems:
        raise InputError(problems)
