"""Deals: who ordered what from whom, and when it arrived. All registers come to this."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from sim.register.classes import CLASSES
from sim.register.names import Sort

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DIGITS = 6  # of TIV; behind them stand the order of rows in a file and the dust of differences


_OF_DELIVERIES = ("deal", "delivery_year", "delivered", "spread")


@dataclass(frozen=True)
class Deals:
    """A register of D deals and their V deliveries: one delivery is one deal in one year.

    Places count along ``names``, ``sim.register.classes.CLASSES`` and
    ``sim.theatre.theatre.KINDS_OF_ORDER`` (imported, licensed, second hand). Volumes are TIV
    (millions). ``ordered`` is what was ordered as the register has it; where it tells only
    deliveries, their sum. A deal may have no deliveries yet.
    """

    names: tuple[str, ...]  # of all suppliers and recipients, in alphabetical order
    sorts: tuple[Sort, ...]  # of each name: a state, or rebels, an organisation, unknown
    buyer: Integers  # [D] places in names
    supplier: Integers  # [D] places in names
    weapon: Integers  # [D] places in CLASSES
    kind: Integers  # [D] places in KINDS_OF_ORDER
    order_year: Integers  # [D] calendar years
    ordered: Floats  # [D] TIV
    deal: Integers  # [V] rows above
    delivery_year: Integers  # [V] calendar years
    delivered: Floats  # [V] TIV
    spread: npt.NDArray[np.bool_]  # [V] an equal part of a volume that came over several years

    @property
    def first_year(self) -> int:
        """First year with deliveries: what was ordered long before is not all on record."""
        return int(self.delivery_year.min())

    @property
    def last_year(self) -> int:
        """Last year with an order or a delivery on record."""
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


@dataclass
class Gathering:
    """Deals while they are read, row by row.

    Rows with the same ``key`` are one deal: what was said of it first holds, volumes add up.
    """

    _place: dict[object, int] = field(default_factory=dict)
    _deals: list[tuple[str, str, int, int, int]] = field(default_factory=list)
    _ordered: list[float] = field(default_factory=list)
    _deliveries: list[tuple[int, int, float, bool]] = field(default_factory=list)
    _sorts: dict[str, Sort] = field(default_factory=dict)

    def deal(
        self, key: object, buyer: tuple[str, Sort], supplier: tuple[str, Sort], weapon: int,
        kind: int, year: int,
    ) -> int:  # fmt: skip
        """Number of a deal; a new one unless its key was met before."""
        if key not in self._place:
            self._place[key] = len(self._deals)
            self._deals.append((buyer[0], supplier[0], weapon, kind, year))
            self._ordered.append(0.0)
            self._sorts |= (buyer, supplier)
        return self._place[key]

    def order(self, deal: int, tiv: float) -> None:
        """Add to the volume that a deal is about."""
        self._ordered[deal] += tiv

    def deliver(self, deal: int, year: int, tiv: float, *, spread: bool = False) -> None:
        """Add a delivery."""
        self._deliveries.append((deal, year, tiv, spread))

    def __len__(self) -> int:
        """Deals so far."""
        return len(self._deals)

    def finish(self) -> Deals:
        """All deals, in the order in which they were read; there may be none."""
        names = sorted(self._sorts)
        place = {name: i for i, name in enumerate(names)}
        deals, rows = self._deals, self._deliveries
        return Deals(
            names=tuple(names),
            sorts=tuple(self._sorts[name] for name in names),
            buyer=_whole(place[deal[0]] for deal in deals),
            supplier=_whole(place[deal[1]] for deal in deals),
            weapon=_whole(deal[2] for deal in deals),
            kind=_whole(deal[3] for deal in deals),
            order_year=_whole(deal[4] for deal in deals),
            ordered=np.array(self._ordered, dtype=np.float64),
            deal=_whole(row[0] for row in rows),
            delivery_year=_whole(row[1] for row in rows),
            delivered=np.array([row[2] for row in rows], dtype=np.float64),
            spread=np.array([row[3] for row in rows], dtype=np.bool_),
        )


def _whole(values: object) -> Integers:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload]
