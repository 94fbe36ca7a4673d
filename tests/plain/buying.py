"""What a state does as a buyer, but for its choices."""

import math
from typing import Any, NamedTuple

from sim.model import noise
from sim.model.world import NOBODY, F, W
from tests.plain import equations as eq
from tests.plain.choosing import Choosing
from tests.plain.order import Handed, Order, Tender
from tests.plain.record import Record

AGAIN = 40_000  # number of the first tender for what was cancelled


class Rivalry(NamedTuple):
    """One rival this year, how much of a rival it is, and how it objects to sales, by supplier."""

    rival: "Buying"
    level: float
    objections: dict[str, float]


class Buying(Choosing):
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
        self.affinity = record[F.AFFINITY][me]
        self.tie_at_start, self.start_share = record[F.TIE][me], record[F.START_SHARE][me]
        self.wealth, self.wealth_of_both = record[F.WEALTH][me], record[F.WEALTH_OF_BOTH][me]
        self.industry, self.balance = record[F.INDUSTRY][me], 0.0
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
                supplier: {
                    year: record[W.ORDERED][year % 6][me][arms][supplier] for year in range(-5, 0)
                }
                for supplier in record.suppliers
            }
            for arms in record.classes
        }
        self.last_order = {
            supplier: int(year) if year > -1000 else None
            for supplier, year in record[W.LAST_ORDER][me].items()
        }
        self.dyad_sales, self.dyad_orders = record[W.DYAD_SALES][me], record[W.DYAD_ORDERS][me]
        self.dyad_book, self.tie = record[W.DYAD_BOOK][me], record[W.TIE][me]
        self.signals = 0  # of last year
        self.conceded: dict[str, float] = {}  # part of the price that a supplier asks this year
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

    def see_stocks(self) -> None:
        """See what of its arms is lost or given this year, and what it is given."""
        self.stock_change = dict.fromkeys(self.stock, 0.0)
        for item in self.model.handed:
            if item.year == self.model.t:
                sign = (item.buyer == self.name) - (item.giver == self.name)
                self.stock_change[item.arms] += sign * self.moved(item)

    def moved(self, item: Handed) -> float:
        """TIV of one change; where several want more than there is, each gets its part."""
        holder = item.giver or (item.buyer if item.amount < 0 else None)
        if holder is None:
            return self.wanted(item)
        wanted = sum(
            abs(self.wanted(other)) for other in self.model.handed
            if (other.year, other.arms) == (item.year, item.arms)
            and (other.giver or (other.buyer if other.amount < 0 else None)) == holder
        )  # fmt: skip
        there = self.model.state[holder].stock[item.arms]
        return self.wanted(item) * min(1.0, eq.share_of(wanted, there))

    def wanted(self, item: Handed) -> float:
        of = self.model.state[item.giver or item.buyer].stock[item.arms]
        return item.amount * of if item.is_share else item.amount

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
        self.balance = against
        spending = now.spending[self.name] * self.spending
        imported = (1 - p.domestic_growth) ** (self.industry * model.t)
        self.tenders = []
        for arms, packages in self.packages.items():
            need = now.need[self.name][arms] * now.buys[self.name][arms]
            mean = eq.tender_rate(p, packages, spending, against, demand, need) * imported
            self.tenders += self.tenders_for(arms, mean)
            if need > 0:
                self.tenders += self.tenders_again(arms)

    def tenders_again(self, arms: str) -> list[Tender]:
        """What was cancelled and is to come from others: as many packages, all of one size."""
        tenders: list[Tender] = []
        for cut in self.model.cuts:
            if (cut.buyer, cut.arms, cut.year) == (self.name, arms, self.model.t) and cut.reorder:
                lost = self.model.cancelled_by(cut)
                tenders += [
                    Tender(arms, AGAIN + len(tenders) + n, sum(lost) / len(lost),
                           instead_of=cut.supplier)
                    for n in range(len(lost))
                ]  # fmt: skip
        return tenders

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

    # --- 6. delivery

    def receive(self) -> None:
        """Put the year's deliveries into service."""
        t = self.model.t
        arriving = {arms: dict.fromkeys(self.tie, 0.0) for arms in self.stock}
        for order in self.undelivered:
            arriving[order.arms][order.supplier] += order.delivered_in(t)
        self.undelivered = [order for order in self.undelivered if order.arrives[1] > t]
        self.deliveries.append(arriving)
        for arms, by_supplier in arriving.items():
            held = self.stock[arms] + self.stock_change[arms]
            self.stock[arms] = eq.STOCK_KEPT * held + sum(by_supplier.values())
            for supplier, tiv in by_supplier.items():
                self.dyad_book[supplier] -= tiv
        for cut in self.model.cuts:
            if (cut.buyer, cut.year) == (self.name, t):
                self.dyad_book[cut.supplier] -= sum(self.model.cancelled_by(cut))

    def delivery_shares(self) -> dict[str, float]:
        """Suppliers' shares in this year's deliveries."""
        arriving = self.deliveries[-1]
        return eq.shares({s: sum(arriving[arms][s] for arms in arriving) for s in self.tie})

    def announcement_shares(self) -> dict[str, float]:
        """Suppliers' shares in this year's announcements."""
        model = self.model
        return eq.shares(
            {
                s: float(sum((self.name, s, k, model.t) in model.announcements for k in self.stock))
                for s in self.tie
            }
        )

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
        """Let deliveries and announcements move alignment, and deliveries the cost at home."""
        p, received, talked = self.model.p, self.delivery_shares(), self.announcement_shares()
        rivals = [
            (r.level, r.rival.delivery_shares(), r.rival.tie_at_start) for r in self.rivalries
        ]
        for s in self.tie:
            self.drift[s] = eq.drifted_alignment(p, self.drift[s], received[s], talked[s])
            rises = (level * max(got[s] - before[s], 0.0) for level, got, before in rivals)
            self.cost[s] = eq.drifted_cost(p, self.cost[s], rises)
