"""Regression ABC: from simulated parameters and summaries to a sample of the posterior.

Approximate Bayesian computation without a likelihood. First a ridge regression learns what each
parameter is expected to be given the summary statistics (Fearnhead and Prangle, J. R. Stat. Soc. B
74, 2012): this shrinks hundreds of noisy ones to one for each parameter that they inform. Then the
worlds whose statistics lie far from those of the record are ruled out, and the parameters of
the rest are moved by what a local linear regression says of their distance (Beaumont, Zhang and
Balding, Genetics 162, 2002).

Parameters are scores z: standard normal under their prior. Axes: N worlds, P parameters, F summary
statistics.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats

RIDGE = 0.05  # of the number of worlds; keeps chance out of the statistics
KEPT = 0.3  # share of worlds that are not ruled out
FARTHEST = 3.0  # standard deviations; a record beyond is outside what the model can do
HELD_OUT = 0.2  # share of worlds on which the regression is judged
LEAST_LEARNT = 0.01  # share of a parameter's variance; what is explained less stays at its prior


@dataclass(frozen=True)
class Regression:
    """What summary statistics say of parameters.

    ``explained`` [P] is the share of a parameter's variance that its statistic explains in worlds
    that were held out; below 0 is worse than nothing.
    """

    mean: Floats  # [F] of the summary statistics
    sd: Floats  # [F]
    centre: Floats  # [P] mean of the parameters
    weights: Floats  # [F, P]
    explained: Floats  # [P]

    @property
    def informed(self) -> npt.NDArray[np.bool_]:
        """[P] parameters that the statistics say enough of; the others stay where they were."""
        return self.explained > LEAST_LEARNT

    def pulls(self, observed: Floats) -> Floats:
        """How far each statistic of the record [F] moves what is expected of a parameter [F, P]."""
        return standardised(observed[None], self.mean, self.sd)[0][:, None] * self.weights

    def statistics(self, summaries: Floats) -> Floats:
        """Expected parameters [N, P] given summary statistics [N, F]."""
        return self.centre + standardised(summaries, self.mean, self.sd) @ self.weights


def standardised(summaries: Floats, mean: Floats, sd: Floats) -> Floats:
    """Statistics [N, F] in standard deviations, none beyond ``FARTHEST``.

    One that does not vary is uninformative: 0.

    Args:
        summaries: [N, F] or [1, F].
        mean: [F].
        sd: [F].
    """
    scaled = np.divide(summaries - mean, sd, out=np.zeros_like(summaries), where=sd > 0)
    return np.clip(scaled, -FARTHEST, FARTHEST)


def regress(scores: Floats, summaries: Floats) -> Regression:
    """Regress parameters [N, P] on summary statistics [N, F] of the same worlds."""
    mean, sd, centre = summaries.mean(axis=0), summaries.std(axis=0), scores.mean(axis=0)
    x, y = standardised(summaries, mean, sd), scores - centre
    held_out = np.arange(len(y)) >= (1 - HELD_OUT) * len(y)
    tried = y[held_out] - x[held_out] @ _ridge(x[~held_out], y[~held_out])
    explained = 1.0 - (tried**2).sum(axis=0) / (y[held_out] ** 2).sum(axis=0)
    return Regression(mean, sd, centre, _ridge(x, y), explained)


def _ridge(x: Floats, y: Floats) -> Floats:
    penalty = RIDGE * len(x) * np.eye(x.shape[1])
    return np.asarray(np.linalg.solve(x.T @ x + penalty, x.T @ y), dtype=np.float64)


def posterior_sample(
    scores: Floats, summaries: Floats, observed: Floats, size: int, random: np.random.Generator
) -> tuple[Floats, Regression]:
    """Sample of the parameters' posterior [size, P], and the regression behind it.

    Args:
        scores: [N, P] parameters of the worlds.
        summaries: [N, F] statistics of what came out of them.
        observed: [F] the record.
        size: rows of the sample.
        random: decides which rows are drawn.
    """
    regression = regress(scores, summaries)
    away = regression.statistics(summaries) - regression.statistics(observed[None])
    sample, weights = conditioned(scores, away, regression.informed)
    return sample[random.choice(len(sample), size, p=weights / weights.sum())], regression


def conditioned(
    scores: Floats, away: Floats, informed: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Parameters [M, P] given a record, and their weights [M].

    Args:
        scores: [N, P] parameters of the worlds.
        away: [N, P] how far their statistics lie from those of the record.
        informed: [P] parameters of which the statistics say something; the others are left alone.
    """
    if not informed.any():
        return scores.copy(), np.ones(len(scores))
    near, weights = nearest(away[:, informed])
    sample, away = scores[near], away[near][:, informed]
    sample[:, informed] -= adjustment(sample[:, informed], away, weights)
    return sample, weights


def nearest(away: Floats) -> tuple[npt.NDArray[np.intp], Floats]:
    """Worlds that are not ruled out, and their weights, which fall with the distance squared.

    ``away`` [N, P] is how far the statistics lie from those of the record; each is measured in its
    own spread.
    """
    spread = away.std(axis=0)
    squared = (np.divide(away, spread, out=np.zeros_like(away), where=spread > 0) ** 2).sum(axis=1)
    near = np.argsort(squared, kind="stable")[: max(1, round(KEPT * len(away)))]
    farthest = squared[near[-1]]
    return near, 1.0 - squared[near] / farthest if farthest > 0 else np.ones(len(near))


def adjustment(scores: Floats, away: Floats, weights: Floats) -> Floats:
    """What the distance ``away`` [N, P] explains of the parameters [N, P]: to be taken off."""
    design = np.column_stack([np.ones(len(away)), away])
    weighted = design * weights[:, None]
    slopes = np.linalg.lstsq(weighted.T @ design, weighted.T @ scores, rcond=None)[0]
    return away @ slopes[1:]


def proposals(sample: Floats, count: int, random: np.random.Generator) -> Floats:
    """Parameters [count, P] spread as a sample is: its rows, shrunk toward the mean and jittered.

    The kernel of Liu and West (2001), which keeps mean and covariance.
    """
    kept = 0.95
    rows = sample[random.integers(0, len(sample), count)]
    root = np.linalg.cholesky(np.cov(sample.T) + 1e-9 * np.eye(sample.shape[1]))
    jitter = random.standard_normal(rows.shape) @ root.T
    return kept * rows + (1 - kept) * sample.mean(axis=0) + np.sqrt(1 - kept**2) * jitter
