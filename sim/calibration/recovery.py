"""Recovery: does stage A find parameters that are known?

Worlds are simulated at scores drawn from what stage A believes, with the tenders on record. Their
orders then stand in for the record, and one counts how often an interval of stage A holds the truth
(Talts and others, arXiv:1804.06788, 2018). What stage A does not ask for is at the middle of its
prior; world shares drift, which stage A does not see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from sim.base.arrays import Floats
from sim.calibration.belief import Belief, case_at
from sim.calibration.laplace import find_peak
from sim.calibration.orders import order_evidence
from sim.calibration.plan import CalibrationPlan
from sim.experiment.case import Case, build_case
from sim.experiment.worlds import run_worlds
from sim.model.orders import BUYER_AT, CLASS_AT, KIND_AT, SIGNED, SUPPLIER_AT
from sim.score.asked import Tick, cut_to
from sim.theatre.records import ORDER_KINDS, DatedOrder


@dataclass(frozen=True)
class Recovery:
    """How many errors each estimate lies from the truth [R, D]; NaN where it was not estimated."""

    names: tuple[str, ...]
    off: Floats

    def coverage(self, share: float) -> Mapping[str, float]:
        """How often the central interval of a ``share`` of the posterior has the truth, by name."""
        inside = np.abs(self.off) <= NormalDist().inv_cdf((1.0 + share) / 2.0)
        known = ~np.isnan(self.off)
        held = inside.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        return dict(zip(self.names, held.tolist(), strict=True))


def recover(
    plan: CalibrationPlan, belief: Belief, names: tuple[str, ...], replicates: int, tick: Tick
) -> Recovery:
    """Simulate orders at known scores and fit them, again and again.

    Args:
        plan: says what is fitted.
        belief: of stage A, from which the truths are drawn.
        names: of what stage A estimates.
        replicates: how often.
        tick: told when one more is done.
    """
    scenario = cut_to(
        replace(plan.scenario, tenders="recorded", parameters="central"), plan.orders.last_year
    )
    case, random = build_case(scenario), np.random.Generator(np.random.Philox(plan.seed))
    place = [list(belief.priors).index(name) for name in names]
    mean, covariance = belief.mean[place], (belief.root @ belief.root.T)[np.ix_(place, place)]
    root = np.linalg.cholesky(covariance)
    priors = {name: belief.priors[name] for name in names}
    truths = mean + random.standard_normal((replicates, len(names))) @ root.T
    at = case_at(case, priors, truths, 0)
    off = np.full(truths.shape, np.nan)
    for world, truth in enumerate(truths):
        theatre = replace(case.theatre, dated_orders=orders_of_world(at, world))
        evidence = order_evidence(plan.scenario, theatre, plan.priors, plan.orders.last_year)
        peak = find_peak(evidence, None if plan.orders.count == "alike" else plan.orders.cap)
        kept = [names.index(name) for name in peak.names if name in names]
        found = [peak.names.index(names[i]) for i in kept]
        errors = np.sqrt(np.diag(peak.covariance))
        off[world, kept] = (peak.scores[found] - truth[kept]) / errors[found]
        tick(1)
    return Recovery(names, off)


def orders_of_world(case: Case, world: int) -> tuple[DatedOrder, ...]:
    """What a world ordered from its first year on, as a register would have it."""
    [block] = run_worlds(case, world, 1)
    theatre, start = case.theatre, case.theatre.start
    return tuple(
        DatedOrder(
            theatre.buyers[row[BUYER_AT]], theatre.suppliers[row[SUPPLIER_AT]],
            theatre.classes[row[CLASS_AT]], start + row[SIGNED], ORDER_KINDS[row[KIND_AT]], 1,
            tiv, None,
        )
        for row, (tiv, _) in zip(*map(np.ndarray.tolist, block.orders), strict=True)
        if row[SIGNED] >= 0
    )  # fmt: skip
