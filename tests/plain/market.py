"""The world's arms market, year by year."""

import math
from types import SimpleNamespace

import mesa
import numpy as np

from sim.experiment.case import Case
from sim.model import noise
from sim.model.world import ALIGNMENT_SHIFT, COST_SHIFT, UNSAID, F
from tests.plain import equations as eq
from tests.plain.chance import Chances
from tests.plain.order import IMPORTED, LICENSED, Cut, Order
from tests.plain.record import Record
from tests.plain.state import PlainState


class PlainMarket(mesa.Model):
    """One world of a case; a step is a year.

    All states pass through a stage before any enters the next. In a stage a state reads what stood
    when the stage began and changes only itself, so that the order of acting does not matter.
    """

    def __init__(self, case: Case, world: int = 0) -> None:
        super().__init__(rng=case.scenario.seed)  # Mesa's own generator is never asked
        self._key = np.array([case.scenario.seed, world], dtype=np.uint64)
        self.chances = Chances(case, self._key)
        record = Record(self.chances.case_so_far())
        self.record, self.supplier_names = record, record.suppliers
        self.t = 0  # years since the start
        drawn = case.parameters(world, 1)[0]
        self.p = SimpleNamespace(**{name: float(drawn[name]) for name in drawn.dtype.names})
        names = {*record.states, *record.classes}
        self._name_key = {name: np.uint64(noise.name_key(name)) for name in names}
        self._name_key[""] = noise.NO_NAME

        self.size_sd = record[F.SIZE_SD]
        self.sizes = record[F.SIZES]  # TIV from which each size begins
        self.to_first = record[F.YEARS_TO_FIRST]  # kind of order → class → size → mean years
        self.delivered = record[F.YEARS_DELIVERED]
        self.recorded_packages = record[F.RECORDED_PACKAGES]
        self.recorded_tiv = record[F.RECORDED_TIV]
        scores = case.event_scores(world, 1)[0].tolist()
        self.event_sizes = [math.exp(self.p.event_spread * score) for score in scores]
        self.see_events()
        self.given = record.given_orders()
        self.cuts, self.handed = record.cuts(), record.handed()

        for name in record.states:
            PlainState(self, name, record)
        self.state = {state.name: state for state in self.agents}
        self.buyers = self.agents.select(lambda state: state.is_buyer)
        self.suppliers = self.agents.select(lambda state: state.is_supplier)
        self.orders: list[Order] = []
        self.announcements: set[tuple[str, str, str, int]] = set()  # buyer, supplier, class, year
        self.open_order_book()

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.record.first_year + self.t

    def step(self) -> None:
        """One year."""
        self.see_events()
        self.buyers.do("see_rivals")
        self.buyers.do("see_stocks")
        self.buyers.do("adjust_spending")
        self.buyers.do("announce_tenders")
        self.suppliers.do("make_offers")
        self.buyers.do("choose")
        self.buyers.do("sign")
        self.buyers.do("receive")
        self.buyers.do("remember")
        self.buyers.do("feel")
        self.suppliers.do("close_books")
        if self.chances.watch(self):
            self.record = Record(self.chances.case_so_far())
            self.given = self.record.given_orders()
        self.t += 1

    def run_all_years(self) -> "PlainMarket":
        """Run to the scenario's last year."""
        for _ in self.record.years[self.t :]:
            self.step()
        return self

    def see_events(self) -> None:
        """What is imposed this year; events that differ in size have their own in this world."""
        self.now = self.record.imposed(self.t)
        self.now.alignment, self.now.domestic_cost = (
            self.record.shifts(self.t, kind, self.event_sizes)
            for kind in (ALIGNMENT_SHIFT, COST_SHIFT)
        )

    def draw(
        self, process: int, year: int | None, *,
        buyer: str = "", supplier: str = "", arms: str = "", number: int = 0,
    ) -> tuple[float, float, float, float]:  # fmt: skip
        """Four uniforms for an address. What has no year is drawn for year 0."""
        key = self._name_key
        return noise.uniforms(
            self._key, process, year or 0, key[buyer], key[supplier], key[arms], number
        )

    def open_order_book(self) -> None:
        """Settle when arms ordered before the start will come."""
        columns = (F.BOOK_PLACE, F.BOOK_TIV, F.BOOK_ORDERED, F.BOOK_BEGUN)
        rows = zip(*(self.record[column] for column in columns), strict=True)
        for place, tiv, ordered, begun in rows:
            b, s, k, signed, licensed = map(int, place)
            buyer, supplier = self.record.buyers[b], self.record.suppliers[s]
            arms, kind = self.record.classes[k], LICENSED if licensed else IMPORTED
            u = self.draw(
                noise.BOOK, self.record.first_year + signed,
                buyer=buyer, supplier=supplier, arms=arms, number=licensed,
            )  # fmt: skip
            u = (*self.delivery_luck(buyer, supplier, arms, signed, licensed, u[:2]), u[2])
            known = None if begun == UNSAID else begun == 1
            usual = self.usual_years(kind, arms, ordered)
            first, last = self.delivery_of_old_order(u, -signed, known, *usual)
            last = min(last, first + eq.longest_span(kind))
            seller = self.state[supplier]
            if licensed:
                last = max(last, seller.end_of_licence(seller.highest_output[arms], tiv, first))
            level, wealth = self.state[supplier].level[arms], self.state[buyer].wealth
            usd = tiv * eq.usual_price(self.p, level, 30, False, wealth)
            clock = self.record.clock(supplier, arms)
            order = Order(
                buyer, supplier, arms, signed, first, last, licensed, tiv, usd, clock,
                self.record.stops(buyer, supplier, arms),
                self.cuts_of(buyer, supplier, arms, signed),
            )  # fmt: skip
            self.orders.append(order)
            self.state[buyer].undelivered.append(order)

    def delivery_luck(
        self, buyer: str, supplier: str, arms: str, signed: int, number: int, own: tuple[float, ...]
    ) -> tuple[float, ...]:
        """The draws by which an order is soon or late: its own, or those of its pair."""
        if not (self.state[buyer].is_single and self.state[supplier].is_single_supplier):
            return own
        year = self.record.first_year + signed
        coin = self.draw(
            noise.DELAY, year, buyer=buyer, supplier=supplier, arms=arms, number=number
        )[0]
        if not eq.delayed_together(self.p, coin):
            return own
        return self.draw(noise.DELAY, None, buyer=buyer, supplier=supplier)[:2]

    def cuts_of(self, buyer: str, supplier: str, arms: str, signed: int) -> tuple[Cut, ...]:
        """What events cancel of an order, by year."""
        return tuple(
            cut for cut in self.cuts
            if (cut.buyer, cut.supplier, cut.arms) == (buyer, supplier, arms)
            and cut.signed[0] <= signed <= cut.signed[1] and signed < cut.year
        )  # fmt: skip

    def cancelled_by(self, cut: Cut) -> list[float]:
        """TIV that an event takes from each order of which anything is due."""
        found = [order.cancelled_by(cut) for order in self.orders if cut in order.cuts]
        return [tiv for tiv in found if tiv > 0]

    def usual_years(self, kind: int, arms: str, tiv: float) -> tuple[float, float]:
        """Mean years to the first delivery of an order, and from it to the last."""
        size = max(i for i, smallest in enumerate(self.sizes) if tiv >= smallest)
        return self.to_first[kind][arms][size], self.delivered[kind][arms][size]

    def delivery_of_old_order(
        self, u: tuple[float, ...], age: int, begun: bool | None, to_first: float, span: float
    ) -> tuple[int, int]:
        """First and last year of delivery of an order that is open at some age."""
        if begun is None:
            begun = u[2] < eq.begun_chance(age, to_first, span)
        if begun:
            return 0, eq.quantile(u[1], lambda years: eq.rest_over_by(years, span))
        past = eq.begun_by(age - 1, to_first)
        at = past + (1 - past) * u[0]
        first = eq.quantile(at, lambda years: eq.begun_by(age + years, to_first))
        return first, first + eq.quantile(u[1], lambda years: eq.over_by(years, span))
