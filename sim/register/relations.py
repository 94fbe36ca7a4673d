"""Ties between states: those that the package knows, and a user's own tables for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.problems import InputError, Mark, Problem, suggest_or_list
from sim.register.cast import OTHERS, REST, Cast
from sim.register.cube import Rows
from sim.register.names import as_of, other_names, party
from sim.theatre import tables
from sim.theatre.tables import Row, read_table
from sim.theatre.theatre import Relation, StateRecord, Theatre

USUAL_PRICE = 3.0  # US$ m per TIV of a supplier without a price of its own (guess)

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
OWN_FILES = ("states.csv", "spending.csv", "rivalries.csv", "defence_pacts.csv")


@dataclass(frozen=True)
class Relations:
    """What is known of the states of a cast, as rows of a theatre's tables.

    ``without`` names, by what is lacking, the states of which it is not known.
    """

    states: Rows
    spending: Rows
    industry: Rows
    components: Rows
    rivalries: Rows
    defence_pacts: Rows
    without: dict[str, list[str]]


@dataclass(frozen=True)
class Own:
    """A user's tables, by the names of the theatre; what they do not have is empty."""

    states: dict[str, Row]
    spending: dict[str, dict[int, float]]
    rivalries: tuple[Relation, ...]
    defence_pacts: tuple[Relation, ...]


def read_own(folder: Path | None, start: int) -> Own:
    """Read a user's folder of ``OWN_FILES``, of which any may be missing.

    Raises:
        InputError: if there is no such folder, or a table of it is wrong.
    """
    if folder is None:
        return Own({}, {}, (), ())
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
    )


def relations_of(cast: Cast, known: Theatre, own: Own) -> Relations:
    """What the package's theatre knows of the states of a cast, and what the user's tables add.

    A user's rows of a state, or of a pair of states, stand in place of the package's.
    """
    in_package = {name: _known(name, known) for name in cast.states}
    here = {record.name: name for name, record in in_package.items() if record is not None}
    spending = {
        name: own.spending.get(name)
        or known.spending.get("" if record is None else record.name, {})
        for name, record in in_package.items()
    }
    points = {name: _point(name, in_package[name], own) for name in cast.states}
    buyers, suppliers = set(cast.buyers[:-1]), set(cast.suppliers[:-1])
    return Relations(
        states=[
            *(_state(name, in_package[name], own, cast, points[name]) for name in cast.states),
            (REST, "ROW", "", 1, 0, 1, None, None),
            (OTHERS, "", "", 0, 1, 1, None, USUAL_PRICE),
        ],
        spending=[
            (name, year, usd)
            for name in cast.buyers[:-1] for year, usd in sorted(spending[name].items())
        ],
        industry=[
            (here[name], strength)
            for name, strength in known.industry.items() if here.get(name) in buyers
        ],
        components=[
            (here[row.supplier], row.kind, "ALL" if row.buyer is None else here[row.buyer],
             here[row.maker], row.component, row.reliance)
            for row in known.components
            if here.get(row.supplier) in suppliers and here.get(row.maker) in suppliers
            and (row.buyer is None or here.get(row.buyer) in buyers)
        ],
        rivalries=_tie_rows(known.rivalries, own.rivalries, here, cast),
        defence_pacts=_tie_rows(known.defence_pacts, own.defence_pacts, here, cast),
        without={
            "UN votes": [name for name in cast.states if points[name] is None],
            "military spending": [name for name in cast.buyers[:-1] if not spending[name]],
            "rivalries and pacts": [
                name for name, record in in_package.items()
                if record is None and not _tied(name, own)
            ],
        },
    )  # fmt: skip


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


def _known(name: str, known: Theatre) -> StateRecord | None:
    found = known.find(name)
    return None if found is None else known.by_name[found]


def _point(name: str, record: StateRecord | None, own: Own) -> float | None:
    row = own.states.get(name)
    if row is not None and row["un_ideal_point"] is not None:
        return row.number("un_ideal_point")
    return None if record is None else record.un_ideal_point


def _state(
    name: str, record: StateRecord | None, own: Own, cast: Cast, point: float | None
) -> tuple[object, ...]:
    row = own.states.get(name)
    iso3 = "" if row is None else row.text("iso3")
    words = [] if row is None else row.text("aliases").split(";")
    words += other_names(name)
    if record is not None:
        iso3 = iso3 or record.iso3
        words += [record.name, *record.aliases]
    taken = {other.casefold() for other in cast.states} | {iso3.casefold()}
    aliases = {word.casefold(): word for word in reversed(words) if word}
    sells = name in cast.suppliers
    price = None if record is None else record.usd_m_per_tiv
    return (
        name,
        iso3,
        ";".join(word for key, word in sorted(aliases.items()) if key not in taken),
        int(name in cast.buyers),
        int(sells),
        0,
        point,
        (USUAL_PRICE if price is None else price) if sells else None,
    )


def _tie_rows(
    known: Sequence[Relation], own: Sequence[Relation], here: dict[str, str], cast: Cast
) -> Rows:
    """Ties among the states of a cast, the user's in place of the package's of the same pair."""
    pairs = {frozenset((tie.state_a, tie.state_b)) for tie in own}
    ties = [
        Relation(here[tie.state_a], here[tie.state_b], tie.first_year, tie.last_year)
        for tie in known
        if tie.state_a in here and tie.state_b in here
    ]
    ties = [tie for tie in ties if frozenset((tie.state_a, tie.state_b)) not in pairs]
    ties += [tie for tie in own if {tie.state_a, tie.state_b} <= set(cast.states)]
    return [(tie.state_a, tie.state_b, tie.first_year, tie.last_year) for tie in ties]


def _tied(name: str, own: Own) -> bool:
    return any(name in (tie.state_a, tie.state_b) for tie in (*own.rivalries, *own.defence_pacts))
