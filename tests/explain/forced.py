"""A case's forcing with one array changed."""

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.experiment.packing import pack
from sim.model.grids import array_of
from sim.model.world import Forcing, X


def forcing_with(case: Case, name: X, array: Floats) -> Forcing:
    """The forcing of a case, but for one array."""
    arrays = {other: array_of(case.forcing, other) for other in X if other != X.ROWS}
    return pack({**arrays, name: array}, case.lengths)
