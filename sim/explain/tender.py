"""A tender as its buyer saw it, and what came of it. Axes: S suppliers, P ``WEIGHTS``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.arrays import Bools, Floats, Integers
from sim.explain.offers import Stance


@dataclass(frozen=True)
class Order:
    """What was signed. Years are of the calendar."""

    supplier: int
    weapon_class: int  # its place
    year: int
    tiv: float
    usd_m: float
    first: int  # year of the first delivery
    last: int
    licensed: bool
    given: bool  # by the scenario, not chosen


@dataclass(frozen=True)
class Tender:
    """One tender as its buyer saw it, and what came of it.

    Terms, luck and objections are those of all suppliers: also those that a supplier would have
    had that did not offer.
    """

    world: int
    buyer: int
    weapon_class: int  # its place
    year: int  # of the calendar
    number: int  # among the buyer's tenders of that class and year
    tiv: float
    scale: float  # weight of all reasons in the choice of a package of this size
    weights: Floats  # [P]
    terms: Floats  # [S, P]
    luck: Floats  # [S]
    made: Bools  # [S] whether there was an offer
    usd_m: Floats  # [S] what the package costs if it goes to the supplier, US$ m of 2022
    agreed: Integers  # [S, 3] kind of order, first and last year of work that brings it
    barred: Bools  # [S] whether a deal would be stopped after it is struck
    objectors: Mapping[int, tuple[int, ...]]  # by supplier: buyers that object to a deal
    stances: tuple[Stance, ...]  # [S] how ready each was to offer, and what held it back
    order: Order | None  # None: nobody supplies it

    @cached_property
    def parts(self) -> Floats:
        """What each reason, and chance at the end, adds to the utility of each offer [S, P + 1]."""
        weighed = self.scale * self.terms * self.weights
        return np.column_stack([weighed, self.luck])

    @cached_property
    def utility(self) -> Floats:
        """Utility [S] of the offer of each supplier, made or not."""
        total: Floats = self.parts.sum(axis=1)
        return total

    @property
    def standing(self) -> list[int]:
        """Suppliers whose offers were made and could not be stopped, the best first."""
        return self._in_order(self.made & ~self.barred)

    @property
    def winner(self) -> int | None:
        """The supplier, or None."""
        return None if self.order is None else self.order.supplier

    @property
    def runner_up(self) -> int | None:
        """The second best of the offers, or None if there were none."""
        return self.standing[1] if len(self.standing) > 1 else None

    @property
    def stopped(self) -> list[int]:
        """Suppliers whose deals were struck and stopped by a larger customer, in that order."""
        return [s for s in self._in_order(self.made & self.barred) if self._beats_winner(s)]

    @property
    def would_have_won(self) -> list[int]:
        """Suppliers that make the class, did not offer, and would have won; the best first."""
        able = np.array([stance.able for stance in self.stances])
        absent = able & ~self.made & ~self.barred
        return [s for s in self._in_order(absent) if self._beats_winner(s)]

    def _in_order(self, which: Bools) -> list[int]:
        places = np.flatnonzero(which)
        best: list[int] = places[np.argsort(-self.utility[places], kind="stable")].tolist()
        return best

    def _beats_winner(self, s: int) -> bool:
        return self.winner is None or bool(self.utility[s] > self.utility[self.winner])


@dataclass(frozen=True)
class BuyerYear:
    """A buyer's year: its tenders, the orders that the scenario gave it, its announcements."""

    buyer: int
    year: int
    tenders: tuple[Tender, ...]
    given: tuple[Order, ...]
    talks: Bools  # [K, S] whether talks were announced, by class and supplier
