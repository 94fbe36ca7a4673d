"""What events have done to a buyer's politics, each with its own size in this world."""

from sim.model.compiled import inlined
from sim.model.equations import event_size
from sim.model.grids import grid1, grid2, grid3
from sim.model.world import (
    COST_SHIFT,
    SHIFT,
    SHIFT_EVENT,
    SHIFT_KIND,
    SHIFT_SUPPLIER,
    Fixed,
    Forcing,
    W,
    World,
    X,
)


@inlined
def shift_politics(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Add up this year's shifts of a buyer's alignment and domestic cost, supplier by supplier."""
    alignment, cost = grid2(world, W.ALIGNMENT)[b], grid2(world, W.DOMESTIC_COST)[b]
    for s in range(alignment.shape[0]):
        alignment[s] = cost[s] = 0.0
    shifts, scores = grid2(forcing, X.SHIFTS), grid1(world, W.EVENT_SCORE)
    rows, spread = grid3(forcing, X.SHIFTS_OF)[t, b], world.p[0].event_spread
    for row in range(int(rows[0]), int(rows[1])):
        size = event_size(scores[int(shifts[row, SHIFT_EVENT])], spread) * shifts[row, SHIFT]
        s = int(shifts[row, SHIFT_SUPPLIER])
        if int(shifts[row, SHIFT_KIND]) == COST_SHIFT:
            cost[s] += size
        else:
            alignment[s] += size
