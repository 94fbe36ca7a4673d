"""Measures of who matters to whom: shares, ranks, concentration, the first order."""

from collections.abc import Mapping

import numpy as np

from sim.base.arrays import Floats
from sim.document.types import ALL, ClassName, OneState, OwnWindow, States, doc
from sim.measure.comparison import ComparisonRule
from sim.measure.flows import Flows, Names
from sim.measure.kind import (
    ANY_BUYER,
    ANY_SUPPLIER,
    BUYER,
    CLASS,
    OF,
    SUPPLIER,
    WINDOW,
    MeasureKind,
    Of,
    ratio_of,
)
from sim.measure.unit import Unit
from sim.measure.words import between, who, whose


class ShareOf(MeasureKind):
    """share of the supplier in what the buyer gets"""

    example = "share: {buyer: Pakistan, supplier: China, window: 2013-2017}"
    unit = Unit("share", "points", percent=True)
    comparison = ComparisonRule(0.5, ratio=False)
    buyer: States = doc(BUYER)
    supplier: States = doc(SUPPLIER)
    class_: ClassName = doc(CLASS, ALL, key="class")
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        part, whole = (
            flows.volume(self.of, self.window, self.buyer, supplier, self.class_)
            for supplier in (self.supplier, None)
        )
        return ratio_of(part, whole)

    @property
    def what(self) -> str:
        got = "orders" if self.of == "orders" else "imports"
        return f"{whose(self.supplier)} share of {whose(self.buyer)} {got}"


class WorldShare(MeasureKind):
    """share in the world's volume"""

    example = "world_share: {supplier: China, window: 2013-2017}"
    exactly_one = ("buyer", "supplier")
    unit = Unit("share of the world", "points", percent=True)
    buyer: States | None = doc(ANY_BUYER, None)
    supplier: States | None = doc(ANY_SUPPLIER, None)
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        part = flows.volume(self.of, self.window, self.buyer, self.supplier)
        return ratio_of(part, flows.volume(self.of, self.window))

    @property
    def what(self) -> str:
        role, states = _role(self.buyer, self.supplier)
        traded = "orders" if self.of == "orders" else _TRADED[role]
        return f"{whose(states)} share of world {traded}"


class Rank(MeasureKind):
    """place among the world's buyers or suppliers by volume; 1 is the largest"""

    example = "rank: {buyer: Pakistan, window: 2013-2017}"
    exactly_one = ("buyer", "supplier")
    unit = Unit("rank", "ranks", whole=True)
    comparison = ComparisonRule(10.0, ratio=False)
    buyer: OneState | None = doc("the state, among all that buy", None)
    supplier: OneState | None = doc("the state, among all that sell", None)
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        """Place among single states; aggregates stand in no ranking."""
        total = flows.total(self.of, self.window)
        if total is None or flows.covered is not None:
            return None
        role, [own] = _role(self.buyer, self.supplier)
        names = flows.buyers if role == "buyer" else flows.suppliers
        volumes = total.sum(axis=(2, 3) if role == "buyer" else (1, 3))
        mine = volumes[:, [names.index(own)]]
        single = np.array([name not in flows.aggregates for name in names])
        ahead = ((volumes > mine) & single).sum(axis=1)
        return np.where(mine[:, 0] > 0, ahead + 1.0, np.nan)

    @property
    def what(self) -> str:
        role, states = _role(self.buyer, self.supplier)
        return f"{whose(states)} rank among {role}s{self.in_orders}"


class Hhi(MeasureKind):
    """concentration of the buyer's suppliers, from 0 to 1 (Herfindahl-Hirschman)"""

    example = "hhi: {buyer: Pakistan, window: 2013-2017}"
    unit = Unit("concentration index, 0 to 1")
    comparison = ComparisonRule(0.5, ratio=False)
    buyer: States = doc(BUYER)
    window: OwnWindow = doc(WINDOW)
    of: Of = doc(OF, "deliveries")

    def value(self, flows: Flows) -> Floats | None:
        total = flows.part(self.of, self.window, self.buyer)
        if total is None:
            return None
        by_supplier = total.sum(axis=(1, 3))
        return ratio_of((by_supplier**2).sum(axis=1), by_supplier.sum(axis=1) ** 2)

    @property
    def what(self) -> str:
        return f"{whose(self.buyer)} suppliers, concentration{self.in_orders}"


class FirstOrder(MeasureKind):
    """year of the first order in the scenario"""

    example = "first_order: {buyer: Pakistan, supplier: Russia}"
    unit = Unit("year", "years", whole=True)
    comparison = ComparisonRule(10.0, ratio=False)
    buyer: States = doc(BUYER)
    supplier: States = doc(SUPPLIER)

    def value(self, flows: Flows) -> Floats | None:
        by_year = all(first == last for first, last in flows.periods)
        if flows.orders is None or not by_year or not flows.covers(self.buyer):
            return None
        buyers = [flows.buyers.index(name) for name in self.buyer]
        suppliers = [flows.suppliers.index(name) for name in self.supplier]
        ordered = flows.orders[:, buyers][:, :, suppliers].sum(axis=(1, 2, 3)) > 0
        first = np.array([period[0] for period in flows.periods], dtype=np.float64)
        return np.where(ordered.any(axis=1), first[ordered.argmax(axis=1)], np.nan)

    @property
    def what(self) -> str:
        return f"{between(self.buyer, self.supplier)}: first order"

    @property
    def subject(self) -> str:
        return f"Year of the first order of {who(self.buyer)} from {who(self.supplier)}"


_TRADED = {"buyer": "imports", "supplier": "exports"}


def _role(buyer: Names | None, supplier: Names | None) -> tuple[str, Names]:
    """Of the two, the one that a measure gives: its role, and who it is."""
    roles = ("buyer", buyer), ("supplier", supplier)
    return next((role, states) for role, states in roles if states is not None)


STANDINGS: Mapping[str, type[MeasureKind]] = {
    "share": ShareOf,
    "hhi": Hhi,
    "rank": Rank,
    "world_share": WorldShare,
    "first_order": FirstOrder,
}
