"""How a buyer chooses a supplier, and what it signs."""

import math
from typing import Any

from sim.model import noise
from tests.plain import equations as eq
from tests.plain.order import IMPORTED, LICENSED, SECOND_HAND, Order, Tender


class Choosing:
    """Behaviours of a buyer that decide who supplies it. ``Buying`` holds what they read."""

    name: str
    model: Any
    tenders: list[Tender]
    new_orders: list[Order]
    undelivered: list[Order]
    talkative: dict[str, float]

    # --- 4. choice

    def choose(self) -> None:
        """Give each tender to the best offer; one without any lapses."""
        p, paid_share = self.model.p, self.model.now.paid_share[self.name]
        relation = {s.name: self.relation(s) for s in self.model.suppliers}
        estranged = self.estrangement()
        self.talkative = {s.name: self.talk_about(s, estranged) for s in self.model.suppliers}
        for arms in self.packages:
            tenders = [tender for tender in self.tenders if tender.arms == arms and tender.offers]
            if not tenders:
                continue
            share_now = self.world_shares(arms)
            standing = {
                s.name: relation[s.name] + self.standing_in_class(s, arms, share_now[s.name])
                for s in self.model.suppliers
            }
            for tender in tenders:
                value = {
                    name: p.choice_scale
                    * (standing[name] + eq.price_value(p, offer.price, paid_share[name]))
                    + eq.gumbel(offer.taste)
                    for name, offer in tender.offers.items()
                }
                tender.chosen = self.take_best(tender, value)

    def take_best(self, tender: Tender, value: dict[str, float]) -> str | None:
        """The best offer whose deal is not stopped; every deal struck is announced."""
        for name, offer in tender.offers.items():
            if offer.loudness < self.talkative[name]:
                self.announce(tender, name)
        for name in sorted(value, key=value.__getitem__, reverse=True):
            self.announce(tender, name)
            if not self.vetoed(self.model.state[name], tender):
                return name
        return None

    def announce(self, tender: Tender, supplier: str) -> None:
        """Let the world know of talks with a supplier."""
        self.model.announcements.add((self.name, supplier, tender.arms, self.model.t))

    def estrangement(self) -> float:
        """How far this buyer and those on whom it leaned at the start have parted."""
        return sum(
            tie * max(-self.alignment_with(name), 0.0) for name, tie in self.tie_at_start.items()
        )

    def talk_about(self, supplier: Any, estranged: float) -> float:
        """Chance that talks about an offer of a supplier that is not taken are announced."""
        p, s = self.model.p, supplier.name
        drifting = 0.0
        for rival, level, _ in self.rivalries:
            fallen = max(rival.tie_at_start[s] - rival.tie[s], 0.0)
            parted = max(-rival.alignment_with(s), 0.0)
            drifting += level * supplier.customers[rival.name] * min(fallen + parted, 1.0)
        louder = math.exp(p.leverage * min(drifting, 1.0) + p.signal * estranged)
        return float(min(p.talk * louder, 1.0))

    def vetoed(self, supplier: Any, tender: Tender) -> bool:
        """Whether larger customers of the supplier, rivals of the buyer, stop the deal."""
        model = self.model
        objecting = supplier.objecting_to(self)
        u = model.draw(
            noise.VETO, model.year, buyer=self.name, supplier=supplier.name, arms=tender.arms,
            number=tender.number,
        )  # fmt: skip
        return bool(u[0] < 1 - math.exp(-model.p.veto * objecting))

    def relation(self, supplier: Any) -> float:
        """The part of a supplier's value that is the same in every class."""
        p, now, s, me = self.model.p, self.model.now, supplier.name, self.name
        last = self.last_order[s]
        value = eq.acquaintance(p, None if last is None else self.model.t - last)
        value += p.affinity * self.affinity[s]
        value += p.un_distance * self.un_distance[s]
        if last is None:
            value += p.un_distance_first_order * self.un_distance[s]
        if not supplier.is_single_supplier:
            value += p.other_supplier
        value += p.defence_pact * now.defence_pact[me][s] + p.own_rival * now.own_rival[me][s]
        value += p.alignment_shift * self.alignment_with(s)
        value += p.domestic_cost * eq.domestic_cost(p, now.domestic_cost[me][s], self.cost[s])
        value += p.patron_objection * now.patron_objection[me][s]
        sales = ties = 0.0
        for rival, level, _ in self.rivalries:
            sales += level * eq.share_of(supplier.all_sales, rival.dyad_sales[s])
            ties += level * max(rival.tie[s] - rival.tie_at_start[s], 0.0)
        return value + eq.rivals_value(p, sales, ties) + self.unease(s, last)

    def unease(self, supplier: str, last_order: int | None) -> float:
        """Leaning on one supplier, fear of losing it to a rival, and the search for others."""
        p = self.model.p
        courted = sum(
            level * max(rival.alignment_with(supplier), 0.0) for rival, level, _ in self.rivalries
        )
        value = p.dependence * max(self.tie[supplier] - 0.6, 0.0)
        value += p.abandonment * self.tie_at_start[supplier] * min(courted, 1.0)
        if last_order is None or self.model.t - last_order > 3:
            value += p.search * self.balance
        return value

    def alignment_with(self, supplier: str) -> float:
        events = self.model.now.alignment[self.name][supplier]
        return eq.alignment(self.model.p, events, self.drift[supplier])

    def world_shares(self, arms: str) -> dict[str, float]:
        """Suppliers' shares in what others buy of a class."""
        return eq.shares(
            {
                s.name: max(s.class_sales[arms] - self.own_sales[arms][s.name], 0.0)
                for s in self.model.suppliers
            }
        )

    def standing_in_class(self, supplier: Any, arms: str, share_now: float) -> float:
        p, s = self.model.p, supplier.name
        recent = self.recent_orders[arms][s]
        orders = sum(recent.get(self.model.t - years, 0.0) for years in range(1, 6))
        pull = eq.class_habit(p, self.habit[arms][s], orders)
        pull -= p.quality * self.model.now.withheld[self.name][s][arms]
        return pull + eq.example(p, self.start_share[arms][s], share_now, supplier.walk)

    # --- 5. signing

    def sign(self) -> None:
        """Turn each choice into an order."""
        self.new_orders = []
        for tender in self.tenders:
            if tender.chosen is not None:
                order = self.terms(tender, self.model.state[tender.chosen])
                self.new_orders.append(order)
                self.undelivered.append(order)
                self.model.orders.append(order)

    def terms(self, tender: Tender, supplier: Any) -> Order:
        model, p, arms = self.model, self.model.p, tender.arms
        u = model.draw(noise.TERMS, model.year, buyer=self.name, arms=arms, number=tender.number)
        kind = IMPORTED
        if u[0] < self.licensed[arms]:
            kind = LICENSED
        elif u[0] < self.not_imported[arms]:
            kind = SECOND_HAND
        wait = eq.years_of_waiting(p, supplier.book[arms], supplier.capacity(arms))
        lags = [eq.lag(model.lag_cdf[kind][arms], draw) for draw in u[1:3]]
        begin = model.t + wait
        usd = eq.price_paid(
            p, tender.tiv, supplier.usd_per_tiv, tender.offers[supplier.name].price,
            len(tender.offers), noise.normal(u[3]),
        )  # fmt: skip
        return Order(
            self.name, supplier.name, arms, model.t, begin + min(lags), begin + max(lags), kind,
            tender.tiv, usd,
        )  # fmt: skip
