"""Where the top supplier of a buyer changes: shares of worlds, by point."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.sensitivity.layout import by_value
from sim.sweep.results import CannotTellError, Results


@dataclass(frozen=True)
class TopSuppliers:
    """Suppliers that are top anywhere, the most frequent first, and the shares of worlds.

    ``shares`` [N, S] are NaN at points that failed; what lacks to 1 are worlds in which the buyer
    bought nothing.
    """

    buyer: str
    window: str
    of: str
    suppliers: tuple[str, ...]
    shares: Floats

    def top(self) -> "npt.NDArray[np.int64]":
        """The most frequent top supplier of each point [N], -1 where there is none."""
        filled = np.nan_to_num(self.shares)
        best: npt.NDArray[np.int64] = filled.argmax(axis=1)
        return np.where(filled.max(axis=1) > 0, best, -1)


def top_suppliers(results: Results) -> TopSuppliers:
    """How often each supplier is the top one, at each point.

    Raises:
        CannotTellError: if the sweep did not note it.
    """
    held = results.regimes
    if held is None:
        raise CannotTellError(
            "this sweep notes no top supplier; write 'regimes: {buyer: Pakistan, window: "
            "2013-2017}' in the sweep file"
        )
    counts = (held.top[..., None] == np.arange(len(held.suppliers))).mean(axis=1)
    counts[~results.well] = np.nan
    order = np.argsort(-np.nansum(counts, axis=0), kind="stable")
    names = tuple(held.suppliers[i] for i in order.tolist())
    return TopSuppliers(held.buyer, held.window, held.of, names, counts[:, order])


def shares_by_value(results: Results, found: TopSuppliers, key: str) -> tuple[Floats, Floats]:
    """Values [V] of one key, and the shares of worlds [V, S] there, other keys averaged over.

    Raises:
        CannotTellError: if fewer than two values of the key have results.
    """
    groups = by_value(results, key)
    shares = [found.shares[points].mean(axis=0) for points in groups.points]
    return groups.values, np.stack(shares)
