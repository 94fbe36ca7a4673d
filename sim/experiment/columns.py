"""NumPy arrays → Arrow columns over the same memory, and back.

``pyarrow.array`` and ``Array.to_numpy`` would do, but to see whether there is any pandas object
they import pandas, which takes longer than ten worlds.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa


def column(values: "npt.NDArray[Any]", known: "npt.NDArray[np.bool_] | None" = None) -> pa.Array:
    """Numbers or truths; null where they are not ``known``, if any are not."""
    if known is not None and not known.all():
        kind = pa.from_numpy_dtype(values.dtype)
        return pa.Array.from_buffers(kind, len(values), [_bits(known), pa.py_buffer(values)])
    if values.dtype == np.bool_:
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, _bits(values)])
    kind = pa.from_numpy_dtype(values.dtype)
    return pa.Array.from_buffers(kind, len(values), [None, pa.py_buffer(values)])


def column_of_known(values: npt.NDArray[np.float64]) -> pa.Array:
    """Numbers of which some are undefined: NaN becomes null, never 0."""
    known = _bits(~np.isnan(values))
    return pa.Array.from_buffers(pa.float64(), len(values), [known, pa.py_buffer(values)])


def column_of_names(places: npt.NDArray[np.int16], names: Sequence[str]) -> pa.DictionaryArray:
    """Names, given by their places in a list; nobody looks whether all lie in it."""
    return pa.DictionaryArray.from_arrays(column(places), _listed(tuple(names)), safe=False)


@lru_cache(maxsize=64)
def _listed(names: tuple[str, ...]) -> pa.StringArray:
    """The names themselves; every block has the same."""
    encoded = [name.encode() for name in names]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(names), pa.py_buffer(ends), pa.py_buffer(b"".join(encoded))
    )


def values_of(held: pa.Array, missing: float = np.nan) -> "npt.NDArray[Any]":
    """Numbers or truths of a column, with ``missing`` where it is null."""
    if not len(held):
        return np.zeros(0, dtype=held.type.to_pandas_dtype())
    known, data = held.buffers()
    if pa.types.is_boolean(held.type):
        values: npt.NDArray[Any] = _truths(data, held)
    else:
        whole = np.frombuffer(data, dtype=held.type.to_pandas_dtype())
        values = whole[held.offset : held.offset + len(held)]
    return values if held.null_count == 0 else np.where(_truths(known, held), values, missing)


def _truths(bits: pa.Buffer, held: pa.Array) -> "npt.NDArray[np.bool_]":
    """One truth for each row, of the bits of a column that may begin within them."""
    whole = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little")
    return whole[held.offset : held.offset + len(held)].astype(np.bool_)


def _bits(truths: npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(truths, bitorder="little"))
