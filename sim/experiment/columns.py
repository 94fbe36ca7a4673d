"""NumPy arrays → Arrow columns over the same memory.

``pyarrow.array`` would do, but to see whether it was given any pandas object it imports pandas,
which takes longer than ten worlds.
"""

from collections.abc import Sequence
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
    """Names, given by their places in a list."""
    encoded = [name.encode() for name in names]
    ends = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    letters = pa.py_buffer(b"".join(encoded))
    listed = pa.StringArray.from_buffers(len(names), pa.py_buffer(ends), letters)
    return pa.DictionaryArray.from_arrays(column(places), listed)


def _bits(truths: npt.NDArray[np.bool_]) -> pa.Buffer:
    return pa.py_buffer(np.packbits(truths, bitorder="little"))
