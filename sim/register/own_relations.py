"""A user's own tables of states and the ties between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.problems import InputError, Location, Problem, suggest_or_list
from sim.register.names import party
from sim.theatre import tables
from sim.theatre.names import as_of, continued, find, folded, shared_words
from sim.theatre.relations import read_embargoes, read_relations
from sim.theatre.tables import TableRow, read_table
from sim.theatre.theatre import Embargo, Relation

_STATE: dict[str, tables.Reader] = {
    "state": tables.text,
    "iso3": tables.maybe_text,
    "aliases": tables.maybe_text,
    "un_ideal_point": tables.maybe(tables.ideal_point),
}
_SPENDING: dict[str, tables.Reader] = {
    "state": tables.text,
    "year": tables.year,
    "usd_bn_2022": tables.amount,
}
OWN_FILES = (
    "states.csv", "spending.csv", "rivalries.csv", "defence_pacts.csv", "embargoes.csv",
)  # fmt: skip


@dataclass(frozen=True)
class Own:
    """A user's tables, by the names of the theatre; what they do not have is empty."""

    states: dict[str, TableRow]
    spending: dict[str, dict[int, float]]
    rivalries: tuple[Relation, ...]
    defence_pacts: tuple[Relation, ...]
    embargoes: tuple[Embargo, ...]
    files: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Every state that is named, once."""
        ties = (*self.rivalries, *self.defence_pacts)
        named = [*self.states, *self.spending]
        named += [name for tie in ties for name in (tie.state_a, tie.state_b)]
        named += [
            name for ban in self.embargoes for name in (ban.supplier, ban.buyer)
            if name is not None
        ]  # fmt: skip
        return list(dict.fromkeys(named))


def read_own(folder: Path | None, start: int) -> Own:
    """Read a user's folder of ``OWN_FILES``, of which any may be missing.

    Raises:
        InputError: if there is no such folder, or a table of it is wrong.
    """
    if folder is None:
        return Own({}, {}, (), (), ())
    here = Location(str(folder), 1, 1)
    if not folder.is_dir():
        raise InputError([Problem(here, "there is no such folder of relations")])

    def by_table(word: str) -> str:
        return _own_name(tables.text(word), start)

    found = sorted(path.name for path in folder.glob("*.csv"))
    problems = [
        Problem(Location(str(folder / name), 1, 1),
                f"is no table of relations{suggest_or_list(name, OWN_FILES)}")
        for name in found if name not in OWN_FILES
    ]  # fmt: skip
    if not found:
        problems = [Problem(here, f"has none of the tables {', '.join(OWN_FILES)}")]
    if problems:
        raise InputError(problems)
    rows = _rows(folder, "states.csv", _STATE | {"state": by_table}, ("state",))
    problems = [*shared_words(rows), *_of_others(rows, start)]
    if problems:
        raise InputError(problems)
    states = {row.text("state"): row for row in rows}
    other_words = {
        folded(word): name
        for name, row in states.items()
        for word in (*row.text("aliases").split(";"), row.text("iso3"))
        if word
    }

    def state(word: str) -> str:
        return other_words.get(folded(word)) or by_table(word)

    spending: dict[str, dict[int, float]] = {}
    for row in _rows(folder, "spending.csv", _SPENDING | {"state": state}, ("state", "year")):
        spending.setdefault(row.text("state"), {})[row.whole("year")] = row.number("usd_bn_2022")
    return Own(
        states,
        spending,
        read_relations(folder / "rivalries.csv", state),
        read_relations(folder / "defence_pacts.csv", state),
        read_embargoes(folder / "embargoes.csv", state),
        tuple(found),
    )


def _rows(
    folder: Path, file: str, columns: dict[str, tables.Reader], key: Sequence[str]
) -> list[TableRow]:
    return read_table(folder / file, columns, key, required=False)


def _own_name(word: str, start: int) -> str:
    """Who is meant by any spelling, an ISO or COW code, or a name of the user's own."""
    known, who = find(word), party(word)
    return continued(known or (word if who is None else who.name), start)


def _of_others(rows: Sequence[TableRow], start: int) -> Iterator[Problem]:
    """Codes and aliases that are those of another state."""
    for row in rows:
        for word in (row.text("iso3"), *row.text("aliases").split(";")):
            known = find(word)
            if known is not None and as_of(known, start) != as_of(row.text("state"), start):
                yield Problem(row.mark, f"'{word}' is {known}, not {row.text('state')}")
