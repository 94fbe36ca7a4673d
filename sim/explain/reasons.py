"""The reasons in an offer's value, in words: one for each weight of ``sim.model.terms``."""

from typing import NamedTuple

import numpy as np

from sim.base.arrays import Floats
from sim.base.parameters import GROUPS as ALL_GROUPS
from sim.base.parameters import PARAMETERS
from sim.model.terms import WEIGHTS

CHANCE = "chance"


class Reason(NamedTuple):
    """One term of an offer's utility: its weight's name, its group and what it is in words."""

    name: str
    group: str
    words: str


LUCK = Reason(CHANCE, CHANCE, "chance: all that is not modelled")

_WEIGHED = [PARAMETERS[name] for name in WEIGHTS]
REASONS = (*(Reason(row.name, row.group, row.reason) for row in _WEIGHED), LUCK)
"""Along the axis of ``parts``: the weights in the order of the model, and chance at the end."""

GROUPS = (*(group for group in ALL_GROUPS if any(row.group == group for row in _WEIGHED)), CHANCE)
"""The groups that have a reason, in the order of the parameter table, and chance at the end."""


def by_group(parts: Floats) -> Floats:
    """Sums of parts [..., P + 1] by group [..., G]."""
    place = np.array([GROUPS.index(reason.group) for reason in REASONS])
    sums = [parts[..., place == g].sum(axis=-1) for g in range(len(GROUPS))]
    return np.stack(sums, axis=-1)
