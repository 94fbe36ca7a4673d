"""A state whose choices somebody else makes, offer by offer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from sim.explain.replay import open_now
from sim.model.announcing import note_announcements
from sim.model.grids import array_of
from sim.model.state import State
from sim.model.told import UNTOLD, choose_as_told
from sim.model.world import CLASS, NOBODY, NUMBER, F, Fixed, W, World
from sim.play.market import ArmsMarket
from sim.play.offers import Offer, OpenTender, opened

Key = tuple[str, int]  # class and number of a tender


class Player(State):
    """A state that says itself what it buys.

    Override ``decide``; in it, ``tenders`` are the year's tenders with their offers, and ``accept``
    and ``decline`` answer them. What is not answered is chosen as any other state would.

        class Thrifty(Player):
            def decide(self):
                if self.name == "Pakistan":
                    for tender in self.tenders():
                        self.accept(min(tender.offers, key=lambda offer: offer.usd_m))

        market = ArmsMarket("history", state_class=Thrifty)
    """

    _told: dict[Key, str | None] | None = None  # None while there is nothing to decide
    _said: frozenset[tuple[str, str]] = frozenset()  # supplier and class of talks
    _open: tuple[OpenTender, ...] | None = None  # found when first asked for: it takes a while

    def decide(self) -> None:
        """Answer the year's tenders; by default none, and the model chooses."""

    def tenders(self) -> tuple[OpenTender, ...]:
        """This year's tenders, the largest first; only within ``decide``."""
        self._answers()
        if self._open is None and self.buyer is not None:
            market = cast(ArmsMarket, self.model)
            case = replace(market.case, forcing=market.forcing)  # which this world may have painted
            found = open_now(case, market.world, self.buyer, market.t)
            paid = market.case.grants[market.t, self.buyer]
            seen = (opened(case, tender, paid) for tender in found)
            self._open = tuple(sorted(seen, key=lambda tender: (-tender.tiv, tender.key)))
        return self._open or ()

    def offers(self) -> tuple[Offer, ...]:
        """All offers for this year's tenders; only within ``decide``."""
        return tuple(offer for tender in self.tenders() for offer in tender.offers)

    def accept(self, offer: Offer) -> bool:
        """Take an offer. False if a larger customer of the supplier has the deal stopped.

        The order is signed as the model signs it: its years of delivery are the model's own.

        Raises:
            ValueError: if this is no offer of this year.
        """
        tender = next((one for one in self.tenders() if one.key == offer.tender), None)
        if tender is None or offer not in tender.offers:
            raise ValueError(f"this offer is not made to {self.name} now")
        if offer.supplier in tender.stopped:
            return False
        self._answers()[tender.key] = offer.supplier
        return True

    def decline(self, tender: OpenTender) -> None:
        """Buy nothing for a tender."""
        self._answers()[tender.key] = None

    def announce(self, tender: OpenTender, supplier: str) -> None:
        """Let everybody know that this state talks with a supplier about what it tenders for.

        Raises:
            ValueError: if the state sells nothing.
        """
        self._answers()
        if supplier not in self.model.suppliers:
            raise ValueError(f"{supplier} is no supplier")
        self._said |= {(supplier, tender.weapon_class)}

    def choose_suppliers(self) -> None:
        """Let ``decide`` answer the year's tenders, sign, and let its talks be known."""
        told: dict[Key, str | None] = {}
        self._told, self._open, self._said = told, None, frozenset()
        try:
            self.decide()
        finally:
            self._told = None
        if told and self.buyer is not None:
            self._choose_as(told, self.buyer)
        else:
            super().choose_suppliers()
        if self._said and self.buyer is not None:
            self._make_known(self.buyer)

    def _choose_as(self, told: dict[Key, str | None], b: int) -> None:
        market = cast(ArmsMarket, self.model)
        t, theatre = market.t, market.case.theatre
        keys = _keys(b, t, theatre.classes, market.fixed, market.world)
        places = {None: NOBODY} | {name: s for s, name in enumerate(theatre.suppliers)}
        by_slot = [places[told[key]] if key in told else UNTOLD for key in keys]
        choose_as_told(b, t, np.array(by_slot), market.fixed, market.forcing, market.world)

    def _make_known(self, b: int) -> None:
        """Add talks to the year's announcements and signals, as an event of the kind does."""
        market = cast(ArmsMarket, self.model)
        talked = array_of(market.world, W.TALKED)[b]
        for supplier, weapon_class in self._said:
            k = market.case.theatre.classes.index(weapon_class)
            talked[k, market.suppliers.index(supplier)] = 1.0
        array_of(market.world, W.SIGNALS)[b] += len(self._said)
        note_announcements(b, market.t, market.world)

    def _answers(self) -> dict[Key, str | None]:
        if self._told is None:
            raise RuntimeError("tenders are open only while a state decides: override 'decide'")
        return self._told


def _keys(b: int, t: int, classes: Sequence[str], fixed: Fixed, world: World) -> list[Key]:
    """Class and number of a buyer's tenders of year ``t``, in the order in which they lie."""
    first = int(array_of(fixed, F.FIRST_SLOT)[b])
    rows = array_of(world, W.TENDER)[first : first + int(array_of(world, W.TENDERS)[t, b])]
    return [(classes[int(row[CLASS])], int(row[NUMBER])) for row in rows]
