"""Who pays: the part of each order's price that third states pay by grants and credits.

A payer's part is that of its money in all that a buyer can pay a supplier with in a year: its usual
purchases, and what it is given. It holds for every order of that year, so that what is paid follows
the orders: with many of them it comes to more than was given, with none to nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.experiment.chances import as_it_happened, differing_events
from sim.experiment.columns import column, column_of_names
from sim.experiment.forcing import grants_of
from sim.experiment.painting import MONEY
from sim.experiment.recorded import usual_purchases
from sim.experiment.worlds import Block
from sim.model.orders import BUYER_AT, SIGNED, SUPPLIER_AT, WORLD
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre


@dataclass(frozen=True)
class Money:
    """What grants are held against in a case, US$ m a year, and what third states give of them."""

    usual: Floats  # [B, S]
    grants: Floats  # [Y, B, S]
    by_payer: Mapping[str, Floats]  # [Y, B, S]

    def shares(self, payer: str) -> Floats:
        """Part of the price that a third state pays [Y, B, S]."""
        given, price = self.by_payer[payer], self.usual + self.grants
        return np.divide(given, price, out=np.zeros_like(given), where=price > 0.0)

    def paid_by(self, b: int, s: int, t: int) -> dict[str, float]:
        """Share of a supplier's price that third states pay for a buyer, by the payer's name."""
        shares = {payer: float(self.shares(payer)[t, b, s]) for payer in self.by_payer}
        return {payer: share for payer, share in shares.items() if share > 0.0}


def payers_of(scenario: Scenario) -> tuple[str, ...]:
    """Third states that pay for somebody's arms, in the order of the events."""
    payers = (event.values["payer"] for event in scenario.events if event.kind in MONEY)
    return tuple(dict.fromkeys(str(payer) for payer in payers if payer is not None))


def money_of(case: Case) -> Money:
    """Usual purchases and grants of a case; of use to all its tenders."""
    return money_in(case.theatre, case.scenario)


def money_in(theatre: Theatre, scenario: Scenario) -> Money:
    """The same where every event that differs from world to world happens as it is written."""
    by_payer = {
        payer: grants_of(theatre, _paid_only_by(payer, scenario)) for payer in payers_of(scenario)
    }
    return Money(usual_purchases(theatre), grants_of(theatre, scenario), by_payer)


def _paid_only_by(payer: str, scenario: Scenario) -> Scenario:
    """The same without the money of others; what takes the place of other money still does."""
    events = (
        event.with_values({"usd_m": 0.0})
        if event.kind in MONEY and event.values["payer"] != payer
        else event
        for event in scenario.events
    )
    return replace(scenario, events=tuple(events))


class Payments:
    """What third states pay in the worlds of a case; money is laid out once for worlds alike."""

    def __init__(self, case: Case) -> None:
        """Nothing is laid out yet."""
        self.case = case
        self.payers = payers_of(case.scenario)
        differing = differing_events(case.scenario)
        self._differ = np.array([event.kind in MONEY for event in differing], dtype=np.bool_)
        self._money: dict[bytes, Money] = {}

    def rows(self, block: Block) -> dict[str, pa.Table]:
        """Rows of the table ``payments``, by its name; none in a case without payers."""
        if not self.payers:
            return {}
        place, theatre = block.orders.place, self.case.theatre
        shares = self._shares(block)
        order, payer = np.nonzero(shares)
        at = place[order].T.astype(np.int16)  # all but the world fit
        world = place[:, WORLD]
        number = np.arange(len(world)) - np.searchsorted(world, world)  # in its world
        columns = {
            "world": column(world[order].astype(np.int32)),
            "order": column(number[order].astype(np.int32)),
            "buyer": column_of_names(at[BUYER_AT].copy(), theatre.buyers),
            "supplier": column_of_names(at[SUPPLIER_AT].copy(), theatre.suppliers),
            "order_year": column(at[SIGNED] + np.int16(self.case.years[0])),
            "payer": column_of_names(payer.astype(np.int16), self.payers),
            "usd_m": column(block.orders.value[order, 1] * shares[order, payer]),
        }
        return {"payments": pa.table(columns)}

    def _shares(self, block: Block) -> Floats:
        """Part of the price of each order that each payer pays [M, P]; 0 before the start."""
        place = block.orders.place
        shares = np.zeros((len(place), len(self.payers)))
        for w in range(block.worlds):
            orders = np.flatnonzero((place[:, WORLD] == block.first + w) & (place[:, SIGNED] >= 0))
            t, b, s = place[orders][:, [SIGNED, BUYER_AT, SUPPLIER_AT]].T
            money = self._in_world(block.happened[w])
            for payer in money.by_payer:
                shares[orders, self.payers.index(payer)] = money.shares(payer)[t, b, s]
        return shares

    def _in_world(self, happened: Floats) -> Money:
        key = happened[self._differ].tobytes()
        if key not in self._money:
            scenario = as_it_happened(self.case.scenario, happened)
            self._money[key] = money_in(self.case.theatre, scenario)
        return self._money[key]
