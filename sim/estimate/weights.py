"""Estimated weights, and their log score on orders that they have not seen."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.base.distributions import Normal
from sim.base.parameters import GROUPS, PARAMETERS
from sim.estimate.choices import RECORDED_TERMS
from sim.estimate.logit import Fit, Sample, fit_logit, log_likelihood
from sim.estimate.recorded import RecordedChoices

ENOUGH = 10  # orders a weight, a rule of thumb
HABIT = tuple(name for name in RECORDED_TERMS if GROUPS[PARAMETERS[name].group].habitual)
ALL_TERMS, HABIT_ONLY = "all terms", "habit only"
PRIOR, WORLD_SHARES, EVEN = "weights of the table", "world shares", "all alike"

MEANING: Mapping[str, str] = {
    ALL_TERMS: "the refitted weights; the table's where the orders tell none",
    HABIT_ONLY: "refitted without politics and rivals",
    PRIOR: "the means of the shipped priors",
    WORLD_SHARES: "every supplier of a class by what all other buyers buy",
    EVEN: "every supplier of a class as likely",
}


@dataclass(frozen=True)
class LogScore:
    """−ln(chance of the supplier that won), mean over orders and by volume; in nats."""

    plain: float
    by_volume: float


@dataclass(frozen=True)
class Estimated:
    """Weights from the orders ``first`` to ``last``, tested on those up to ``tested``.

    ``scores`` are by forecaster; NaN without a later order.
    """

    fit: Fit
    first: int
    last: int
    tested: int
    test_orders: int
    scores: Mapping[str, LogScore]

    @property
    def caution(self) -> str:
        """What to warn of, or nothing: too few orders for so many weights."""
        orders, weights = self.fit.choices, len(self.fit.names)
        if orders >= ENOUGH * weights:
            return ""
        return (
            f"{orders:,} orders are few for {weights} weights; estimates, and the priors made of "
            "them, may be absurd"
        )

    def priors(self) -> dict[str, Normal]:
        """A prior for each weight that the orders tell: the estimate, and its clustered error."""
        found = {}
        for name, mean, sd in zip(
            self.fit.names, self.fit.estimate.tolist(), self.fit.clustered.tolist(), strict=True
        ):
            if math.isfinite(mean) and math.isfinite(sd) and sd > 0:
                found[name] = Normal(round(mean, 4), round(sd, 4))
        return found


def estimate(recorded: RecordedChoices, last: int, *, by_volume: bool = True) -> Estimated:
    """Fit on orders up to ``last`` and score those after it.

    Args:
        recorded: orders with the terms at each.
        last: year of the last order that is fitted to.
        by_volume: orders count by their TIV, as for the shipped priors; else all the same.

    Raises:
        ValueError: if there is no order to fit to.
    """
    train = recorded.year <= last
    sample = recorded.sample(train, by_volume=by_volume)
    fit = fit_logit(sample, RECORDED_TERMS)
    habit = [RECORDED_TERMS.index(name) for name in HABIT]
    only = fit_logit(sample._replace(terms=sample.terms[:, :, habit]), HABIT)
    weights = {
        ALL_TERMS: _along(_estimates(fit)),
        HABIT_ONLY: _along(_estimates(only)),
        PRIOR: _along({name: PARAMETERS[name].prior.central for name in RECORDED_TERMS}),
        WORLD_SHARES: _along({"world_share": 1.0}),
        EVEN: _along({}),
    }
    later = ~train
    tests = [recorded.sample(later, by_volume=weighed) for weighed in (False, True)]
    scores = {
        name: LogScore(*(_log_score(test, weight) for test in tests))
        for name, weight in weights.items()
    }
    return Estimated(
        fit, int(recorded.year.min()), last, int(recorded.year.max()), int(later.sum()), scores
    )


def _log_score(sample: Sample, weights: Floats) -> float:
    if not len(sample.choice):
        return float("nan")
    return -log_likelihood(sample, weights) / float(sample.weight.sum())


def _estimates(fit: Fit) -> dict[str, float]:
    """Estimates; the table's mean for what the orders do not tell, or tell without bound."""
    return {
        name: PARAMETERS[name].prior.central
        if name in fit.not_identified or name in fit.separated
        else value
        for name, value in zip(fit.names, fit.estimate.tolist(), strict=True)
    }


def _along(by_name: Mapping[str, float]) -> Floats:
    return np.array([by_name.get(name, 0.0) for name in RECORDED_TERMS])
