"""Who offered, who did not and what held the latter back; who has a deal stopped.

A supplier offers if a uniform, its readiness, lies below its chance of offering. Each hindrance is
taken away in turn, with the same readiness: the first one without which the supplier would have
offered is the cause. If only all together do it, the cause is ``several``; if not even that,
``luck``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.model.grids import array_of, row_of
from sim.model.terms import HINDRANCES, Hindrance, weigh_hindrances
from sim.model.world import NOBODY, F, W, World, X

Cause = Literal[Hindrance, "itself", "lacks", "cancelled", "several", "luck"]

CAUSES: Mapping[Cause, str] = {
    "itself": "is the buyer itself",
    "lacks": "does not make the class",
    "cancelled": "not asked: this is to replace what was cancelled of its orders",
    "embargo": "held back by an embargo",
    "component": "held back by whoever makes a component",
    "late": "cannot deliver as early as the buyer demands",
    "objection": "held back by a larger customer, a rival of the buyer",
    "estranged": "unwilling: politics have parted",
    "busy": "unwilling: too little of its capacity stood idle",
    "several": "held back by several things together",
    "luck": "stayed away by chance",
}


@dataclass(frozen=True)
class Stance:
    """How ready a supplier was to answer a tender.

    Of one that did not offer, ``without`` has the chance with one hindrance gone, for each that
    there was, and with all gone (``several``) if there were two or more.
    """

    able: bool  # makes the class, and is not the buyer
    ready: float  # uniform; it offers if its chance is larger
    chance: float
    without: Mapping[Cause, float]
    cause: Cause | None  # why it did not offer; None if it did

    @property
    def offers(self) -> bool:
        """Whether it offered."""
        return self.able and self.ready < self.chance


def stances(
    case: Case, before: World, b: int, k: int, t: int, ready: Floats, barred: int | None = None
) -> tuple[Stance, ...]:
    """How ready every supplier [S] was, by the world with all offers made and none chosen.

    Args:
        case: scenario and theatre.
        before: the world.
        b: the buyer's place.
        k: the class's place.
        t: the year, counted from the start.
        ready: the uniforms [S] that decide about the tender.
        barred: the supplier that is not asked, whose order was cancelled.
    """
    chances = np.zeros((len(ready), 2 + len(HINDRANCES)))
    weigh_hindrances(b, k, t, case.fixed, case.forcing, before, chances)
    return tuple(
        _stance(
            case,
            before,
            b,
            s,
            k,
            t,
            1.0 if s == barred else float(ready[s]),
            None if s == barred else chances[s].tolist(),
        )
        for s in range(len(ready))
    )


def _stance(
    case: Case, before: World, b: int, s: int, k: int, t: int, ready: float,
    chances: list[float] | None,
) -> Stance:  # fmt: skip
    """A supplier's stance; no ``chances`` without hindrances are those of one that is not asked."""
    if array_of(case.fixed, F.SAME_STATE)[b, s] != 0.0:
        return Stance(False, ready, 0.0, {}, "itself")
    if array_of(case.forcing, X.OUTPUT)[t, s, k] <= 0.0:
        return Stance(False, ready, 0.0, {}, "lacks")
    chance = float(array_of(before, W.CHANCE)[b, k, s])
    if ready < chance:
        return Stance(True, ready, chance, {}, None)
    if chances is None:
        return Stance(True, ready, chance, {}, "cancelled")
    as_it_was, *alone, together = chances
    without: dict[Cause, float] = {
        one: better for one, better in zip(HINDRANCES, alone, strict=True) if better > as_it_was
    }
    if len(without) > 1:
        without["several"] = together
    cause: Cause = next((one for one, better in without.items() if ready < better), "luck")
    return Stance(True, ready, chance, without, cause)


def objectors(case: Case, before: World, b: int, s: int, k: int, t: int) -> tuple[int, ...]:
    """Rivals of a buyer that object to a deal, by their place among buyers, the weightiest first.

    They are those whose objections ``objecting_customers`` adds up, for the supplier and for the
    maker of a component on which it relies.

    Args:
        case: scenario and theatre.
        before: the world with all offers made and none chosen.
        b: the buyer's place.
        s: the supplier's place.
        k: the class's place.
        t: the year, counted from the start.
    """
    maker = int(row_of(case.forcing, X.COMPONENT_FROM, t, b, k)[s])
    relies = float(row_of(case.forcing, X.RELIANCE, t, b, k)[s])
    reliance = relies * float(before.p[0]["component_hold"])
    weights: dict[int, float] = {}
    for source, counts in ((s, 1.0), *([] if maker == NOBODY else [(maker, reliance)])):
        for rival, weight in objections(case, before, b, source, t).items():
            weights[rival] = weights.get(rival, 0.0) + counts * weight
    return tuple(sorted((r for r in weights if weights[r] > 0.0), key=lambda r: (-weights[r], r)))


def objections(case: Case, before: World, b: int, s: int, t: int) -> dict[int, float]:
    """Weight of each rival of a buyer that is a larger customer of a supplier, by its place.

    Arguments are those of ``objectors``.
    """
    book, orders = float(array_of(before, W.BOOK_OF_ALL)[s]), array_of(before, W.DYAD_BOOK)[:, s]
    found: dict[int, float] = {}
    for r, rival in enumerate(array_of(case.fixed, F.RIVAL_OF)[b].astype(int).tolist()):
        if rival == NOBODY:
            break
        more = max(float(orders[rival] - orders[b]), 0.0)
        if book > 0.0 and more > 0.0:
            rivalry = float(array_of(case.forcing, X.RIVALRY)[t, b, r])
            objection = float(row_of(case.forcing, X.OBJECTION, t, b, r)[s])
            found[rival] = rivalry * objection * more / book
    return found
