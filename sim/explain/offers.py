"""Who offered, who did not and what held the latter back; who has a deal stopped.

A supplier offers if a uniform, its readiness, lies below its chance of offering. Each hindrance is
taken away in turn, with the same readiness: the first one without which the supplier would have
offered is the cause. If only all together do it, the cause is ``several``; if not even that,
``luck``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.model.elementary import exp
from sim.model.equations import buyer_odds, class_odds, offer_probability, open_share
from sim.model.grids import array_of, row_of
from sim.model.offers import alignment_of, lost_share_of, open_to, too_late
from sim.model.world import NOBODY, F, W, World, X

Hindrance = Literal["embargo", "component", "late", "objection", "estranged", "busy"]
Cause = Literal[Hindrance, "itself", "lacks", "several", "luck"]

CAUSES: Mapping[Cause, str] = {
    "itself": "is the buyer itself",
    "lacks": "does not make the class",
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


@dataclass(frozen=True)
class _Parts:
    """What a supplier's chance is made of; each hindrance is a change of one of them."""

    embargo_open: float
    component_open: float
    in_time: float  # 1, or 0 where the buyer demands an earlier first delivery
    objecting: float
    alignment: float
    idle_odds: float  # odds of offering the class with all capacity idle
    odds: float  # as it was
    friendship: float
    objection: float

    def chance(self, gone: frozenset[Hindrance] = frozenset()) -> float:
        """Chance of offering with some hindrances gone."""
        alignment = max(self.alignment, 0.0) if "estranged" in gone else self.alignment
        objecting = 0.0 if "objection" in gone else self.objecting
        for_buyer = buyer_odds(alignment, objecting, self.friendship, self.objection)
        left = (1.0 if "embargo" in gone else self.embargo_open) * (
            1.0 if "component" in gone else self.component_open
        )
        left *= 1.0 if "late" in gone else self.in_time
        odds = self.idle_odds if "busy" in gone else self.odds
        return float(offer_probability(for_buyer * odds, left))


_HINDRANCES: tuple[Hindrance, ...] = (
    "embargo",
    "component",
    "late",
    "objection",
    "estranged",
    "busy",
)


def stances(case: Case, before: World, b: int, k: int, t: int, ready: Floats) -> tuple[Stance, ...]:
    """How ready every supplier [S] was, by the world with all offers made and none chosen.

    Args:
        case: scenario and theatre.
        before: the world.
        b: the buyer's place.
        k: the class's place.
        t: the year, counted from the start.
        ready: the uniforms [S] that decide about the tender.
    """
    return tuple(
        _stance(case, before, b, s, k, t, float(ready[s]))
        for s in range(len(case.theatre.suppliers))
    )


def _stance(case: Case, before: World, b: int, s: int, k: int, t: int, ready: float) -> Stance:
    if array_of(case.fixed, F.SAME_STATE)[b, s] != 0.0:
        return Stance(False, ready, 0.0, {}, "itself")
    if array_of(case.forcing, X.OUTPUT)[t, s, k] <= 0.0:
        return Stance(False, ready, 0.0, {}, "lacks")
    chance = float(array_of(before, W.CHANCE)[b, k, s])
    if ready < chance:
        return Stance(True, ready, chance, {}, None)
    parts = _parts(case, before, b, s, k, t)
    alone = {one: parts.chance(frozenset({one})) for one in _HINDRANCES}
    without: dict[Cause, float] = {
        one: better for one, better in alone.items() if better > parts.chance()
    }
    if len(without) > 1:
        without["several"] = parts.chance(frozenset(_HINDRANCES))
    cause: Cause = next((one for one, better in without.items() if ready < better), "luck")
    return Stance(True, ready, chance, without, cause)


def _parts(case: Case, before: World, b: int, s: int, k: int, t: int) -> _Parts:
    fixed, forcing, p = case.fixed, case.forcing, before.p[0]
    leak = exp(p["embargo"])
    embargo_open = open_share(float(row_of(forcing, X.CLOSED, t, b, k)[s]), leak)
    left = open_to(b, s, k, t, leak, forcing, before)
    lost = lost_share_of(s, fixed, before)
    return _Parts(
        embargo_open=embargo_open,
        component_open=left / embargo_open,
        in_time=0.0 if too_late(b, s, k, t, fixed, forcing, before) else 1.0,
        objecting=float(array_of(before, W.OBJECTING)[b, s]),
        alignment=alignment_of(b, s, t, forcing, before),
        idle_odds=class_odds(1.0, lost, p["willingness_base"], p["idle_capacity"], p["lost_share"]),
        odds=float(array_of(before, W.ODDS)[k, s]),
        friendship=float(p["friendship"]),
        objection=float(p["objection"]),
    )


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
    book = float(array_of(before, W.BOOK_OF_ALL)[s])
    rivalry = array_of(case.forcing, X.RIVALRY)[t, b]
    objection = array_of(case.forcing, X.OBJECTION)[t, b, :, s]
    orders = array_of(before, W.DYAD_BOOK)[:, s]
    found: dict[int, float] = {}
    for r, rival in enumerate(array_of(case.fixed, F.RIVAL_OF)[b].astype(int).tolist()):
        if rival == NOBODY:
            break
        more = max(float(orders[rival] - orders[b]), 0.0)
        if book > 0.0 and more > 0.0:
            found[rival] = float(rivalry[r] * objection[r]) * more / book
    return found
