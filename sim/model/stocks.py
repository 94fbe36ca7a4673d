"""Stocks that change without an order: arms lost, given away, or received from elsewhere."""

from sim.model.compiled import compiled, compiled_apart
from sim.model.grids import grid2
from sim.model.world import (
    HANDED_AMOUNT,
    HANDED_CLASS,
    HANDED_FROM,
    HANDED_IS_SHARE,
    HANDED_TO,
    HANDED_YEAR,
    NOBODY,
    Forcing,
    W,
    World,
    X,
)


@compiled
def asked(i: int, forcing: Forcing, world: World) -> float:
    """TIV by which a row of ``X.HANDED`` would change a stock, if all is there; below 0 a loss."""
    row, stock = grid2(forcing, X.HANDED)[i], grid2(world, W.STOCK)
    if row[HANDED_IS_SHARE] == 0.0:
        return row[HANDED_AMOUNT]
    of = int(row[HANDED_TO] if row[HANDED_FROM] == NOBODY else row[HANDED_FROM])
    return row[HANDED_AMOUNT] * stock[of, int(row[HANDED_CLASS])]


@compiled
def loser(i: int, forcing: Forcing) -> int:
    """The buyer whose stock a row of ``X.HANDED`` makes smaller, or NOBODY."""
    row = grid2(forcing, X.HANDED)[i]
    if row[HANDED_FROM] == NOBODY and row[HANDED_AMOUNT] < 0.0:
        return int(row[HANDED_TO])
    return int(row[HANDED_FROM])


@compiled
def part_there(i: int, forcing: Forcing, world: World) -> float:
    """Part of what a row of ``X.HANDED`` asks for that is there: no stock falls below nothing.

    Where the year's rows together ask for more than a stock holds, each gets its share of it.
    """
    rows, stock, of = grid2(forcing, X.HANDED), grid2(world, W.STOCK), loser(i, forcing)
    if of == NOBODY:
        return 1.0
    total = 0.0
    for j in range(rows.shape[0]):
        same = rows[j, HANDED_YEAR] == rows[i, HANDED_YEAR]
        if same and rows[j, HANDED_CLASS] == rows[i, HANDED_CLASS] and loser(j, forcing) == of:
            total += abs(asked(j, forcing, world))
    there = stock[of, int(rows[i, HANDED_CLASS])]
    return there / total if total > there else 1.0


@compiled_apart
def change_stocks(b: int, t: int, forcing: Forcing, world: World) -> None:
    """Set by how much a buyer's stocks change this year without an order."""
    rows, change = grid2(forcing, X.HANDED), grid2(world, W.STOCK_CHANGE)[b]
    for k in range(change.shape[0]):
        change[k] = 0.0
    for i in range(rows.shape[0]):
        if int(rows[i, HANDED_YEAR]) == t:
            k, to, giver = int(rows[i, HANDED_CLASS]), rows[i, HANDED_TO], rows[i, HANDED_FROM]
            if to == b or giver == b:
                moved = asked(i, forcing, world) * part_there(i, forcing, world)
                change[k] += moved if to == b else -moved
