"""What can happen in a scenario: an entry for each kind of event; ``effects`` says what one is."""

from collections.abc import Mapping
from itertools import product
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import override

from sim.document.model import wrong
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
from sim.scenario.effects import (
    BUYER,
    CLASSES,
    FACTOR,
    SHIFT,
    SUPPLIER,
    Between,
    Cells,
    EventKind,
    Factor,
    Imposes,
    Place,
    Shift,
    TheatrePlaces,
    UsdM,
    dyads_of,
)
from sim.scenario.offer_events import OFFER_KINDS

__all__ = ["KINDS", "EventKind", "Imposes", "Place", "TheatrePlaces"]


class EmbargoEvent(Between):
    """the supplier refuses to sell to the buyer"""

    imposes = Imposes("closed", "set", since_start=False)
    example = "embargo: {supplier: Germany, buyer: Saudi Arabia, closes: all}"
    closes: ClassShares = doc("how much of each class is closed")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for dyad in self.dyads(places):
            for word, share in self.closes.items():
                yield from (((*dyad, k), share) for k in places.classes(word))


class Lift(Between):
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
    shift: Shift = doc(SHIFT)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        yield from ((dyad, self.shift) for dyad in places.trading(self.between))


class DomesticCost(EventKind):
    """being seen with the supplier costs the buyer's government more or less at home"""

    imposes = Imposes("domestic_cost", "add")
    example = "domestic_cost: {buyer: Pakistan, supplier: United States, shift: 0.5}"
    buyer: States = doc(BUYER)
    supplier: States = doc(SUPPLIER)
    shift: Shift = doc(SHIFT)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        dyads = dyads_of(places, self.buyer, self.supplier)
        yield from ((dyad, self.shift) for dyad in dyads)


class PatronObjection(EventKind):
    """the buyer's patron objects to its buying from the supplier"""

    imposes = Imposes("patron_objection", "set")
    example = "patron_objection: {patron: China, buyer: Pakistan, supplier: Russia, strength: 0.5}"
    patron: StateName = doc("the state that the buyer depends on")
    buyer: States = doc(BUYER)
    supplier: States = doc(SUPPLIER)
    strength: Share = doc("from 0, no objection, to 1, certain sanctions")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        dyads = dyads_of(places, self.buyer, self.supplier)
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
    supplier: States = doc(SUPPLIER)
    buyer: States = doc(BUYER)
    strength: Annotated[float, Field(ge=0, le=1000)] = doc(
        "0 is no objection; 1 is that of an ordinary rival"
    )

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        dyads = list(dyads_of(places, self.buyer, self.supplier))
        for by in places.buyers(self.by):
            yield from (((by, s, b), self.strength) for b, s in dyads)


class _OfSupply(EventKind):
    """What a supplier makes."""

    supplier: States = doc(SUPPLIER)
    factor: Factor = doc(FACTOR)
    classes: Classes = doc(CLASSES, (ALL,))

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        both = places.suppliers(self.supplier), places.classes(self.classes)
        yield from ((place, self.factor) for place in product(*both))


class Capacity(_OfSupply):
    """the supplier can make more or less"""

    imposes = Imposes("capacity", "multiply", foreseen=True)
    example = "capacity: {supplier: China, factor: 2, classes: [aircraft]}"


class Price(_OfSupply):
    """the supplier becomes dearer or cheaper"""

    imposes = Imposes("price", "multiply")
    example = "price: {supplier: Russia, factor: 0.5}"


class Need(EventKind):
    """the buyer needs more or less of a weapon class"""

    imposes = Imposes("need", "multiply")
    example = "need: {buyer: India, class: missiles, factor: 2}"
    buyer: States = doc(BUYER)
    class_: ClassName = doc("the weapon class needed, or 'all'", key="class")
    factor: Annotated[float, Field(ge=0, le=100)] = doc("times the need so far; 0 ends it")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        both = places.buyers(self.buyer), places.classes(self.class_)
        yield from ((place, self.factor) for place in product(*both))


class _Money(Between):
    """Money for what the buyer purchases from the supplier."""

    usd_m: UsdM = doc("US$ million a year")
    payer: StateName | None = doc("who gives the money; else the supplier itself", None)

    @model_validator(mode="after")
    def _is_another(self) -> Self:
        if self.payer is not None and self.payer in (*self.buyer, *self.supplier):
            message = f"'{self.payer}' is buyer or supplier here"
            raise wrong(f"{message}; a supplier that pays needs no 'payer'", "payer")
        return self


class Grant(_Money):
    """the supplier, or a third state, pays for the buyer's purchases from it"""

    imposes = Imposes("grant", "set")
    example = "grant: {supplier: United States, buyer: Pakistan, usd_m: 300}"

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        yield from ((dyad, self.usd_m) for dyad in self.dyads(places))


class Credit(_Money):
    """the supplier, or a third state, lends the buyer the money for its purchases"""

    imposes = Imposes("credit", "set")
    example = "credit: {supplier: France, buyer: Egypt, usd_m: 1000, softness: 0.35}"
    softness: Share = doc(
        "part of a loan that is as good as a grant; the OECD asks 0.35 of a soft one", 0.35
    )

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        yield from ((dyad, self.usd_m * self.softness) for dyad in self.dyads(places))


class Withhold(Between):
    """the supplier keeps its better technology from the buyer"""

    imposes = Imposes("withheld", "set")
    example = "withhold: {supplier: United States, buyer: India, classes: [aircraft], share: 1}"
    classes: Classes = doc(CLASSES, (ALL,))
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
    **OFFER_KINDS,
}
