"""A sweep as plain text, for workers anywhere, and what they make of it."""

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import sim
from sim.base.problems import RefusedError
from sim.experiment.case import draw_parameters, find_posterior, find_theatre
from sim.experiment.posterior import Posterior
from sim.experiment.run import resolve_measure
from sim.model.version import MODEL_VERSION
from sim.scenario import Measure, Scenario
from sim.sweep.file import TopSupplierPlan
from sim.sweep.plan import Sweep
from sim.sweep.varied import Key, key_of
from sim.theatre.theatre import Theatre


class OtherModelError(RefusedError):
    """A worker has another model, version or theatre than the sweep that it is to help with."""


@dataclass(frozen=True)
class SharedInputs:
    """What all points of a sweep share; ``drawn`` has the parameters that do not vary, by world."""

    scenario: Scenario
    theatre: Theatre
    keys: tuple[Key, ...]
    drawn: "npt.NDArray[np.void]"
    posterior: Posterior | None  # has the sizes of events
    measures: tuple[Measure, ...]
    regimes: TopSupplierPlan | None
    keep: str
    stops: bool
    ledgers: frozenset[str]


def job_of(sweep: Sweep) -> str:
    """All that a worker needs to know of a sweep, as text; folders in it are absolute."""
    scenario = sweep.scenario.resolved()
    for name in ("theatre", "parameters"):
        if "/" in str(scenario[name]):
            scenario[name] = str(Path(str(scenario[name])).resolve())
    job = {
        "scenario": scenario,
        "keys": [key.name for key in sweep.keys],
        "regimes": None if sweep.regimes is None else sweep.regimes.written(),
        "keep": sweep.keep,
        "on_failure": sweep.on_failure,
        "made_by": _maker(sweep.theatre, find_posterior(sweep.scenario)),
    }
    return json.dumps(job, sort_keys=True)


def _maker(theatre: Theatre, posterior: Posterior | None) -> dict[str, str]:
    """What must be the same wherever points are simulated."""
    return {
        "version": sim.__version__,
        "model": MODEL_VERSION,
        "theatre": theatre.data_hash,
        "posterior": "none" if posterior is None else posterior.digest,
    }


@lru_cache(maxsize=2)
def prepare(job: str) -> SharedInputs:
    """Make ready for the points of a job; kept, since many blocks of them follow.

    Raises:
        OtherModelError: if this is not the program, or not the theatre, that the job is from.
    """
    plain: dict[str, Any] = json.loads(job)
    scenario = Scenario.from_resolved(plain["scenario"])
    theatre = find_theatre(scenario)
    posterior = find_posterior(scenario)
    here = _maker(theatre, posterior)
    for what, wanted in plain["made_by"].items():
        if here[what] != wanted:
            raise OtherModelError(f"this worker has another {what}: {here[what]}, not {wanted}")
    drawn = draw_parameters(scenario, 0, scenario.worlds, posterior)
    scenario = replace(scenario, parameters="prior")  # the draws are made; nothing is read again
    regimes = None if plain["regimes"] is None else TopSupplierPlan.model_validate(plain["regimes"])
    measures = tuple(resolve_measure(item, theatre) for item in scenario.measures)
    ledgers = frozenset() if regimes is None else frozenset({regimes.of})
    return SharedInputs(
        scenario, theatre, tuple(key_of(name, scenario, theatre) for name in plain["keys"]),
        drawn, posterior, measures, regimes, plain["keep"], plain["on_failure"] == "stop",
        ledgers | ({plain["keep"]} - {"measures"}),
    )  # fmt: skip
