"""The reasons in an offer's value, in words: one row for each weight of ``sim.model.terms``."""

from dataclasses import dataclass

import numpy as np

from sim.model.grids import Floats
from sim.model.terms import WEIGHTS

CHANCE = "chance"


@dataclass(frozen=True)
class Reason:
    """One term of an offer's utility: its weight's name, its group, and what it is in words."""

    name: str
    group: str
    words: str


_ROWS = (
    Reason("habit_class", "habit", "past orders of the class from this supplier"),
    Reason("orders_5y", "habit", "number of such orders in five years"),
    Reason("order_3y", "habit", "an order of any kind in three years"),
    Reason("first_order", "habit", "hurdle of a first order"),
    Reason("affinity", "affinity", "lasting taste for the supplier"),
    Reason("world_share", "example", "what all others buy"),
    Reason("other_supplier", "example", "a sum of many small suppliers"),
    Reason("un_distance", "politics", "distance in UN votes"),
    Reason("un_distance_first_order", "politics", "the same, at a first order"),
    Reason("defence_pact", "politics", "defence pact"),
    Reason("own_rival", "politics", "the supplier is a rival itself"),
    Reason("alignment_shift", "politics", "politics closer or apart since the start"),
    Reason("domestic_cost", "politics", "cost at home"),
    Reason("patron_objection", "politics", "objection of a patron"),
    Reason("dependence", "unease", "leaning too much on one supplier"),
    Reason("quality", "price", "technology withheld"),
    Reason("search", "unease", "search for others as the balance tips"),
    Reason("price_sensitivity", "price", "price to be paid"),
    Reason("rival_sales", "rivals", "the supplier arms rivals"),
    Reason("rival_patron", "rivals", "rivals order more from it than before"),
    Reason("abandonment", "rivals", "its politics turn to a rival"),
)
LUCK = Reason(CHANCE, CHANCE, "chance: all that is not modelled")

REASONS = (*(next(row for row in _ROWS if row.name == name) for name in WEIGHTS), LUCK)
"""Along the axis of ``parts``: the weights in the order of the model, and chance at the end."""

GROUPS = ("habit", "example", "affinity", "politics", "rivals", "unease", "price", CHANCE)
"""The groups in the order in which they are told and drawn."""


def by_group(parts: Floats) -> Floats:
    """Sums of parts [..., P + 1] by group [..., G]."""
    place = np.array([GROUPS.index(reason.group) for reason in REASONS])
    sums = [parts[..., place == g].sum(axis=-1) for g in range(len(GROUPS))]
    return np.stack(sums, axis=-1)
