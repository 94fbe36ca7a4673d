"""Parameters as scores: standard normal under their priors, whatever shape these have."""

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.base.parameters import PARAMETERS
from sim.model.world import PARAMETER_DTYPE

_NORMAL = NormalDist()
_EDGE = 1e-9  # no score is worth more than this probability


def values_of(scores: Floats, names: Sequence[str]) -> Floats:
    """Values [N, P] of parameters at their scores [N, P]."""
    values = np.empty_like(scores)
    for column, name in enumerate(names):
        quantile = PARAMETERS[name].prior.quantile
        for row, score in enumerate(scores[:, column].tolist()):
            values[row, column] = quantile(min(max(_NORMAL.cdf(score), _EDGE), 1 - _EDGE))
    return values


def records_of(
    scores: Floats, names: Sequence[str], drawn: "npt.NDArray[np.void]"
) -> "npt.NDArray[np.void]":
    """Records of parameters [N]: those named at their scores, the others as ``drawn`` [N]."""
    records = np.array(drawn, dtype=PARAMETER_DTYPE)
    values = values_of(scores, names)
    for column, name in enumerate(names):
        records[name] = values[:, column]
    return records
