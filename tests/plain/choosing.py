"""How a buyer chooses a supplier, and what it signs."""

import math
from typing import Any

from sim.model import noise
from tests.plain import equations as eq
from tests.plain.order import IMPORTED, LICENSED, SECOND_HAND, Given, Order, Tender

FIRST_GIVEN = 50_000  # number of the first order of a class and year that the scenario gives


class Choosing:
    """Behaviours of a buyer that decide who supplies it. ``Buying`` holds what they read."""

    name: str
    model: Any
    tenders: list[Tender]
    new_orders: list[Order]
    undelivered: list[Order]
    signals: int
    conceded: dict[str, float]

    # --- 4. choice

    def choose(self) -> None:
        """Give each tender to the best offer; one without any lapses."""
        self.see_concessions()
        self.talk()
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
                    name: eq.scale(p, tender.tiv)
                    * (
                        standing[name]
                        + eq.price_value(p, offer.price * self.conceded[name], paid_share[name])
                    )
                    + eq.gumbel(offer.taste)
                    for name, offer in tender.offers.items()
                }
                tender.chosen = self.take_best(tender, value)

    def take_best(self, tender: Tender, value: dict[str, float]) -> str | None:
        """The best offer whose deal is not stopped; every deal struck is announced."""
        for name in sorted(value, key=value.__getitem__, reverse=True):
            self.announce(tender.arms, name)
            if not self.vetoed(self.model.state[name], tender):
                return name
        return None

    def see_concessions(self) -> None:
        """See by how much suppliers lower their prices for what was signalled last year."""
        estranged = self.estrangement()
        self.conceded = {}
        for s, tie in self.tie_at_start.items():
            meant = eq.share_of(estranged, tie * max(-self.alignment_with(s), 0.0))
            self.conceded[s] = eq.conceded(self.model.p, meant, self.signals)

    def talk(self) -> None:
        """Announce talks about offers; some only to show a patron that there are others."""
        estranged = self.estrangement()
        self.signals = 0
        for arms, known in self.model.now.talking[self.name].items():
            for supplier_name in (name for name, talks in known.items() if talks):
                self.announce(arms, supplier_name)
                self.signals += 1
        for supplier in self.model.suppliers:
            talkative = self.talk_about(supplier, estranged)
            quiet = self.talk_about(supplier, 0.0)
            for tender in self.tenders:
                offer = tender.offers.get(supplier.name)
                if offer is not None and offer.loudness < talkative:
                    self.announce(tender.arms, supplier.name)
                    self.signals += offer.loudness >= quiet

    def announce(self, arms: str, supplier: str) -> None:
        """Let the world know of talks with a supplier."""
        self.model.announcements.add((self.name, supplier, arms, self.model.t))

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
        enemy = self.model.now.own_rival[self.name][s]
        return float(min(p.talk * louder, 1.0) * (1 - enemy))

    def vetoed(self, supplier: Any, tender: Tender) -> bool:
        """Whether larger customers of the supplier, rivals of the buyer, stop the deal."""
        model = self.model
        stopping = supplier.stopping(self, tender.arms)
        u = model.draw(
            noise.VETO, model.year, buyer=self.name, supplier=supplier.name, arms=tender.arms,
            number=tender.number,
        )  # fmt: skip
        return bool(u[0] < 1 - math.exp(-model.p.veto * stopping))

    def relation(self, supplier: Any) -> float:
        """The part of a supplier's value that is the same in every class."""
        p, now, s, me = self.model.p, self.model.now, supplier.name, self.name
        last = self.last_order[s]
        value = eq.acquaintance(p, None if last is None else self.model.t - last)
        value += p.affinity * self.affinity[s] + p.supplier_wealth * self.wealth_of_both[s]
        value += p.un_distance * now.un_distance[me][s]
        if last is None:
            value += p.un_distance_first_order * now.un_distance[me][s]
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
            level * max(rival.alignment_with(supplier) - p.abandonment_from, 0.0)
            for rival, level, _ in self.rivalries
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
        pull += eq.level_and_lead(p, supplier.ln_level[arms], self.wealth, supplier.lead_time[arms])
        pull -= p.quality * self.model.now.withheld[self.name][arms][s]
        asked = self.model.now.licences_asked[self.name][arms]
        pull -= p.quality * max(asked - supplier.licences, 0.0)
        return pull + eq.example(p, self.start_share[arms][s], share_now, supplier.walk)

    # --- 5. signing

    def sign(self) -> None:
        """Turn each choice into an order."""
        self.new_orders = []
        for tender in self.tenders:
            if tender.chosen is not None:
                self.enter(self.terms(tender, self.model.state[tender.chosen]))
        numbers = dict.fromkeys(self.packages, FIRST_GIVEN)
        for given in self.model.given:
            if (given.year, given.buyer) == (self.model.t, self.name):
                self.announce(given.arms, given.supplier)
                self.enter(self.terms_of_given(given, numbers[given.arms]))
                numbers[given.arms] += 1

    def enter(self, order: Order) -> None:
        """Put an order among those signed, and those to come."""
        self.new_orders.append(order)
        self.undelivered.append(order)
        self.model.orders.append(order)

    def terms(self, tender: Tender, supplier: Any) -> Order:
        """What is agreed with the supplier chosen."""
        u, arms = self.draw_terms(tender.arms, tender.number), tender.arms
        kind = IMPORTED
        if u[0] < max(self.licensed[arms], self.model.now.licences_asked[self.name][arms]):
            kind = LICENSED
        elif u[0] < self.not_imported[arms]:
            kind = SECOND_HAND
        first, last = self.due(supplier, arms, kind, tender.tiv, u, tender.number)
        usd = self.price_paid(supplier, arms, kind, tender.tiv, len(tender.offers), u)
        return self.order(supplier, arms, first, last, kind, tender.tiv, usd)

    def order(
        self, supplier: Any, arms: str, first: int, last: int, kind: int, tiv: float, usd: float
    ) -> Order:
        """An order signed this year, with what events will do to its deliveries."""
        model, who = self.model, (self.name, supplier.name, arms)
        return Order(
            *who, model.t, first, last, kind, tiv, usd, supplier.clock[arms],
            model.record.stops(*who), model.cuts_of(*who, model.t),
        )  # fmt: skip

    def terms_of_given(self, given: Given, number: int) -> Order:
        """What a scenario says of an order, and what it leaves unsaid."""
        supplier, arms = self.model.state[given.supplier], given.arms
        u = self.draw_terms(arms, number)
        first, last = given.due or self.due(supplier, arms, given.kind, given.tiv, u, number)
        usd = given.usd or self.price_paid(supplier, arms, given.kind, given.tiv, 1, u)
        return self.order(supplier, arms, first, last, given.kind, given.tiv, usd)

    def draw_terms(self, arms: str, number: int) -> tuple[float, ...]:
        model = self.model
        terms: tuple[float, ...] = model.draw(
            noise.TERMS, model.year, buyer=self.name, arms=arms, number=number
        )
        return terms

    def due(
        self, supplier: Any, arms: str, kind: int, tiv: float, u: tuple[float, ...], number: int
    ) -> tuple[int, int]:
        """First and last year of delivery if the supplier's clock never slows."""
        model = self.model
        wait = supplier.waiting(arms)
        to_first, span = model.usual_years(kind, arms, tiv)
        luck = model.delivery_luck(self.name, supplier.name, arms, model.t, number, u[1:3])
        first = eq.quantile(luck[0], lambda years: eq.begun_by(years, to_first))
        years = eq.quantile(luck[1], lambda years: eq.over_by(years, span))
        last = first + min(years, eq.longest_span(kind))
        if kind == LICENSED:
            output = model.now.output[supplier.name][arms]
            last = max(last, supplier.end_of_licence(output, tiv, first))
        return model.t + wait + first, model.t + wait + last

    def price_paid(
        self, supplier: Any, arms: str, kind: int, tiv: float, bidders: int, u: tuple[float, ...]
    ) -> float:
        """US$ m for an order from a supplier."""
        used, level = kind == SECOND_HAND, supplier.level[arms]
        usual = eq.usual_price(self.model.p, level, tiv, used, self.wealth)
        index = supplier.price[arms] * self.conceded[supplier.name]
        z = noise.normal(u[3])
        return eq.price_paid(self.model.p, tiv, usual, index, bidders, z)
