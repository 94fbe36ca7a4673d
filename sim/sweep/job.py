"""A sweep as plain text, for workers anywhere, and what they make of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import sim
from sim.base.bounds import ANY
from sim.base.problems import RefusedError
from sim.experiment.case import draw_parameters, find_posterior, find_theatre
from sim.experiment.posterior import Posterior
from sim.experiment.run import resolve_measure
from sim.model.version import MODEL_VERSION
from sim.scenario import Measure, Scenario
from sim.sweep.file import TopSupplierPlan
from sim.sweep.plan import Sweep
from sim.sweep.varied import SCENARIO, ChoiceKey, Key, ScenarioKey, key_of
from sim.theatre.theatre import Theatre


class OtherModelError(RefusedError):
    """A worker has another model, version or theatre than the sweep that it is to help with."""


@dataclass(frozen=True)
class SweptVariant:
    """A scenario of a sweep; ``drawn`` has the parameters that do not vary, by world."""

    scenario: Scenario
    drawn: "npt.NDArray[np.void]"
    posterior: Posterior | None  # has the sizes of events


@dataclass(frozen=True)
class SharedInputs:
    """What all points of a sweep share."""

    variants: tuple[SweptVariant, ...]
    theatre: Theatre
    keys: tuple[Key, ...]
    measures: tuple[Measure, ...]
    regimes: TopSupplierPlan | None
    keep: str
    stops: bool
    ledgers: frozenset[str]


def job_of(sweep: Sweep) -> str:
    """All that a worker needs to know of a sweep, as text; folders in it are absolute."""
    scenarios = [item.resolved() for item in (sweep.scenario, *sweep.others)]
    for scenario in scenarios:
        for name in ("theatre", "parameters"):
            if "/" in str(scenario[name]):
                scenario[name] = str(Path(str(scenario[name])).resolve())
    job = {
        "scenarios": scenarios,
        "keys": [[key.name, _choices(key)] for key in sweep.keys],
        "regimes": None if sweep.regimes is None else sweep.regimes.written(),
        "keep": sweep.keep,
        "on_failure": sweep.on_failure,
        "made_by": _maker(sweep.theatre, map(find_posterior, (sweep.scenario, *sweep.others))),
    }
    return json.dumps(job, sort_keys=True)


def _choices(key: Key) -> list[object] | None:
    return list(key.choices) if isinstance(key, ChoiceKey) else None


def _key(name: str, choices: list[Any] | None, scenario: Scenario, theatre: Theatre) -> Key:
    """A key as the sweep has it; lists of names are tuples in no scenario that is written out."""
    if name == SCENARIO:
        return ScenarioKey(name, 0.0, ANY, whole=True, choices=tuple(choices or ()))
    key = key_of(name, scenario, theatre)
    return replace(key, choices=tuple(choices)) if isinstance(key, ChoiceKey) and choices else key


def _maker(theatre: Theatre, posteriors: Iterable[Posterior | None]) -> dict[str, str]:
    """What must be the same wherever points are simulated."""
    digests = ["none" if item is None else item.digest for item in posteriors]
    return {
        "version": sim.__version__,
        "model": MODEL_VERSION,
        "theatre": theatre.data_hash,
        "posterior": " ".join(dict.fromkeys(digests)),
    }


@lru_cache(maxsize=2)
def prepare(job: str) -> SharedInputs:
    """Make ready for the points of a job; kept, since many blocks of them follow.

    Raises:
        OtherModelError: if this is not the program, or not the theatre, that the job is from.
    """
    plain: dict[str, Any] = json.loads(job)
    scenarios = [Scenario.from_resolved(item) for item in plain["scenarios"]]
    theatre = find_theatre(scenarios[0])
    posteriors = [find_posterior(item) for item in scenarios]
    here = _maker(theatre, posteriors)
    for what, wanted in plain["made_by"].items():
        if here[what] != wanted:
            raise OtherModelError(f"this worker has another {what}: {here[what]}, not {wanted}")
    variants = tuple(
        SweptVariant(
            replace(item, parameters="prior"),  # the draws are made; nothing is read again
            draw_parameters(item, 0, item.worlds, posterior),
            posterior,
        )
        for item, posterior in zip(scenarios, posteriors, strict=True)
    )
    scenario = variants[0].scenario
    regimes = None if plain["regimes"] is None else TopSupplierPlan.model_validate(plain["regimes"])
    measures = tuple(resolve_measure(item, theatre) for item in scenario.measures)
    ledgers = frozenset() if regimes is None else frozenset({regimes.of})
    keys = tuple(_key(name, given, scenario, theatre) for name, given in plain["keys"])
    return SharedInputs(
        variants, theatre, keys,
        measures, regimes, plain["keep"], plain["on_failure"] == "stop",
        ledgers | ({plain["keep"]} - {"measures"}),
    )  # fmt: skip
