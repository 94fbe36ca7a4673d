"""Conditional logit: with which weights would the choices have been most likely?

Whoever chooses takes the alternative with the highest weighted sum of terms plus Gumbel noise.
Choices that share their terms, as tenders of one buyer, class and year do, share a row of ``terms``
and may differ in what stood open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Bools, Floats, Integers

STEPS = 100  # Newton's method takes five to ten, and one for each e-fold of a weight without bound
SETTLED = 1e-9  # a step that gains less ln(likelihood) than this, for weight 1, is the last
SHARED = 1e-18  # share of a term's square that must differ between alternatives
COLLINEAR = 1e-9  # share of a term's variance that the terms before it must leave unexplained
SEPARATED = 1e-7  # share of a term's information that must remain at the estimate
AT_A_TIME = 1024  # choices; bounds the memory


class Sample(NamedTuple):
    """Choices: M situations with terms, N choices in them, S alternatives, P terms."""

    terms: Floats  # [M, S, P]
    situation: Integers  # [N] row of ``terms``
    open: Bools  # [N, S] whether an alternative could be chosen
    choice: Integers  # [N] the alternative
    weight: Floats  # [N] how much the choice counts
    cluster: Integers  # [N] choices of one cluster may resemble each other


@dataclass(frozen=True)
class Fit:
    """Estimated weights. Those that the choices say nothing about are NaN, with NaN errors."""

    names: tuple[str, ...]
    estimate: Floats  # [P]
    plain: Floats  # [P] standard errors if the choices are independent and count 1 each
    clustered: Floats  # [P] standard errors that allow for clusters and for weights
    likelihood: float  # ln, weighted
    choices: int
    not_identified: tuple[str, ...]  # equal for all alternatives, or a sum of terms before it
    separated: tuple[str, ...]  # the likelihood still rises as the weight goes to infinity
    settled: bool  # whether the search came to its end


def fit_logit(sample: Sample, names: tuple[str, ...]) -> Fit:
    """Estimate the weights of a conditional logit by Newton's method.

    Args:
        sample: the choices.
        names: of the terms [P].

    Raises:
        ValueError: if there are no choices, or one fell on an alternative that was not open.
    """
    if len(sample.choice) == 0:
        raise ValueError("there are no choices to learn from")
    if not sample.open[np.arange(len(sample.choice)), sample.choice].all():
        raise ValueError("a choice fell on an alternative that was not open")
    flat = _total(sample, np.zeros(len(names)))[2]
    kept = independent(flat, _squares(sample))
    part = sample._replace(terms=np.ascontiguousarray(sample.terms[:, :, kept]))
    estimate, settled = _climb(part)
    likelihood, _, information, scatter = _total(part, estimate)
    left, there = _own_information(information), _own_information(flat[np.ix_(kept, kept)])
    separated = left < SEPARATED * there
    inverse = np.linalg.pinv(information, hermitian=True)
    plain, clustered = _root(inverse), _root(inverse @ scatter @ inverse)
    plain[separated] = clustered[separated] = np.inf
    return Fit(
        names,
        _spread(estimate, kept),
        _spread(plain, kept),
        _spread(clustered, kept),
        likelihood,
        len(sample.choice),
        tuple(name for name, known in zip(names, kept, strict=True) if not known),
        tuple(np.array(names)[kept][separated].tolist()),
        settled,
    )


def log_likelihood(sample: Sample, weights: Floats) -> float:
    """ln(likelihood) of the choices under some weights [P].

    Twice what it lies below that of a fit is, if the choices count 1 each and were made with these
    weights, chi-square with as many degrees of freedom as there are identified weights.
    """
    return _total(sample, weights)[0]


def independent(information: Floats, squares: Floats) -> Bools:
    """Which terms add anything to those before them, by information with all weights at 0.

    ``squares`` [P] says how large each term is, and so what in its information is only rounding.
    """
    kept = np.zeros(len(information), dtype=bool)
    for j, own in enumerate(np.diag(information)):
        across, before = information[j, kept], information[np.ix_(kept, kept)]
        explained = across @ np.linalg.solve(before, across) if kept.any() else 0.0
        kept[j] = own > SHARED * squares[j] and own - explained > COLLINEAR * own
    return kept


def _squares(sample: Sample) -> Floats:
    """Sum over the choices of the largest square of each term [P]."""
    weight = np.bincount(sample.situation, sample.weight, minlength=len(sample.terms))
    squares: Floats = weight @ np.square(sample.terms).max(axis=1)
    return squares


def _climb(sample: Sample) -> tuple[Floats, bool]:
    """Weights of the highest likelihood, and whether they were reached."""
    weights = np.zeros(sample.terms.shape[2])
    value, slope, curvature, _ = _total(sample, weights)
    for _ in range(STEPS):
        step = np.linalg.lstsq(curvature, slope, rcond=None)[0]
        if slope @ step < SETTLED * sample.weight.mean():
            return weights + step, True
        size = 1.0
        while True:
            trial = _total(sample, weights + size * step)
            if trial[0] > value:
                break
            size /= 2.0
            if size < SETTLED:
                return weights, False
        weights = weights + size * step
        value, slope, curvature, _ = trial
    return weights, False


def _total(sample: Sample, weights: Floats) -> tuple[float, Floats, Floats, Floats]:
    """ln(likelihood), slope [P], curvature [P, P], and scatter [P, P] of the clusters' slopes."""
    terms = sample.terms.shape[2]
    _, cluster = np.unique(sample.cluster, return_inverse=True)
    by_cluster = np.zeros((int(cluster.max()) + 1, terms))
    value, curvature = 0.0, np.zeros((terms, terms))
    for rows, likelihood, slope, spread in _chances(sample, weights):
        weight = sample.weight[rows]
        value += float(weight @ likelihood)
        np.add.at(by_cluster, cluster[rows], weight[:, None] * slope)
        # One small product a choice: a large one would wait for threads of the linear algebra.
        spread *= np.sqrt(weight)[:, None, None]
        curvature += (spread.transpose(0, 2, 1) @ spread).sum(axis=0)
    clusters = len(by_cluster)
    correction = clusters / (clusters - 1) if clusters > 1 else np.nan
    return value, by_cluster.sum(axis=0), curvature, correction * by_cluster.T @ by_cluster


def _chances(sample: Sample, weights: Floats) -> Iterator[tuple[Integers, Floats, Floats, Floats]]:
    """Some choices at a time: their rows, ln(chance) of what was chosen, slope [N, P] of that.

    Last, each alternative's terms over their mean, times the root of its chance [N, S, P].
    """
    utility = sample.terms @ weights
    for first in range(0, len(sample.choice), AT_A_TIME):
        rows = np.arange(first, min(first + AT_A_TIME, len(sample.choice)))
        situation, choice = sample.situation[rows], sample.choice[rows]
        over = np.where(sample.open[rows], utility[situation], -np.inf)
        over -= over.max(axis=1, keepdims=True)
        chance = np.exp(over)
        total = chance.sum(axis=1)
        chance /= total[:, None]
        terms = sample.terms[situation]
        terms -= chance[:, None, :] @ terms
        own = np.arange(len(rows)), choice
        yield rows, over[own] - np.log(total), terms[own], np.sqrt(chance)[:, :, None] * terms


def _own_information(information: Floats) -> Floats:
    """Information on each weight that is left when the others are not known."""
    scale = np.sqrt(np.maximum(np.diag(information), np.finfo(float).tiny))
    inverse = np.linalg.pinv(information / np.outer(scale, scale), hermitian=True, rcond=1e-15)
    return scale**2 / np.maximum(np.diag(inverse), 1.0)


def _root(square: npt.NDArray[np.floating[Any]]) -> Floats:
    return np.sqrt(np.maximum(np.diag(square), 0.0))


def _spread(values: Floats, kept: Bools) -> Floats:
    """Values of the kept terms among NaN for the others."""
    spread = np.full(len(kept), np.nan)
    spread[kept] = values
    return spread
