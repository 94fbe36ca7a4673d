"""Types of NumPy arrays, each with one kind of number; axes stand where an array is declared."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Short = npt.NDArray[np.int16]
Keys = npt.NDArray[np.uint64]
