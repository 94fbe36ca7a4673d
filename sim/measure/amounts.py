"""Measures of how much: volumes, money, orders, and what becomes of them."""

from collections.abc import Mapping

import numpy as np

from sim.base.arrays import Floats
from sim.document.entries import Kind
from sim.document.types import ALL, ClassName, OwnWindow, States, doc
from sim.measure.comparison import ComparisonRule
from sim.measure.flows import Flows
from sim.measure.kind import ANY_BUYER, ANY_SUPPLIER, CLASS, OF, WINDOW, MeasureKind, Of, ratio_of
from sim.measure.unit import Unit
from sim.measure.words import between, of_class, who


class _Flow(MeasureKind):
    """A measure of what goes between any states."""

    buyer: States | None = doc(ANY_BUYER, None)
    supplier: States | None = doc(ANY_SUPPLIER, None)

    @property
    def _states(self) -> str:
        return between(self.buyer, self.supplier)


class _FlowOfClass(_Flow):
    """The same of any class."""

    class_: ClassName = doc(CLASS, ALL, key="class")

    def _sentence(self, noun: str, to: str) -> str:
        buyer = "" if self.buyer is None else f" {to} {who(self.buyer)}"
        seller = "" if self.supplier is None else f" from {who(self.supplier)}"
        return f"{noun}{buyer}{seller}{of_class(self.class_)}{self.when}"


class Volume(_FlowOfClass):
    """volume of arms in TIV"""

    example = "volume: {buyer: India, supplier: Russia, window: 2013-2017}"
    unit = Unit("TIV, millions", "million TIV")
    comparison = ComparisonRule(floor=1.0)
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        return flows.volume(self.of, self.window, self.buyer, self.supplier, self.class_)

    @property
    def what(self) -> str:
        return f"{self._states}: TIV{' ordered' if self.of == 'orders' else ''}"

    @property
    def subject(self) -> str:
        return self._sentence(*(("Orders", "by") if self.of == "orders" else ("Deliveries", "to")))


class Change(_FlowOfClass):
    """change of volume from one window to another"""

    example = "change: {buyer: Pakistan, supplier: United States, from: 2008-2012, to: 2013-2017}"
    unit = Unit("change", "points", percent=True, signed=True)
    comparison = ComparisonRule(nothing=-1.0)
    from_: OwnWindow = doc("the years compared with", key="from")
    to: OwnWindow = doc("the years compared")
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        before, after = (
            flows.volume(self.of, window, self.buyer, self.supplier, self.class_)
            for window in (self.from_, self.to)
        )
        ratio = ratio_of(after, before)
        return None if ratio is None else ratio - 1.0

    @property
    def what(self) -> str:
        return f"{self._states}: change{self.in_orders}"

    @property
    def subject(self) -> str:
        ordered = self.of == "orders"
        return self._sentence(f"Change of {self.of}", "by" if ordered else "to")


class Side(Kind):
    """one flow of a ratio"""

    buyer: States | None = doc(ANY_BUYER, None)
    supplier: States | None = doc(ANY_SUPPLIER, None)


class Ratio(MeasureKind):
    """volume of one flow over that of another"""

    example = "ratio: {top: {buyer: India}, bottom: {buyer: Pakistan}, window: 2013-2017}"
    unit = Unit("ratio")
    top: Side = doc("the flow above the line")
    bottom: Side = doc("the flow below the line")
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        top, bottom = (
            flows.volume(self.of, self.window, side.buyer, side.supplier)
            for side in (self.top, self.bottom)
        )
        return ratio_of(top, bottom)

    @property
    def what(self) -> str:
        top, bottom = (between(side.buyer, side.supplier) for side in (self.top, self.bottom))
        return f"{top} over {bottom}{self.in_orders}"


class OrderCount(_FlowOfClass):
    """number of orders"""

    example = "order_count: {buyer: India, supplier: France, window: 2013-2017}"
    unit = Unit("orders", "orders")
    window: OwnWindow = doc(WINDOW)

    def value(self, flows: Flows) -> Floats | None:
        return flows.volume("order_count", self.window, self.buyer, self.supplier, self.class_)

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"order_count"})

    @property
    def what(self) -> str:
        return f"{self._states}: orders"

    @property
    def subject(self) -> str:
        return self._sentence("Number of orders", "by")


class AnnouncementsPerOrder(_FlowOfClass):
    """announced deals for each that became an order"""

    example = "announcements_per_order: {buyer: Pakistan, window: 2013-2017}"
    unit = Unit("announcements per order")
    window: OwnWindow = doc(WINDOW)

    def value(self, flows: Flows) -> Floats | None:
        """Both are counted by supplier, class and year, however many there were."""
        announced, orders = (
            flows.part(flow, self.window, self.buyer, self.supplier, self.class_, by_period=True)
            for flow in ("announcements", "order_count")
        )
        if announced is None or orders is None:
            return None
        became = np.minimum(orders, 1.0)
        return ratio_of(announced.sum(axis=(1, 2, 3, 4)), became.sum(axis=(1, 2, 3, 4)))

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"announcements", "order_count"})

    @property
    def what(self) -> str:
        return f"{self._states}: talks per order"


class MoneyPaid(_Flow):
    """US$ million paid"""

    example = "money: {supplier: Russia, window: 2013-2017}"
    unit = Unit("US$ m", "US$ million")
    comparison = ComparisonRule(floor=1.0)
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        return flows.volume(f"{self.of}_usd", self.window, self.buyer, self.supplier)

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({f"{self.of}_usd"})

    @property
    def what(self) -> str:
        return f"{self._states}: US$ m{self.in_orders}"


AMOUNTS: Mapping[str, type[MeasureKind]] = {
    "volume": Volume,
    "change": Change,
    "ratio": Ratio,
    "order_count": OrderCount,
    "announcements_per_order": AnnouncementsPerOrder,
    "money": MoneyPaid,
}
