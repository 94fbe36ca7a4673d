"""Stage A: the most likely scores given the orders and the priors, and how sure one may be of them.

The posterior is taken as normal about its peak (Laplace's method). Its errors are those of the
curvature there, or those that allow for orders of one buyer that resemble each other, whichever
are larger.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from sim.base.arrays import Floats
from sim.calibration.orders import OrderEvidence
from sim.calibration.scores import slopes_of, values_of

STEP = 1e-4  # of a difference of slopes, in scores
SETTLED = 1e-3  # slope at which the search is at its end, in nats per score


@dataclass(frozen=True)
class Peak:
    """Where the posterior of stage A is highest; scores [D] but where it is said."""

    names: tuple[str, ...]
    scores: Floats
    values: Floats  # [D] in the parameters' own units
    units: Floats  # [D] of a parameter in one score, there
    laplace: Floats  # [D, D] covariance by curvature
    clustered: Floats  # [D] standard errors by buyer
    likelihood: float  # ln, at the peak
    orders: float  # that count in full: (Σ w)² / Σ w²
    slopes: Floats  # [B, D] of the likelihood there, by buyer

    @property
    def pulls(self) -> Floats:
        """By how many of its errors each buyer's orders hold an unknown off its prior [B, D]."""
        found: Floats = self.slopes @ self.laplace / np.sqrt(np.diag(self.laplace))
        return found

    @property
    def errors(self) -> Floats:
        """Standard errors in the parameters' own units [D], the larger of both kinds."""
        found: Floats = self.units * np.sqrt(np.diag(self.covariance))
        return found

    @property
    def covariance(self) -> Floats:
        """Covariance of scores [D, D], each error as large as the larger of the two kinds."""
        wider = np.maximum(self.clustered / np.sqrt(np.diag(self.laplace)), 1.0)
        return self.laplace * np.outer(wider, wider)


def find_peak(evidence: OrderEvidence, cap: float | None) -> Peak:
    """The peak of the posterior given orders that count alike, or by their volume up to a cap.

    Args:
        evidence: the orders, with the priors.
        cap: TIV up to which an order counts by its volume; None is all alike. Together the orders
            count as many as they are worth: (Σ w)² / Σ w².
    """
    weigh = np.ones(len(evidence.tiv)) if cap is None else np.minimum(evidence.tiv, cap)
    worth = float(weigh.sum() ** 2 / (weigh**2).sum())
    counts = weigh * worth / weigh.sum()

    def cost(scores: Floats) -> tuple[float, Floats]:
        likely, slopes = evidence.ln_likelihood(scores, counts)
        return 0.5 * float(scores @ scores) - likely, scores - slopes.sum(axis=0)

    found = minimize(
        cost, np.zeros(len(evidence.priors)), jac=True, method="BFGS", options={"gtol": SETTLED}
    )
    peak: Floats = found.x
    steps = STEP * np.eye(len(peak))
    curvature = np.stack([(cost(peak + h)[1] - cost(peak - h)[1]) / (2 * STEP) for h in steps])
    inverse = np.asarray(np.linalg.inv((curvature + curvature.T) / 2), dtype=np.float64)
    likelihood, slopes = evidence.ln_likelihood(peak, counts)
    told = slopes[np.abs(slopes).any(axis=1)]
    scatter = told.T @ told * (len(told) / max(len(told) - 1, 1))
    clustered = np.sqrt(np.diag(inverse @ scatter @ inverse))
    return Peak(
        tuple(evidence.priors), peak, values_of(peak[None], evidence.priors)[0],
        slopes_of(peak, evidence.priors), inverse, clustered, likelihood, worth, slopes,
    )  # fmt: skip
