"""Who takes part: the largest buyers and suppliers before the start; all others are aggregates."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.register.deals import Deals
from sim.theatre.names import as_of, exists

REST, OTHERS = "Rest of world", "Other suppliers"
WINDOW = 18  # years before the start, over which states are compared and tenders counted


@dataclass(frozen=True)
class Cast:
    """Buyers and suppliers of a theatre, the aggregate last; and which of them each name is."""

    start: int
    names: tuple[str, ...]  # of the register, as the theatre's time knows them
    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Single states, in alphabetical order."""
        return tuple(sorted({*self.buyers[:-1], *self.suppliers[:-1]}))

    @cached_property
    def buyer_of(self) -> Integers:
        """Place among the buyers of each name."""
        return _places(self.names, self.buyers)

    @cached_property
    def supplier_of(self) -> Integers:
        """Place among the suppliers of each name."""
        return _places(self.names, self.suppliers)


def choose_cast(deals: Deals, start: int, buyers: int | None, suppliers: int | None) -> Cast:
    """The largest states by deliveries in the ``WINDOW`` years before the start.

    Rebels, organisations and whoever is unknown are never states, nor is one that does not exist
    at the start.

    Args:
        deals: the register.
        start: first simulated year.
        buyers: how many; ``None`` is all states that received anything then.
        suppliers: how many; ``None`` is all that delivered anything.
    """
    names = tuple(as_of(name, start) for name in deals.names)
    single = {
        name for name, sort in zip(names, deals.sorts, strict=True)
        if sort == "state" and exists(name, start)
    }  # fmt: skip
    deal, tiv = lately(deals, start)

    def largest(side: Integers, most: int | None) -> tuple[str, ...]:
        by_name = np.bincount(side[deal], tiv, minlength=len(names))
        volume: dict[str, float] = {}
        for name, sum_ in zip(names, by_name, strict=True):
            if name in single and sum_ > 0:
                volume[name] = volume.get(name, 0.0) + float(sum_)
        return tuple(sorted(sorted(volume, key=lambda name: (-volume[name], name))[:most]))

    return Cast(
        start,
        names,
        (*largest(deals.buyer, buyers), REST),
        (*largest(deals.supplier, suppliers), OTHERS),
    )


def without_own(deals: Deals, start: int) -> Deals:
    """Deals without those between two names that are one state by the start."""
    of = np.array([as_of(name, start) for name in deals.names], dtype=object)
    own = (of[deals.buyer] == of[deals.supplier]) & (deals.buyer != deals.supplier)
    return deals.where(~own) if own.any() else deals


def largest_pairs(cast: Cast, deals: Deals) -> list[tuple[str, str]]:
    """Single buyers, the largest of the ``WINDOW`` first, each with its largest single supplier.

    The supplier is "" where only aggregates sold to the buyer.
    """
    deal, tiv = lately(deals, cast.start)
    volume = np.zeros((len(cast.buyers), len(cast.suppliers)))
    place = cast.buyer_of[deals.buyer[deal]], cast.supplier_of[deals.supplier[deal]]
    np.add.at(volume, place, tiv)
    order = np.argsort(-volume[:-1].sum(axis=1), kind="stable")
    pairs = []
    for b in order:
        s = int(volume[b, :-1].argmax())
        pairs.append((cast.buyers[b], cast.suppliers[s] if volume[b, s] > 0 else ""))
    return pairs


def lately(deals: Deals, start: int) -> tuple[Integers, Floats]:
    """Deals and volumes of the deliveries in the ``WINDOW`` years before the start."""
    year, ordered = deals.delivery_year, deals.order_year[deals.deal]
    then = (year >= start - WINDOW) & (year < start) & (ordered < start)
    return deals.deal[then], deals.delivered[then]


def _places(names: tuple[str, ...], axis: tuple[str, ...]) -> Integers:
    """Place of each name on an axis, whose last place takes all others."""
    place = {name: i for i, name in enumerate(axis[:-1])}
    return np.array([place.get(name, len(axis) - 1) for name in names], dtype=np.int64)
