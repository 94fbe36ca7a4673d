"""Measures: one number a world from flows, as a scenario asks for them.

A world in which a measure has no value (a share of nothing, a change from nothing) gives NaN; flows
that do not record what is asked (a year, a class, money) give None.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sim.base.arrays import Floats
from sim.measure.flows import Flows, Window

Read = Callable[[str, Window, list[int] | None, list[int] | None], Floats | None]
Values = Mapping[str, Any]  # fields of a measure; states and classes by the theatre's own names
ALL = "all"


def measure(kind: str, values: Values, flows: Flows) -> Floats | None:
    """Value of a measure in every world [W], or None if the flows do not record it.

    Args:
        kind: volume, share, change, rank, hhi, ratio, world_share, first_order, order_count, money,
            announcements_per_order.
        values: the fields of that kind; a state that is None means all.
        flows: simulated or recorded.
    """
    return _KINDS[kind](values, flows)


def ledgers_read(kind: str, values: Values) -> frozenset[str]:
    """Ledgers of flows that a measure reads: without the others it has the same value."""
    match kind:
        case "money":
            return frozenset({values["of"] + "_usd"})
        case "order_count":
            return frozenset({"order_count"})
        case "announcements_per_order":
            return frozenset({"announcements", "order_count"})
        case "first_order":
            return frozenset({"orders"})
        case _:
            return frozenset({values["of"]})


def _volume(values: Values, flows: Flows) -> Floats | None:
    return _sum(flows, values["of"], values["window"], values)


def _money(values: Values, flows: Flows) -> Floats | None:
    return _sum(flows, values["of"] + "_usd", values["window"], values)


def _order_count(values: Values, flows: Flows) -> Floats | None:
    return _sum(flows, "order_count", values["window"], values)


def _announcements_per_order(values: Values, flows: Flows) -> Floats | None:
    """Announcements for each that became an order, counted by supplier, class and year."""
    said, count = (
        _part(flows, flows.cells, ledger, values["window"], values)
        for ledger in ("announcements", "order_count")
    )
    if said is None or count is None:
        return None
    became = np.minimum(count, 1.0)
    return _ratio_of(said.sum(axis=(1, 2, 3, 4)), became.sum(axis=(1, 2, 3, 4)))


def _share(values: Values, flows: Flows) -> Floats | None:
    part = _sum(flows, values["of"], values["window"], values)
    whole = _sum(flows, values["of"], values["window"], {**values, "supplier": None})
    return _ratio_of(part, whole)


def _world_share(values: Values, flows: Flows) -> Floats | None:
    part = _sum(flows, values["of"], values["window"], values)
    return _ratio_of(part, _sum(flows, values["of"], values["window"], {}))


def _change(values: Values, flows: Flows) -> Floats | None:
    before = _sum(flows, values["of"], values["from"], values)
    after = _sum(flows, values["of"], values["to"], values)
    ratio = _ratio_of(after, before)
    return None if ratio is None else ratio - 1.0


def _ratio(values: Values, flows: Flows) -> Floats | None:
    top = _sum(flows, values["of"], values["window"], values["top"])
    return _ratio_of(top, _sum(flows, values["of"], values["window"], values["bottom"]))


def _rank(values: Values, flows: Flows) -> Floats | None:
    """Place among single states; aggregates stand in no ranking."""
    total = flows.total(values["of"], values["window"])
    if total is None or flows.covered is not None:
        return None
    role, axis = ("buyer", 1) if values["buyer"] is not None else ("supplier", 2)
    other = tuple(a for a in (1, 2, 3) if a != axis)
    names = flows.buyers if role == "buyer" else flows.suppliers
    volumes = total.sum(axis=other)
    own = names.index(values[role][0])
    single = np.array([name not in flows.aggregates for name in names])
    ahead = (volumes > volumes[:, own : own + 1]) & single
    return np.where(volumes[:, own] > 0, ahead.sum(axis=1) + 1.0, np.nan)


def _hhi(values: Values, flows: Flows) -> Floats | None:
    if not _covers(flows, values["buyer"]):
        return None
    buyers = _places(flows.buyers, values["buyer"])
    total = flows.total(values["of"], values["window"], buyers)
    if total is None:
        return None
    by_supplier = total.sum(axis=(1, 3))
    whole = by_supplier.sum(axis=1)
    squared = (by_supplier**2).sum(axis=1)
    return np.divide(squared, whole**2, out=np.full_like(whole, np.nan), where=whole > 0)


def _first_order(values: Values, flows: Flows) -> Floats | None:
    if flows.orders is None or not _covers(flows, values["buyer"]):
        return None
    chosen = flows.orders[:, _places(flows.buyers, values["buyer"])]
    chosen = chosen[:, :, _places(flows.suppliers, values["supplier"])]
    ordered = chosen.sum(axis=(1, 2, 3)) > 0
    first = np.array([period[0] for period in flows.periods], dtype=np.float64)
    return np.where(ordered.any(axis=1), first[ordered.argmax(axis=1)], np.nan)


def _sum(flows: Flows, ledger: str, window: Window, values: Values) -> Floats | None:
    """Sum of a ledger over a window, some buyers, suppliers and a class [W]."""
    total = _part(flows, flows.total, ledger, window, values)
    return None if total is None else total.sum(axis=(1, 2, 3))


def _part(flows: Flows, read: Read, ledger: str, window: Window, values: Values) -> Floats | None:
    """What ``read`` finds in a ledger for some buyers, suppliers and a class [W, B, S, K, …]."""
    kind, buyers, suppliers = values.get("class", ALL), values.get("buyer"), values.get("supplier")
    if (kind != ALL and kind not in flows.classes) or not _covers(flows, buyers):
        return None
    found = read(
        ledger,
        window,
        None if buyers is None else _places(flows.buyers, buyers),
        None if suppliers is None else _places(flows.suppliers, suppliers),
    )
    if found is None or kind == ALL:
        return found
    return found[:, :, :, [flows.classes.index(kind)]]


def _covers(flows: Flows, buyers: tuple[str, ...] | None) -> bool:
    """Whether the flows record all that these buyers (None: all buyers) got."""
    return flows.covered is None or (buyers is not None and flows.covered.issuperset(buyers))


def _places(names: tuple[str, ...], chosen: tuple[str, ...]) -> list[int]:
    return [names.index(name) for name in chosen]


def _ratio_of(part: Floats | None, whole: Floats | None) -> Floats | None:
    if part is None or whole is None:
        return None
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


_KINDS: dict[str, Callable[[Values, Flows], Floats | None]] = {
    "volume": _volume,
    "share": _share,
    "change": _change,
    "rank": _rank,
    "hhi": _hhi,
    "ratio": _ratio,
    "world_share": _world_share,
    "first_order": _first_order,
    "order_count": _order_count,
    "money": _money,
    "announcements_per_order": _announcements_per_order,
}
