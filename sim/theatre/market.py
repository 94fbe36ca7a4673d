"""Tables of suppliers: their levels of price, and how soon they deliver."""

from collections.abc import Sequence
from pathlib import Path

from sim.theatre import tables
from sim.theatre.columns import COLUMNS, readers_of
from sim.theatre.records import PriceLevel
from sim.theatre.tables import Reader, read_table

OfSupplier = tuple[str, str]  # supplier, class


def read_prices(path: Path, state: Reader, classes: Sequence[str]) -> dict[OfSupplier, PriceLevel]:
    """Levels of price by supplier and class, of a table that may be missing.

    A state that sells nothing in this theatre may have a level all the same.

    Raises:
        InputError: with every wrong cell, and every supplier and class that stands twice.
    """
    readers = _readers(path, state, classes)
    return {
        (row.text("supplier"), row.text("class")): PriceLevel(
            row.number("usd_m_per_tiv"), row.number("ln_se")
        )
        for row in read_table(path, readers, ("supplier", "class"), required=False)
    }


def read_lead_times(path: Path, state: Reader, classes: Sequence[str]) -> dict[OfSupplier, float]:
    """Years from order to first delivery over those of others, by supplier and class.

    Raises:
        InputError: as ``read_prices`` does.
    """
    readers = _readers(path, state, classes)
    return {
        (row.text("supplier"), row.text("class")): row.number("relative_years")
        for row in read_table(path, readers, ("supplier", "class"), required=False)
    }


LICENCES = Path(__file__).parent / "data" / "licences.csv"


def read_licences(folder: Path, state: Reader) -> dict[str, float]:
    """Share of each supplier's sales that buyers made under licence, by volume without second hand.

    A theatre without the table has that of the package, of the orders of 1995-2002.

    Raises:
        InputError: as ``read_prices`` does.
    """
    own = folder / LICENCES.name
    readers: dict[str, Reader] = {"supplier": state, "licensed_share": tables.share}
    rows = read_table(own if own.exists() else LICENCES, readers, ("supplier",))
    return {row.text("supplier"): row.number("licensed_share") for row in rows}


def _readers(path: Path, state: Reader, classes: Sequence[str]) -> dict[str, Reader]:
    of_class = {"class": tables.one_of(classes, "class")}
    return readers_of(COLUMNS[path.with_suffix(".csv").name], supplier=state, **of_class)
