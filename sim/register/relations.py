"""Ties between states: those that the package knows, and a user's own tables for others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.register.cast import OTHERS, REST, Cast
from sim.register.cube import Rows
from sim.register.own_relations import Own
from sim.theatre import names
from sim.theatre.theatre import Relation, StateRecord, Theatre

USUAL_PRICE = 3.0  # US$ m per TIV of a supplier without a price of its own (guess)


@dataclass(frozen=True)
class Relations:
    """What is known of the states of a cast, as rows of a theatre's tables.

    ``without`` names, by what is lacking, the states of which it is not known; ``strangers`` are
    whom the user's tables name and the cast does not have.
    """

    states: Rows
    spending: Rows
    industry: Rows
    components: Rows
    rivalries: Rows
    defence_pacts: Rows
    embargoes: Rows
    without: dict[str, list[str]]
    strangers: list[str]


def relations_of(cast: Cast, known: Theatre, own: Own) -> Relations:
    """What the package's theatre knows of the states of a cast, and what the user's tables add.

    A user's rows of a state, or of a pair of states, stand in place of the package's.
    """
    in_package = {name: _known(name, known, cast.start) for name in cast.states}
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
        embargoes=_embargo_rows(known, own, here, cast),
        without={
            "UN votes": [name for name in cast.states if points[name] is None],
            "military spending": [name for name in cast.buyers[:-1] if not spending[name]],
            **{
                what: [name for name in cast.states if in_package[name] is None and name not in has]
                for what, has in _tied(own).items()
            },
        },
        strangers=[name for name in own.names if name not in cast.states],
    )  # fmt: skip


def _known(name: str, known: Theatre, start: int) -> StateRecord | None:
    """What the package has of a state, or of the one that continues it."""
    found = known.find(name)
    if found is None or names.continued(names.find(found) or found, start) != name:
        return None
    return known.by_name[found]


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
    in_table = names.states().get(name)
    if not iso3 and in_table is not None:
        iso3 = in_table.iso3
    sells = name in cast.suppliers
    price = None if record is None else record.usd_m_per_tiv
    return (
        name,
        iso3,
        "" if row is None else row.text("aliases"),
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


def _embargo_rows(known: Theatre, own: Own, here: dict[str, str], cast: Cast) -> Rows:
    """Embargoes among the states of a cast, the user's in place of the package's of one buyer."""
    theirs = {embargo.buyer for embargo in own.embargoes}
    buyers, suppliers = set(cast.buyers[:-1]), set(cast.suppliers[:-1])
    in_package = [
        (None if row.supplier is None else here.get(row.supplier, ""), here.get(row.buyer, ""), row)
        for row in known.embargoes
    ]
    found = [entry for entry in in_package if entry[1] not in theirs]
    found += [(row.supplier, row.buyer, row) for row in own.embargoes]
    return [
        ("ALL" if supplier is None else supplier, buyer, row.first_year, row.last_year, row.basis)
        for supplier, buyer, row in found
        if buyer in buyers and (supplier is None or supplier in suppliers)
    ]


def _tied(own: Own) -> dict[str, set[str | None]]:
    """Whom the user's tables of ties name."""
    return {
        "rivalries": {name for tie in own.rivalries for name in (tie.state_a, tie.state_b)},
        "defence pacts": {name for tie in own.defence_pacts for name in (tie.state_a, tie.state_b)},
        "embargoes": {name for ban in own.embargoes for name in (ban.supplier, ban.buyer)},
    }
