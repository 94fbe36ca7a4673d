"""Deals on the axes of a theatre, and sums over them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats, Integers
from sim.register.cast import Cast
from sim.register.classes import CLASSES
from sim.register.deals import Deals
from sim.theatre.records import ORDER_KINDS

Rows = list[tuple[object, ...]]


@dataclass(frozen=True)
class Columns:
    """N orders, packages or deliveries. Places count along the axes of the cast and the classes.

    ``who`` and ``whom`` are the buyer and supplier themselves, places in the register's names, also
    where an aggregate stands for them. ``year`` is that of the order, or of the delivery.
    """

    buyer: Integers
    supplier: Integers
    weapon: Integers
    kind: Integers
    year: Integers
    ordered_in: Integers  # the year of the order, of a delivery too
    tiv: Floats
    who: Integers
    whom: Integers

    def __len__(self) -> int:
        """How many."""
        return len(self.tiv)

    def where(self, chosen: npt.NDArray[np.bool_]) -> "Columns":
        """Only some of them."""
        return Columns(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))

    def within(self, first: int, last: int) -> "Columns":
        """Those of some years, both included."""
        return self.where((self.year >= first) & (self.year <= last))


def orders_of(deals: Deals, cast: Cast) -> Columns:
    """Every deal, by the year of its order."""
    everything = np.arange(len(deals.buyer))
    return _columns(deals, cast, everything, deals.order_year, deals.ordered)


def deliveries_of(deals: Deals, cast: Cast) -> Columns:
    """Every delivery, by its year."""
    return _columns(deals, cast, deals.deal, deals.delivery_year, deals.delivered)


def _columns(deals: Deals, cast: Cast, deal: Integers, year: Integers, tiv: Floats) -> Columns:
    who, whom = _as_one(cast.names)[deals.buyer[deal]], _as_one(cast.names)[deals.supplier[deal]]
    return Columns(
        buyer=cast.buyer_of[who],
        supplier=cast.supplier_of[whom],
        weapon=deals.weapon[deal],
        kind=deals.kind[deal],
        year=year,
        ordered_in=deals.order_year[deal],
        tiv=tiv,
        who=who,
        whom=whom,
    )


def _as_one(names: Sequence[str]) -> Integers:
    """First place of each name: names that the theatre's time has in common are one."""
    first: dict[str, int] = {}
    return np.array([first.setdefault(name, i) for i, name in enumerate(names)], dtype=np.int64)


def packages_of(orders: Columns) -> Columns:
    """Packages: all orders of one buyer from one supplier in one class and year, as one.

    A package within an aggregate is still that of a single buyer and supplier. Its kind is that of
    most of its volume. They are in ascending order of ``package_keys``.
    """
    by_kind, tiv = summed(
        (orders.who, orders.whom, orders.weapon, orders.year, orders.kind,
         orders.buyer, orders.supplier), orders.tiv,
    )  # fmt: skip
    _, package = groups(by_kind[:, :4])
    order = np.lexsort((-tiv, package))
    first = order[np.unique(package[order], return_index=True)[1]]
    who, whom, weapon, year, kind, buyer, supplier = by_kind[first].T
    total = np.bincount(package, tiv).astype(np.float64)
    return Columns(buyer, supplier, weapon, kind, year, year, total, who, whom)


def package_keys(flow: Columns) -> Integers:
    """What orders of one package have in common [N, 4]: buyer, supplier, class, year."""
    return np.stack((flow.who, flow.whom, flow.weapon, flow.year), axis=1)


def groups(keys: Integers) -> tuple[Integers, Integers]:
    """Different rows of keys [N, columns] in ascending order, and the place of each row in them."""
    found, place = np.unique(keys, axis=0, return_inverse=True)
    return found, place.reshape(-1)  # NumPy 2.0 gives it another shape


def find_rows(found: Integers, keys: Integers) -> Integers:
    """Place of each row of keys [N] in different rows in ascending order, which hold them all."""
    return groups(np.concatenate([found, keys]))[1][len(found) :]


def summed(keys: Sequence[Integers], weights: Floats | None = None) -> tuple[Integers, Floats]:
    """Different combinations of keys [n, keys] in ascending order, and sums of weights (or counts).

    The sums are added in the order of the rows, so that the same rows give the same bits.
    """
    found, place = groups(np.stack(keys, axis=1).reshape(-1, len(keys)))
    return found, np.bincount(place, weights, minlength=len(found)).astype(np.float64)


def table_rows(cast: Cast, axes: str, places: Integers, *values: npt.NDArray[np.generic]) -> Rows:
    """Rows of a table: names for rows of places, and behind them values.

    Args:
        cast: whose buyers and suppliers they are.
        axes: a letter for each column of places: b, s, k (class), o (order kind), or y, a number.
        places: [n, axes].
        values: [n] of each further column.
    """
    words: dict[str, Sequence[object] | None] = {
        "b": cast.buyers, "s": cast.suppliers, "k": CLASSES, "o": ORDER_KINDS, "y": None,
    }  # fmt: skip
    columns: list[list[object]] = []
    for letter, column in zip(axes, places.T.tolist(), strict=True):
        names = words[letter]
        columns.append(column if names is None else [names[place] for place in column])
    return list(zip(*columns, *(value.tolist() for value in values), strict=True))
