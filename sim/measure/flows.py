"""Flows: who ordered and received what from whom, real and simulated alike.

Every measure, plot and score is a function of flows. Axes: W worlds (recorded history is one
world), B buyers, S suppliers, K classes, P periods. A period is a year, or a window of years where
a record gives no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Window = tuple[int, int]  # first and last year, both included


@dataclass(frozen=True)
class Flows:
    """Volumes (TIV, millions) and money (US$ m) by world, buyer, supplier, class and period.

    An array that is None was not recorded, which is not the same as zero.
    """

    buyers: tuple[str, ...]
    suppliers: tuple[str, ...]
    classes: tuple[str, ...]
    periods: tuple[Window, ...]
    deliveries: Floats | None = None  # [W, B, S, K, P] TIV
    orders: Floats | None = None  # [W, B, S, K, P] TIV
    deliveries_usd: Floats | None = None  # [W, B, S, K, P] US$ m
    orders_usd: Floats | None = None  # [W, B, S, K, P] US$ m
    order_count: Floats | None = None  # [W, B, S, K, P] orders
    announcements: Floats | None = None  # [W, B, S, K, P] periods in which talks were announced
    aggregates: frozenset[str] = frozenset()  # names that stand for many states
    covered: frozenset[str] | None = None  # buyers on record; None is all, as in a simulation

    def periods_in(self, window: Window) -> npt.NDArray[np.intp] | None:
        """Indices of the periods that tile a window exactly, or None if they do not."""
        first, last = window
        inside = [i for i, (a, b) in enumerate(self.periods) if first <= a and b <= last]
        covered = sorted(
            year for i in inside for year in range(self.periods[i][0], self.periods[i][1] + 1)
        )
        if covered != list(range(first, last + 1)):
            return None
        return np.array(inside, dtype=np.intp)

    def total(
        self,
        ledger: str,
        window: Window,
        buyers: Sequence[int] | None = None,
        suppliers: Sequence[int] | None = None,
    ) -> Floats | None:
        """Sum of one ledger over a window: [W, B, S, K], or None where it was not recorded.

        Of some ``buyers`` and ``suppliers`` only, if their places are given; what is not asked for
        is not touched, for a ledger may be large. ``ledger`` is deliveries, orders,
        deliveries_usd, orders_usd, order_count or announcements.
        """
        array: Floats | None = getattr(self, ledger)
        periods = self.periods_in(window)
        if array is None or periods is None:
            return None
        if buyers is not None:
            array = array[:, buyers]
        if suppliers is not None:
            array = array[:, :, suppliers]
        if len(periods) and np.array_equal(periods, np.arange(periods[0], periods[-1] + 1)):
            summed: Floats = array[..., periods[0] : periods[-1] + 1].sum(axis=-1)
        else:
            summed = array[..., periods].sum(axis=-1)
        return summed
