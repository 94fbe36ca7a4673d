"""A theatre set back to an earlier start, by the orders on record before the one that it has."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.base.arrays import Floats
from sim.model.equations import HABIT_KEPT, SALES_KEPT
from sim.model.world import MEMORY
from sim.theatre.earlier import EarlierOrder
from sim.theatre.theatre import Theatre


def set_back(theatre: Theatre, orders: Sequence[EarlierOrder]) -> Theatre:
    """The theatre as it stood once ``MEMORY`` years of the orders were over; later ones are dated.

    What it had ordered, how often, and what others bought is counted anew. Habit is what the
    theatre has at its own start, less what was ordered in between. When earlier orders arrived is
    not known: of the order book stands what had not come by the theatre's own start, and stocks
    are as there.

    Args:
        theatre: at its own start; relations should end before it.
        orders: on record before that start, of consecutive years up to it.

    Raises:
        ValueError: if the orders do not reach back further than ``MEMORY`` years.
    """
    first_known, own = min(one.order.year for one in orders), theatre.start
    start = first_known + MEMORY
    if start >= own:
        raise ValueError(f"orders since {first_known} leave none to learn from before {own}")
    ordered = np.stack([_volumes(theatre, orders, year) for year in range(first_known, own)])
    before, since = ordered[:MEMORY], ordered[MEMORY:]
    deals = [one for one in orders if one.order.year < start]
    sold = _decayed(before, SALES_KEPT).sum(axis=0)
    habit = _habit_before(theatre.decayed_orders, since)
    return replace(
        theatre,
        start=start,
        packages=_counts(theatre, deals, packages=True).sum(axis=1) / MEMORY,
        ordered=before.sum(axis=(0, 2)) / MEMORY,
        tender_years=MEMORY,
        world_shares=np.divide(sold, sold.sum(axis=0), out=np.zeros_like(sold),
                               where=sold.sum(axis=0) > 0),
        decayed_orders=habit,
        orders_5y=_counts(theatre, deals, packages=False),
        last_order=_last_years(theatre, habit, before, start),
        book=tuple(row for row in theatre.book if row.order_year < start),
        recorded={},
        recorded_packages={},
        recorded_ordered={},
        dated_orders=tuple(one.order for one in orders if one.order.year >= start),
    )  # fmt: skip


def _place(theatre: Theatre, one: EarlierOrder) -> tuple[int, int, int]:
    order = one.order
    return (
        theatre.buyers.index(order.buyer),
        theatre.suppliers.index(order.supplier),
        theatre.classes.index(order.weapon),
    )


def _volumes(theatre: Theatre, orders: Sequence[EarlierOrder], year: int) -> Floats:
    """TIV ordered in a year [B, S, K]."""
    found = np.zeros(theatre.decayed_orders.shape)
    for one in orders:
        if one.order.year == year:
            found[_place(theatre, one)] += one.order.tiv
    return found


def _counts(theatre: Theatre, orders: Sequence[EarlierOrder], *, packages: bool) -> Floats:
    """Packages or deals [B, S, K] of all the orders."""
    found = np.zeros(theatre.decayed_orders.shape)
    for one in orders:
        found[_place(theatre, one)] += one.order.packages if packages else one.deals
    return found


def _decayed(by_year: Floats, kept: float) -> Floats:
    """Sum over years [Y, ...], of which the last counts in full."""
    weights = kept ** np.arange(len(by_year) - 1, -1, -1)
    total: Floats = np.tensordot(weights, by_year, axes=1)
    return total


def _habit_before(decayed: Floats, since: Floats) -> Floats:
    """Decayed orders [B, S, K] so many years earlier, without the orders since [Y, B, S, K].

    Figures are rounded, so what is left of nothing may lie a little off 0; it counts as nothing.
    """
    left = decayed - _decayed(since, HABIT_KEPT)
    touched = since.any(axis=0)
    rest: Floats = np.where(touched & (left < _rounding(since)), 0.0, np.maximum(left, 0.0))
    return rest / HABIT_KEPT ** len(since)


def _rounding(since: Floats) -> Floats:
    """What rounding of each figure to a tenth can add up to [B, S, K]."""
    room: Floats = 0.05 * (1 + (since > 0).sum(axis=0))
    return room


def _last_years(theatre: Theatre, habit: Floats, before: Floats, start: int) -> Floats:
    """Year of the last order before ``start`` [B, S, K]; NaN for never.

    Who ordered after it, and before it earlier than the years on record, did so last in a year
    that is not known: the one before these years stands in.
    """
    first = start - len(before)
    years = np.arange(first, start)[:, None, None, None]
    known = np.where(before > 0, years, -np.inf).max(axis=0)
    own = np.where(theatre.last_order < start, theatre.last_order, np.nan)
    earlier = np.where(np.isnan(own) & (habit > 0), first - 1, own)
    return np.where(np.isfinite(known), known, earlier)
