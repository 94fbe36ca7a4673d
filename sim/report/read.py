"""Results folder → arrays of one buyer, or shares of all buyers.

Tables are read in a stream of short batches, so that memory depends on the arrays asked for and not
on the length of a table. Axes: W worlds, B buyers, S suppliers, Y simulated years.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sim.measure.flows import Window
from sim.report.series import shares_of
from sim.scenario import Scenario
from sim.theatre.theatre import Theatre

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

ROWS = 1 << 16  # of a batch
_DELIVERIES = ("world", "buyer", "supplier", "delivery_year", "tiv")
_ORDERS = ("world", "buyer", "order_year", "first_delivery", "last_delivery", "tiv")


@dataclass(frozen=True)
class BuyerRun:
    """What one buyer ordered and received in all worlds. Volumes in TIV (millions).

    A world in which the buyer has no rows counts as zero. ``lag`` is the mean time from the year of
    an order to its delivery in years, weighted by volume, over all orders of the run; None if there
    are none.
    """

    buyer: str
    suppliers: tuple[str, ...]
    first_year: int
    deliveries: Floats  # [W, S, Y]
    orders: Floats  # [W, Y], by the year of signing
    book: Floats  # [Y] mean over worlds of deliveries from orders signed before the first year
    lag: float | None


def read_buyer(folder: Path, scenario: Scenario, theatre: Theatre, buyer: str) -> BuyerRun:
    """Read the rows of one buyer, named as in the theatre."""
    worlds, first = scenario.worlds, scenario.first_year
    years = scenario.last_year - first + 1
    deliveries = np.zeros((worlds, len(theatre.suppliers), years))
    for batch in _batches(folder / "deliveries.parquet", _DELIVERIES):
        keep = np.flatnonzero(_places(batch, "buyer", (buyer,)) == 0)
        t = _whole(batch, "delivery_year")[keep] - first
        cells = _whole(batch, "world")[keep], _places(batch, "supplier", theatre.suppliers)[keep], t
        _add(deliveries, cells, _numbers(batch, "tiv")[keep])
    orders = np.zeros((worlds, years))
    due = np.zeros(years + 1)  # changes of the yearly volume that the book delivers
    lag_sum = lag_weight = 0.0
    for batch in _batches(folder / "orders.parquet", _ORDERS):
        ours = _places(batch, "buyer", (buyer,)) == 0
        keep = np.flatnonzero(ours & (_whole(batch, "world") < worlds))
        signed, begin, end = (_whole(batch, name)[keep] - first for name in _ORDERS[2:5])
        tiv = _numbers(batch, "tiv")[keep]
        _add(orders, (_whole(batch, "world")[keep], signed), tiv)
        new = signed >= 0
        lag_sum += float(((begin + end)[new] / 2 - signed[new]) @ tiv[new])
        lag_weight += float(tiv[new].sum())
        yearly = tiv[~new] / (end - begin + 1)[~new]
        np.add.at(due, np.clip(begin[~new], 0, years), yearly)
        np.add.at(due, np.clip(end[~new] + 1, 0, years), -yearly)
    book = np.maximum(np.cumsum(due)[:years], 0.0) / worlds
    lag = lag_sum / lag_weight if lag_weight > 0 else None
    return BuyerRun(buyer, theatre.suppliers, first, deliveries, orders, book, lag)


def read_shares(
    folder: Path, scenario: Scenario, theatre: Theatre, window: Window
) -> tuple[Floats, Floats]:
    """Shares of each buyer's deliveries in a window of years, and the volumes behind them.

    Returns:
        Shares [B, S]: the mean over those worlds in which the buyer receives anything; NaN if it
        does in none. Volumes [B, S] in TIV a year, the mean over all worlds.
    """
    shape = (len(theatre.buyers), len(theatre.suppliers))
    share_sum, counted, volume = np.zeros(shape), np.zeros(shape[0]), np.zeros(shape)
    for delivered in _worlds(folder, theatre, window):
        shares = shares_of(delivered, axis=2)
        share_sum += np.nansum(shares, axis=0)
        counted += (delivered.sum(axis=2) > 0).sum(axis=0)
        volume += delivered.sum(axis=0)
    mean = np.full(shape, np.nan)
    np.divide(share_sum, counted[:, None], out=mean, where=counted[:, None] > 0)
    return mean, volume / scenario.worlds / (window[1] - window[0] + 1)


def _worlds(folder: Path, theatre: Theatre, window: Window) -> Iterator[Floats]:
    """Volumes [some worlds, B, S] in a window; rows lie in the order of worlds."""
    shape = (len(theatre.buyers), len(theatre.suppliers))
    open_world, unfinished = -1, np.zeros(shape)  # the batch before may end within a world
    for batch in _batches(folder / "deliveries.parquet", _DELIVERIES):
        year = _whole(batch, "delivery_year")
        keep = np.flatnonzero((window[0] <= year) & (year <= window[1]))
        if not len(keep):
            continue
        found, row = np.unique(_whole(batch, "world")[keep], return_inverse=True)
        delivered = np.zeros((len(found), *shape))
        b, s = (
            _places(batch, "buyer", theatre.buyers),
            _places(batch, "supplier", theatre.suppliers),
        )
        _add(delivered, (row, b[keep], s[keep]), _numbers(batch, "tiv")[keep])
        if found[0] == open_world:
            delivered[0] += unfinished
        else:
            yield unfinished[None]
        yield delivered[:-1]
        open_world, unfinished = int(found[-1]), delivered[-1]
    yield unfinished[None]


def _batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(ROWS, columns=list(columns))


def _add(array: Floats, cells: Sequence[npt.NDArray[Any]], values: Floats) -> None:
    """Add values into cells; what lies outside the array, such as later years, is left out."""
    inside = np.ones(len(values), dtype=np.bool_)
    for places, length in zip(cells, array.shape, strict=True):
        inside &= (places >= 0) & (places < length)
    np.add.at(array, tuple(places[inside] for places in cells), values[inside])


def _whole(batch: pa.RecordBatch, name: str) -> Integers:
    return np.asarray(batch.column(name).to_numpy(zero_copy_only=False), dtype=np.int64)


def _numbers(batch: pa.RecordBatch, name: str) -> Floats:
    return np.asarray(batch.column(name).to_numpy(zero_copy_only=False), dtype=np.float64)


def _places(batch: pa.RecordBatch, name: str, axis: Sequence[str]) -> Integers:
    """Place of each row's name on an axis, -1 for names that are not on it."""
    column = batch.column(name)
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    place = {word: i for i, word in enumerate(axis)}
    of_code = np.array([place.get(word, -1) for word in column.dictionary.to_pylist()] or [-1])
    codes = np.asarray(column.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
    return of_code[codes].astype(np.int64)
