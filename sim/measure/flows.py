"""Flows: who ordered and received what from whom, real and simulated alike.

Every measure, plot and score is a function of flows. Axes: W worlds (recorded history is one
world), B buyers, S suppliers, K classes, P periods. A period is a year, or a window of years where
a record gives no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats

Window = tuple[int, int]  # first and last year, both included
Names = tuple[str, ...]

ALL = "all"
"""Stands for every weapon class."""

FLOWS = (
    "deliveries", "orders", "deliveries_usd", "orders_usd", "order_count", "announcements",
)  # fmt: skip
"""The arrays of ``Flows`` by name."""


@dataclass(frozen=True)
class Flows:
    """Volumes (TIV, millions) and money (US$ m) by world, buyer, supplier, class and period.

    An array that is None was not recorded, which is not the same as zero.
    """

    buyers: Names
    suppliers: Names
    classes: Names
    periods: tuple[Window, ...]
    deliveries: Floats | None = None  # [W, B, S, K, P] TIV
    orders: Floats | None = None  # [W, B, S, K, P] TIV
    deliveries_usd: Floats | None = None  # [W, B, S, K, P] US$ m
    orders_usd: Floats | None = None  # [W, B, S, K, P] US$ m
    order_count: Floats | None = None  # [W, B, S, K, P] orders
    announcements: Floats | None = None  # [W, B, S, K, P] periods in which talks were announced
    aggregates: frozenset[str] = frozenset()  # names that stand for many states
    covered: frozenset[str] | None = None  # buyers on record; None is all, as in a simulation
    told_apart: frozenset[str] | None = None  # suppliers on record; None is all
    _totals: dict[tuple[str, Window], Floats | None] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )  # measures ask for the same windows again and again

    def periods_in(self, window: Window) -> npt.NDArray[np.intp] | None:
        """Indices of the periods that tile a window exactly, or None if they do not."""
        return _tiling(self.periods, window)

    def covers(self, buyers: Names | None) -> bool:
        """Whether all that these buyers (None: all buyers) got is recorded."""
        return self.covered is None or (buyers is not None and self.covered.issuperset(buyers))

    def tells(self, suppliers: Names | None) -> bool:
        """Whether the sales of these suppliers (None: all together) are recorded as theirs."""
        known = self.told_apart
        return known is None or suppliers is None or known.issuperset(suppliers)

    def cells(
        self,
        flow: str,
        window: Window,
        buyers: Sequence[int] | None = None,
        suppliers: Sequence[int] | None = None,
    ) -> Floats | None:
        """One of the ``FLOWS`` over a window: [W, B, S, K, P], or None if it was not recorded.

        Of some ``buyers`` and ``suppliers`` only, if their places are given; what is not asked for
        is not touched, for a flow may be large.
        """
        array: Floats | None = getattr(self, flow)
        periods = self.periods_in(window)
        if array is None or periods is None:
            return None
        first, last = (periods[0], periods[-1]) if len(periods) else (0, -1)
        together = len(periods) == last - first + 1
        array = array[..., first : last + 1] if together else array[..., periods]
        if buyers is not None:
            array = array[:, buyers]
        if suppliers is not None:
            array = array[:, :, suppliers]
        return array

    def total(
        self,
        flow: str,
        window: Window,
        buyers: Sequence[int] | None = None,
        suppliers: Sequence[int] | None = None,
    ) -> Floats | None:
        """Sum of ``cells`` over the window: [W, B, S, K]. The sum of all of them is kept."""
        if buyers is not None or suppliers is not None:
            return _summed(self.cells(flow, window, buyers, suppliers))
        if (flow, window) not in self._totals:
            self._totals[flow, window] = _summed(self.cells(flow, window))
        return self._totals[flow, window]

    def part(
        self,
        flow: str,
        window: Window,
        buyers: Names | None = None,
        suppliers: Names | None = None,
        weapon: str = ALL,
        *,
        by_period: bool = False,
    ) -> Floats | None:
        """A flow over a window, between some states: [W, B, S, K], or None if it is not recorded.

        Args:
            flow: one of the ``FLOWS``.
            window: first and last year.
            buyers: names; None is all of them.
            suppliers: names; None is all of them.
            weapon: a weapon class, or ``ALL``.
            by_period: periods are not added up, and are the last axis: [W, B, S, K, P].
        """
        if (weapon != ALL and weapon not in self.classes) or not self.covers(buyers):
            return None
        if not self.tells(suppliers):
            return None
        found = (self.cells if by_period else self.total)(
            flow,
            window,
            None if buyers is None else [self.buyers.index(name) for name in buyers],
            None if suppliers is None else [self.suppliers.index(name) for name in suppliers],
        )
        if found is None or weapon == ALL:
            return found
        return found[:, :, :, [self.classes.index(weapon)]]

    def volume(
        self,
        flow: str,
        window: Window,
        buyers: Names | None = None,
        suppliers: Names | None = None,
        weapon: str = ALL,
    ) -> Floats | None:
        """Sum of a ``part`` over states and classes [W]; None if it is not recorded."""
        found = self.part(flow, window, buyers, suppliers, weapon)
        return None if found is None else found.sum(axis=(1, 2, 3))


@cache
def _tiling(periods: tuple[Window, ...], window: Window) -> npt.NDArray[np.intp] | None:
    first, last = window
    inside = [i for i, (a, b) in enumerate(periods) if first <= a and b <= last]
    covered = sorted(year for i in inside for year in range(periods[i][0], periods[i][1] + 1))
    if covered != list(range(first, last + 1)):
        return None
    return np.array(inside, dtype=np.intp)


def _summed(cells: Floats | None) -> Floats | None:
    """Sum over periods.

    NumPy adds fewer than eight numbers one after another. To add whole arrays so gives the same
    bits and is quicker than thousands of short sums.
    """
    if cells is None or not 0 < cells.shape[-1] < 8:
        return None if cells is None else cells.sum(axis=-1)
    total = cells[..., 0].copy(order="K")  # sums of it go through memory in its order
    for period in range(1, cells.shape[-1]):
        total += cells[..., period]
    return total
