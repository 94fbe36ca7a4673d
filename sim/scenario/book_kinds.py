"""Kinds of event that touch the order book and stocks: orders given, suspended, cancelled; arms
lost or handed on.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from typing_extensions import override

from sim.document.types import (
    ALL,
    Classes,
    ClassName,
    OneClass,
    OneState,
    Share,
    StateName,
    Window,
    doc,
)
from sim.scenario.effects import (
    CLASSES,
    Between,
    Cells,
    EventKind,
    Imposes,
    Nonsense,
    TheatrePlaces,
)


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

    @override
    def nonsense(self, year: int, until: int | None) -> Nonsense:
        if self.delivered is not None and self.delivered[0] < year:
            message = f"delivery begins in {self.delivered[0]}, before the order of {year}"
            return (message, "delivered")
        if self.buyer == self.supplier:
            return ("a state places no order with itself", "supplier")
        return None


class _OnTheBook(Between):
    """Between a supplier and a buyer, on orders that are signed."""

    classes: Classes = doc(CLASSES, (ALL,))
    share: Share = 1.0

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        for dyad in self.dyads(places):
            yield from (((*dyad, k), self.share) for k in places.classes(self.classes))


class Suspend(_OnTheBook):
    """deliveries of what is ordered stop for a time"""

    imposes = Imposes("suspended", "listed", since_start=False, alike=True)
    example = "suspend: {supplier: United States, buyer: Egypt, classes: [aircraft, missiles]}"
    share: Share = doc("how much of the work on what is due stops", 1.0)
    resume: bool = doc(
        "whether the rest comes after 'until', later by the years lost; else it is cancelled then, "
        "and its money paid back",
        True,
    )

    @override
    def nonsense(self, year: int, until: int | None) -> Nonsense:
        if not self.resume and until is None:
            return ("what is not resumed is lost at its end: say 'until', the last year", "resume")
        return None


class Cancel(_OnTheBook):
    """what is still due of signed orders is cancelled"""

    imposes = Imposes("cancelled", "once", alike=True)
    example = (
        "cancel: {supplier: Italy, buyer: India, classes: [helicopters], signed: 2010, "
        "reorder: true}"
    )
    signed: Window | None = doc(
        "years in which the orders were signed; else all that were signed before", None
    )
    share: Share = doc("how much of what is still due is cancelled", 1.0)
    reorder: bool = doc(
        "whether the buyer asks others for as much, in the same year, if it needs any; "
        "else its volume is lost",
        False,
    )
    refund: Share = doc("how much of the money for what is cancelled is paid back", 1.0)

    @override
    def nonsense(self, year: int, until: int | None) -> Nonsense:
        if self.signed is not None and self.signed[1] >= year:
            message = (
                f"what is cancelled in {year} was signed before it: end 'signed' by {year - 1}"
            )
            return (message, "signed")
        return None


class Stocks(EventKind):
    """arms in service are lost, given away, or received from elsewhere without an order"""

    imposes = Imposes("handed", "once", alike=True)
    example = "stocks: {buyer: Poland, class: land, share: -0.3}"
    buyer: OneState = doc("the state whose stock changes")
    class_: ClassName = doc("the weapon class; 'all' with 'share' alone", key="class")
    tiv: Annotated[float, Field(ge=-100_000, le=100_000)] | None = doc(
        "change in TIV (SIPRI's unit, millions), below 0 a loss", None
    )
    share: Annotated[float, Field(ge=-1, le=10)] | None = doc(
        "change as a share of its stock, or of that of 'from'", None
    )
    from_: StateName | None = doc(
        "the state that hands the arms on, whose own stock falls if it is a buyer", None, key="from"
    )

    @override
    def cells(self, places: TheatrePlaces) -> Cells:
        change = self.share if self.tiv is None else self.tiv
        assert change is not None
        [buyer] = places.buyers(self.buyer)
        yield from (((buyer, k), change) for k in places.classes(self.class_))

    @override
    def nonsense(self, year: int, until: int | None) -> Nonsense:
        given = [name for name in ("tiv", "share") if getattr(self, name) is not None]
        if len(given) != 1:
            return ("stocks must have exactly one of: tiv, share", *given[1:])
        if self.tiv is not None and self.class_ == ALL:
            return ("'tiv' is of one class: name it, or give 'share' for all", "class")
        if self.from_ is None:
            return None
        if (self.from_,) == self.buyer:
            return ("a state hands nothing on to itself", "from")
        amount = self.share if self.tiv is None else self.tiv
        if amount is not None and not 0 < amount <= (1 if self.tiv is None else amount):
            return (
                "what comes from another state is above 0, a share of its stock 1 at most",
                given[0],
            )
        return None


BOOK_KINDS: Mapping[str, type[EventKind]] = {
    "order": OrderEvent,
    "suspend": Suspend,
    "cancel": Cancel,
    "stocks": Stocks,
}
