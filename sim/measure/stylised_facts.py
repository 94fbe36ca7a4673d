"""Stylised facts of the arms trade: what holds year after year, in record and simulation alike.

A fact is a function and a row of the table at the end. Aggregates (the rest of the world, other
suppliers) are left out before: a sum of many has no habits of its own. Axes: W worlds, B buyers, S
suppliers, P periods.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Bools, Floats
from sim.measure.flows import Flows, Window


def windows_of(
    flows: Flows, flow: str, windows: Iterable[Window], buyers: Sequence[int] | None = None
) -> Floats:
    """Volumes [W, B, S, P] of all classes by window, of some buyers if their places are given.

    Raises:
        ValueError: if a window was not recorded.
    """
    parts = []
    for window in windows:
        total = flows.total(flow, window, buyers)
        if total is None:
            raise ValueError(f"{flow} of {window[0]}-{window[1]} are not in these flows")
        parts.append(total.sum(axis=3))
    return np.stack(parts, axis=3)


def without(volumes: Floats, buyers: Iterable[int], suppliers: Iterable[int]) -> Floats:
    """The same without some buyers and suppliers, given by their place."""
    kept = np.delete(volumes, list(buyers), axis=1)
    return np.delete(kept, list(suppliers), axis=2)


def shares(volumes: Floats) -> Floats:
    """Share of each supplier in a buyer's volume; NaN for a buyer that got nothing."""
    total = volumes.sum(axis=2, keepdims=True)
    return np.divide(volumes, total, out=np.full_like(volumes, np.nan), where=total > 0)


def concentration(volumes: Floats) -> Floats:
    """Herfindahl-Hirschman index of suppliers (0 to 1), mean over buyers and periods [W]."""
    squared = (shares(volumes) ** 2).sum(axis=2)
    return _mean_of_known(squared, (1, 2))


def active_suppliers(volumes: Floats) -> Floats:
    """Suppliers with any volume, mean over buyers and periods with any [W]."""
    number = (volumes > 0).sum(axis=2).astype(np.float64)
    number[number == 0] = np.nan
    return _mean_of_known(number, (1, 2))


def top_kept(volumes: Floats) -> Floats:
    """Share of buyers whose largest supplier of a period is also that of the next one [W]."""
    supplied = volumes.sum(axis=2) > 0
    top = volumes.argmax(axis=2)
    both = supplied[..., 1:] & supplied[..., :-1]
    kept = (top[..., 1:] == top[..., :-1]) & both
    return _ratio(kept.sum(axis=(1, 2)), both.sum(axis=(1, 2)))


def variation(one: Floats, other: Floats, suppliers: int = -1) -> Floats:
    """Total variation between mixes along their axis of suppliers: 0 for the same, at most 1."""
    distance: Floats = 0.5 * np.abs(one - other).sum(axis=suppliers)
    return distance


def mix_change(volumes: Floats) -> Floats:
    """Total variation of a buyer's supplier mix from period to period, mean over buyers [W]."""
    mix = shares(volumes)
    distance = variation(mix[..., 1:], mix[..., :-1], suppliers=2)
    return _mean_of_known(distance, (1, 2))


def yearly_variation(volumes: Floats) -> Floats:
    """Standard deviation over mean of a buyer's yearly volume, mean over buyers [W]."""
    yearly = volumes.sum(axis=2)
    mean, sd = yearly.mean(axis=2), yearly.std(axis=2)
    ratio = np.divide(sd, mean, out=np.full_like(mean, np.nan), where=mean > 0)
    return _mean_of_known(ratio, (1,))


def ties_kept(volumes: Floats, years: int) -> Floats:
    """Share of pairs that trade in a year and trade again so many years later [W]."""
    trades = volumes > 0
    now, later = trades[..., :-years], trades[..., years:]
    return _ratio((now & later).sum(axis=(1, 2, 3)), now.sum(axis=(1, 2, 3)))


def median_package(sizes: Floats) -> float:
    """Median volume of packages [N], TIV."""
    return float(np.median(sizes))


def large_package(sizes: Floats) -> float:
    """Volume of a package [N] that one in ten exceeds, TIV."""
    return float(np.quantile(sizes, 0.9))


def volume_of_largest(sizes: Floats, share: float = 0.1) -> float:
    """Share of all volume in the largest packages [N], by default the top tenth."""
    ordered = np.sort(sizes)[::-1]
    largest = ordered[: max(1, round(share * len(ordered)))]
    return float(largest.sum() / ordered.sum())


class NewOrders(NamedTuple):
    """Orders of one world in the years looked at, and what was delivered in its windows."""

    tiv: Floats  # [N]
    licensed: Bools  # [N]
    arrived: float  # TIV, in all windows
    arrived_before: float  # TIV of it that had been ordered before its window
    waited: float  # TIV of what arrived times years since its order


def licensed_share(orders: NewOrders) -> float:
    """Share of the volume ordered that is built under licence."""
    return _part(orders.tiv[orders.licensed].sum(), orders.tiv.sum())


def ordered_before(orders: NewOrders) -> float:
    """Share of the deliveries of a window that had been ordered before it, over all windows."""
    return _part(orders.arrived_before, orders.arrived)


def mean_lag(orders: NewOrders) -> float:
    """Years from the order to the delivery, mean by volume of what is delivered in all windows.

    A record ends, and knows no lag of what had not come by then, so orders are not followed
    beyond the windows.
    """
    return _part(orders.waited, orders.arrived)


def _ratio(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> Floats:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _mean_of_known(values: Floats, axes: tuple[int, ...]) -> Floats:
    """Mean over some axes, leaving out NaN; NaN where nothing is left."""
    known = ~np.isnan(values)
    total, number = np.where(known, values, 0.0).sum(axis=axes), known.sum(axis=axes)
    return np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)


def _part(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else np.nan


Data = TypeVar("Data")
Value = TypeVar("Value", Floats, float)


@dataclass(frozen=True)
class FactKind(Generic[Data, Value]):
    """A stylised fact: its name in tables, and the function that finds it.

    ``quoted`` is its value in single deals, where the figures of the default theatre are too coarse
    to compute it again: its 40 single buyers and 17 suppliers, 2003-2022 (SIPRI Arms Transfers
    Database).
    """

    name: str
    value: Callable[[Data], Value]
    quoted: float | None = None


OF_WINDOWS = (
    FactKind("supplier concentration (HHI)", concentration),
    FactKind("active suppliers of a buyer", active_suppliers),
    FactKind("top supplier kept to the next window", top_kept),
    FactKind("change of supplier mix between windows", mix_change),
)
"""Of volumes [W, B, S, P] by windows of years."""

TIES_AFTER = (1, 2, 3, 5)  # years
OF_YEARS = (
    FactKind("yearly variation of deliveries", yearly_variation),
    *(FactKind(f"ties kept after {n} y", partial(ties_kept, years=n)) for n in TIES_AFTER),
)
"""Of volumes [W, B, S, P] by single years."""

OF_PACKAGES = (
    FactKind("median package, TIV", median_package),
    FactKind("90% package, TIV", large_package),
    FactKind("volume in the largest tenth", volume_of_largest),
)
"""Of the volumes of packages [N], of which there is one at least."""

OF_ORDERS = (
    FactKind("licensed share of volume", licensed_share, quoted=0.30),
    FactKind("delivered from orders before the window", ordered_before, quoted=0.75),
    FactKind("mean lag of deliveries, years", mean_lag, quoted=5.0),
)
"""Of the orders of one world."""
