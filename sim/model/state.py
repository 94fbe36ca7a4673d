"""A state as a Mesa agent: one method per behaviour, each free to be overridden."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.model.grids import array_of
from sim.model.world import W
from sim.model.year import (
    ASSESS_NEED,
    CHOOSE_SUPPLIERS,
    CLOSE_BOOKS,
    MAKE_OFFERS,
    PLAN_SPENDING,
    SHIFT_POLITICS,
    TAKE_DELIVERIES,
    UPDATE_TIES,
    act,
)

if TYPE_CHECKING:
    from sim.model.market import Market

# The method of State that plays each stage of the schedule.
BEHAVIOURS = {
    SHIFT_POLITICS: "shift_politics",
    PLAN_SPENDING: "plan_spending",
    ASSESS_NEED: "assess_need",
    MAKE_OFFERS: "make_offers",
    CHOOSE_SUPPLIERS: "choose_suppliers",
    TAKE_DELIVERIES: "take_deliveries",
    UPDATE_TIES: "update_ties",
    CLOSE_BOOKS: "close_books",
}


class State(mesa.Agent):  # type: ignore[misc]
    """One state, or an aggregate, in its two roles.

    ``buyer`` and ``supplier`` are its places on the axes of the arrays in ``sim.model.world``, or
    None for a role that it does not play. What a state knows lies in those arrays, and a behaviour
    is a compiled function over them; a subclass may do something else before, after or instead:

        class Thrifty(State):
            def assess_need(self):
                super().assess_need()
                ...                       # change self.model.world here

    A behaviour that any subclass overrides is played state by state in Python, which is slower.
    """

    model: "Market"

    def __init__(self, model: "Market", name: str, buyer: int | None, supplier: int | None) -> None:
        """Enter the market under a name."""
        super().__init__(model)
        self.name = name
        self.buyer = buyer
        self.supplier = supplier

    # --- behaviours, in the order of the schedule

    def shift_politics(self) -> None:
        """Take in what events have done to its politics, and will do to its stocks (buyer)."""
        self._act(SHIFT_POLITICS, self.buyer)

    def plan_spending(self) -> None:
        """Move spending toward what the rivals' stocks call for (buyer)."""
        self._act(PLAN_SPENDING, self.buyer)

    def assess_need(self) -> None:
        """Decide what to tender for this year (buyer)."""
        self._act(ASSESS_NEED, self.buyer)

    def make_offers(self) -> None:
        """Price the wares and answer the tenders of all buyers (supplier)."""
        self._act(MAKE_OFFERS, self.supplier)

    def choose_suppliers(self) -> None:
        """Take the best offer for each tender, and sign (buyer)."""
        self._act(CHOOSE_SUPPLIERS, self.buyer)

    def take_deliveries(self) -> None:
        """Take what arrives into service (buyer)."""
        self._act(TAKE_DELIVERIES, self.buyer)

    def update_ties(self) -> None:
        """Remember the year's orders; let politics drift (buyer)."""
        self._act(UPDATE_TIES, self.buyer)

    def close_books(self) -> None:
        """Enter the year's sales and strike out what was delivered (supplier)."""
        self._act(CLOSE_BOOKS, self.supplier)

    # --- what one may want to know of a state; None for a role that it does not play

    @property
    def spending(self) -> float | None:
        """Military spending over its recorded path."""
        return None if self.buyer is None else float(self._array(W.SPENDING)[self.buyer])

    @property
    def stock(self) -> float | None:
        """TIV in service, all classes."""
        return None if self.buyer is None else float(self._array(W.STOCK)[self.buyer].sum())

    @property
    def imports(self) -> float | None:
        """TIV delivered to this state in the year just played."""
        return None if self.buyer is None else float(self._array(W.DELIVERED)[self.buyer])

    @property
    def exports(self) -> float | None:
        """TIV delivered by this state in the year just played."""
        return None if self.supplier is None else float(self._array(W.LOAD)[self.supplier].sum())

    @property
    def order_book(self) -> float | None:
        """TIV ordered from this state and not delivered yet."""
        return None if self.supplier is None else float(self._array(W.BOOK)[self.supplier].sum())

    @property
    def ties(self) -> Mapping[str, float]:
        """Share of each supplier in this state's orders, recent ones weighing more."""
        if self.buyer is None:
            return {}
        return dict(zip(self.model.suppliers, self._array(W.TIE)[self.buyer].tolist(), strict=True))

    @property
    def deliveries(self) -> Mapping[str, list[float]]:
        """TIV from each supplier to this state, in every year played so far."""
        if self.buyer is None:
            return {}
        by_year = self._array(W.DUE_DYAD)[: self.model.t, self.buyer]
        return dict(zip(self.model.suppliers, by_year.T.tolist(), strict=True))

    def _array(self, name: W) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
        return array_of(self.model.world, name)

    def _act(self, stage: int, place: int | None) -> None:
        if place is not None:
            act(stage, place, self.model.t, self.model.fixed, self.model.forcing, self.model.world)
