"""What happened → the tables that are drawn beside a run, or replayed; no other reads them."""

from collections.abc import Iterable

import numpy as np

from sim.base.arrays import Floats, Integers
from sim.register.cast import Cast
from sim.register.corrections import correct, in_order
from sim.register.cube import (
    Columns,
    Rows,
    find_rows,
    orders_of,
    package_keys,
    packages_of,
    summed,
    table_rows,
)
from sim.register.deals import Deals
from sim.register.tables import YearTable

SPAN = 5  # years of a window
BEFORE = 10  # years before the start that are recorded too
Span = tuple[int, int]  # first and last year


def windows(start: int, deals: Deals) -> tuple[list[Span], list[Span]]:
    """Windows of five years, of which one begins at the start, up to the last recorded year.

    Those that are recorded from end to end, and those that begin before the record: of these the
    register has but a part, and of no year more than what was delivered later.
    """
    spans = [
        (year, year + SPAN - 1) for year in range(start - BEFORE, deals.last_year - SPAN + 2, SPAN)
    ]
    complete = [span for span in spans if span[0] >= deals.first_year]
    return complete, [span for span in spans if span[0] < deals.first_year]


def deliveries_by_year(deals: Deals, cast: Cast, tables: Iterable[YearTable]) -> Floats:
    """TIV [B, S, years] from ``BEFORE`` the start to the last year, as tables correct it."""
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
        correct(volumes, table, place, range(first, last + 1))
    by_buyer = np.zeros((len(cast.buyers), *volumes.shape[1:]))
    np.add.at(by_buyer, cast.buyer_of, volumes)
    sums = np.zeros((len(cast.suppliers), len(cast.buyers), volumes.shape[2]))
    np.add.at(sums, cast.supplier_of, by_buyer.swapaxes(0, 1))
    return sums.swapaxes(0, 1)


def recorded_years(volumes: Floats, cast: Cast, since: int) -> Rows:
    """Buyer, supplier, year, the same year, TIV, of the years ``since`` one and no earlier ones."""
    first = cast.start - BEFORE
    found = np.argwhere(volumes > 0)
    found = found[found[:, 2] >= since - first]
    places = found[:, [0, 1, 2, 2]] + np.array([0, 0, first, first])
    return table_rows(cast, "bsyy", places, volumes[tuple(found.T)])


def recorded_windows(volumes: Floats, cast: Cast, spans: Iterable[Span]) -> Rows:
    """Buyer, supplier, first and last year of a window, TIV delivered in it."""
    first = cast.start - BEFORE
    rows: Rows = []
    for span in spans:
        total = volumes[:, :, span[0] - first : span[1] - first + 1].sum(axis=2)
        places = np.argwhere(total > 0)
        rows += _window_rows(cast, "bs", places, total[tuple(places.T)], span)
    return sorted(rows)


def by_window(flow: Columns, cast: Cast, axes: str, spans: Iterable[Span]) -> Rows:
    """Names on some axes, first and last year of a window, TIV in it.

    Args:
        flow: orders or deliveries.
        cast: who takes part.
        axes: letters of b (buyer), s (supplier) and k (class).
        spans: the windows.
    """
    column = {"b": flow.buyer, "s": flow.supplier, "k": flow.weapon}
    rows: Rows = []
    for span in spans:
        inside = (flow.year >= span[0]) & (flow.year <= span[1])
        places, tiv = summed([column[axis][inside] for axis in axes], flow.tiv[inside])
        rows += _window_rows(cast, axes, places[tiv > 0], tiv[tiv > 0], span)
    return sorted(rows)


def _window_rows(cast: Cast, axes: str, places: Integers, tiv: Floats, span: Span) -> Rows:
    years = np.full((len(places), 2), span)
    return table_rows(cast, f"{axes}yy", np.hstack([places, years]), tiv)


def recorded_tenders(deals: Deals, cast: Cast) -> Rows:
    """Buyer, class, year, packages, TIV, from the start on."""
    packages = packages_of(orders_of(deals, cast))
    since = packages.where(packages.year >= cast.start)
    places, count = summed((since.buyer, since.weapon, since.year))
    _, tiv = summed((since.buyer, since.weapon, since.year), since.tiv)
    return table_rows(cast, "bky", places, count.astype(np.int64), tiv)


def dated_orders(deals: Deals, cast: Cast) -> Rows:
    """Buyer, supplier, class, year, kind, packages, TIV, first and last delivery, since the start.

    Years of delivery are empty where nothing is delivered yet.
    """
    every = orders_of(deals, cast)
    orders = every.where(every.year >= cast.start)
    packages = packages_of(orders)
    keys = (packages.buyer, packages.supplier, packages.weapon, packages.year, packages.kind)
    places, count = summed(keys)
    _, tiv = summed(keys, packages.tiv)
    row = np.full(len(every), -1, dtype=np.int64)  # of the table, of each order
    row[every.year >= cast.start] = find_rows(places, np.stack(keys, axis=1))[
        find_rows(package_keys(packages), package_keys(orders))
    ]
    later = row[deals.deal] >= 0
    # Deliveries before the order are dated wrongly; they count as the same year.
    year = np.maximum(deals.delivery_year, deals.order_year[deals.deal])[later]
    first = np.full(len(places), np.iinfo(np.int64).max)
    last = np.zeros(len(places), dtype=np.int64)
    np.minimum.at(first, row[deals.deal][later], year)
    np.maximum.at(last, row[deals.deal][later], year)
    begins, ends = (years.astype(object) for years in (first, last))
    begins[last == 0] = ends[last == 0] = None
    return table_rows(cast, "bskyo", places, count.astype(np.int64), tiv, begins, ends)
