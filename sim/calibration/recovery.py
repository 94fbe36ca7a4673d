"""Recovery: does the method find parameters that are known?

Worlds that are held out stand in for the record, one after the other. Their parameters are known,
so one can count how often an interval of the posterior holds the truth. If the method is right, the
rank of the truth within its posterior is uniform (Talts and others, arXiv:1804.06788, 2018).

Axes: N worlds, P parameters, F summary statistics, R pseudo-records.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.calibration.regression import conditioned, regress

RECORDS = 200  # pseudo-records; a rate of 90% then has a standard error of 2 points


@dataclass(frozen=True)
class Recovery:
    """Where the truth lies in its posterior: ``ranks`` [R, P] from 0 to 1.

    ``informed`` [P] tells the parameters of which the summary statistics say something; the others
    stay at their prior, where the truth is uniform without any merit.
    """

    ranks: Floats
    informed: npt.NDArray[np.bool_]

    def coverage(self, share: float) -> Floats:
        """How often the central interval of a ``share`` of the posterior has the truth [P]."""
        return (np.abs(self.ranks - 0.5) <= share / 2).mean(axis=0)


def recovery(scores: Floats, summaries: Floats, records: int = RECORDS) -> Recovery:
    """Take the last worlds of a table as records, and look for their parameters in the others.

    Args:
        scores: [N, P] parameters of the worlds.
        summaries: [N, F] statistics of what came out of them.
        records: how many worlds stand in for the record, at most a fifth of all.
    """
    records = min(records, len(scores) // 5)
    known, truth = scores[:-records], scores[-records:]
    regression = regress(known, summaries[:-records])
    statistics = regression.statistics(summaries)
    ranks = np.empty_like(truth)
    for row in range(records):
        away = statistics[:-records] - statistics[len(known) + row]
        sample, weights = conditioned(known, away, regression.informed)
        ranks[row] = weights @ (sample < truth[row]) / weights.sum()
    return Recovery(ranks, regression.informed)
