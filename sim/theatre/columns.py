"""What each table of a theatre holds: its columns in their order, and how each is read."""

from collections.abc import Iterable, Mapping

from sim.theatre.records import ORDER_KINDS
from sim.theatre.tables import (
    Reader,
    amount,
    between,
    count_to,
    flag,
    ideal_point,
    maybe,
    maybe_text,
    number,
    one_of,
    share,
    year,
)

LONGEST_LAG = 15  # years, after which an order without any delivery is taken for dropped; lags.csv
LEAST_PRICE = 0.001  # US$ m per TIV
LAG_COLUMNS = [f"y{lag}" for lag in range(LONGEST_LAG + 1)]

_COLUMNS = {
    "states.csv": "state iso3 aliases buyer supplier aggregate un_ideal_point",
    "prices.csv": "supplier class usd_m_per_tiv ln_se",
    "wealth.csv": "state year wealth",
    "lead_times.csv": "supplier class relative_years",
    "un_votes.csv": "state year ideal_point",
    "spending.csv": "state year usd_bn_2024",
    "industry.csv": "state domestic_industry",
    "components.csv": "supplier class buyer component_supplier component reliance",
    "rivalries.csv": "state_a state_b first_year last_year",
    "defence_pacts.csv": "state_a state_b first_year last_year",
    "embargoes.csv": "supplier buyer first_year last_year basis",
    "capacity.csv": "supplier class mean_tiv_per_year highest_tiv_per_year",
    "world_shares.csv": "supplier class share",
    "history.csv": "buyer supplier class decayed_ordered_tiv stock_tiv orders_5y last_order",
    "order_book.csv": "buyer supplier class order_year licensed undelivered_tiv ordered_tiv",
    "tenders.csv": "buyer class packages_per_year ordered_tiv_per_year",
    "licensed.csv": "buyer class licensed_share second_hand_share",
    "package_sizes.csv": "class mean_log_tiv sd_log_tiv sd_within_buyer median_tiv p90_tiv "
    "largest_tiv",
    "delivery_years.csv": "kind class from_tiv deals tiv years_to_first years_to_last",
    "lags.csv": f"kind class {' '.join(LAG_COLUMNS)}",
    "recorded_deliveries.csv": "buyer supplier first_year last_year tiv",
    "recorded_deliveries_by_class.csv": "buyer supplier class first_year last_year tiv",
    "recorded_deliveries_by_year.csv": "buyer supplier first_year last_year tiv",
    "recorded_orders.csv": "buyer supplier first_year last_year tiv",
    "recorded_tenders.csv": "buyer class year packages ordered_tiv",
    "dated_orders.csv": "buyer supplier class order_year kind packages tiv first_delivery "
    "last_delivery",
}
OPTIONAL = {"order_book.csv": ("ordered_tiv",)}
"""Columns that a table may lack: then nothing of them is known."""
COLUMNS = {file: tuple(columns.split()) for file, columns in _COLUMNS.items()}

# Columns that name states and classes are read along the axes of a theatre.
_READERS: Mapping[str, Reader] = {
    "iso3": maybe_text,
    "aliases": maybe_text,
    "basis": maybe_text,
    "aggregate": flag,
    "licensed": flag,
    "un_ideal_point": maybe(ideal_point),
    "usd_m_per_tiv": between(LEAST_PRICE, 1000),
    "ln_se": between(0, 2),
    "wealth": between(-10, 10),
    "relative_years": between(-LONGEST_LAG, LONGEST_LAG),
    "ideal_point": ideal_point,
    "usd_bn_2024": amount,
    "domestic_industry": share,
    "reliance": share,
    "share": share,
    "licensed_share": share,
    "second_hand_share": share,
    "kind": one_of(ORDER_KINDS, "kind of order"),
    "year": year,
    "first_year": year,
    "last_year": year,
    "order_year": year,
    "last_order": year,
    "first_delivery": maybe(year),
    "last_delivery": maybe(year),
    "packages": count_to(10_000),
    "orders_5y": count_to(10_000),
    "packages_per_year": between(0, 1000),
    "tiv": amount,
    "ordered_tiv": maybe(amount),
    "from_tiv": amount,
    "deals": count_to(1_000_000),
    "years_to_first": between(0, 50),
    "years_to_last": between(0, 50),
    "undelivered_tiv": amount,
    "ordered_tiv_per_year": amount,
    "mean_tiv_per_year": amount,
    "highest_tiv_per_year": amount,
    "decayed_ordered_tiv": amount,
    "stock_tiv": amount,
    "mean_log_tiv": number,
    "sd_log_tiv": number,
    "sd_within_buyer": between(0.01, 5),
    "median_tiv": number,
    "p90_tiv": number,
    "largest_tiv": between(0.01, 1_000_000),
    **dict.fromkeys(LAG_COLUMNS, share),
}


def readers_of(columns: Iterable[str], **others: Reader) -> dict[str, Reader]:
    """How columns are read.

    Args:
        columns: their names.
        others: readers of names, or instead of the usual ones, by column.
    """
    return {name: others.get(name) or _READERS[name] for name in columns}
