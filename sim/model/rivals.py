"""What a buyer's rivals are to every supplier, as seen by the buyer and by a supplier.

Each rival counts by the year's level of rivalry. Rivals come first in a row of RIVAL_OF; the rest
of it is NOBODY.
"""

from sim.base.arrays import Floats
from sim.model.compiled import compiled
from sim.model.equations import NOTHING, alignment_now, turned_to_rival
from sim.model.forced import row_at
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import NOBODY, F, Fixed, Forcing, W, World, X


@compiled
def weigh_rivals(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set what a buyer sees between each supplier and its rivals: sales, ties, politics, drift."""
    rivals, rivalry = grid2(fixed, F.RIVAL_OF)[b], grid3(forcing, X.RIVALRY)[t, b]
    sold, risen = grid2(world, W.SOLD_TO_RIVALS)[b], grid2(world, W.TIES_RISEN)[b]
    aligned, drifting = grid2(world, W.ALIGNED)[b], grid2(world, W.DRIFTING)[b]
    for s in range(sold.shape[0]):
        sold[s] = risen[s] = aligned[s] = drifting[s] = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] == NOBODY:
            break
        rival, level = int(rivals[r]), rivalry[r]
        add_ties_of(rival, level, sold, risen, fixed, world)
        add_politics_of(rival, level, t, aligned, drifting, fixed, forcing, world)
    all_sales = grid1(world, W.ALL_SALES)
    for s in range(sold.shape[0]):
        sold[s] = sold[s] / all_sales[s] if all_sales[s] > NOTHING else 0.0
        risen[s], aligned[s] = min(risen[s], 1.0), min(aligned[s], 1.0)
        drifting[s] = min(drifting[s], 1.0)


@compiled
def add_ties_of(
    rival: int, level: float, sold: Floats, risen: Floats, fixed: Fixed, world: World
) -> None:
    """Add what each supplier sold to one rival (TIV), and how far their tie exceeds the start's."""
    sales, tie = grid2(world, W.DYAD_SALES)[rival], grid2(world, W.TIE)[rival]
    start_tie = grid2(fixed, F.TIE)[rival]
    for s in range(sold.shape[0]):
        sold[s] += level * sales[s]
        risen[s] += level * max(tie[s] - start_tie[s], 0.0)


@compiled
def add_politics_of(
    rival: int, level: float, t: int, aligned: Floats, drifting: Floats,
    fixed: Fixed, forcing: Forcing, world: World,
) -> None:  # fmt: skip
    """Add how far each supplier has aligned with one rival, and how far it loses that customer.

    A customer drifts by what its tie has fallen and by how far its politics have parted, and
    counts by its share of the supplier's orders at the start.
    """
    alignment, drift = grid2(world, W.ALIGNMENT)[rival], grid2(world, W.DRIFT)[rival]
    tie, start_tie = grid2(world, W.TIE)[rival], grid2(fixed, F.TIE)[rival]
    customer, p = grid2(fixed, F.CUSTOMER)[rival], world.p[0]
    for s in range(aligned.shape[0]):
        now = alignment_now(alignment[s], drift[s], p.alignment_event)
        aligned[s] += level * turned_to_rival(now, p.abandonment_from)
        gone = max(start_tie[s] - tie[s], 0.0) + max(-now, 0.0)
        drifting[s] += level * customer[s] * min(gone, 1.0)


@compiled
def weigh_objections(
    b: int, first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Set the share of suppliers' order books by which rivals of a buyer are the larger customers.

    What the buyer has on order weighs against each of them; each counts by how strongly it objects.
    """
    rivals, rivalry = grid2(fixed, F.RIVAL_OF)[b], grid3(forcing, X.RIVALRY)[t, b]
    dyad_book, book = grid2(world, W.DYAD_BOOK), grid1(world, W.BOOK_OF_ALL)[first:last]
    objections = grid3(forcing, X.OBJECTION)[t, b]
    objecting, own = grid2(world, W.OBJECTING)[b, first:last], dyad_book[b, first:last]
    for s in range(objecting.shape[0]):
        objecting[s] = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] == NOBODY:
            break
        objection = row_at(objections[r], forcing)[first:last]
        theirs = dyad_book[int(rivals[r]), first:last]
        for s in range(objecting.shape[0]):
            objecting[s] += rivalry[r] * objection[s] * max(theirs[s] - own[s], 0.0)
    for s in range(objecting.shape[0]):
        objecting[s] = objecting[s] / book[s] if book[s] > NOTHING else 0.0


@compiled
def add_rise_of_deliveries(
    rise: Floats, b: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Add how far each supplier's share of this year's deliveries to rivals exceeds the old tie."""
    rivals, rivalry = grid2(fixed, F.RIVAL_OF)[b], grid3(forcing, X.RIVALRY)[t, b]
    due, delivered = grid3(world, W.DUE_DYAD)[t], grid1(world, W.DELIVERED)
    start_tie = grid2(fixed, F.TIE)
    for r in range(rivals.shape[0]):
        if rivals[r] == NOBODY:
            break
        rival = int(rivals[r])
        if delivered[rival] > NOTHING:
            for s in range(rise.shape[0]):
                share = due[rival, s] / delivered[rival]
                rise[s] += rivalry[r] * max(share - start_tie[rival, s], 0.0)
