"""A calibration: what orders say of choices (stage A), then a step toward the targets (stage B).

The same plan, model, theatre and claims give the same posterior, on any number of threads.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.base.arrays import Floats
from sim.base.own import writing
from sim.base.problems import InputError, Problem
from sim.calibration.belief import Belief, belief_after
from sim.calibration.laplace import Peak, find_peak
from sim.calibration.orders import OrderEvidence, order_evidence
from sim.calibration.plan import CalibrationPlan
from sim.calibration.scores import values_of
from sim.calibration.targets import LOOKS, Look, Tilt, tilted
from sim.claims import load_ledger
from sim.experiment.case import build_case
from sim.experiment.posterior import fingerprint, write_posterior
from sim.score.asked import ScorableClaim, Tick, ask, cut_to
from sim.theatre.theatre import Theatre

POSTERIOR = "posterior.parquet"


@dataclass(frozen=True)
class Calibration:
    """Both stages done, with the peaks of stage A where orders count alike and by their volume."""

    evidence: OrderEvidence
    alike: Peak
    by_volume: Peak
    peak: Peak  # the one of them that counts
    after_orders: Belief
    posterior: Belief
    tilt: Tilt | None  # None without targets
    sample: Floats  # [size, D] scores


def calibrate(plan: CalibrationPlan, folder: Path, threads: int, tick: Tick) -> Calibration:
    """Fit a plan's parameters, and write ``posterior.parquet`` to a folder.

    Args:
        plan: what is fitted to what.
        folder: for the posterior.
        threads: threads that share the worlds out.
        tick: told how many more steps, of ``steps_of``, are done.

    Raises:
        InputError: if the theatre lacks the orders, or what a target asks.
    """
    theatre = build_case(plan.scenario).theatre
    asked = targets_of(plan, theatre)  # mistakes show at once
    evidence = order_evidence(plan.scenario, theatre, plan.priors, plan.orders.last_year)
    alike, by_volume = (find_peak(evidence, cap) for cap in (None, plan.orders.cap))
    peak = alike if plan.orders.count == "alike" else by_volume
    first = belief_after(plan, peak)
    random = np.random.Generator(np.random.Philox(plan.seed))
    last, tilt = first, None
    if plan.targets is not None:
        case = build_case(cut_to(plan.scenario, plan.targets.last_year), theatre)
        look = Look(case, asked, threads, tick)
        last, tilt = tilted(first, look, plan.targets.nats, plan.targets.worlds, random)
    sample = last.scores(random.standard_normal((plan.size, len(last.mean))))
    done = Calibration(evidence, alike, by_volume, peak, first, last, tilt, sample)
    names = told(done)
    chosen = [list(last.priors).index(name) for name in names]
    values = values_of(sample[:, chosen], {name: last.priors[name] for name in names})
    fixed = {name: prior.central for name, prior in plan.scenario.settings.items()}
    columns = np.column_stack([values, np.tile(list(fixed.values()), (plan.size, 1))])
    made_from = {**fingerprint(theatre), "plan": plan.title, "seed": plan.seed,
                 "last year": last_year_of(plan)}  # fmt: skip
    with writing(folder, "calibrate") as partial:
        write_posterior(partial / POSTERIOR, (*names, *fixed), columns, made_from)
    return done


def told(done: Calibration) -> tuple[str, ...]:
    """Unknowns of which either stage says something; all others keep their priors."""
    moved = (
        np.zeros(len(done.posterior.mean), dtype=bool) if done.tilt is None else done.tilt.step != 0
    )
    return tuple(
        name
        for name, by_targets in zip(done.posterior.priors, moved, strict=True)
        if by_targets or name in done.peak.names
    )


def last_year_of(plan: CalibrationPlan) -> int:
    """The last year of which anything enters."""
    return plan.orders.last_year if plan.targets is None else plan.targets.last_year


def steps_of(plan: CalibrationPlan) -> int:
    """How many worlds a plan simulates."""
    return 0 if plan.targets is None else LOOKS * plan.targets.worlds


def targets_of(plan: CalibrationPlan, theatre: Theatre) -> list[ScorableClaim]:
    """The plan's targets, as the theatre can be asked them.

    Raises:
        InputError: if one cannot be asked.
    """
    if plan.targets is None:
        return []
    scenario = cut_to(plan.scenario, plan.targets.last_year)
    asked, unasked = ask(load_ledger(), scenario, theatre)
    for item in unasked:
        if item.claim.id in plan.targets.claims:
            message = f"claim {item.claim.id} cannot be asked: {item.reason}"
            raise InputError([Problem(plan.mark, message)])
    return [item for item in asked if item.claim.id in plan.targets.claims]
