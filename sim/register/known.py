"""What was known at an origin: the register and a theatre without anything later.

All that a forecast reads comes through here, so that nothing later can reach it. One thing is
as known later unless one is strict: how large an order was that had been placed by then. When it
arrived is not: all that came from the origin on stands in one heap.
"""

from dataclasses import replace
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.register.cast import Cast
from sim.register.deals import DIGITS, Deals
from sim.theatre.names import as_of
from sim.theatre.theatre import Embargo, Relation, Theatre

Dated = TypeVar("Dated", Relation, Embargo)


def known_then(deals: Deals, origin: int, *, strict: bool = False) -> Deals:
    """The deals placed before an origin, as one can have known them.

    Equal for all registers that agree on orders before the origin, their sizes, and what had
    arrived by then, whatever the order of their later rows.

    Args:
        deals: the whole register.
        origin: the first year that is not known.
        strict: leave out what had not arrived as well; an order is then as large as what had come,
            and one of which nothing had come is not known at all.
    """
    early = deals.delivery_year < origin
    came = _by_deal(deals, early)
    comes = np.zeros_like(came) if strict else _by_deal(deals, ~early)
    placed = deals.order_year < origin
    kept = placed & (came > 0) if strict else placed
    ordered = came if strict else np.round(deals.ordered, DIGITS)
    undated = np.zeros_like(came) if strict else deals.undated
    names, buyer, supplier = _renamed(deals, kept)
    columns = (
        buyer,
        supplier,
        deals.weapon,
        deals.kind,
        deals.order_year,
        ordered,
        comes,
        came,
        undated,
    )
    row = np.lexsort([column[kept] for column in columns])
    chosen = np.flatnonzero(kept)[row]
    place = np.full(len(kept), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    arrived = np.flatnonzero(early & kept[deals.deal])
    heap = np.flatnonzero(comes[chosen] > 0)
    deal = np.concatenate([place[deals.deal[arrived]], heap])
    year = np.concatenate([deals.delivery_year[arrived], np.full(len(heap), origin)])
    tiv = np.concatenate([deals.delivered[arrived], comes[chosen][heap]])
    spread = np.concatenate([deals.spread[arrived], np.zeros(len(heap), dtype=np.bool_)])
    order = np.lexsort((tiv, year, deal))
    return Deals(
        names=tuple(names),
        sorts=tuple(dict(zip(deals.names, deals.sorts, strict=True))[name] for name in names),
        buyer=buyer[chosen],
        supplier=supplier[chosen],
        weapon=deals.weapon[chosen],
        kind=deals.kind[chosen],
        order_year=deals.order_year[chosen],
        ordered=ordered[chosen],
        undated=undated[chosen],
        deal=deal[order],
        delivery_year=year[order],
        delivered=tiv[order],
        spread=spread[order],
    )


def related_before(theatre: Theatre, origin: int) -> Theatre:
    """A theatre whose relations are those before a year.

    Military spending ends there and is carried on; rivalries, pacts and embargoes that held go on,
    and later ones are not known.
    """
    spending = {
        name: {year: usd for year, usd in path.items() if year < origin}
        for name, path in theatre.spending.items()
    }
    return replace(
        theatre,
        spending=spending,
        rivalries=_held(theatre.rivalries, origin),
        defence_pacts=_held(theatre.defence_pacts, origin),
        embargoes=_held(theatre.embargoes, origin),
    )


def known_by(theatre: Theatre) -> Theatre:
    """A theatre with the relations before its start, and without the record of what happened."""
    return replace(
        related_before(theatre, theatre.start),
        recorded_packages={},
        recorded_ordered={},
        recorded={},
        dated_orders=(),
    )


def cast_on(theatre: Theatre, deals: Deals) -> Cast:
    """The buyers and suppliers of a theatre, found in a register that may hold more names."""
    names = tuple(as_of(name, theatre.start) for name in deals.names)
    return Cast(theatre.start, names, theatre.buyers, theatre.suppliers)


def _held(ties: tuple[Dated, ...], origin: int) -> tuple[Dated, ...]:
    """Ties begun before the origin; those that held in the year before it have no end."""
    return tuple(
        replace(tie, last_year=None) if tie.holds(origin - 1) else tie
        for tie in ties
        if tie.first_year < origin
    )


def _by_deal(deals: Deals, chosen: npt.NDArray[np.bool_]) -> Floats:
    """Sum of some deliveries of each deal, in whatever order they stand."""
    rows = np.flatnonzero(chosen)
    total = np.bincount(deals.deal[rows], deals.delivered[rows], minlength=len(deals.buyer))
    return np.asarray(np.round(total, DIGITS), dtype=np.float64)


def _renamed(
    deals: Deals, kept: npt.NDArray[np.bool_]
) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Names that the kept deals have, and the places of all buyers and suppliers among them."""
    used = np.unique(np.concatenate([deals.buyer[kept], deals.supplier[kept]]))
    place = np.zeros(len(deals.names), dtype=np.int64)
    place[used] = np.arange(len(used))
    return [deals.names[i] for i in used], place[deals.buyer], place[deals.supplier]
