"""States and relations between them: the package's, and a user's own tables for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.register.cast import OTHERS, REST, Cast
from sim.register.cube import Rows
from sim.register.user_tables import UserTables
from sim.theatre import names
from sim.theatre.market import OfSupplier
from sim.theatre.theatre import Relation, StateRecord, Theatre


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
    spending = {
        name: user.spending.get(name)
        or default.spending.get("" if record is None else record.name, {})
        for name, record in in_package.items()
    }
    wealth = {
        name: _before(
            user.wealth.get(name) or default.wealth.get("" if record is None else record.name, {}),
            cast.start,
        )
        for name, record in in_package.items()
    }
    points = {name: _point(name, record, user) for name, record in in_package.items()}
    buyers, suppliers = set(cast.buyers[:-1]), set(cast.suppliers[:-1])
    tables: dict[str, Rows] = {
        "states.csv": [
            *(_state(name, in_package[name], user, cast, points[name]) for name in cast.states),
            (REST, "ROW", "", 1, 0, 1, None),
            (OTHERS, "", "", 0, 1, 1, None),
        ],
        "prices.csv": _supplier_rows(
            {who: (one.usd_m_per_tiv, one.ln_se) for who, one in default.prices.items()},
            {who: (one.usd_m_per_tiv, one.ln_se) for who, one in user.prices.items()}, here, cast,
        ),
        "wealth.csv": [
            (name, year, value)
            for name in cast.states for year, value in sorted(wealth[name].items())
        ],
        "lead_times.csv": _supplier_rows(
            {who: (years,) for who, years in default.lead_times.items()},
            {who: (years,) for who, years in user.lead_times.items()}, here, cast,
        ),
        "spending.csv": [
            (name, year, usd)
            for name in cast.buyers[:-1] for year, usd in sorted(spending[name].items())
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
        "rivalries.csv": _relation_rows(default.rivalries, user.rivalries, here, cast),
        "defence_pacts.csv": _relation_rows(default.defence_pacts, user.defence_pacts, here, cast),
        "embargoes.csv": _embargo_rows(default, user, here, cast),
    }  # fmt: skip
    without = (
        {
            "UN votes": [name for name in cast.states if points[name] is None],
            "military spending": [name for name in cast.buyers[:-1] if not spending[name]],
            "wealth": [name for name in cast.states if not wealth[name]],
        }
        | {
            what: [
                name for name in cast.suppliers[:-1] if name not in {row[0] for row in tables[file]}
            ]
            for what, file in (("prices", "prices.csv"), ("lead times", "lead_times.csv"))
        }
        | {
            what: [name for name in cast.states if in_package[name] is None and name not in related]
            for what, related in user.related.items()
        }
    )
    return Relations(tables, without, [name for name in user.names if name not in cast.states])


def _before(by_year: Mapping[int, float], start: int) -> dict[int, float]:
    """What is known at the start."""
    return {year: value for year, value in by_year.items() if year < start}


def _supplier_rows(
    package: Mapping[OfSupplier, tuple[float, ...]], own: Mapping[OfSupplier, tuple[float, ...]],
    here: dict[str, str], cast: Cast,
) -> Rows:  # fmt: skip
    """Rows by supplier and class, the user's in place of the package's of a supplier.

    All suppliers that are not chosen are one, as in the package.
    """
    theirs, names = {name for name, _ in own}, {**here, OTHERS: OTHERS}
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


def _point(name: str, record: StateRecord | None, user: UserTables) -> float | None:
    row = user.states.get(name)
    if row is not None and row["un_ideal_point"] is not None:
        return row.number("un_ideal_point")
    return None if record is None else record.un_ideal_point


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
