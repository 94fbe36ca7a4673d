"""Events about what can be bought: who sells, who buys, parts, demands, talks."""

from collections.abc import Mapping
from itertools import product
from typing import Annotated, Self

from pydantic import Field, model_validator
from typing_extensions import override

from sim.document.model import wrong
from sim.document.types import (
    Classes,
    ClassName,
    OneClass,
    OneState,
    Share,
    States,
    as_dict,
    doc,
    frozen,
    must_be,
)
from sim.scenario.effects import (
    BUYER,
    CLASSES,
    Between,
    Cells,
    EventKind,
    Imposes,
    TheatrePlaces,
)

_Output = Annotated[float, Field(ge=0.001, le=100_000)]
_Iso = Annotated[str, must_be("a code of three capitals", pattern=r"^[A-Z]{3}$")]
_ISO = "code of a state of your own, which no table of states has"
_Amounts = Annotated[
    Mapping[OneClass, _Output],
    must_be("a mapping from class to TIV a year, such as {aircraft: 40}", min_length=1),
    frozen,
    as_dict,
]


class Enter(EventKind):
    """the supplier begins to sell a weapon class, without a past in it"""

    imposes = Imposes("output", "set", since_start=False, foreseen=True)
    example = "enter: {supplier: Iran, class: aircraft, output_tiv: 60, price: 0.6}"
    supplier: OneState = doc("the state that enters, which need not sell anything else")
    class_: OneClass = doc("the weapon class that it enters", key="class")
    output_tiv: _Output = doc("what it can make at most, TIV a year")
    price: Annotated[float, Field(ge=0.01, le=100)] | None = doc(
        "its level of price over that of a supplier like others; else the theatre's, or 1", None
    )
    iso3: _Iso | None = doc(_ISO, None)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        both = places.suppliers(self.supplier), places.classes(self.class_)
        yield from ((place, self.output_tiv) for place in product(*both))


class NewBuyer(EventKind):
    """a state that did not buy begins to"""

    imposes = Imposes("buys", "set", since_start=False)
    example = "new_buyer: {buyer: Russia, need_tiv: {aircraft: 60, missiles: 40}}"
    buyer: OneState = doc("the state that begins to buy")
    need_tiv: _Amounts = doc("what it needs of each class, TIV a year; of others it needs nothing")
    iso3: _Iso | None = doc(_ISO, None)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        both = places.buyers(self.buyer), places.classes(self.need_tiv)
        yield from ((place, 1.0) for place in product(*both))


class Component(EventKind):
    """the supplier relies on a component of another state, whose embargoes then reach its buyers"""

    imposes = Imposes("component", "put", since_start=False)
    example = (
        "component: {supplier: Sweden, class: aircraft, from: United Kingdom, "
        "component_class: engines, reliance: 0.5}"
    )
    supplier: States = doc("the state or states that sell what carries the component")
    class_: OneClass = doc("the weapon class that carries it", key="class")
    from_: OneState = doc("the state that makes the component", key="from")
    component_class: OneClass = doc("the weapon class of the component")
    reliance: Share = doc("share of what is sold that carries it; 0 ends the reliance")
    buyer: States | None = doc(f"{BUYER}; else all", None)

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        [maker], [part] = places.suppliers(self.from_), places.classes(self.component_class)
        makers = places.as_buyers(self.from_)
        everyone = places.as_buyers(None) if self.buyer is None else places.buyers(self.buyer)
        dyads = product(everyone, places.suppliers(self.supplier), places.classes(self.class_))
        for b, s, k in dyads:  # what a state makes itself, nobody holds back
            reliance = 0.0 if b in makers or s == maker else self.reliance
            for column, value in enumerate((maker, part, reliance)):
                yield (b, s, k, column), value


class Demand(EventKind):
    """the buyer demands licences, or an early first delivery; suppliers differ in both"""

    imposes = Imposes("demand", "put", since_start=False)
    example = "demand: {buyer: India, class: all, licence_share: 0.5, first_delivery_within: 4}"
    buyer: States = doc(BUYER)
    class_: ClassName = doc("the weapon class concerned, or 'all'", key="class")
    licence_share: Share | None = doc("share of its orders that it wants to make itself", None)
    first_delivery_within: Annotated[float, Field(ge=0, le=25)] | None = doc(
        "years from the order to the first delivery that it accepts", None
    )

    @model_validator(mode="after")
    def _demands_something(self) -> Self:
        if self.licence_share is None and self.first_delivery_within is None:
            raise wrong("{name} demands nothing; give licence_share, first_delivery_within or both")
        return self

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        demanded = enumerate((self.licence_share, self.first_delivery_within))
        both = list(product(places.buyers(self.buyer), places.classes(self.class_)))
        for column, value in demanded:
            if value is not None:
                yield from (((*place, column), value) for place in both)


class Talks(Between):
    """the buyer lets everybody know that it talks with the supplier, whether or not it then buys"""

    imposes = Imposes("talks", "put", since_start=False)
    example = "talks: {supplier: Russia, buyer: Pakistan, classes: [helicopters]}"
    classes: Classes = doc(f"{CLASSES}: what the talks are about")

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for dyad in self.dyads(places):
            yield from (((*dyad, k), 1.0) for k in places.classes(self.classes))


OFFER_KINDS: Mapping[str, type[EventKind]] = {
    "enter": Enter,
    "new_buyer": NewBuyer,
    "component": Component,
    "demand": Demand,
    "talks": Talks,
}
