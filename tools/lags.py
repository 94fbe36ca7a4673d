"""How long recorded orders take in the model, beside the lags on record, up to 2012.

Two facts of a run stand beside figures that are quoted and not recomputed: which part of a window's
deliveries had been ordered before it, and how long orders take. Here the package's own tables are
asked for both: the orders on record, the share of the volume that is delivered so many years after
an order (``lags.csv``), and the deliveries on record.
"""

import csv
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.experiment.worlds import Block, run_worlds
from sim.measure.stylised_facts import windows_of
from sim.model.orders import BUYER_AT, KIND_AT, SIGNED
from sim.model.world import NEVER
from sim.theatre.columns import LAG_COLUMNS
from sim.theatre.records import ORDER_KINDS, DatedOrder
from sim.theatre.theatre import DEFAULT_FOLDER, Theatre
from tools.arrivals import WINDOWS, WORLDS, recorded_orders_case

ALL = "ALL"


def figures() -> dict[str, Any]:
    """Mean lags by kind of order, and shares ordered before, of single buyers."""
    case = recorded_orders_case()
    theatre, shares = case.theatre, lag_shares()
    orders = [one for one in theatre.dated_orders if one.buyer not in theatre.aggregates]
    orders = [one for one in orders if one.year <= WINDOWS[-1][1]]
    waited, volume, before, arrived = _in_worlds(case)
    return {
        "kinds": [
            {
                "kind": kind.replace("_", " "),
                "share": _volume(orders, kind) / sum(one.tiv for one in orders),
                "model": float(waited[k] / volume[k]),
                "recorded": _recorded_lag(orders, kind, shares),
            }
            for k, kind in enumerate(ORDER_KINDS)
        ],
        "all": {
            "model": float(waited.sum() / volume.sum()),
            "recorded": sum(
                _volume(orders, kind) * _recorded_lag(orders, kind, shares) for kind in ORDER_KINDS
            )
            / sum(one.tiv for one in orders),
        },
        "windows": [
            {
                "window": list(window),
                "model": float(before[p] / arrived[p]),
                "recorded": _recorded_before(theatre, orders, window, shares),
            }
            for p, window in enumerate(WINDOWS)
        ],
    }


def lag_shares() -> dict[tuple[str, str], Floats]:
    """Share of the volume delivered so many years after the order, by kind and class."""
    with (DEFAULT_FOLDER / "lags.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {
        (row["kind"], row["class"]): np.array([float(row[name] or 0) for name in LAG_COLUMNS])
        for row in rows
    }
    return {key: share / share.sum() for key, share in found.items()}


def _of(order: DatedOrder, shares: dict[tuple[str, str], Floats]) -> Floats:
    return shares.get((order.kind, order.weapon), shares[order.kind, ALL])


def _volume(orders: list[DatedOrder], kind: str) -> float:
    return sum(one.tiv for one in orders if one.kind == kind)


def _recorded_lag(
    orders: list[DatedOrder], kind: str, shares: dict[tuple[str, str], Floats]
) -> float:
    """Mean years by volume, if recorded orders of a kind take as long as recorded lags say."""
    own = [one for one in orders if one.kind == kind]
    years = np.arange(len(LAG_COLUMNS))
    total = sum(one.tiv * float(years @ _of(one, shares)) for one in own)
    return total / _volume(own, kind)


def _recorded_before(
    theatre: Theatre, orders: list[DatedOrder], window: tuple[int, int],
    shares: dict[tuple[str, str], Floats],
) -> float:  # fmt: skip
    """Recorded deliveries of a window, less what its own orders bring by recorded lags."""
    first, last = window
    new = sum(
        one.tiv * float(_of(one, shares)[: last - one.year + 1].sum())
        for one in orders
        if first <= one.year <= last
    )
    places = [b for b, name in enumerate(theatre.buyers) if name not in theatre.aggregates]
    came = windows_of(theatre.recorded["deliveries"], "deliveries", [window], places).sum()
    return float(1 - new / came)


def _in_worlds(case: Case) -> tuple[Floats, Floats, Floats, Floats]:
    """TIV years and TIV by kind [3], deliveries ordered before and all by window, of all worlds."""
    by_kind, by_window = np.zeros((2, len(ORDER_KINDS))), np.zeros((2, len(WINDOWS)))
    for block in run_worlds(case, 0, WORLDS):
        signed, kind, first, last, tiv = _orders(block, case)
        new = signed >= 0
        lag = (first + last) / 2 - signed
        for row, weight in enumerate((lag * tiv, tiv)):
            by_kind[row] += np.bincount(kind[new], weight[new], len(ORDER_KINDS))
        for p, window in enumerate(WINDOWS):
            begin, end = (year - case.years[0] for year in window)
            inside = np.maximum(np.minimum(last, end) - np.maximum(first, begin) + 1, 0)
            came = tiv * inside / (last - first + 1)
            by_window[:, p] += came[signed < begin].sum(), came.sum()
    return (*by_kind, *by_window)


def _orders(block: Block, case: Case) -> tuple[np.ndarray, ...]:
    """Year, kind, first and last year of delivery, TIV of orders of single buyers that come."""
    place, tiv, dates = block.orders.place, block.orders.value[:, 0], block.dates
    single = np.array([name not in case.theatre.aggregates for name in case.theatre.buyers])
    kept = single[place[:, BUYER_AT]] & (dates[0] != NEVER)
    return (
        place[kept, SIGNED], place[kept, KIND_AT], *dates[:, kept], tiv[kept],
    )  # fmt: skip
