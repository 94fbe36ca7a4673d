"""What was known as of a year: the register and a theatre without anything later.

All that a forecast reads comes through here, so that nothing later can reach it. One thing is
as known later unless one is strict: how large an order was that had been placed by then. When it
arrived is not: all that came from the year on stands in one heap.
"""

from dataclasses import replace
from typing import TypeVar

import numpy as np

from sim.base.arrays import Bools, Floats
from sim.register.cast import Cast
from sim.register.deals import DIGITS, Deals
from sim.theatre.names import as_of
from sim.theatre.records import Embargo, Relation
from sim.theatre.theatre import Theatre

Lasting = TypeVar("Lasting", Relation, Embargo)


def deals_as_of(deals: Deals, origin: int, *, strict: bool = False) -> Deals:
    """The deals placed before an origin, as one can have known them.

    Equal for all registers that agree on orders before the origin, their sizes, and what had
    arrived by then, whatever the order of their later rows.

    Args:
        deals: the complete register.
        origin: the first year that is not known.
        strict: leave out what had not arrived as well; an order is then as large as what had come,
            and one of which nothing had come is not known at all.
    """
    deals = deals.where(deals.order_year < origin)
    early = deals.delivery_year < origin
    came, later = _by_deal(deals, early), _by_deal(deals, ~early)
    ordered, undated = np.round(deals.ordered, DIGITS), deals.undated
    if strict:
        ordered, undated, later = came, np.zeros_like(came), np.zeros_like(came)
    order = np.lexsort((
        deals.buyer, deals.supplier, deals.weapon, deals.kind, deals.order_year, ordered, later,
        came, undated,
    ))  # fmt: skip
    order = order[came[order] > 0] if strict else order
    row = np.full(len(came), -1, dtype=np.int64)
    row[order] = np.arange(len(order))
    arrived = np.flatnonzero(early & (row[deals.deal] >= 0))
    heap = np.flatnonzero(later[order] > 0)
    deal = np.concatenate([row[deals.deal[arrived]], heap])
    year = np.concatenate([deals.delivery_year[arrived], np.full(len(heap), origin)])
    tiv = np.concatenate([deals.delivered[arrived], later[order][heap]])
    spread = np.concatenate([deals.spread[arrived], np.zeros(len(heap), dtype=np.bool_)])
    by_deal = np.lexsort((tiv, year, deal))
    names = np.unique(np.concatenate([deals.buyer[order], deals.supplier[order]]))
    return Deals(
        names=tuple(deals.names[place] for place in names),
        sorts=tuple(deals.sorts[place] for place in names),
        buyer=np.searchsorted(names, deals.buyer[order]),
        supplier=np.searchsorted(names, deals.supplier[order]),
        weapon=deals.weapon[order],
        kind=deals.kind[order],
        order_year=deals.order_year[order],
        ordered=ordered[order],
        undated=undated[order],
        deal=deal[by_deal],
        delivery_year=year[by_deal],
        delivered=tiv[by_deal],
        spread=spread[by_deal],
    )


def relations_as_of(theatre: Theatre, origin: int) -> Theatre:
    """A theatre whose relations are those before a year.

    UN votes and military spending end there and are carried on; rivalries, pacts and embargoes
    that held go on, and later ones are not known.
    """
    return replace(
        theatre,
        un_votes=_paths_before(theatre.un_votes, origin),
        spending=_paths_before(theatre.spending, origin),
        rivalries=_before(theatre.rivalries, origin),
        defence_pacts=_before(theatre.defence_pacts, origin),
        embargoes=_before(theatre.embargoes, origin),
    )


def theatre_as_of_start(theatre: Theatre) -> Theatre:
    """A theatre with the relations before its start, and without the record of what happened."""
    return replace(
        relations_as_of(theatre, theatre.start),
        recorded_packages={},
        recorded_ordered={},
        recorded={},
        dated_orders=(),
    )


def cast_on(theatre: Theatre, deals: Deals) -> Cast:
    """The buyers and suppliers of a theatre, found in a register that may hold more names."""
    names = tuple(as_of(name, theatre.start) for name in deals.names)
    return Cast(theatre.start, names, theatre.buyers, theatre.suppliers)


def _paths_before(paths: dict[str, dict[int, float]], origin: int) -> dict[str, dict[int, float]]:
    return {
        name: {year: value for year, value in path.items() if year < origin}
        for name, path in paths.items()
    }


def _before(relations: tuple[Lasting, ...], origin: int) -> tuple[Lasting, ...]:
    """Those begun before the origin; those that held in the year before it have no end."""
    return tuple(
        replace(one, last_year=None) if one.holds(origin - 1) else one
        for one in relations
        if one.first_year < origin
    )


def _by_deal(deals: Deals, some: Bools) -> Floats:
    """Sum of some deliveries of each deal [D], in whatever order they stand."""
    total = np.bincount(deals.deal[some], deals.delivered[some], minlength=len(deals.buyer))
    return np.asarray(np.round(total, DIGITS), dtype=np.float64)
