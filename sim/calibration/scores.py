"""Parameters as scores: standard normal under their priors, whatever shape these have."""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.base.distributions import Distribution
from sim.model.world import PARAMETER_DTYPE

Priors = Mapping[str, Distribution]

_NORMAL = NormalDist()
_EDGE = 1e-9  # no score is worth more than this probability
_NEAR = 1e-4  # step of a difference


def values_of(scores: Floats, priors: Priors) -> Floats:
    """Values [N, P] of parameters at their scores [N, P], which are in the order of ``priors``."""
    values = np.empty_like(scores)
    for column, prior in enumerate(priors.values()):
        for row, score in enumerate(scores[:, column].tolist()):
            values[row, column] = prior.quantile(min(max(_NORMAL.cdf(score), _EDGE), 1 - _EDGE))
    return values


def slopes_of(scores: Floats, priors: Priors) -> Floats:
    """How fast the values [P] of parameters rise with their scores [P]."""
    above, below = values_of(np.stack([scores + _NEAR, scores - _NEAR]), priors)
    slopes: Floats = (above - below) / (2 * _NEAR)
    return slopes


def records_of(
    scores: Floats, priors: Priors, drawn: "npt.NDArray[np.void]"
) -> "npt.NDArray[np.void]":
    """Records of parameters [N]: those of ``priors`` at their scores, others as ``drawn`` [N]."""
    records = np.array(drawn, dtype=PARAMETER_DTYPE)
    for name, column in zip(priors, values_of(scores, priors).T, strict=True):
        records[name] = column
    return records
