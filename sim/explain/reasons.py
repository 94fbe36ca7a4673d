"""The reasons in an offer's value, in words: one row for each weight of ``sim.model.terms``."""

from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.parameters import GROUPS as ALL_GROUPS
from sim.base.parameters import PARAMETERS
from sim.model.terms import WEIGHTS

CHANCE = "chance"


@dataclass(frozen=True)
class Reason:
    """One term of an offer's utility: its weight's name, and what it is in words."""

    name: str
    words: str

    @property
    def group(self) -> str:
        """The group that the parameter table puts the weight in; chance stands alone."""
        return CHANCE if self.name == CHANCE else PARAMETERS[self.name].group


_ROWS = (
    Reason("habit_class", "past orders of the class from this supplier"),
    Reason("orders_5y", "number of such orders in five years"),
    Reason("order_3y", "an order of any kind in three years"),
    Reason("first_order", "hurdle of a first order"),
    Reason("affinity", "lasting taste for the supplier"),
    Reason("world_share", "what all others buy"),
    Reason("other_supplier", "a sum of many small suppliers"),
    Reason("un_distance", "distance in UN votes"),
    Reason("un_distance_first_order", "the same, at a first order"),
    Reason("defence_pact", "defence pact"),
    Reason("own_rival", "the supplier is a rival itself"),
    Reason("alignment_shift", "politics closer or apart since the start"),
    Reason("domestic_cost", "cost at home"),
    Reason("patron_objection", "objection of a patron"),
    Reason("dependence", "leaning too much on one supplier"),
    Reason("quality", "technology withheld"),
    Reason("search", "search for others as the balance tips"),
    Reason("price_sensitivity", "price to be paid"),
    Reason("rival_sales", "the supplier arms rivals"),
    Reason("rival_patron", "rivals order more from it than before"),
    Reason("abandonment", "its politics turn to a rival"),
)
LUCK = Reason(CHANCE, "chance: all that is not modelled")

REASONS = (*(next(row for row in _ROWS if row.name == name) for name in WEIGHTS), LUCK)
"""Along the axis of ``parts``: the weights in the order of the model, and chance at the end."""

GROUPS = (*(group for group in ALL_GROUPS if any(r.group == group for r in _ROWS)), CHANCE)
"""The groups that have a reason, in the order of the parameter table, and chance at the end."""


def by_group(parts: Floats) -> Floats:
    """Sums of parts [..., P + 1] by group [..., G]."""
    place = np.array([GROUPS.index(reason.group) for reason in REASONS])
    sums = [parts[..., place == g].sum(axis=-1) for g in range(len(GROUPS))]
    return np.stack(sums, axis=-1)
