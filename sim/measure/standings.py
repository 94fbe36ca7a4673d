"""Measures of who matters to whom: shares, ranks, concentration, the first order."""

import numpy as np

from sim.base.arrays import Floats
from sim.measure.comparison import Comparison
from sim.measure.flows import Flows, Names, Window
from sim.measure.kind import MeasureKind, ratio_of
from sim.measure.unit import Unit
from sim.measure.words import between, whose


class ShareOf(MeasureKind):
    """share of the supplier in what the buyer gets"""

    unit = Unit("share", "points", percent=True)
    comparison = Comparison(0.5, ratio=False)
    example = "share: {buyer: Pakistan, supplier: China, window: 2013-2017}"
    buyer: Names
    supplier: Names
    window: Window

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


class _InTheWorld(MeasureKind):
    """A measure of one buyer, or one supplier, among all."""

    buyer: Names | None
    supplier: Names | None
    window: Window

    @property
    def _role(self) -> str:
        return "supplier" if self.buyer is None else "buyer"

    @property
    def _whose(self) -> str:
        states = self.supplier if self.buyer is None else self.buyer
        assert states is not None  # a scenario gives one of the two
        return whose(states)


class WorldShare(_InTheWorld):
    """share in the world's volume"""

    unit = Unit("share of the world", "points", percent=True)
    example = "world_share: {supplier: China, window: 2013-2017}"

    def value(self, flows: Flows) -> Floats | None:
        part = flows.volume(self.of, self.window, self.buyer, self.supplier)
        return ratio_of(part, flows.volume(self.of, self.window))

    @property
    def what(self) -> str:
        traded = "exports" if self.buyer is None else "imports"
        return f"{self._whose} share of world {'orders' if self.of == 'orders' else traded}"


class Rank(_InTheWorld):
    """place among the world's buyers or suppliers by volume; 1 is the largest"""

    unit = Unit("rank", "ranks")
    comparison = Comparison(10.0, ratio=False)
    example = "rank: {buyer: Pakistan, window: 2013-2017}"

    def value(self, flows: Flows) -> Floats | None:
        """Place among single states; aggregates stand in no ranking."""
        total = flows.total(self.of, self.window)
        if total is None or flows.covered is not None:
            return None
        if self.buyer is not None:
            names, [own], volumes = flows.buyers, self.buyer, total.sum(axis=(2, 3))
        else:
            assert self.supplier is not None  # a scenario gives one of the two
            names, [own], volumes = flows.suppliers, self.supplier, total.sum(axis=(1, 3))
        mine = volumes[:, [names.index(own)]]
        single = np.array([name not in flows.aggregates for name in names])
        ahead = ((volumes > mine) & single).sum(axis=1)
        return np.where(mine[:, 0] > 0, ahead + 1.0, np.nan)

    @property
    def what(self) -> str:
        return f"{self._whose} rank among {self._role}s{self.in_orders}"


class Hhi(MeasureKind):
    """concentration of the buyer's suppliers, from 0 to 1 (Herfindahl-Hirschman)"""

    unit = Unit("concentration index, 0 to 1")
    comparison = Comparison(0.5, ratio=False)
    example = "hhi: {buyer: Pakistan, window: 2013-2017}"
    buyer: Names
    window: Window

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

    unit = Unit("year", "years")
    comparison = Comparison(10.0, ratio=False)
    example = "first_order: {buyer: Pakistan, supplier: Russia}"
    buyer: Names
    supplier: Names

    def value(self, flows: Flows) -> Floats | None:
        if flows.orders is None or not flows.covers(self.buyer):
            return None
        buyers = [flows.buyers.index(name) for name in self.buyer]
        suppliers = [flows.suppliers.index(name) for name in self.supplier]
        ordered = flows.orders[:, buyers][:, :, suppliers].sum(axis=(1, 2, 3)) > 0
        first = np.array([period[0] for period in flows.periods], dtype=np.float64)
        return np.where(ordered.any(axis=1), first[ordered.argmax(axis=1)], np.nan)

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"orders"})

    @property
    def what(self) -> str:
        return f"{between(self.buyer, self.supplier)}: first order"


STANDINGS = {
    "share": ShareOf,
    "hhi": Hhi,
    "rank": Rank,
    "world_share": WorldShare,
    "first_order": FirstOrder,
}
