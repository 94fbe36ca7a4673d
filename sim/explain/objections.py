"""Who has a deal stopped: larger customers of the supplier, or of whom it relies on."""

from sim.experiment.case import Case
from sim.model.grids import array_of
from sim.model.world import NOBODY, F, W, World, X


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
    maker = int(array_of(case.fixed, F.COMPONENT_FROM)[b, k, s])
    reliance = float(array_of(case.fixed, F.RELIANCE)[b, k, s] * before.p[0]["component_hold"])
    weights: dict[int, float] = {}
    for source, counts in ((s, 1.0), *([] if maker == NOBODY else [(maker, reliance)])):
        for rival, weight in objections(case, before, b, source, t).items():
            weights[rival] = weights.get(rival, 0.0) + counts * weight
    return tuple(sorted((r for r in weights if weights[r] > 0.0), key=lambda r: (-weights[r], r)))


def objections(case: Case, before: World, b: int, s: int, t: int) -> dict[int, float]:
    """Weight of each rival of a buyer that is a larger customer of a supplier."""
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
