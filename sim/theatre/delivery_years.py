"""When orders are delivered: mean years to the first and to the last delivery.

By kind of order, class and size, from ``delivery_years.csv``, or that of the default theatre. Where
there is ``lags.csv`` as well, which has no sizes but tells how long the volume of a kind and class
took, these years are stretched to its mean.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.base.problems import InputError, Location, Problem
from sim.theatre.checks import delivery_years, lag_shares
from sim.theatre.columns import COLUMNS, LAG_COLUMNS, readers_of
from sim.theatre.records import ORDER_KINDS
from sim.theatre.tables import TableRow, one_of, read_table
from sim.theatre.theatre import DEFAULT_FOLDER

ALL = "ALL"
_FILE, _MEANS = "delivery_years.csv", "lags.csv"
_Rows = Mapping[tuple[str, str], Sequence[TableRow]]


@dataclass(frozen=True)
class DeliveryYears:
    """Mean years [3, K, Z] by kind of order, class and size of orders.

    ``sizes`` [Z] are the volumes (TIV) from which each size begins, rising from 0; ``to_first`` the
    years from the order to the first delivery, ``delivered`` those from the first to the last.
    """

    sizes: Floats
    to_first: Floats
    delivered: Floats


def own_or(other: Path, folder: Path, file: str) -> Path:
    """A table of a theatre, or that of another folder if it has none."""
    return (folder if os.path.lexists(folder / file) else other) / file


def read_delivery_years(folder: Path, classes: Sequence[str]) -> DeliveryYears:
    """Years of delivery of a theatre with these classes.

    Of a size without a row, the nearest size of the kind and class tells, the smaller one first; of
    a class without any, the rows for ALL classes.

    Raises:
        InputError: with the line of each wrong cell or row, or if a kind has no rows at all.
    """
    path = own_or(DEFAULT_FOLDER, folder, _FILE)
    rows = _read(path, classes)
    by_class: dict[tuple[str, str], list[TableRow]] = {}
    for row in rows:
        by_class.setdefault((row.text("kind"), row.text("class")), []).append(row)
    sizes = np.array(sorted({row.number("from_tiv") for row in rows}))
    years = np.zeros((2, len(ORDER_KINDS), len(classes), len(sizes)))
    for i, kind in enumerate(ORDER_KINDS):
        for j, name in enumerate(classes):
            known = by_class.get((kind, name)) or by_class.get((kind, ALL))
            if known is None:
                message = f"has no row for {kind}, {name} and none for {kind}, {ALL}"
                raise InputError([Problem(Location(str(path), 1, 1), message)])
            for z, size in enumerate(sizes):
                row = min(known, key=lambda row: _apart(row, size, sizes))
                first, last = row.number("years_to_first"), row.number("years_to_last")
                years[:, i, j, z] = first, last - first
    means = own_or(path.parent, folder, _MEANS)
    if os.path.lexists(means):
        years *= _stretch(means, classes, by_class)[..., None]
    return DeliveryYears(sizes, years[0], years[1])


def _apart(row: TableRow, size: float, sizes: Floats) -> tuple[int, bool]:
    """How many sizes a row lies away from one; of two equally near ones the smaller is nearer."""
    own, wanted = np.searchsorted(sizes, (row.number("from_tiv"), size))
    return abs(int(own) - int(wanted)), bool(own > wanted)


def _read(path: Path, classes: Sequence[str]) -> list[TableRow]:
    readers = readers_of(COLUMNS[_FILE], **{"class": one_of(_known(path, classes), "class")})
    rows = read_table(path, readers, ("kind", "class", "from_tiv"))
    problems = list(delivery_years(rows))
    if problems:
        raise InputError(problems)
    return rows


def _known(path: Path, classes: Sequence[str]) -> list[str]:
    """Classes that a table may name; that of the default theatre is about its own."""
    if path.parent != DEFAULT_FOLDER:
        return [*classes, ALL]
    file = "package_sizes.csv"
    rows = read_table(DEFAULT_FOLDER / file, readers_of(COLUMNS[file], **{"class": str.strip}))
    return [*classes, ALL, *(row.text("class") for row in rows)]


def _stretch(path: Path, classes: Sequence[str], by_class: _Rows) -> Floats:
    """Mean lag by volume [3, K] from a table of lags, over that of the rows by size."""
    readers = readers_of(COLUMNS[_MEANS], **{"class": one_of(_known(path, classes), "class")})
    rows = read_table(path, readers, ("kind", "class"))
    problems = list(lag_shares(rows, LAG_COLUMNS))
    if problems:
        raise InputError(problems)
    own = {(row.text("kind"), row.text("class")): _mean_lag(row) for row in rows}
    stretch = np.ones((len(ORDER_KINDS), len(classes)))
    for i, kind in enumerate(ORDER_KINDS):
        for j, name in enumerate(classes):
            lag = own.get((kind, name), own.get((kind, ALL)))
            if lag is None:
                message = f"has no row for {kind}, {name} and none for {kind}, {ALL}"
                raise InputError([Problem(Location(str(path), 1, 1), message)])
            stretch[i, j] = lag / _usual_lag(by_class.get((kind, name)) or by_class[kind, ALL])
    return stretch


def _mean_lag(row: TableRow) -> float:
    """Mean of a row of shares that add up to 1 but for rounding, in years."""
    shares = np.array([row.number(year) for year in LAG_COLUMNS])
    return float(shares @ np.arange(len(shares)) / shares.sum())


def _usual_lag(rows: Sequence[TableRow]) -> float:
    """Years to the middle of delivery, mean of all sizes by volume."""
    middle = [(row.number("years_to_first") + row.number("years_to_last")) / 2 for row in rows]
    tiv = [row.number("tiv") for row in rows]
    return float(np.average(middle, weights=tiv if sum(tiv) > 0 else None))
