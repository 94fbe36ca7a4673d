"""Patterns of the arms trade that hold year after year, computed alike for record and simulation.

Each takes shares or volumes with worlds first and returns one number a world. Axes: W worlds, B
buyers, S suppliers, P periods. Aggregates (the rest of the world, other suppliers) are left out
before: a sum of many has no habits of its own.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.measure.flows import Flows, Window


def windows_of(
    flows: Flows, ledger: str, windows: Iterable[Window], buyers: Sequence[int] | None = None
) -> Floats:
    """Volumes [W, B, S, P] of all classes by window, of some buyers if their places are given.

    Raises:
        ValueError: if a window was not recorded.
    """
    parts = []
    for window in windows:
        total = flows.total(ledger, window, buyers)
        if total is None:
            raise ValueError(f"{ledger} of {window[0]}-{window[1]} are not in these flows")
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


def volume_of_largest(sizes: Floats, share: float = 0.1) -> float:
    """Share of all volume in the largest packages, by default the top tenth."""
    ordered = np.sort(sizes)[::-1]
    largest = ordered[: max(1, round(share * len(ordered)))]
    return float(largest.sum() / ordered.sum())


def _ratio(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> Floats:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def _mean_of_known(values: Floats, axes: tuple[int, ...]) -> Floats:
    """Mean over some axes, leaving out NaN; NaN where nothing is left."""
    known = ~np.isnan(values)
    total, number = np.where(known, values, 0.0).sum(axis=axes), known.sum(axis=axes)
    return np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)
