"""States and relations between them: the package's, and a user's own tables for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.register.cast import OTHERS, REST, Cast
from sim.register.cube import Rows
from sim.register.user_tables import UserTables
from sim.theatre import names
from sim.theatre.market import OfSupplier
from sim.theatre.records import Relation, StateRecord
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Relations:
    """The tables of a theatre about the states of a cast and the relations between them.

    ``without`` names, by what is missing, the states of which it is not known; ``strangers`` are
    whom the user's tables name and the cast does not have.
    """

    tables: dict[str, Rows]
    without: dict[str, list[str]]
    strangers: list[str]


def relations_of(cast: Cast, default: Theatre, user: UserTables) -> Relations:
    """What the package's theatre has of the states of a cast, and what the user's tables add.

    A user's rows of a state, or of a pair of states, stand in place of the package's.
    """
    in_package = {name: _record(name, default, cast.start) for name in cast.states}
    here = {record.name: name for name, record in in_package.items() if record is not None}
    known = _in_cast(cast)
    spending = _paths(default.spending, known) | user.spending
    points = {name: _point(name, user) for name in cast.states}
    votes = {
        name: path
        for name, path in (_paths(default.un_votes, known) | user.un_votes).items()
        if points.get(name) is None
    }
    wealth = {
        name: _before(path, cast.start)
        for name, path in (_paths(default.wealth, known) | user.wealth).items()
    }
    buyers, suppliers = set(cast.buyers[:-1]), set(cast.suppliers[:-1])
    tables: dict[str, Rows] = {
        "states.csv": [
            *(_state(name, in_package[name], user, cast, points[name]) for name in cast.states),
            (REST, "ROW", "", 1, 0, 1, None),
            (OTHERS, "", "", 0, 1, 1, None),
        ],
        "prices.csv": _supplier_rows(
            {who: (one.usd_m_per_tiv, one.ln_se) for who, one in default.prices.items()},
            {who: (one.usd_m_per_tiv, one.ln_se) for who, one in user.prices.items()}, known, cast,
        ),
        "wealth.csv": [
            (name, year, value)
            for name in cast.states for year, value in sorted(wealth.get(name, {}).items())
        ],
        "lead_times.csv": _supplier_rows(
            {who: (years,) for who, years in default.lead_times.items()},
            {who: (years,) for who, years in user.lead_times.items()}, known, cast,
        ),
        "un_votes.csv": [
            (name, year, point)
            for name in cast.states for year, point in _since(votes.get(name, {}), cast.start)
        ],
        "spending.csv": [
            (name, year, usd)
            for name in cast.buyers[:-1] for year, usd in sorted(spending.get(name, {}).items())
        ],
        "industry.csv": [
            (here[name], strength)
            for name, strength in default.industry.items() if here.get(name) in buyers
        ],
        "components.csv": [
            (here[row.supplier], row.weapon, "ALL" if row.buyer is None else here[row.buyer],
             here[row.maker], row.component, row.reliance)
            for row in default.components
            if here.get(row.supplier) in suppliers and here.get(row.maker) in suppliers
            and (row.buyer is None or here.get(row.buyer) in buyers)
        ],
        "rivalries.csv": _relation_rows(default.rivalries, user.rivalries, known, cast),
        "defence_pacts.csv": _relation_rows(default.defence_pacts, user.defence_pacts, known, cast),
        "embargoes.csv": _embargo_rows(default, user, known, cast),
    }  # fmt: skip
    without = {
        "UN votes": [
            name
            for name in cast.states
            if points[name] is None and not any(year < cast.start for year in votes.get(name, {}))
        ],
        "military spending": [name for name in cast.buyers[:-1] if not spending.get(name)],
        "wealth": [name for name in cast.states if not wealth.get(name)],
    }
    for what, file in (("prices", "prices.csv"), ("lead times", "lead_times.csv")):
        have = {row[0] for row in tables[file]}
        without[what] = [name for name in cast.suppliers[:-1] if name not in have]
    for what, related in user.related.items():
        without[what] = [
            name for name in cast.states if name not in known.values() and name not in related
        ]
    return Relations(tables, without, [name for name in user.names if name not in cast.states])


def _before(by_year: Mapping[int, float], start: int) -> dict[int, float]:
    """What is known at the start."""
    return {year: value for year, value in by_year.items() if year < start}


def _supplier_rows(
    package: Mapping[OfSupplier, tuple[float, ...]], own: Mapping[OfSupplier, tuple[float, ...]],
    known: dict[str, str], cast: Cast,
) -> Rows:  # fmt: skip
    """Rows by supplier and class, the user's in place of the package's of a supplier.

    All suppliers that are not chosen are one, as in the package.
    """
    theirs, names = {name for name, _ in own}, {**known, OTHERS: OTHERS}
    found = {
        (names[name], weapon): values
        for (name, weapon), values in package.items()
        if name in names and names[name] not in theirs
    }
    return [
        (name, weapon, *values)
        for (name, weapon), values in (found | dict(own)).items()
        if name in cast.suppliers
    ]


def _record(name: str, default: Theatre, start: int) -> StateRecord | None:
    """What the package has of a state, or of the one that continues it."""
    found = default.find(name)
    if found is None or names.continued(names.find(found) or found, start) != name:
        return None
    return default.by_name[found]


def _in_cast(cast: Cast) -> dict[str, str]:
    """By each name of the table of names, the state of the cast that continues it."""
    continuing = {name: names.continued(name, cast.start) for name in names.states()}
    return {name: own for name, own in continuing.items() if own in cast.states}


def _paths(
    package: Mapping[str, Mapping[int, float]], known: Mapping[str, str]
) -> dict[str, dict[int, float]]:
    """Values by year of the states of a cast; those of a state before it are its own."""
    found: dict[str, dict[int, float]] = {}
    for name in sorted(package.keys() & known.keys()):
        found.setdefault(known[name], {}).update(package[name])
    return found


def _since(path: Mapping[int, float], start: int) -> list[tuple[int, float]]:
    """What a path has from the start on, and its last value before."""
    before = [year for year in path if year < start]
    first = max(before, default=start)
    return [(year, value) for year, value in sorted(path.items()) if year >= first]


def _point(name: str, user: UserTables) -> float | None:
    """A position of the user's own, which stands in all years."""
    row = user.states.get(name)
    return None if row is None or row["un_ideal_point"] is None else row.number("un_ideal_point")


def _state(
    name: str, record: StateRecord | None, user: UserTables, cast: Cast, point: float | None
) -> tuple[object, ...]:
    row, in_table = user.states.get(name), names.states().get(name)
    iso3 = "" if row is None else row.text("iso3")
    if not iso3 and in_table is not None:
        iso3 = in_table.iso3
    aliases = "" if row is None else row.text("aliases")
    buys, sells = int(name in cast.buyers), int(name in cast.suppliers)
    return name, iso3, aliases, buys, sells, 0, point


def _relation_rows(
    package: Sequence[Relation], own: Sequence[Relation], here: dict[str, str], cast: Cast
) -> Rows:
    """Relations among the states of a cast, the user's in place of the package's of a pair."""
    pairs = {frozenset((one.state_a, one.state_b)) for one in own}
    rows: Rows = [
        (here[one.state_a], here[one.state_b], one.first_year, one.last_year)
        for one in package
        if one.state_a in here and one.state_b in here
    ]
    rows = [row for row in rows if frozenset(row[:2]) not in pairs]
    rows += [
        (one.state_a, one.state_b, one.first_year, one.last_year)
        for one in own
        if {one.state_a, one.state_b} <= set(cast.states)
    ]
    return rows


def _embargo_rows(default: Theatre, user: UserTables, here: dict[str, str], cast: Cast) -> Rows:
    """Embargoes among the states of a cast, the user's in place of the package's of one buyer."""
    theirs = {embargo.buyer for embargo in user.embargoes}
    buyers, suppliers = set(cast.buyers[:-1]), set(cast.suppliers[:-1])
    found = [
        (None if row.supplier is None else here.get(row.supplier, ""), here.get(row.buyer, ""), row)
        for row in default.embargoes
    ]
    found = [entry for entry in found if entry[1] not in theirs]
    found += [(row.supplier, row.buyer, row) for row in user.embargoes]
    return [
        ("ALL" if supplier is None else supplier, buyer, row.first_year, row.last_year, row.basis)
        for supplier, buyer, row in found
        if buyer in buyers and (supplier is None or supplier in suppliers)
    ]
