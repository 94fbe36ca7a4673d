"""Measures of how much: volumes, money, orders, and what becomes of them."""

import numpy as np

from sim.base.arrays import Floats
from sim.measure.comparison import Comparison
from sim.measure.flows import Flows, Names, Window
from sim.measure.kind import MeasureKind, ratio_of
from sim.measure.unit import Unit
from sim.measure.words import between, of_class, short_window, who


class _Flow(MeasureKind):
    """A measure of what goes between any states."""

    buyer: Names | None
    supplier: Names | None
    window: Window

    @property
    def _states(self) -> str:
        return between(self.buyer, self.supplier)

    def _sentence(self, noun: str, to: str) -> str:
        buyer = "" if self.buyer is None else f" {to} {who(self.buyer)}"
        seller = "" if self.supplier is None else f" from {who(self.supplier)}"
        return f"{noun}{buyer}{seller}{of_class(self.class_)}{self.when}"


class Volume(_Flow):
    """volume of arms in TIV"""

    unit = Unit("TIV, millions", "million TIV")
    comparison = Comparison(floor=1.0)
    example = "volume: {buyer: India, supplier: Russia, window: 2013-2017}"

    def value(self, flows: Flows) -> Floats | None:
        return flows.volume(self.of, self.window, self.buyer, self.supplier, self.class_)

    @property
    def what(self) -> str:
        return f"{self._states}: TIV{' ordered' if self.of == 'orders' else ''}"

    @property
    def subject(self) -> str:
        return self._sentence(*(("Orders", "of") if self.of == "orders" else ("Deliveries", "to")))


class Change(_Flow):
    """change of volume from one window to another"""

    unit = Unit("change", "points", percent=True, signed=True)
    comparison = Comparison(nothing=-1.0)
    example = "change: {buyer: Pakistan, supplier: United States, from: 2008-2012, to: 2013-2017}"
    from_: Window
    to: Window

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
    def when(self) -> str:
        return f", {short_window(self.from_)} to {short_window(self.to)}"


class Ratio(MeasureKind):
    """volume of one flow over that of another"""

    unit = Unit("ratio")
    example = "ratio: {top: {buyer: India}, bottom: {buyer: Pakistan}, window: 2013-2017}"
    top: dict[str, Names | None]
    bottom: dict[str, Names | None]
    window: Window

    def value(self, flows: Flows) -> Floats | None:
        top, bottom = (
            flows.volume(self.of, self.window, side.get("buyer"), side.get("supplier"))
            for side in (self.top, self.bottom)
        )
        return ratio_of(top, bottom)

    @property
    def what(self) -> str:
        top, bottom = (
            between(side.get("buyer"), side.get("supplier")) for side in (self.top, self.bottom)
        )
        return f"{top} over {bottom}{self.in_orders}"


class OrderCount(_Flow):
    """number of orders"""

    unit = Unit("orders", "orders")
    example = "order_count: {buyer: India, supplier: France, window: 2013-2017}"

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
        return self._sentence("Number of orders", "of")


class AnnouncementsPerOrder(_Flow):
    """announced deals for each that became an order, counted by supplier, class and year"""

    unit = Unit("announcements per order")
    example = "announcements_per_order: {buyer: Pakistan, window: 2013-2017}"

    def value(self, flows: Flows) -> Floats | None:
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


class Money(_Flow):
    """US$ million paid"""

    unit = Unit("US$ m", "US$ million")
    comparison = Comparison(floor=1.0)
    example = "money: {supplier: Russia, window: 2013-2017}"

    def value(self, flows: Flows) -> Floats | None:
        return flows.volume(f"{self.of}_usd", self.window, self.buyer, self.supplier)

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({f"{self.of}_usd"})

    @property
    def what(self) -> str:
        return f"{self._states}: US$ m{self.in_orders}"


AMOUNTS = {
    "volume": Volume,
    "change": Change,
    "ratio": Ratio,
    "order_count": OrderCount,
    "announcements_per_order": AnnouncementsPerOrder,
    "money": Money,
}
