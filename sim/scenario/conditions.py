"""What an event may wait for: one entry for each kind of condition.

A condition is looked at when a year is over, from the event's ``year`` to its ``until``; the first
year that meets it calls the event up, once.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Annotated, ClassVar

from pydantic import Field, model_validator
from typing_extensions import override

from sim.document.entries import Entry, Kind, one_of
from sim.document.model import wrong
from sim.document.types import ALL, ClassName, Id, Positive, Share, States, doc
from sim.scenario.event_kinds import Place, TheatrePlaces

_BUYER, _SUPPLIER = "the state or states that buy", "the state or states that sell"
_CLASS = "the weapon class, or 'all'"


class ConditionKind(Kind):
    """Something that can happen in a world."""

    example: ClassVar[str]

    def watched(self, places: TheatrePlaces) -> Iterator[Place]:
        """Buyers, suppliers and classes that are watched; class 0 where classes do not matter."""
        yield from ()


class _OfPair(ConditionKind):
    """Between buyers and suppliers; several are any of them, or all together where it is added."""

    buyer: States = doc(_BUYER)
    supplier: States = doc(_SUPPLIER)

    @override
    def watched(self, places: TheatrePlaces) -> Iterator[Place]:
        yield from product(places.buyers(self.buyer), places.suppliers(self.supplier), (0,))


class _InClass(_OfPair):
    """In a class, or in any."""

    class_: ClassName = doc(_CLASS, ALL, key="class")

    @override
    def watched(self, places: TheatrePlaces) -> Iterator[Place]:
        yield from product(
            places.buyers(self.buyer),
            places.suppliers(self.supplier),
            places.classes(self.class_),
        )


class OrderSigned(_InClass):
    """the buyer signs an order with the supplier that year"""

    example = "order: {buyer: Turkiye, supplier: Russia, class: air_defence_sensors}"
    tiv: Annotated[float, Field(ge=0)] = doc("the least volume of one order in TIV", 0.0)


class TalksAnnounced(_InClass):
    """talks of the buyer with the supplier are announced that year"""

    example = "talks: {buyer: Egypt, supplier: Russia, class: aircraft}"


class Delivered(_OfPair):
    """what the supplier has delivered to the buyer reaches a volume"""

    example = "deliveries: {buyer: India, supplier: Russia, tiv: 5000}"
    tiv: Positive = doc("volume in TIV, added up from the event's year on")


class ShareReached(_OfPair):
    """the supplier's share of what came to the buyer in five years passes a level"""

    example = "share: {buyer: Pakistan, supplier: China, above: 0.8}"
    above: Share | None = doc("the share above which it counts", None)
    below: Share | None = doc("the share below which it counts", None)

    @model_validator(mode="after")
    def _has_one_level(self) -> "ShareReached":
        if (self.above is None) == (self.below is None):
            raise wrong("give either 'above' or 'below'")
        return self


class OtherEvent(ConditionKind):
    """another event of the scenario has begun"""

    example = "event: {id: american-objection}"
    id: Id = doc("the id of the other event")


CONDITIONS: Mapping[str, type[ConditionKind]] = {
    "order": OrderSigned,
    "talks": TalksAnnounced,
    "deliveries": Delivered,
    "share": ShareReached,
    "event": OtherEvent,
}


@one_of(CONDITIONS)
class Condition(Entry):
    """What an event waits for, and how long after it the event begins."""

    after: Annotated[int, Field(ge=1, le=50)] = doc(
        "years from the year that meets the condition to the first in which the event holds", 1
    )

    @property
    def seen(self) -> ConditionKind:
        """The fields of its kind."""
        found: ConditionKind = self.of_kind
        return found
