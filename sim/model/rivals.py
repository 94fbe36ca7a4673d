"""What a buyer's rivals do, as seen by the buyer and by a supplier.

``rivals`` is the buyer's row of RIVAL_OF [R], ``rivalry`` its row of the year's levels [R].
"""

from sim.model.compiled import compiled
from sim.model.equations import NOTHING, alignment_now
from sim.model.grids import Floats
from sim.model.world import NOBODY


@compiled
def objecting_customers(
    b: int,
    s: int,
    rivals: Floats,
    rivalry: Floats,
    objection: Floats,
    dyad_book: Floats,
    book: float,
) -> float:
    """Share of a supplier's order book held by rivals of the buyer that are larger customers.

    ``objection`` [R, S] is how strongly each rival objects; ``dyad_book`` [B, S] and ``book`` are
    order books in TIV, with each customer and in all.
    """
    if book <= NOTHING:
        return 0.0
    total = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            theirs = dyad_book[int(rivals[r]), s]
            if theirs > dyad_book[b, s]:
                total += rivalry[r] * objection[r, s] * theirs
    return total / book


@compiled
def sales_to_rivals(
    s: int, rivals: Floats, rivalry: Floats, dyad_sales: Floats, all_sales: Floats
) -> float:
    """Share of a supplier's decayed sales that goes to the buyer's rivals."""
    if all_sales[s] <= NOTHING:
        return 0.0
    total = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            total += rivalry[r] * dyad_sales[int(rivals[r]), s]
    return total / all_sales[s]


@compiled
def rise_of_ties(s: int, rivals: Floats, rivalry: Floats, tie: Floats, start_tie: Floats) -> float:
    """How far the rivals' ties [B, S] with a supplier exceed those of the start, 0 to 1."""
    total = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            rival = int(rivals[r])
            total += rivalry[r] * max(tie[rival, s] - start_tie[rival, s], 0.0)
    return min(total, 1.0)


@compiled
def rise_of_deliveries(
    s: int, rivals: Floats, rivalry: Floats, due: Floats, delivered: Floats, start_tie: Floats
) -> float:
    """How far a supplier's share of this year's deliveries to rivals exceeds the starting tie.

    ``due`` [B, S] are this year's deliveries, ``delivered`` [B] their sums, in TIV.
    """
    total = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            rival = int(rivals[r])
            if delivered[rival] > NOTHING:
                share = due[rival, s] / delivered[rival]
                total += rivalry[r] * max(share - start_tie[rival, s], 0.0)
    return min(total, 1.0)


@compiled
def alignment_with_rivals(
    s: int,
    rivals: Floats,
    rivalry: Floats,
    alignment: Floats,
    drift: Floats,
    alignment_event: float,
) -> float:
    """How far a supplier has aligned with the buyer's rivals since the start, 0 to 1.

    ``alignment`` [B, S] is the sum of this year's shifts, ``drift`` [B, S] what came beside events.
    """
    total = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            rival = int(rivals[r])
            now = alignment_now(alignment[rival, s], drift[rival, s], alignment_event)
            total += rivalry[r] * max(now, 0.0)
    return min(total, 1.0)
