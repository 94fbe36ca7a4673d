"""What happened → the tables that are drawn beside a run, or replayed; no other reads them."""

from collections.abc import Iterable

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.register.cast import Cast
from sim.register.cube import Columns, Rows, named, orders_of, packages_of, summed
from sim.register.deals import Deals
from sim.register.set_right import in_order, set_right
from sim.register.tables import YearTable

SPAN = 5  # years of a window
BEFORE = 10  # years before the start that are on record too


Span = tuple[int, int]  # first and last year


def windows(start: int, deals: Deals) -> tuple[list[Span], list[Span]]:
    """Windows of five years, of which one begins at the start, up to the last year on record.

    Those wholly on record, and those that begin before it: of these the register knows but a part,
    and of no year more than what was delivered later.
    """
    spans = [
        (year, year + SPAN - 1) for year in range(start - BEFORE, deals.last_year - SPAN + 2, SPAN)
    ]
    whole = [span for span in spans if span[0] >= deals.first_year]
    return whole, [span for span in spans if span[0] < deals.first_year]


def deliveries_by_year(deals: Deals, cast: Cast, tables: Iterable[YearTable]) -> Floats:
    """Volumes [B, S, years] from ``BEFORE`` the start to the last year, as tables set them right.

    Of a table with one partner, its volumes stand in place of the register's. Of one with all
    partners together, the register's volumes of a state and year are scaled to its sum.
    """
    first, last = cast.start - BEFORE, deals.last_year
    place = {name: i for i, name in enumerate(deals.names)}
    within = (deals.delivery_year >= first) & (deals.delivery_year <= last)
    deal = deals.deal[within]
    volumes = np.zeros((len(place), len(place), last - first + 1))
    np.add.at(
        volumes,
        (deals.buyer[deal], deals.supplier[deal], deals.delivery_year[within] - first),
        deals.delivered[within],
    )
    for table in in_order(tables):
        set_right(volumes, table, place, range(first, last + 1))
    by_buyer = _folded(volumes, cast.buyer_of, 0, len(cast.buyers))
    return _folded(by_buyer, cast.supplier_of, 1, len(cast.suppliers))


def _folded(array: Floats, onto: Integers, axis: int, length: int) -> Floats:
    """Sum an axis into fewer places."""
    moved = np.moveaxis(array, axis, 0)
    sums = np.zeros((length, *moved.shape[1:]))
    np.add.at(sums, onto, moved)
    return np.moveaxis(sums, 0, axis)


def recorded_years(volumes: Floats, cast: Cast, since: int) -> Rows:
    """Buyer, supplier, year, the same year, TIV, of the years ``since`` one and no earlier ones."""
    first = cast.start - BEFORE
    found = np.argwhere(volumes > 0)
    found = found[found[:, 2] >= since - first]
    places = found + np.array([0, 0, first])
    return [
        (b, s, year, year, float(volumes[tuple(place)]))
        for (b, s, year), place in zip(named(cast, places, "bsy"), found, strict=True)
    ]


def recorded_windows(volumes: Floats, cast: Cast, spans: Iterable[Span]) -> Rows:
    """Buyer, supplier, first and last year of a window, TIV delivered in it."""
    rows: Rows = []
    for begin, end in spans:
        first = cast.start - BEFORE
        total = volumes[:, :, begin - first : end - first + 1].sum(axis=2)
        rows += _in_window(np.argwhere(total > 0), total, cast, "bs", (begin, end))
    return sorted(rows)


def by_window(flow: Columns, cast: Cast, axes: str, spans: Iterable[Span]) -> Rows:
    """Names on some axes, first and last year of a window, TIV in it."""
    column = {"b": flow.buyer, "s": flow.supplier, "k": flow.weapon}
    rows: Rows = []
    for begin, end in spans:
        inside = (flow.year >= begin) & (flow.year <= end)
        places, tiv = summed([column[axis][inside] for axis in axes], flow.tiv[inside])
        rows += [
            (*names, begin, end, float(volume))
            for names, volume in zip(named(cast, places, axes), tiv, strict=True)
            if volume > 0
        ]
    return sorted(rows)


def _in_window(places: Integers, total: Floats, cast: Cast, axes: str, span: Span) -> Rows:
    return [
        (*names, *span, float(total[tuple(place)]))
        for names, place in zip(named(cast, places, axes), places, strict=True)
    ]


def recorded_tenders(deals: Deals, cast: Cast) -> Rows:
    """Buyer, class, year, packages, TIV, from the start on."""
    packages = packages_of(orders_of(deals, cast))
    since = packages.where(packages.year >= cast.start)
    places, count = summed((since.buyer, since.weapon, since.year))
    _, tiv = summed((since.buyer, since.weapon, since.year), since.tiv)
    return [
        (*names, int(count[i]), float(tiv[i])) for i, names in enumerate(named(cast, places, "bky"))
    ]


def dated_orders(deals: Deals, cast: Cast) -> Rows:
    """Buyer, supplier, class, year, kind, packages, TIV, first and last delivery, since the start.

    Years of delivery are empty where nothing is delivered yet.
    """
    orders = orders_of(deals, cast)
    first = np.full(len(orders), np.iinfo(np.int64).max)
    last = np.zeros(len(orders), dtype=np.int64)
    # Deliveries before the order are dated wrongly; they count as the same year.
    year = np.maximum(deals.delivery_year, deals.order_year[deals.deal])
    np.minimum.at(first, deals.deal, year)
    np.maximum.at(last, deals.deal, year)
    since = orders.year >= cast.start
    chosen = orders.where(since)
    packages = packages_of(chosen)
    at = (packages.buyer, packages.supplier, packages.weapon, packages.year, packages.kind)
    places, count = summed(at)
    _, tiv = summed(at, packages.tiv)
    package = _package_of(chosen, packages)
    cell = np.unique(np.stack(at, axis=1), axis=0, return_inverse=True)[1].reshape(-1)[package]
    begins = np.full(len(places), np.iinfo(np.int64).max)
    ends = np.zeros(len(places), dtype=np.int64)
    np.minimum.at(begins, cell, first[since])
    np.maximum.at(ends, cell, last[since])
    return [
        (*names, int(count[i]), float(tiv[i]),
         *((int(begins[i]), int(ends[i])) if ends[i] else (None, None)))
        for i, names in enumerate(named(cast, places, "bskyo"))
    ]  # fmt: skip


def _package_of(orders: Columns, packages: Columns) -> Integers:
    """Row of its package for each order."""
    keys = [
        np.stack((flow.who, flow.whom, flow.weapon, flow.year), axis=1)
        for flow in (packages, orders)
    ]
    _, place = np.unique(np.concatenate(keys), axis=0, return_inverse=True)
    place = place.reshape(-1)
    row = np.zeros(len(packages), dtype=np.int64)
    row[place[: len(packages)]] = np.arange(len(packages))
    found: Integers = row[place[len(packages) :]]
    return found
