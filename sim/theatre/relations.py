"""Tables of ties between states → relations and embargoes."""

from collections.abc import Sequence
from pathlib import Path

from sim.base.problems import InputError, Problem
from sim.theatre import tables
from sim.theatre.tables import TableRow, read_table
from sim.theatre.theatre import Embargo, Relation


def read_relations(path: Path, state: tables.Reader) -> tuple[Relation, ...]:
    """Rows of a table of ties between two states.

    Args:
        path: the table, which may be missing.
        state: reads the name of a state.

    Raises:
        InputError: with every wrong cell, tie of a state with itself, and tie that ends too early.
    """
    columns = {
        "state_a": state,
        "state_b": state,
        "first_year": tables.year,
        "last_year": tables.maybe(tables.year),
    }
    rows = read_table(path, columns, ("state_a", "state_b", "first_year"), required=False)
    problems = [
        Problem(row.mark, "a state has no tie with itself")
        for row in rows
        if row["state_a"] == row["state_b"]
    ]
    _check_years(rows, problems)
    return tuple(
        Relation(
            row.text("state_a"),
            row.text("state_b"),
            row.whole("first_year"),
            None if row["last_year"] is None else row.whole("last_year"),
        )
        for row in rows
    )


def _check_years(rows: Sequence[TableRow], problems: list[Problem]) -> None:
    """Refuse the rows of a table for ``problems`` already found, or years that run backwards."""
    problems += [
        Problem(row.mark, "last_year lies before first_year")
        for row in rows
        if row["last_year"] is not None and row.whole("last_year") < row.whole("first_year")
    ]
    if problems:
        raise InputError(problems)


def read_embargoes(path: Path, state: tables.Reader) -> tuple[Embargo, ...]:
    """Rows of a table of embargoes; a supplier ``ALL`` is every one.

    Args:
        path: the table, which may be missing.
        state: reads the name of a state.

    Raises:
        InputError: with every wrong cell, and every embargo that ends before it begins.
    """
    columns: dict[str, tables.Reader] = {
        "supplier": lambda word: word if word == "ALL" else state(word),
        "buyer": state,
        "first_year": tables.year,
        "last_year": tables.maybe(tables.year),
        "basis": tables.maybe_text,
    }
    rows = read_table(path, columns, ("supplier", "buyer", "first_year"), required=False)
    _check_years(rows, [])
    return tuple(
        Embargo(
            None if row.text("supplier") == "ALL" else row.text("supplier"),
            row.text("buyer"),
            row.whole("first_year"),
            None if row["last_year"] is None else row.whole("last_year"),
            row.text("basis"),
        )
        for row in rows
    )
