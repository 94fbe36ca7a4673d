"""Where the top supplier of a buyer changes: shares of worlds, by point."""

import numpy as np

from sim.base.arrays import Floats
from sim.sensitivity.layout import by_value
from sim.sweep.results import CannotTellError, Results, TopSuppliers


def top_suppliers(results: Results) -> TopSuppliers:
    """How often each supplier is the top one, at each point.

    Raises:
        CannotTellError: if the sweep did not note it.
    """
    if results.regimes is None:
        raise CannotTellError(
            "this sweep notes no top supplier; write 'regimes: {buyer: Pakistan, window: "
            "2013-2017}' in the sweep file"
        )
    return results.regimes


def shares_by_value(results: Results, found: TopSuppliers, key: str) -> tuple[Floats, Floats]:
    """Values [V] of one key, and the shares of worlds [V, S] there, other keys averaged over.

    Raises:
        CannotTellError: if fewer than two values of the key have results.
    """
    groups = by_value(results, key)
    shares = [found.shares[points].mean(axis=0) for points in groups.points]
    return groups.values, np.stack(shares)
