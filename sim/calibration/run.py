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
from sim.calibration.figures import DyadFigures, Figures, figures_of, filled
from sim.calibration.plan import CalibrationPlan, Stage
from sim.calibration.recovery import Recovery, recovery
from sim.calibration.regression import Learnt, posterior_sample, proposals
from sim.calibration.scores import records_of, values_of
from sim.claims import load_ledger
from sim.experiment.case import Case, build_case, draw_parameters
from sim.experiment.posterior import fingerprint, write_posterior
from sim.experiment.worlds import map_worlds
from sim.score.asked import Tick, ask, cut_to
from sim.theatre.theatre import Theatre

POSTERIOR = "posterior.parquet"
PART = 1000  # worlds that are kept together


@dataclass(frozen=True)
class Fitted:
    """One stage done: scores before and after, and what was learnt from which figures."""

    stage: Stage
    held_to: Figures  # and their record [F]
    proposed: Floats  # [N, P] scores of the worlds
    figures: Floats  # [N, F]
    sample: Floats  # [size, P] scores
    learnt: Learnt
    recovered: Recovery  # of worlds of this stage


def calibrate(plan: CalibrationPlan, folder: Path, threads: int, tick: Tick) -> list[Fitted]:
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
    kept = folder / "parts" / _identity(plan, theatre)
    cases = [stage_case(plan, stage, theatre) for stage in plan.stages]  # mistakes show at once
    sample: Floats | None = None
    fitted = []
    for number, (stage, (case, figures)) in enumerate(zip(plan.stages, cases, strict=True)):
        random = np.random.Generator(np.random.Philox(key=np.array([plan.seed, number], np.uint64)))
        scores = (
            random.standard_normal((stage.worlds, len(names)))
            if sample is None
            else proposals(sample, stage.worlds, random)
        )
        came_out = simulate(case, figures, scores, names, kept / stage.id, threads, tick)
        sample, learnt = posterior_sample(
            scores, came_out, figures.observed, _rows(plan, stage), random
        )
        found = recovery(scores, came_out)
        fitted.append(Fitted(stage, figures, scores, came_out, sample, learnt, found))
    assert sample is not None
    last = max(stage.last_year for stage in plan.stages)
    made_from = {**fingerprint(theatre), "plan": plan.title, "seed": plan.seed, "last year": last}
    with writing(folder, "calibrate") as partial:
        write_posterior(partial / POSTERIOR, names, values_of(sample, names), made_from)
    return fitted


def worlds_of(plan: CalibrationPlan) -> int:
    """How many worlds a plan simulates."""
    return sum(stage.worlds for stage in plan.stages)


def _rows(plan: CalibrationPlan, stage: Stage) -> int:
    """Rows of a stage's sample: the last one is the posterior, an earlier one is proposed from."""
    return plan.size if stage is plan.stages[-1] else max(plan.size, 4000)


def stage_case(plan: CalibrationPlan, stage: Stage, theatre: Theatre) -> tuple[Case, Figures]:
    """The worlds that a stage asks for, and the figures that they are held to.

    Raises:
        InputError: if the theatre has no record of these figures.
    """
    scenario = cut_to(replace(plan.scenario, tenders=stage.tenders), stage.last_year)
    dyads = []
    if stage.orders_by_dyad:
        dyads.append(DyadFigures("orders", stage.orders_by_dyad))
    if stage.deliveries_by_dyad:
        dyads.append(DyadFigures("deliveries", stage.deliveries_by_dyad))
    for kind in dyads:
        if any(_unrecorded(theatre, kind.ledger, window) for window in kind.windows):
            raise _cannot(plan, stage, f"the theatre has no record of {kind.ledger} in its windows")
    asked, unasked = ask(load_ledger(), scenario, theatre)
    for item in unasked:
        if item.claim.id in stage.claims:
            raise _cannot(plan, stage, f"claim {item.claim.id} cannot be asked: {item.reason}")
    claims = [item for item in asked if item.claim.id in stage.claims]
    return build_case(scenario, theatre), figures_of(dyads, claims, theatre)


def _unrecorded(theatre: Theatre, ledger: str, window: tuple[int, int]) -> bool:
    flows = theatre.recorded.get(ledger)
    return flows is None or flows.total(ledger, window) is None


def _cannot(plan: CalibrationPlan, stage: Stage, reason: str) -> InputError:
    return InputError([Problem(plan.mark_of(stage), f"stage {quote(stage.id)}: {reason}")])


def simulate(
    case: Case,
    figures: Figures,
    scores: Floats,
    names: tuple[str, ...],
    kept: Path,
    threads: int,
    tick: Tick,
) -> Floats:
    """Figures [N, F] of worlds at the given scores [N, P]; those kept from before are read."""
    kept.mkdir(parents=True, exist_ok=True)
    parts = []
    for first in range(0, len(scores), PART):
        chosen = scores[first : first + PART]
        file = kept / f"{first:08d}-{_digest(chosen.tobytes())}.npz"  # never of other parameters
        if not file.is_file():
            drawn = draw_parameters(case.scenario, first, len(chosen))
            given = np.zeros(first + len(chosen), dtype=drawn.dtype)
            given[first:] = records_of(chosen, names, drawn)
            told = replace(case, given=given)
            ledgers = figures.ledgers
            found = map_worlds(figures.of_block, told, first, len(chosen), threads, ledgers=ledgers)
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
    """Figures of the worlds of a part; the sums in the file tell whether it was changed."""
    try:
        with np.load(file) as held:
            found: Floats = held["figures"]
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
