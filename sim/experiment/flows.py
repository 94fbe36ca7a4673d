"""Orders and talks → Flows: those that somebody reads, and as finely as they are read.

Tables and patterns read flows cell by cell. Measures are sums: for them, classes that none of
them names are one, and years that all of them take together are one period.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.experiment.case import Case
from sim.measure.flows import FLOWS, Flows, Window
from sim.model.grids import array_of
from sim.model.orders import Orders
from sim.model.tally import (
    TIV,
    USD,
    LedgerCells,
    count_orders,
    tally_deliveries,
    tally_orders,
    tally_talks,
)
from sim.model.world import X
from sim.scenario import Measure

Memory = Mapping[str, Floats]  # by ledger [W, B, S, K, P], for as many worlds as a block may have

_OF_ORDERS: Mapping[str, Callable[[Orders, int, Floats, LedgerCells, Floats], None]] = {
    "deliveries": lambda rows, w, clock, at, to: tally_deliveries(*rows, TIV, w, clock, at, to),
    "orders": lambda rows, w, clock, at, to: tally_orders(*rows, TIV, w, clock, at, to),
    "deliveries_usd": lambda rows, w, clock, at, to: tally_deliveries(*rows, USD, w, clock, at, to),
    "orders_usd": lambda rows, w, clock, at, to: tally_orders(*rows, USD, w, clock, at, to),
    "order_count": lambda rows, w, clock, at, to: count_orders(rows.place, w, clock, at, to),
}
_ALL = "all"  # of a measure's class
_REST = ""  # stands for all classes that no measure names


class Grain(NamedTuple):
    """Classes and periods of flows, and where each class and year of a case lies in them."""

    classes: tuple[str, ...]
    periods: tuple[Window, ...]
    class_at: Integers  # [K]
    period_at: Integers  # [Y], or -1


def finest(case: Case) -> Grain:
    """Every class and every year."""
    classes, years = case.theatre.classes, case.years
    periods = tuple((year, year) for year in years)
    return Grain(classes, periods, np.arange(len(classes)), np.arange(len(years)))


def grain_for(case: Case, measures: Iterable[Measure]) -> Grain:
    """No finer than some measures need."""
    measures = list(measures)
    kinds = {item.kind for item in measures}
    every = finest(case)
    if "announcements_per_order" in kinds:  # counted by class and year
        return every
    named = {name for item in measures for name in _classes_in(item.values)}
    classes = tuple(name for name in every.classes if name in named)
    class_at = np.array([_index(classes, name) for name in every.classes])
    if (class_at == len(classes)).any():
        classes = (*classes, _REST)
    if "first_order" in kinds:  # a year
        return Grain(classes, every.periods, class_at, every.period_at)
    windows = [window for item in measures for window in item.windows.values()]
    periods = tuple(_pieces(windows, case.years))
    at = [
        next((i for i, (first, last) in enumerate(periods) if first <= year <= last), -1)
        for year in case.years
    ]
    return Grain(classes, periods, class_at, np.array(at, dtype=np.int64))


def _index(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)


def _classes_in(values: Mapping[str, Any]) -> Iterator[str]:
    for field, value in values.items():
        if field == "class" and value not in (None, _ALL):
            yield value
        elif isinstance(value, Mapping):
            yield from _classes_in(value)
        elif isinstance(getattr(value, "values", None), Mapping):
            yield from _classes_in(value.values)


def _pieces(windows: Iterable[Window], years: range) -> Iterator[Window]:
    """The simulated years that lie in any window, cut where one begins or ends."""
    windows = list(windows)
    cuts = {years[0], years[-1] + 1}
    for first, last in windows:
        cuts |= {first, last + 1}
    ends = sorted(cut for cut in cuts if years[0] <= cut <= years[-1] + 1)
    for begin, end in pairwise(ends):
        if any(first <= begin and end - 1 <= last for first, last in windows):
            yield begin, end - 1


def new_memory(
    case: Case, worlds: int, ledgers: Iterable[str] = FLOWS, grain: Grain | None = None
) -> Memory:
    """Room for some ledgers of so many worlds, by default of the finest grain."""
    grain = finest(case) if grain is None else grain
    axes = (case.theatre.buyers, case.theatre.suppliers, grain.classes, grain.periods)
    return {name: np.zeros((worlds, *map(len, axes))) for name in ledgers}


def flows_of(
    case: Case,
    orders: Orders,
    first: int,
    count: int,
    talks: Floats | None = None,
    memory: Memory | None = None,
    grain: Grain | None = None,
    clocks: Floats | None = None,
) -> Flows:
    """Flows of the worlds ``first`` to ``first + count - 1``.

    Args:
        case: scenario and theatre.
        orders: of these worlds.
        first: the first world.
        count: number of worlds.
        talks: announcements [W, Y, B, K, Q] of the worlds, without which there are no
            ``announcements``.
        memory: room for the ledgers that are made, in which they will lie; by default for all.
        grain: classes and periods of the ledgers; by default all of them.
        clocks: of each world [W, S, K, E], or one of all [1, S, K, E]; by default that of the case.
    """
    theatre = case.theatre
    clock = array_of(case.forcing, X.CLOCK)[None] if clocks is None else clocks
    grain = finest(case) if grain is None else grain
    cells, ledgers = LedgerCells(grain.class_at, grain.period_at), {}
    for name, room in (new_memory(case, count, grain=grain) if memory is None else memory).items():
        ledger = room[:count]
        ledger.fill(0.0)
        if name in _OF_ORDERS:
            _OF_ORDERS[name](orders, first, clock, cells, ledger)
        elif talks is not None:
            tally_talks(talks, ledger)
        else:
            continue
        ledgers[name] = ledger
    return Flows(
        theatre.buyers,
        theatre.suppliers,
        grain.classes,
        periods=grain.periods,
        deliveries=ledgers.get("deliveries"),
        orders=ledgers.get("orders"),
        deliveries_usd=ledgers.get("deliveries_usd"),
        orders_usd=ledgers.get("orders_usd"),
        order_count=ledgers.get("order_count"),
        announcements=ledgers.get("announcements"),
        aggregates=theatre.aggregates,
    )


def flows_for(
    case: Case,
    orders: Orders,
    first: int,
    count: int,
    talks: Floats,
    measures: Iterable[Measure],
    clocks: Floats | None = None,
) -> Flows:
    """Flows of some worlds, no finer than some measures need, and no others."""
    measures = list(measures)
    read = frozenset[str]().union(*(item.reads for item in measures))
    grain = grain_for(case, measures)
    memory = new_memory(case, count, read, grain)
    return flows_of(case, orders, first, count, talks, memory, grain, clocks)
