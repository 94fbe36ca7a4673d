"""Deals: who ordered what from whom, and when it arrived. All registers come to this."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats, Integers
from sim.register.classes import CLASSES
from sim.register.merging import MergedDeal
from sim.register.names import Sort

DIGITS = 6  # of TIV; behind them stand the order of rows in a file and the dust of differences


_OF_DELIVERIES = ("deal", "delivery_year", "delivered", "spread")


@dataclass(frozen=True)
class Deals:
    """A register of D deals and their V deliveries: one delivery is one deal in one year.

    Places count along ``names``, ``sim.register.classes.CLASSES`` and
    ``sim.theatre.theatre.ORDER_KINDS`` (imported, licensed, second hand). Volumes are TIV
    (millions). ``ordered`` is what was ordered as the register has it; where it has only
    deliveries, their sum. A deal may have no deliveries yet.
    """

    names: tuple[str, ...]  # of all suppliers and recipients, in alphabetical order
    sorts: tuple[Sort, ...]  # of each name: a state, or rebels, an organisation, unknown
    buyer: Integers  # [D] places in names
    supplier: Integers  # [D] places in names
    weapon: Integers  # [D] places in CLASSES
    kind: Integers  # [D] places in ORDER_KINDS
    order_year: Integers  # [D] calendar years
    ordered: Floats  # [D] TIV
    undated: Floats  # [D] TIV of it that was delivered, in years that no file tells
    deal: Integers  # [V] rows above
    delivery_year: Integers  # [V] calendar years
    delivered: Floats  # [V] TIV
    spread: npt.NDArray[np.bool_]  # [V] an equal part of a volume that came over several years

    @property
    def first_year(self) -> int:
        """First year with deliveries: what was ordered long before is not all recorded."""
        return int(self.delivery_year.min())

    @property
    def last_year(self) -> int:
        """Last year with a recorded order or delivery."""
        return int(max(self.delivery_year.max(), self.order_year.max()))

    def where(self, kept: npt.NDArray[np.bool_]) -> "Deals":
        """Only some of the deals [D], with their deliveries."""
        comes = kept[self.deal]
        columns = {
            name: getattr(self, name)[comes if name in _OF_DELIVERIES else kept]
            for name in self.__dataclass_fields__
            if name not in ("names", "sorts")
        }
        return replace(self, **columns | {"deal": (np.cumsum(kept) - 1)[self.deal[comes]]})

    def classes(self) -> list[str]:
        """Class of each deal, by name."""
        return [CLASSES[place] for place in self.weapon]


def deals_of(merged: Iterable[MergedDeal]) -> Deals:
    """All deals, in an order that does not depend on that of rows and files; there may be none."""
    deals = sorted(merged, key=_of_deal)
    sorts: dict[str, Sort] = {}
    for deal in deals:
        head = deal.head
        sorts |= {head.buyer.name: head.buyer.sort, head.supplier.name: head.supplier.sort}
    names = sorted(sorts)
    place = {name: i for i, name in enumerate(names)}
    rows = [
        (i, year, tiv, year in deal.spread)
        for i, deal in enumerate(deals)
        for year, tiv in sorted(deal.by_year.items())
    ]
    return Deals(
        names=tuple(names),
        sorts=tuple(sorts[name] for name in names),
        buyer=_integers(place[deal.head.buyer.name] for deal in deals),
        supplier=_integers(place[deal.head.supplier.name] for deal in deals),
        weapon=_integers(deal.head.weapon for deal in deals),
        kind=_integers(deal.head.kind for deal in deals),
        order_year=_integers(deal.order_year for deal in deals),
        ordered=np.array([round(deal.ordered, DIGITS) for deal in deals], dtype=np.float64),
        undated=np.array([deal.undated for deal in deals], dtype=np.float64),
        deal=_integers(row[0] for row in rows),
        delivery_year=_integers(row[1] for row in rows),
        delivered=np.array([row[2] for row in rows], dtype=np.float64),
        spread=np.array([row[3] for row in rows], dtype=np.bool_),
    )


def _of_deal(deal: MergedDeal) -> tuple[object, ...]:
    head = deal.head
    return (
        head.buyer.name, head.supplier.name, deal.order_year, head.weapon, head.kind, deal.ordered,
        sorted(deal.by_year.items()), deal.undated,
    )  # fmt: skip


def _integers(values: object) -> Integers:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload]
