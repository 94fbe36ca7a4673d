"""A user's own tables of states and the relations between them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.base.problems import InputError, Location, Problem, suggest_or_list
from sim.base.sheets import is_workbook
from sim.register.classes import CLASSES
from sim.register.lines import refuse
from sim.register.milex import MILEX, read_milex
from sim.register.names import party
from sim.theatre import tables
from sim.theatre.columns import readers_of
from sim.theatre.market import OfSupplier, read_lead_times, read_prices
from sim.theatre.names import as_of, continued, find, folded, shared_words
from sim.theatre.records import Embargo, PriceLevel, Relation
from sim.theatre.relations import (
    read_embargoes,
    read_relations,
    read_spending,
    read_votes,
    read_wealth,
)
from sim.theatre.tables import TableRow, read_table

_STATE = ("state", "iso3", "aliases", "un_ideal_point")  # what a user can say of a state
USER_FILES = (
    "states.csv", "un_votes.csv", "spending.csv", "rivalries.csv", "defence_pacts.csv",
    "embargoes.csv", "prices.csv", "wealth.csv", "lead_times.csv", MILEX,
)  # fmt: skip


@dataclass(frozen=True)
class UserTables:
    """A user's tables, by the names of the theatre; what they do not have is empty."""

    states: dict[str, TableRow] = field(default_factory=dict)
    spending: dict[str, dict[int, float]] = field(default_factory=dict)
    rivalries: tuple[Relation, ...] = ()
    defence_pacts: tuple[Relation, ...] = ()
    embargoes: tuple[Embargo, ...] = ()
    prices: dict[OfSupplier, PriceLevel] = field(default_factory=dict)
    wealth: dict[str, dict[int, float]] = field(default_factory=dict)
    lead_times: dict[OfSupplier, float] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    un_votes: dict[str, dict[int, float]] = field(default_factory=dict)

    @property
    def related(self) -> dict[str, list[str | None]]:
        """Whom the tables of relations name, by what they are about."""
        return {
            "rivalries": _both(self.rivalries),
            "defence pacts": _both(self.defence_pacts),
            "embargoes": [name for ban in self.embargoes for name in (ban.supplier, ban.buyer)],
        }

    @property
    def names(self) -> list[str]:
        """Every state that is named, once."""
        related = [name for some in self.related.values() for name in some]
        named = [*self.states, *self.un_votes, *self.spending, *related]
        named += [*self.wealth, *(name for name, _ in (*self.prices, *self.lead_times))]
        return [name for name in dict.fromkeys(named) if name is not None]


def _both(relations: Iterable[Relation]) -> list[str | None]:
    return [name for one in relations for name in (one.state_a, one.state_b)]


def read_user_tables(folder: Path | None, start: int) -> UserTables:
    """Read a user's folder of ``USER_FILES``, of which any may be missing, or a workbook (.xlsx).

    Raises:
        InputError: if there is no such folder, or a table of it is wrong.
    """
    if folder is None:
        return UserTables()
    if not folder.is_dir():
        raise refuse(str(folder), 1, "there is no such folder of relations")
    files = {
        path.with_suffix(".csv").name: path
        for path in sorted(folder.iterdir(), reverse=True)  # of two of a name, CSV is read
        if path.suffix == ".csv" or is_workbook(path)
    }
    found = sorted(files)
    if not found:
        raise refuse(str(folder), 1, f"has none of the tables {', '.join(USER_FILES)}")
    _raise(
        Problem(Location(str(files[name]), 1, 1),
                f"is no table of relations{suggest_or_list(name, USER_FILES)}")
        for name in found if name not in USER_FILES
    )  # fmt: skip

    def file(name: str) -> Path:
        return files.get(name, folder / name)

    def by_table(word: str) -> str:
        return _name(tables.text(word), start)

    rows = read_table(
        file("states.csv"), readers_of(_STATE, state=by_table), ("state",), required=False
    )
    _raise([*shared_words(rows), *_of_others(rows, start)])
    other_words = {
        folded(word): row.text("state")
        for row in rows
        for word in (*row.text("aliases").split(";"), row.text("iso3"))
        if word
    }

    def state(word: str) -> str:
        return other_words.get(folded(word)) or by_table(word)

    return UserTables(
        {row.text("state"): row for row in rows},
        {continued(name, start): path for name, path in read_milex(file(MILEX)).items()}
        | read_spending(file("spending.csv"), state),
        read_relations(file("rivalries.csv"), state),
        read_relations(file("defence_pacts.csv"), state),
        read_embargoes(file("embargoes.csv"), state),
        read_prices(file("prices.csv"), state, CLASSES),
        read_wealth(file("wealth.csv"), state),
        read_lead_times(file("lead_times.csv"), state, CLASSES),
        tuple(sorted({"spending.csv" if name == MILEX else name for name in found})),
        read_votes(file("un_votes.csv"), state),
    )


def _raise(problems: Iterable[Problem]) -> None:
    listed = list(problems)
    if listed:
        raise InputError(listed)


def _name(word: str, start: int) -> str:
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
