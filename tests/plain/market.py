"""The world's arms market, year by year."""

import math
from types import SimpleNamespace

import mesa
import numpy as np

from sim.experiment.case import Case
from sim.model import noise
from sim.model.world import ALIGNMENT_SHIFT, COST_SHIFT, F
from tests.plain import equations as eq
from tests.plain.order import LICENSED, Order
from tests.plain.record import Record
from tests.plain.state import PlainState


class PlainMarket(mesa.Model):
    """One world of a case; a step is a year.

    All states pass through a stage before any enters the next. In a stage a state reads what stood
    when the stage began and changes only itself, so that the order of acting does not matter.
    """

    def __init__(self, case: Case, world: int = 0) -> None:
        super().__init__(rng=case.scenario.seed)  # Mesa's own generator is never asked
        record = Record(case)
        self.record, self.supplier_names = record, record.suppliers
        self.t = 0  # years since the start
        drawn = case.parameters(world, 1)[0]
        self.p = SimpleNamespace(**{name: float(drawn[name]) for name in drawn.dtype.names})
        self._key = np.array([case.scenario.seed, world], dtype=np.uint64)
        names = {*record.states, *record.classes}
        self._name_key = {name: np.uint64(noise.name_key(name)) for name in names}
        self._name_key[""] = noise.NO_NAME

        self.size_sd = record[F.SIZE_SD]
        self.lag_cdf = record[F.LAG_CDF]  # kind of order → class → share delivered by lag
        self.recorded_packages = record[F.RECORDED_PACKAGES]
        self.recorded_tiv = record[F.RECORDED_TIV]
        scores = case.event_scores(world, 1)[0].tolist()
        self.event_sizes = [math.exp(self.p.event_spread * score) for score in scores]
        self.see_events()
        self.given = record.given_orders()

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
        self.buyers.do("adjust_spending")
        self.buyers.do("announce_tenders")
        self.suppliers.do("make_offers")
        self.buyers.do("choose")
        self.buyers.do("sign")
        self.buyers.do("receive")
        self.buyers.do("remember")
        self.buyers.do("feel")
        self.suppliers.do("close_books")
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
        rows = zip(self.record[F.BOOK_PLACE], self.record[F.BOOK_TIV], strict=True)
        for place, tiv in rows:
            b, s, k, signed, licensed = map(int, place)
            buyer, supplier = self.record.buyers[b], self.record.suppliers[s]
            arms = self.record.classes[k]
            first, last = self.delivery_of_old_order(buyer, supplier, arms, signed, licensed)
            if licensed:
                last = max(last, self.state[supplier].end_of_licence(arms, tiv, first))
            usd = tiv * self.state[supplier].usd_per_tiv
            clock = self.record.clock(supplier, arms)
            order = Order(buyer, supplier, arms, signed, first, last, licensed, tiv, usd, clock)
            self.orders.append(order)
            self.state[buyer].undelivered.append(order)

    def delivery_of_old_order(
        self, buyer: str, supplier: str, arms: str, signed: int, licensed: int
    ) -> tuple[int, int]:
        """First and last year of delivery, given that nothing came before the start."""
        u = self.draw(
            noise.BOOK, self.record.first_year + signed,
            buyer=buyer, supplier=supplier, arms=arms, number=licensed,
        )  # fmt: skip
        delivered_by = self.lag_cdf[LICENSED if licensed else 0][arms]
        age = -signed
        past = delivered_by[age - 1] if age <= len(delivered_by) else 1.0
        if past >= 1.0 - 1e-9:  # older than any lag on record
            return 0, math.floor(5 * u[0])
        lags = [eq.lag(delivered_by, past + (1 - past) * draw) - age for draw in u[:2]]
        return min(lags), max(lags)
