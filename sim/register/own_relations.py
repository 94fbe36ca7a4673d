"""A user's own tables of states and the ties between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.problems import InputError, Mark, Problem, suggest_or_list
from sim.register.names import as_of, party
from sim.theatre import tables
from sim.theatre.load import read_embargoes
from sim.theatre.tables import Row, read_table
from sim.theatre.theatre import Embargo, Relation

_STATE: dict[str, tables.Reader] = {
    "state": tables.text,
    "iso3": tables.maybe_text,
    "aliases": tables.maybe_text,
    "un_ideal_point": tables.maybe(tables.number),
}
_SPENDING: dict[str, tables.Reader] = {
    "state": tables.text,
    "year": tables.year,
    "usd_bn_2022": tables.amount,
}
_TIE: dict[str, tables.Reader] = {
    "state_a": tables.text,
    "state_b": tables.text,
    "first_year": tables.year,
    "last_year": tables.maybe(tables.year),
}
OWN_FILES = (
    "states.csv", "spending.csv", "rivalries.csv", "defence_pacts.csv", "embargoes.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Own:
    """A user's tables, by the names of the theatre; what they do not have is empty."""

    states: dict[str, Row]
    spending: dict[str, dict[int, float]]
    rivalries: tuple[Relation, ...]
    defence_pacts: tuple[Relation, ...]
    embargoes: tuple[Embargo, ...]


def read_own(folder: Path | None, start: int) -> Own:
    """Read a user's folder of ``OWN_FILES``, of which any may be missing.

    Raises:
        InputError: if there is no such folder, or a table of it is wrong.
    """
    if folder is None:
        return Own({}, {}, (), (), ())
    here = Mark(str(folder), 1, 1)
    if not folder.is_dir():
        raise InputError([Problem(here, "there is no such folder of relations")])
    found = sorted(path.name for path in folder.glob("*.csv"))
    problems = [
        Problem(Mark(str(folder / name), 1, 1),
                f"is no table of relations{suggest_or_list(name, OWN_FILES)}")
        for name in found if name not in OWN_FILES
    ]  # fmt: skip
    if not found:
        problems = [Problem(here, f"has none of the tables {', '.join(OWN_FILES)}")]
    if problems:
        raise InputError(problems)
    spending: dict[str, dict[int, float]] = {}
    for row in _rows(folder, "spending.csv", _SPENDING, ("state", "year")):
        name = _own_name(row.text("state"), start)
        spending.setdefault(name, {})[row.whole("year")] = row.number("usd_bn_2022")
    return Own(
        {
            _own_name(row.text("state"), start): row
            for row in _rows(folder, "states.csv", _STATE, ("state",))
        },
        spending,
        _ties(folder, "rivalries.csv", start),
        _ties(folder, "defence_pacts.csv", start),
        read_embargoes(folder / "embargoes.csv", lambda word: _own_name(tables.text(word), start)),
    )


def _rows(
    folder: Path, file: str, columns: dict[str, tables.Reader], key: Sequence[str]
) -> list[Row]:
    return read_table(folder / file, columns, key, required=False)


def _ties(folder: Path, file: str, start: int) -> tuple[Relation, ...]:
    return tuple(
        Relation(
            _own_name(row.text("state_a"), start),
            _own_name(row.text("state_b"), start),
            row.whole("first_year"),
            None if row["last_year"] is None else row.whole("last_year"),
        )
        for row in _rows(folder, file, _TIE, ("state_a", "state_b", "first_year"))
    )


def _own_name(word: str, start: int) -> str:
    who = party(word)
    return word if who is None else as_of(who.name, start)
