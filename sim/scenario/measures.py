"""What a scenario asks of its outcome: kinds of measure, and measures."""

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import model_validator

from sim.document.check import wrong
from sim.document.entries import Entry, Kind, one_of
from sim.document.types import ALL, ClassName, Id, OneState, OwnWindow, States, doc

Of = Literal["deliveries", "orders"]

_OF = "what is counted, in the year of delivery or of the order"
_BUYER, _SUPPLIER = "the state or states that buy", "the state or states that sell"
_CLASS = "one weapon class, or 'all'"
_WINDOW = "the years counted, such as 2013-2017"


class MeasureKind(Kind):
    """A kind of measure. Of the fields named in ``exactly_one``, a measure gives just one.

    Several states in one field count together. A state that is not given is None and means all.
    """

    exactly_one: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[str]

    @model_validator(mode="after")
    def _gives_one(self) -> "MeasureKind":
        given = [name for name in self.exactly_one if getattr(self, name) is not None]
        if self.exactly_one and len(given) != 1:
            raise wrong(f"{{name}} needs exactly one of: {', '.join(self.exactly_one)}")
        return self


class _Flow(MeasureKind):
    """Between any states."""

    buyer: States | None = doc(f"{_BUYER}; else all", None)
    supplier: States | None = doc(f"{_SUPPLIER}; else all", None)


class _FlowOfClass(_Flow):
    """Of any class."""

    class_: ClassName = doc(_CLASS, ALL, key="class")


class Volume(_FlowOfClass):
    """volume of arms in TIV"""

    example = "volume: {buyer: India, supplier: Russia, window: 2013-2017}"
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


class ShareOf(MeasureKind):
    """share of the supplier in what the buyer gets"""

    example = "share: {buyer: Pakistan, supplier: China, window: 2013-2017}"
    buyer: States = doc(_BUYER)
    supplier: States = doc(_SUPPLIER)
    class_: ClassName = doc(_CLASS, ALL, key="class")
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


class Change(_FlowOfClass):
    """change of volume from one window to another"""

    example = "change: {buyer: Pakistan, supplier: United States, from: 2008-2012, to: 2013-2017}"
    from_: OwnWindow = doc("the years compared with", key="from")
    to: OwnWindow = doc("the years compared")
    of: Of = doc(_OF, "deliveries")


class Rank(MeasureKind):
    """place among the world's buyers or suppliers by volume; 1 is the largest"""

    exactly_one = ("buyer", "supplier")
    example = "rank: {buyer: Pakistan, window: 2013-2017}"
    buyer: OneState | None = doc("the state, among all that buy", None)
    supplier: OneState | None = doc("the state, among all that sell", None)
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


class Hhi(MeasureKind):
    """concentration of the buyer's suppliers, from 0 to 1 (Herfindahl-Hirschman)"""

    example = "hhi: {buyer: Pakistan, window: 2013-2017}"
    buyer: States = doc(_BUYER)
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


class Side(Kind):
    """one flow of a ratio"""

    buyer: States | None = doc(f"{_BUYER}; else all", None)
    supplier: States | None = doc(f"{_SUPPLIER}; else all", None)


class Ratio(MeasureKind):
    """volume of one flow over that of another"""

    example = "ratio: {top: {buyer: India}, bottom: {buyer: Pakistan}, window: 2013-2017}"
    top: Side = doc("the flow above the line")
    bottom: Side = doc("the flow below the line")
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


class WorldShare(_Flow):
    """share in the world's volume"""

    exactly_one = ("buyer", "supplier")
    example = "world_share: {supplier: China, window: 2013-2017}"
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


class FirstOrder(MeasureKind):
    """year of the first order in the scenario"""

    example = "first_order: {buyer: Pakistan, supplier: Russia}"
    buyer: States = doc(_BUYER)
    supplier: States = doc(_SUPPLIER)


class OrderCount(_FlowOfClass):
    """number of orders"""

    example = "order_count: {buyer: India, supplier: France, window: 2013-2017}"
    window: OwnWindow = doc(_WINDOW)


class AnnouncementsPerOrder(_FlowOfClass):
    """announced deals for each that became an order"""

    example = "announcements_per_order: {buyer: Pakistan, window: 2013-2017}"
    window: OwnWindow = doc(_WINDOW)


class Money(_Flow):
    """US$ million paid"""

    example = "money: {supplier: Russia, window: 2013-2017}"
    window: OwnWindow = doc(_WINDOW)
    of: Of = doc(_OF, "deliveries")


MEASURE_KINDS: Mapping[str, type[MeasureKind]] = {
    "volume": Volume,
    "share": ShareOf,
    "change": Change,
    "rank": Rank,
    "hhi": Hhi,
    "ratio": Ratio,
    "world_share": WorldShare,
    "first_order": FirstOrder,
    "order_count": OrderCount,
    "announcements_per_order": AnnouncementsPerOrder,
    "money": Money,
}


@one_of(MEASURE_KINDS)
class Measure(Entry):
    """A number to take from every world."""

    id: Id = doc("a name for this measure, unique in the scenario")
