"""Orders of the default theatre that were placed before its start, by year.

They lie beside the theatre and not in it: no run reads them, and so they are no part of the digest
by which a run says what it was made of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.problems import InputError, Problem
from sim.theatre.columns import readers_of
from sim.theatre.records import DatedOrder
from sim.theatre.tables import Reader, one_of, read_table
from sim.theatre.theatre import Theatre

EARLIER_ORDERS = Path(__file__).parent / "data" / "earlier_orders.csv"
_KEY = ("buyer", "supplier", "class", "order_year")


@dataclass(frozen=True)
class EarlierOrder:
    """What a buyer ordered from a supplier in one class and year; ``order.packages`` is 1.

    Of an aggregate, packages are deals, as in ``dated_orders.csv``. ``deals`` is how many deals
    the package is made of.
    """

    order: DatedOrder
    deals: int


def earlier_orders(theatre: Theatre, path: Path = EARLIER_ORDERS) -> tuple[EarlierOrder, ...]:
    """Orders before the start of the default theatre, in the order of the table.

    Volumes are those of whole orders in TIV, as known later. No year of delivery is on record.

    Args:
        theatre: the default one, whose states and classes the table names.
        path: the table.

    Raises:
        InputError: if a cell is wrong, or an order does not lie before the start.
    """
    columns = (*_KEY, "kind", "deals", "tiv")
    names = _names(theatre.buyers, theatre.suppliers, theatre.classes)
    rows = read_table(path, readers_of(columns, **names), _KEY)
    late = [
        Problem(row.mark, f"order_year must lie before the theatre's start, {theatre.start}")
        for row in rows
        if row.integer("order_year") >= theatre.start
    ]
    if late:
        raise InputError(late)
    return tuple(
        EarlierOrder(
            DatedOrder(
                row.text("buyer"), row.text("supplier"), row.text("class"),
                row.integer("order_year"), row.text("kind"),
                row.integer("deals") if row.text("buyer") in theatre.aggregates else 1,
                row.number("tiv"), None,
            ),
            row.integer("deals"),
        )
        for row in rows
    )  # fmt: skip


def _names(
    buyers: Sequence[str], suppliers: Sequence[str], classes: Sequence[str]
) -> dict[str, Reader]:
    return {
        "buyer": one_of(buyers, "buyer"),
        "supplier": one_of(suppliers, "supplier"),
        "class": one_of(classes, "class"),
    }
