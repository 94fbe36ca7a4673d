"""What a state does as a buyer."""

import math
from typing import Any, NamedTuple

from sim.model import noise
from sim.model.world import NOBODY, F, W
from tests.plain import equations as eq
from tests.plain.order import IMPORTED, LICENSED, SECOND_HAND, Order, Tender
from tests.plain.record import Record


class Rivalry(NamedTuple):
    """One rival this year, how much of a rival it is, and how it objects to sales, by supplier."""

    rival: "Buying"
    level: float
    objections: dict[str, float]


class Buying:
    """Behaviours of a buyer, one method a stage. Dictionaries are by class, then by supplier."""

    name: str
    model: Any

    def start_buying(self, record: Record) -> None:
        """Take over what stood at the start."""
        me = self.name
        self.is_single = record[F.SINGLE_BUYER][me] == 1
        self.packages, self.size_mu = record[F.PACKAGES][me], record[F.SIZE_MU][me]
        self.size_below = record[F.SIZE_BELOW][me]
        self.licensed, self.not_imported = record[F.LICENSED][me], record[F.NOT_IMPORTED][me]
        self.un_distance, self.affinity = record[F.UN_DISTANCE][me], record[F.AFFINITY][me]
        self.tie_at_start, self.start_share = record[F.TIE][me], record[F.START_SHARE][me]
        self.stock_at_start = record[F.START_STOCK][me]
        self.rival_names = [
            record.buyers[int(b)] for b in record[F.RIVAL_OF][me] if int(b) != NOBODY
        ]
        self.rivalries: list[Rivalry] = []

        self.spending = record[W.SPENDING][me]
        self.stock = record[W.STOCK][me]
        self.habit, self.own_sales = record[W.HABIT][me], record[W.OWN_SALES][me]
        self.recent_orders = {  # class → supplier → year → number
            arms: {
                supplier: {year: ring[year % len(ring)] for year in range(-5, 0)}
                for supplier, ring in by_supplier.items()
            }
            for arms, by_supplier in record[W.RECENT_ORDERS][me].items()
        }
        self.last_order = {
            supplier: int(year) if year > -1000 else None
            for supplier, year in record[W.LAST_ORDER][me].items()
        }
        self.dyad_sales, self.dyad_orders = record[W.DYAD_SALES][me], record[W.DYAD_ORDERS][me]
        self.dyad_book, self.tie = record[W.DYAD_BOOK][me], record[W.TIE][me]
        self.drift = dict.fromkeys(record.suppliers, 0.0)
        self.cost = dict.fromkeys(record.suppliers, 0.0)
        z = noise.normal(self.model.draw(noise.DEMAND, None, buyer=me)[0])
        self.demand_slow = self.model.p.demand_slow_sd * z

        self.tenders: list[Tender] = []
        self.new_orders: list[Order] = []
        self.undelivered: list[Order] = []
        self.deliveries: list[dict[str, dict[str, float]]] = []  # year → class → supplier

    # --- 1. spending

    def see_rivals(self) -> None:
        """Note who is a rival this year."""
        now, me = self.model.now, self.name
        self.rivalries = [
            Rivalry(self.model.state[name], now.rivalry[me][i], now.objection[me][i])
            for i, name in enumerate(self.rival_names)
        ]

    def threat(self) -> float:
        return sum(r.level * sum(r.rival.stock.values()) for r in self.rivalries)

    def threat_at_start(self) -> float:
        return sum(r.level * r.rival.stock_at_start for r in self.rivalries)

    def adjust_spending(self) -> None:
        target = eq.spending_target(self.model.p, self.threat(), self.threat_at_start())
        self.spending += 0.3 * (target - self.spending)

    # --- 2. need

    def announce_tenders(self) -> None:
        """Say what packages are wanted this year."""
        model, p, now = self.model, self.model.p, self.model.now
        u = model.draw(noise.DEMAND, model.year, buyer=self.name)
        self.demand_slow = eq.demand_slow(p, self.demand_slow, noise.normal(u[1]))
        demand = eq.demand_factor(p, noise.normal(u[0]), self.demand_slow)
        demand = demand if self.is_single else 1.0
        against = eq.balance(
            self.threat(), sum(self.stock.values()), self.threat_at_start(), self.stock_at_start
        )
        spending = now.spending[self.name] * self.spending
        self.tenders = []
        for arms, packages in self.packages.items():
            need = now.need[self.name][arms]
            mean = eq.tender_rate(p, packages, spending, against, demand, need)
            self.tenders += self.tenders_for(arms, mean)

    def tenders_for(self, arms: str, mean: float) -> list[Tender]:
        model = self.model
        recorded = model.recorded_packages[model.t][self.name][arms]
        if recorded >= 0:
            count = int(recorded)
        else:
            u = model.draw(noise.TENDERS, model.year, buyer=self.name, arms=arms)[0]
            count = eq.poisson_quantile(u, mean)
        tenders = []
        for number in range(count):
            u = model.draw(noise.SIZE, model.year, buyer=self.name, arms=arms, number=number)[0]
            z = noise.normal(u * self.size_below[arms])
            size = math.exp(self.size_mu[arms] + model.size_sd[arms] * z)
            tenders.append(Tender(arms, number, size))
        if recorded > 0:
            total = sum(tender.tiv for tender in tenders)
            for tender in tenders:
                tender.tiv *= model.recorded_tiv[model.t][self.name][arms] / total
        return tenders

    # --- 4. choice

    def choose(self) -> None:
        """Give each tender to the best offer; one without any lapses."""
        p, paid_share = self.model.p, self.model.now.paid_share[self.name]
        relation = {s.name: self.relation(s) for s in self.model.suppliers}
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
                tender.chosen = max(value, key=value.__getitem__)

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
            if supplier.all_sales > 0:
                sales += level * rival.dyad_sales[s] / supplier.all_sales
            ties += level * max(rival.tie[s] - rival.tie_at_start[s], 0.0)
        return value + eq.rivals_value(p, sales, ties)

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

    # --- 6. delivery

    def receive(self) -> None:
        """Put the year's deliveries into service."""
        t = self.model.t
        arriving = {arms: dict.fromkeys(self.tie, 0.0) for arms in self.stock}
        for order in self.undelivered:
            arriving[order.arms][order.supplier] += order.delivered_in(t)
        self.undelivered = [order for order in self.undelivered if order.last > t]
        self.deliveries.append(arriving)
        for arms, by_supplier in arriving.items():
            self.stock[arms] = eq.STOCK_KEPT * self.stock[arms] + sum(by_supplier.values())
            for supplier, tiv in by_supplier.items():
                self.dyad_book[supplier] -= tiv

    def delivery_shares(self) -> dict[str, float]:
        """Suppliers' shares in this year's deliveries."""
        arriving = self.deliveries[-1]
        return eq.shares({s: sum(arriving[arms][s] for arms in arriving) for s in self.tie})

    # --- 7. memory and feedback

    def remember(self) -> None:
        """Let the year's orders enter memory, and a year pass over it."""
        for order in self.new_orders:
            s, arms, tiv = order.supplier, order.arms, order.tiv
            self.habit[arms][s] += tiv
            self.own_sales[arms][s] += tiv
            years = self.recent_orders[arms][s]
            years[order.signed] = years.get(order.signed, 0.0) + 1
            self.last_order[s] = order.signed
            self.dyad_sales[s] += tiv
            self.dyad_orders[s] += tiv
            self.dyad_book[s] += tiv
        for s in self.tie:
            for arms in self.habit:
                self.habit[arms][s] *= eq.HABIT_KEPT
                self.own_sales[arms][s] *= eq.SALES_KEPT
            self.dyad_orders[s] *= eq.HABIT_KEPT
            self.dyad_sales[s] *= eq.SALES_KEPT
        self.tie = eq.shares(self.dyad_orders)

    def feel(self) -> None:
        """Let the year's deliveries move alignment and the cost at home."""
        p, received = self.model.p, self.delivery_shares()
        rivals = [(r.level, r.rival.delivery_shares(), r.rival.tie_at_start) for r in self.rivalries]
        for s in self.tie:
            self.drift[s] = eq.drifted_alignment(p, self.drift[s], received[s])
            rises = (level * max(got[s] - before[s], 0.0) for level, got, before in rivals)
            self.cost[s] = eq.drifted_cost(p, self.cost[s], rises)
