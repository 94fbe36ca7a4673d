"""Events that differ from world to world: when each happens in this one."""

from dataclasses import replace
from typing import Any

from sim.experiment.case import Case, build_case
from sim.model import noise
from sim.scenario import Event
from sim.scenario.conditions import (
    Delivered,
    OrderSigned,
    OtherEvent,
    ShareReached,
    TalksAnnounced,
)


class Chances:
    """The events of a world, and the years in which they begin; None while one has not begun."""

    def __init__(self, case: Case, key: Any) -> None:
        self.case = case
        self.lots = {
            event.id: noise.uniforms(
                key, noise.CHANCE, 0, noise.NO_NAME, noise.NO_NAME, noise.name_key(event.id), 0
            )
            for event in case.scenario.events
        }
        self.begins = {event.id: self._at_the_start(event) for event in case.scenario.events}

    def _at_the_start(self, event: Event) -> int | None:
        if event.condition is not None or not self._may(event):
            return None
        years = range(event.year, (event.latest or event.year) + 1)
        return years[int(self.lots[event.id][1] * len(years))]

    def _may(self, event: Event) -> bool:
        return event.probability is None or self.lots[event.id][0] < event.probability

    def case_so_far(self) -> Case:
        """The case in which every event that has begun is written with its year.

        The others keep their places in it, and come after its end.
        """
        scenario = self.case.scenario
        if not any(event.differs for event in scenario.events):
            return self.case
        events = []
        for event in scenario.events:
            begins = self.begins[event.id]
            year = scenario.last_year + 1 if begins is None else begins
            until = None if event.condition is not None else event.until
            if event.lasts is not None:
                until = year + event.lasts - 1
            due = event.values.get("delivered")
            if due is not None:
                moved = tuple(one + year - event.year for one in due)
                event = event.with_values({"delivered": moved})
            plain = {"condition": None, "latest": None, "probability": None, "lasts": None}
            events.append(event.model_copy(update={**plain, "year": year, "until": until}))
        return build_case(replace(scenario, events=tuple(events)), self.case.theatre)

    def watch(self, market: Any) -> bool:
        """Note which conditions the year has met; tells whether there were any."""
        called = {
            event.id: market.year + event.condition.after
            for event in self.case.scenario.events
            if event.condition is not None
            and self.begins[event.id] is None
            and event.year <= market.year <= (event.until or market.year)
            and self._may(event)
            and self._is_met(event, market)
        }
        self.begins.update(called)
        return bool(called)

    def _is_met(self, event: Event, market: Any) -> bool:
        what, t = event.condition.seen, market.t
        if isinstance(what, OtherEvent):
            begins = self.begins[what.id]
            return begins is not None and begins <= market.year
        buyers, suppliers = ({self.case.theatre.find(word) for word in side}
                             for side in (what.buyer, what.supplier))  # fmt: skip
        arms = getattr(what, "class_", "all")
        if isinstance(what, OrderSigned):
            return any(
                o.signed == t and o.buyer in buyers and o.supplier in suppliers
                and o.tiv >= what.tiv and arms in (o.arms, "all") for o in market.orders
            )  # fmt: skip
        if isinstance(what, TalksAnnounced):
            return any(
                year == t and b in buyers and s in suppliers and arms in (k, "all")
                for b, s, k, year in market.announcements
            )
        if isinstance(what, Delivered):
            first = max(event.year - market.record.first_year, 0)
            return self._came(market, buyers, suppliers, first) >= what.tiv
        assert isinstance(what, ShareReached)
        first, everyone = max(t - 4, 0), set(self.case.theatre.suppliers)
        came = self._came(market, buyers, suppliers, first)
        in_all = self._came(market, buyers, everyone, first)
        if in_all == 0:
            return False
        share = came / in_all
        return share > what.above if what.above is not None else share < what.below

    def _came(self, market: Any, buyers: set[str], suppliers: set[str], first: int) -> float:
        """TIV delivered since a year, this year's included."""
        return sum(
            by_supplier[s]
            for b in buyers
            for year in market.state[b].deliveries[first:]
            for by_supplier in year.values()
            for s in suppliers
        )
