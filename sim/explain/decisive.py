"""Which reasons were decisive: without which the order would have gone elsewhere.

The race is between the winner and the runner-up, the second best offer. Their utilities differ by
the margin, which is the sum of the differences in each group of reasons. A group is decisive if its
difference is larger than the margin: with this difference set to zero, and all else as it was, the
runner-up would have won. Several groups can be decisive at once, and none may be (no single one
carries the order). An order with one offer has no race.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.explain.reasons import GROUPS, by_group
from sim.explain.tender import Tender

NO_SINGLE, NO_RACE = "no single reason", "only one offer"
CREDITED = (*GROUPS, NO_SINGLE, NO_RACE)
"""Where each order is counted once: the groups, and the two other cases."""

DEFINITION = (
    "A group of reasons is decisive for an order if, with the difference that it makes between the "
    "winner and the runner-up set to zero and all else as it was, the runner-up would have won. "
    "Several can be decisive at once. 'decisive' is the share of orders for which a group was; "
    "'credited' counts each order once, split evenly among its decisive groups. 'no single "
    "reason': none was decisive alone. 'only one offer': there was no runner-up. 'chance' is what "
    "the model adds for all that it does not know."
)


@dataclass(frozen=True)
class Race:
    """Winner against runner-up, the second best offer that could not be stopped."""

    winner: int
    runner_up: int
    parts: Floats  # [P + 1] difference that each reason makes, above 0 for the winner
    groups: Floats  # [G] the same by group

    @property
    def margin(self) -> float:
        """Utility of the winner less that of the runner-up."""
        return float(self.parts.sum())

    @property
    def decisive(self) -> tuple[str, ...]:
        """Groups without which the runner-up would have won, the largest difference first."""
        order = np.argsort(-self.groups, kind="stable")
        return tuple(GROUPS[g] for g in order if self.groups[g] > self.margin)


def race_of(tender: Tender) -> Race | None:
    """The race for a tender, or None where there were not two offers."""
    winner, runner_up = tender.winner, tender.runner_up
    if winner is None or runner_up is None:
        return None
    parts = tender.parts[winner] - tender.parts[runner_up]
    return Race(winner, runner_up, parts, by_group(parts))


@dataclass(frozen=True)
class Decisive:
    """How often each group was decisive, by year. Axes: Y years, G groups, C ``CREDITED``."""

    years: tuple[int, ...]
    worlds: int
    orders: Floats  # [2, Y] number, and TIV
    decisive: Floats  # [2, Y, G] orders for which a group was decisive, by number and by TIV
    credited: Floats  # [2, Y, C] each order once


def count_decisive(tenders: Iterable[Tender], years: range, worlds: int) -> Decisive:
    """Count the decisive reasons of all orders among some tenders."""
    orders = np.zeros((2, len(years)))
    decisive = np.zeros((2, len(years), len(GROUPS)))
    credited = np.zeros((2, len(years), len(CREDITED)))
    for tender in tenders:
        if tender.winner is None:
            continue
        y, weight = tender.year - years[0], np.array([1.0, tender.tiv])
        orders[:, y] += weight
        race = race_of(tender)
        found = () if race is None else race.decisive
        for group in found:
            decisive[:, y, GROUPS.index(group)] += weight
        for word in found or (NO_RACE if race is None else NO_SINGLE,):
            credited[:, y, CREDITED.index(word)] += weight / max(len(found), 1)
    return Decisive(tuple(years), worlds, orders, decisive, credited)


@dataclass(frozen=True)
class Spell:
    """All orders of some years together: their number and TIV, and shares of them in it.

    What the table, the plot and the JSON say of the same years is said from here. Shares are NaN
    without orders.
    """

    orders: Floats  # [2] number, and TIV
    decisive: Floats  # [2, G]
    credited: Floats  # [2, C]


def spell_of(found: Decisive, first: int, last: int) -> Spell:
    """The shares over the years from ``first`` to ``last``, by number and by TIV."""
    years = slice(first - found.years[0], last - found.years[0] + 1)
    orders = found.orders[:, years].sum(axis=1)
    decisive, credited = (
        shares_of(counted[:, years].sum(axis=1)[:, None], orders[:, None])[:, 0]
        for counted in (found.decisive, found.credited)
    )
    return Spell(orders, decisive, credited)


def shares_of(counted: Floats, orders: Floats) -> Floats:
    """Shares [2, Y, ...] of counts [2, Y, ...] in the orders [2, Y]; NaN in years without any."""
    shares = np.full_like(counted, np.nan)
    some = orders > 0.0
    shares[some] = counted[some] / orders[some][:, None]
    return shares
