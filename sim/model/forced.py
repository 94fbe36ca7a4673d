"""What is imposed on a state in a year: rows over suppliers, wherever they lie."""

from sim.base.arrays import Floats
from sim.model.compiled import inlined
from sim.model.grids import grid2, grid3
from sim.model.world import Forcing, X


@inlined
def row_at(place: float, forcing: Forcing) -> Floats:
    """The row [S] of ``X.ROWS`` at a place."""
    return grid2(forcing, X.ROWS)[int(place)]


@inlined
def imposed_on(b: int, t: int, array: X, forcing: Forcing) -> Floats:
    """Row [S] of a buyer and a year in one of the arrays ``"YBs"``."""
    return row_at(grid2(forcing, array)[t, b], forcing)


@inlined
def imposed_in_class(b: int, k: int, t: int, array: X, forcing: Forcing) -> Floats:
    """Row [S] of a buyer, a class and a year in one of the arrays ``"YBKs"``."""
    return row_at(grid3(forcing, array)[t, b, k], forcing)
