"""What a state does as a supplier."""

import math
from typing import Any

from sim.model import noise
from sim.model.world import F, W
from tests.plain import equations as eq
from tests.plain.order import IMPORTED, Offer
from tests.plain.record import Record


class Selling:
    """Behaviours of a supplier, one method a stage. Dictionaries are by class."""

    name: str
    model: Any

    def start_selling(self, record: Record) -> None:
        """Take over what stood at the start."""
        me = self.name
        self.is_single_supplier = record[F.SINGLE_SUPPLIER][me] == 1
        self.highest_output = record[F.HIGHEST_OUTPUT][me]
        self.level = {}  # of price, US$ m per TIV
        self.ln_level = {}  # the same over that of the class
        self.lead_time = {arms: years[me] for arms, years in record[F.LEAD_TIME].items()}
        for arms, usual in record[F.CLASS_PRICE].items():
            u = self.model.draw(noise.LEVEL, None, supplier=me, arms=arms)[0]
            known, error = record[F.LN_LEVEL][arms][me], record[F.LEVEL_SE][arms][me]
            self.ln_level[arms] = known + error * noise.normal(u)
            self.level[arms] = usual * math.exp(self.ln_level[arms])
        self.ever_makes = [arms for arms, output in self.highest_output.items() if output > 0]
        self.licences = record[F.LICENCES][me]
        self.walk = record[W.WALK][me]
        self.load, self.book = record[W.LOAD][me], record[W.BOOK][me]
        self.class_sales = {arms: sales[me] for arms, sales in record[W.CLASS_SALES].items()}
        self.all_sales = record[W.ALL_SALES][me]
        self.customers = {b: record[F.CUSTOMER][b][me] for b in record.buyers}
        slack = self.model.p.capacity_slack
        self.idle_at_start = {
            arms: eq.idle_share(self.load[arms], self.highest_output[arms] * slack)
            for arms in self.ever_makes
        }
        self.price: dict[str, float] = {}  # index, of this year
        self.clock = {arms: record.clock(me, arms) for arms in record.classes}

    @property
    def makes(self) -> list[str]:
        """Classes that it makes this year."""
        return [arms for arms, output in self.model.now.output[self.name].items() if output > 0]

    def end_of_licence(self, output: float, tiv: float, first: int) -> int:
        """Earliest last year of what a buyer makes under licence, if it begins in ``first``."""
        return first + eq.years_to_build(self.model.p, tiv, output) - 1

    def capacity(self, arms: str, *, at_least: float = 0.0) -> float:
        """TIV a year that can be made now."""
        factor = max(self.model.now.capacity[self.name][arms], at_least)
        return self.model.now.output[self.name][arms] * factor * self.model.p.capacity_slack

    def waiting(self, arms: str) -> int:
        """Years before it begins with a new order."""
        capacity = self.capacity(arms, at_least=1.0)
        if capacity <= 0:
            return 0
        return eq.years_of_waiting(self.model.p, self.book[arms], capacity)

    def comes_too_late(self, buyer: Any, arms: str) -> bool:
        """Whether its first delivery is expected later than the buyer accepts."""
        asked = self.model.now.years_asked[buyer.name][arms]
        usual, _ = self.model.usual_years(IMPORTED, arms, math.exp(buyer.size_mu[arms]))
        expected = self.waiting(arms) + usual + self.lead_time[arms]
        return bool(0 <= asked < max(expected, 0))

    # --- 3. offers

    def make_offers(self) -> None:
        """Bid for every tender that is worth bidding for."""
        model, p = self.model, self.model.p
        u = model.draw(noise.WALK, model.year, supplier=self.name)[0]
        self.walk += p.world_share_drift * noise.normal(u)
        idle = {a: eq.idle_share(self.load[a], self.capacity(a)) for a in self.makes}
        list_price = model.now.list_price[self.name]
        self.price = dict(list_price)
        for a in self.makes:
            self.price[a] = eq.price_index(p, list_price[a], idle[a], self.idle_at_start[a])
        for buyer in model.buyers:
            if buyer is not self:
                self.bid_for_tenders_of(buyer, idle)

    def bid_for_tenders_of(self, buyer: Any, idle: dict[str, float]) -> None:
        model = self.model
        aligned, objecting = buyer.alignment_with(self.name), self.objecting_to(buyer)
        lost = self.lost_share()
        open_share = {arms: self.open_share(buyer, arms) for arms in self.makes}
        for tender in buyer.tenders:
            arms = tender.arms
            if arms not in self.makes or self.comes_too_late(buyer, arms):
                continue
            u = model.draw(
                noise.OFFER, model.year, buyer=buyer.name, supplier=self.name, arms=arms,
                number=tender.number,
            )  # fmt: skip
            ready, taste = u[:2]
            chance = eq.offer_probability(
                model.p, idle[arms], lost, aligned, objecting, open_share[arms]
            )
            if ready < chance:
                tender.offers[self.name] = Offer(self.price[arms], taste, ready / chance)

    def open_share(self, buyer: Any, arms: str) -> float:
        """What embargoes on the buyer, or on a part of what it would get, leave open."""
        model, p, closed = self.model, self.model.p, self.model.now.closed[buyer.name]
        left = eq.open_share(p, closed[arms][self.name])
        part = model.record.component(model.t, buyer.name, self.name, arms)
        if part is not None:
            left *= eq.held(p, part.reliance, eq.open_share(p, closed[part.arms][part.maker]))
        return left

    def lost_share(self) -> float:
        """Share lost with the customers of the start, the large ones weighing most."""
        return sum(
            weight * max(buyer.tie_at_start[self.name] - buyer.tie[self.name], 0.0)
            for buyer in self.model.buyers
            if (weight := self.customers[buyer.name]) > 0
        )

    def objecting_to(self, buyer: Any) -> float:
        """Lead in the order book of larger customers who are rivals of the buyer."""
        book = sum(self.book.values())
        me, own = self.name, buyer.dyad_book[self.name]
        return sum(
            level * objections[me] * eq.share_of(book, rival.dyad_book[me] - own)
            for rival, level, objections in buyer.rivalries
            if rival.dyad_book[me] > own
        )

    def stopping(self, buyer: Any, arms: str) -> float:
        """The same, and the weight of those who would object to a part of what is sold."""
        model, objecting = self.model, self.objecting_to(buyer)
        part = model.record.component(model.t, buyer.name, self.name, arms)
        if part is not None:
            maker = self.model.state[part.maker]
            objecting += self.model.p.component_hold * part.reliance * maker.objecting_to(buyer)
        return objecting

    # --- 8. books

    def close_books(self) -> None:
        """Enter the year's sales and deliveries."""
        t = self.model.t
        sold, delivered = dict.fromkeys(self.book, 0.0), dict.fromkeys(self.book, 0.0)
        for buyer in self.model.buyers:
            for order in buyer.new_orders:
                if order.supplier == self.name:
                    sold[order.arms] += order.tiv
            for arms, by_supplier in buyer.deliveries[t].items():
                delivered[arms] += by_supplier[self.name]
        for arms, tiv in sold.items():
            self.class_sales[arms] = eq.SALES_KEPT * (self.class_sales[arms] + tiv)
            self.book[arms] += tiv - delivered[arms]
        self.all_sales = eq.SALES_KEPT * (self.all_sales + sum(sold.values()))
        self.load = delivered
