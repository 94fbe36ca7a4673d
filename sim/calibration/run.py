"""A calibration, stage by stage: worlds at proposed parameters, then the posterior of these.

Worlds are simulated in parts, and each part is kept, so a run that was stopped goes on where it
was. The same plan, model, theatre and claims give the same posterior, on any number of threads.
"""

import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from sim.base.arrays import Floats
from sim.base.files import naming
from sim.base.own import writing
from sim.base.partial import partial_folder
from sim.base.problems import InputError, Problem, RefusedError, quote
from sim.calibration.plan import CalibrationPlan, Stage
from sim.calibration.recovery import Recovery, recovery
from sim.calibration.regression import Regression, posterior_sample, proposals
from sim.calibration.scores import records_of, values_of
from sim.calibration.summaries import DyadSummaries, Summaries, filled, summaries_of
from sim.claims import load_ledger
from sim.experiment.case import Case, build_case, draw_parameters
from sim.experiment.posterior import fingerprint, write_posterior
from sim.experiment.worlds import map_worlds
from sim.score.asked import Tick, ask, cut_to
from sim.theatre.theatre import Theatre

POSTERIOR = "posterior.parquet"
PARTS = "parts"  # folder of those of a run that was stopped
PART = 1000  # worlds that are kept together


@dataclass(frozen=True)
class StageFit:
    """One stage done: scores before and after, and the regression on which statistics."""

    stage: Stage
    targets: Summaries  # and their record [F]
    proposed: Floats  # [N, P] scores of the worlds
    summaries: Floats  # [N, F]
    sample: Floats  # [size, P] scores
    regression: Regression
    recovered: Recovery  # of worlds of this stage


def calibrate(plan: CalibrationPlan, folder: Path, threads: int, tick: Tick) -> list[StageFit]:
    """Fit a plan's free parameters, and write ``posterior.parquet`` to a folder.

    Args:
        plan: what is fitted to what.
        folder: for the posterior, and for the parts of a run that was stopped.
        threads: threads that share the worlds out.
        tick: told how many more worlds are done.

    Returns:
        All stages, in order.
    """
    names = tuple(plan.free)
    theatre = build_case(plan.scenario).theatre
    kept = folder / PARTS / _identity(plan, theatre)
    cases = [stage_case(plan, stage, theatre) for stage in plan.stages]  # mistakes show at once
    sample: Floats | None = None
    fitted = []
    for number, (stage, (case, targets)) in enumerate(zip(plan.stages, cases, strict=True)):
        random = np.random.Generator(np.random.Philox(key=np.array([plan.seed, number], np.uint64)))
        scores = (
            random.standard_normal((stage.worlds, len(names)))
            if sample is None
            else proposals(sample, stage.worlds, random)
        )
        summaries = simulate(case, targets, scores, names, kept / stage.id, threads, tick)
        sample, regression = posterior_sample(
            scores, summaries, targets.observed, _rows(plan, stage), random
        )
        found = recovery(scores, summaries)
        fitted.append(StageFit(stage, targets, scores, summaries, sample, regression, found))
    assert sample is not None
    last = max(stage.last_year for stage in plan.stages)
    made_from = {**fingerprint(theatre), "plan": plan.title, "seed": plan.seed, "last year": last}
    with writing(folder, "calibrate") as partial:
        write_posterior(partial / POSTERIOR, names, values_of(sample, names), made_from)
    return fitted


def parts_kept(folder: Path) -> int:
    """How many parts of worlds a calibration into a folder has kept, if it was stopped."""
    return len(list((folder / PARTS).rglob("*.npz")))


def worlds_of(plan: CalibrationPlan) -> int:
    """How many worlds a plan simulates."""
    return sum(stage.worlds for stage in plan.stages)


def _rows(plan: CalibrationPlan, stage: Stage) -> int:
    """Rows of a stage's sample: the last one is the posterior, an earlier one is proposed from."""
    return plan.size if stage is plan.stages[-1] else max(plan.size, 4000)


def stage_case(plan: CalibrationPlan, stage: Stage, theatre: Theatre) -> tuple[Case, Summaries]:
    """The worlds that a stage asks for, and the summary statistics that they are held to.

    Raises:
        InputError: if the theatre has no record of these statistics.
    """
    scenario = cut_to(replace(plan.scenario, tenders=stage.tenders), stage.last_year)
    dyads = []
    if stage.orders_by_dyad:
        dyads.append(DyadSummaries("orders", stage.orders_by_dyad))
    if stage.deliveries_by_dyad:
        dyads.append(DyadSummaries("deliveries", stage.deliveries_by_dyad))
    for kind in dyads:
        if any(_unrecorded(theatre, kind.ledger, window) for window in kind.windows):
            raise _cannot(plan, stage, f"the theatre has no record of {kind.ledger} in its windows")
    asked, unasked = ask(load_ledger(), scenario, theatre)
    for item in unasked:
        if item.claim.id in stage.claims:
            raise _cannot(plan, stage, f"claim {item.claim.id} cannot be asked: {item.reason}")
    claims = [item for item in asked if item.claim.id in stage.claims]
    return build_case(scenario, theatre), summaries_of(dyads, claims, theatre)


def _unrecorded(theatre: Theatre, ledger: str, window: tuple[int, int]) -> bool:
    flows = theatre.recorded.get(ledger)
    return flows is None or flows.total(ledger, window) is None


def _cannot(plan: CalibrationPlan, stage: Stage, reason: str) -> InputError:
    return InputError([Problem(plan.mark_of(stage), f"stage {quote(stage.id)}: {reason}")])


def simulate(
    case: Case,
    targets: Summaries,
    scores: Floats,
    names: tuple[str, ...],
    kept: Path,
    threads: int,
    tick: Tick,
) -> Floats:
    """Summary statistics [N, F] of worlds; those kept from before are read.

    Args:
        case: scenario and theatre.
        targets: says which statistics.
        scores: [N, P] of the worlds' parameters.
        names: of the parameters [P].
        kept: folder of the parts.
        threads: threads that share the worlds out.
        tick: told how many more worlds are done.

    Raises:
        RefusedError: if a part was changed.
    """
    kept.mkdir(parents=True, exist_ok=True)
    parts = []
    for first in range(0, len(scores), PART):
        chosen = scores[first : first + PART]
        file = kept / f"{first:08d}-{_digest(chosen.tobytes())}.npz"  # never of other parameters
        if not file.is_file():
            drawn = draw_parameters(case.scenario, first, len(chosen))
            given = np.zeros(first + len(chosen), dtype=drawn.dtype)
            given[first:] = records_of(chosen, names, drawn)
            found = map_worlds(
                targets.of_block, replace(case, given=given), first, len(chosen), threads,
                ledgers=targets.ledgers,
            )  # fmt: skip
            blocks = []
            for block in found:
                blocks.append(block)
                tick(len(block))
            with partial_folder(kept, file.name) as partial, naming(partial / file.name):
                np.savez(partial / file.name, figures=np.concatenate(blocks))
                (partial / file.name).replace(file)
        else:
            tick(len(chosen))
        parts.append(_part(file, len(chosen)))
    return filled(np.concatenate(parts))


def _part(file: Path, worlds: int) -> Floats:
    """Summaries of the worlds of a part; the sums in the file tell whether it was changed."""
    try:
        with np.load(file) as held:
            found: Floats = held["figures"]  # as parts call them since 0.1
        if len(found) == worlds:
            return found
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, zlib.error):
        pass
    raise RefusedError(f"{file} was changed or cut short; remove it and calibrate again")


def _identity(plan: CalibrationPlan, theatre: Theatre) -> str:
    """Ten hex digits of all that decides the worlds of a plan."""
    inputs = [
        plan.scenario.resolved(), plan.seed, list(plan.free), fingerprint(theatre),
        [(s.id, s.tenders, s.last_year, s.worlds, s.orders_by_dyad, s.deliveries_by_dyad, s.claims)
         for s in plan.stages],
    ]  # fmt: skip
    return _digest(json.dumps(inputs, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:10]
