"""Benchmarks, forecasts without a model: shares [B, S] of each buyer's suppliers."""

from collections.abc import Mapping

import numpy as np

from sim.backtest.own_past import LOOKED_BACK
from sim.backtest.record import Flow, Record, due_of_book
from sim.base.arrays import Floats
from sim.theatre.theatre import Theatre

RECENT = 3  # years
PERSISTENCE, LAST_YEARS = "persistence", "last three years"
WORLD, HISTORY, BOOK = "world shares", "decayed history", "order book alone"
BENCHMARKS = (PERSISTENCE, LAST_YEARS, WORLD, HISTORY, BOOK)  # one forecast each, without doubt
OWN_PAST = "own past"  # a forecast with its doubt
HINDSIGHT = "order book and new orders (sees the future)"

MEANING: Mapping[str, str] = {
    PERSISTENCE: "the same shares as in as many years before the origin",
    LAST_YEARS: f"the shares of the {RECENT} years before the origin",
    WORLD: "for every buyer what all other buyers got from each supplier in as many years before",
    HISTORY: "shares of all earlier orders, decayed at 0.9 a year",
    BOOK: "what was ordered and had not arrived, as it usually arrives; for new orders its shares",
    OWN_PAST: "windows of the pair's own past as long as the horizon, a year apart, each as likely "
    f"a future as the others ('conflictology'); {LOOKED_BACK} years back, or two horizons",
    HINDSIGHT: "the same with the orders that were then placed: "
    "what a forecast of who wins can gain",
}


def benchmarks(past: Record, theatre: Theatre, flow: Flow, horizon: int) -> dict[str, Floats]:
    """Shares [B, S] by ``BENCHMARKS``; a buyer without any volume gets the world's shares.

    The last three years are missing where the record has only longer windows.

    Args:
        past: volumes before the origin.
        theatre: what was known at the origin, where it starts.
        flow: deliveries or new orders.
        horizon: years of the forecast.
    """
    origin = theatre.start
    before = past.over(flow, origin - horizon, origin - 1)
    world = others_shares(before, theatre)
    book = due_of_book(theatre, origin + horizon - 1 if flow == "deliveries" else origin + 100)
    raw = {
        PERSISTENCE: before,
        WORLD: world,
        HISTORY: theatre.decayed_orders.sum(axis=2),
        BOOK: book,
    }
    if past.has(flow, origin - RECENT, origin - 1):
        raw[LAST_YEARS] = past.over(flow, origin - RECENT, origin - 1)
    return {name: shares_or(raw[name], world) for name in BENCHMARKS if name in raw}


def hindsight(theatre: Theatre, due_of_new: Floats, horizon: int, world: Floats) -> Floats:
    """Shares [B, S] of deliveries by somebody who knows the orders to come.

    Args:
        theatre: the order book, and how orders usually arrive.
        due_of_new: TIV [B, S] to expect of the orders to come.
        horizon: years of the forecast.
        world: shares [B, S] of a buyer of whom nothing is due.
    """
    return shares_or(due_of_book(theatre, theatre.start + horizon - 1) + due_of_new, world)


def others_shares(volume: Floats, theatre: Theatre) -> Floats:
    """Each supplier's share [B, S] of what all other buyers got; nobody supplies itself."""
    others = volume.sum(axis=0) - volume
    for b, name in enumerate(theatre.buyers):
        if name in theatre.suppliers:
            others[b, theatre.suppliers.index(name)] = 0.0
    return shares_or(others, np.full_like(volume, 1.0 / volume.shape[1]))


def shares_or(volume: Floats, instead: Floats) -> Floats:
    """Shares [B, S] of volumes; where a buyer has none, those of ``instead``."""
    total = volume.sum(axis=1, keepdims=True)
    return np.divide(volume, total, out=instead.copy(), where=total > 0)
