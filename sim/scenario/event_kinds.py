"""What can happen in a scenario: one entry for each kind of event.

An entry has the fields of its kind, what the kind imposes on the model, and an example. ``set``
puts the event's value in place of what stood in an array, ``add`` adds it, ``multiply`` multiplies
by it. What happens ``once`` imposes nothing that lasts.

An event of a year before the scenario's first one is in force at the start. Who may sell to whom,
and who is whose rival (embargo, lift, rivalry, objection), then holds from the first year on. All
else counts ``since_start``: what was in force is in the theatre's record already, in its habits,
prices and capacities, so that only what changes after the start has an effect.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Annotated, ClassVar, Literal, Protocol

from pydantic import Field
from typing_extensions import override

from sim.document.entries import Kind
from sim.document.types import (
    ALL,
    Classes,
    ClassName,
    ClassShares,
    OneClass,
    OneState,
    Pair,
    Share,
    StateName,
    States,
    Window,
    doc,
)

Mode = Literal["set", "add", "multiply", "once"]
Place = tuple[int, ...]
Cells = Iterator[tuple[Place, float]]


class TheatrePlaces(Protocol):
    """Where the states and classes of a theatre lie on the axes of its arrays."""

    def buyers(self, words: str | Iterable[str]) -> list[int]:
        """Places of buyers."""

    def suppliers(self, words: str | Iterable[str]) -> list[int]:
        """Places of suppliers."""

    def classes(self, words: str | Iterable[str]) -> list[int]:
        """Places of weapon classes; 'all' is every class."""

    def states(self, words: str | Iterable[str]) -> list[int]:
        """Places of states, whatever their role."""

    def pairs(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Places of two states, or of each state of one group with each of another."""

    def trading(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """Of two states, each way in which one may buy from the other: buyer, supplier."""


@dataclass(frozen=True)
class Imposes:
    """What a kind does to an array of the model's forcing.

    Whatever counts ``since_start`` is a change from what stood in the year before the first.
    """

    array: str
    mode: Mode
    since_start: bool = True

    @property
    def ramps(self) -> bool:
        """Whether the effect may grow over years: only a change has a size to grow to."""
        return self.mode in ("add", "multiply")

    @property
    def lasts(self) -> bool:
        """Whether the effect holds for a time, and so may have an end."""
        return self.mode != "once"


class EventKind(Kind):
    """A kind of event. ``cells`` gives the places of its array that it touches, and its values."""

    imposes: ClassVar[Imposes]
    example: ClassVar[str]

    def cells(self, places: TheatrePlaces) -> Cells:
        """Places of the array, without the year, each with the event's value there."""
        raise NotImplementedError


_SUPPLIER, _BUYER = "the state or states that sell", "the state or states that buy"


class _Between(EventKind):
    """Between a supplier and a buyer."""

    supplier: States = doc(_SUPPLIER)
    buyer: States = doc(_BUYER)

    def dyads(self, places: TheatrePlaces) -> Iterator[Place]:
        """Every buyer with every supplier."""
        return _dyads(places, self.buyer, self.supplier)


def _dyads(places: TheatrePlaces, buyers: States, suppliers: States) -> Iterator[Place]:
    return product(places.buyers(buyers), places.suppliers(suppliers))


Shift = Annotated[float, Field(ge=-1, le=1)]
Factor = Annotated[float, Field(ge=0.001, le=1000)]
UsdM = Annotated[float, Field(ge=0, le=1_000_000)]  # a year: more than all arms of the world

_SHIFT = "size and direction of the change, -1 to 1"
_FACTOR = "times the value so far; 1 changes nothing"
_CLASSES = "weapon classes concerned"


class EmbargoEvent(_Between):
    """the supplier refuses to sell to the buyer"""

    imposes = Imposes("closed", "set", since_start=False)
    example = "embargo: {supplier: Germany, buyer: Saudi Arabia, closes: all}"
    closes: ClassShares = doc("how much of each class is closed")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for dyad in self.dyads(places):
            for word, share in self.closes.items():
                yield from (((*dyad, k), share) for k in places.classes(word))


class Lift(_Between):
    """the supplier ends its embargo on the buyer"""

    imposes = Imposes("closed", "set", since_start=False)
    example = "lift: {supplier: Russia, buyer: Pakistan}"

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for dyad in self.dyads(places):
            yield from (((*dyad, k), 0.0) for k in places.classes(ALL))


class Alignment(EventKind):
    """two states move politically closer (above 0) or apart (below 0)"""

    imposes = Imposes("alignment", "add")
    example = "alignment: {between: [India, United States], shift: 0.5}"
    between: Pair = doc("the two states concerned")
    shift: Shift = doc(_SHIFT)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        yield from ((dyad, self.shift) for dyad in places.trading(self.between))


class DomesticCost(EventKind):
    """being seen with the supplier costs the buyer's government more or less at home"""

    imposes = Imposes("domestic_cost", "add")
    example = "domestic_cost: {buyer: Pakistan, supplier: United States, shift: 0.5}"
    buyer: States = doc(_BUYER)
    supplier: States = doc(_SUPPLIER)
    shift: Shift = doc(_SHIFT)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        dyads = _dyads(places, self.buyer, self.supplier)
        yield from ((dyad, self.shift) for dyad in dyads)


class PatronObjection(EventKind):
    """the buyer's patron objects to its buying from the supplier"""

    imposes = Imposes("patron_objection", "set")
    example = "patron_objection: {patron: China, buyer: Pakistan, supplier: Russia, strength: 0.5}"
    patron: StateName = doc("the state that the buyer depends on")
    buyer: States = doc(_BUYER)
    supplier: States = doc(_SUPPLIER)
    strength: Share = doc("from 0, no objection, to 1, certain sanctions")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        dyads = _dyads(places, self.buyer, self.supplier)
        yield from ((dyad, self.strength) for dyad in dyads)


class Rivalry(EventKind):
    """two states are rivals to a degree"""

    imposes = Imposes("rivalry", "set", since_start=False)
    example = "rivalry: {between: [China, India], level: 1}"
    between: Pair = doc("the two states concerned")
    level: Share = doc("from 0, no rivals, to 1, full rivals")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for one, other in places.pairs(self.between):
            yield (one, other), self.level
            yield (other, one), self.level


class Objection(EventKind):
    """a customer objects to the supplier's selling to the buyer"""

    imposes = Imposes("objection", "set", since_start=False)
    example = "objection: {by: India, supplier: Russia, buyer: Pakistan, strength: 0}"
    by: StateName = doc("the customer that objects")
    supplier: States = doc(_SUPPLIER)
    buyer: States = doc(_BUYER)
    strength: Annotated[float, Field(ge=0, le=1000)] = doc(
        "0 is no objection; 1 is that of an ordinary rival"
    )

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        dyads = list(_dyads(places, self.buyer, self.supplier))
        for by in places.buyers(self.by):
            yield from (((by, s, b), self.strength) for b, s in dyads)


class _OfSupply(EventKind):
    """What a supplier makes."""

    supplier: States = doc(_SUPPLIER)
    factor: Factor = doc(_FACTOR)
    classes: Classes = doc(_CLASSES, (ALL,))

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        both = places.suppliers(self.supplier), places.classes(self.classes)
        yield from ((place, self.factor) for place in product(*both))


class Capacity(_OfSupply):
    """the supplier can make more or less"""

    imposes = Imposes("capacity", "multiply")
    example = "capacity: {supplier: China, factor: 2, classes: [aircraft]}"


class Price(_OfSupply):
    """the supplier becomes dearer or cheaper"""

    imposes = Imposes("price", "multiply")
    example = "price: {supplier: Russia, factor: 0.5}"


class Need(EventKind):
    """the buyer needs more or less of a weapon class"""

    imposes = Imposes("need", "multiply")
    example = "need: {buyer: India, class: missiles, factor: 2}"
    buyer: States = doc(_BUYER)
    class_: ClassName = doc("the weapon class needed, or 'all'", key="class")
    factor: Annotated[float, Field(ge=0, le=100)] = doc("times the need so far; 0 ends it")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        both = places.buyers(self.buyer), places.classes(self.class_)
        yield from ((place, self.factor) for place in product(*both))


class Grant(_Between):
    """the supplier pays for the buyer's purchases from it"""

    imposes = Imposes("grant", "set")
    example = "grant: {supplier: United States, buyer: Pakistan, usd_m: 300}"
    usd_m: UsdM = doc("US$ million a year")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        yield from ((dyad, self.usd_m) for dyad in self.dyads(places))


class Credit(_Between):
    """the supplier lends the buyer the money for its purchases"""

    imposes = Imposes("credit", "set")
    example = "credit: {supplier: France, buyer: Egypt, usd_m: 1000, softness: 0.35}"
    usd_m: UsdM = doc("US$ million lent a year")
    softness: Share = doc(
        "part of a loan that is as good as a grant; the OECD asks 0.35 of a soft one", 0.35
    )

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        yield from ((dyad, self.usd_m * self.softness) for dyad in self.dyads(places))


class Withhold(_Between):
    """the supplier keeps its better technology from the buyer"""

    imposes = Imposes("withheld", "set")
    example = "withhold: {supplier: United States, buyer: India, classes: [aircraft], share: 1}"
    classes: Classes = doc(_CLASSES, (ALL,))
    share: Share = doc("from 0, nothing kept back, to 1, only the plainest", 1.0)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for dyad in self.dyads(places):
            yield from (((*dyad, k), self.share) for k in places.classes(self.classes))


class OrderEvent(EventKind):
    """the buyer signs an order, whatever it would have chosen, beside its other orders"""

    imposes = Imposes("given", "once")
    example = "order: {buyer: Pakistan, supplier: China, class: naval, tiv: 600, delivered: 2021}"
    buyer: OneState = doc("the state that orders")
    supplier: OneState = doc("the state that sells")
    class_: OneClass = doc("the weapon class ordered", key="class")
    tiv: Annotated[float, Field(ge=0.001, le=100_000)] = doc(
        "volume in TIV (SIPRI's unit, millions)"
    )
    usd_m: Annotated[float, Field(ge=0.001, le=1_000_000)] | None = doc(
        "US$ million; else the supplier's price of that year", None
    )
    delivered: Window | None = doc("years of delivery; else drawn from the lags on record", None)
    licensed: bool = doc("whether the buyer makes it under licence", False)


KINDS: Mapping[str, type[EventKind]] = {
    "embargo": EmbargoEvent,
    "lift": Lift,
    "alignment": Alignment,
    "domestic_cost": DomesticCost,
    "patron_objection": PatronObjection,
    "rivalry": Rivalry,
    "objection": Objection,
    "capacity": Capacity,
    "price": Price,
    "need": Need,
    "grant": Grant,
    "credit": Credit,
    "withhold": Withhold,
    "order": OrderEvent,
}
