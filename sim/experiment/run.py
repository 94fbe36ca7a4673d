"""Scenario → results folder: run its worlds, write what came out, draw it, publish."""

import hashlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import sim
from sim.base.arrays import Floats
from sim.base.partial import FolderTakenError as FolderTakenError
from sim.base.partial import taken
from sim.document.model import LATEST
from sim.experiment import TABLES
from sim.experiment.case import Case, build_case
from sim.experiment.damage import NotResultsError, check_files
from sim.experiment.names import Places, as_of_measure
from sim.experiment.payments import Payments
from sim.experiment.rows import FLOWS_READ, rows_of
from sim.experiment.store import Store, read_manifest, write_facts, write_recorded
from sim.experiment.stylised_facts import FactBook
from sim.experiment.worlds import Block, map_worlds
from sim.measure.words import StatesTogether
from sim.model.compiled import source_hash
from sim.model.version import MODEL_VERSION
from sim.scenario import Measure, Scenario
from sim.theatre.theatre import Theatre

VERSIONS_OF = ("mesa", "numpy", "numba", "pyarrow", "matplotlib")


@dataclass(frozen=True)
class BlockTables:
    """What a run keeps of a block: rows by table, measures and stylised facts by name [W]."""

    worlds: int
    rows: dict[str, pa.Table]
    measured: dict[str, Floats]
    facts: dict[str, Floats]


Progress = Callable[[Iterable[BlockTables], int], Iterable[BlockTables]]


@dataclass(frozen=True)
class Result:
    """A complete results folder; ``fresh`` is False if an earlier run had made it."""

    folder: Path
    fresh: bool


def run_scenario(
    scenario: Scenario,
    out: Path | None = None,
    threads: int = 1,
    progress: Progress | None = None,
    draw: Callable[[Path, Case], None] | None = None,
    tables: Collection[str] = TABLES,
) -> Result:
    """Run all worlds of a scenario and leave a results folder.

    Args:
        scenario: what to run.
        out: the folder; by default ``results/NAME/ID``, whose id names inputs and model.
        threads: threads that share the worlds out.
        progress: wraps the parts of the run, given the number of worlds.
        draw: draws the plots of the unpublished folder.
        tables: those of ``TABLES`` that are kept; without all of them it is a run of its own id.

    Raises:
        InputError: for names or years that the theatre does not have.
        FolderTakenError: if ``out`` exists and is not this run's own result.
    """
    began = time.perf_counter()
    case = build_case(scenario)
    kept = [name for name in TABLES if name in tables]
    identity = run_id(case)
    if kept != [*TABLES]:
        text = f"{identity} with {' '.join(kept)}"
        identity = hashlib.sha256(text.encode()).hexdigest()[: len(identity)]
    folder = out if out is not None else home_of(scenario) / identity
    if made_before(folder, identity) is not None:
        return Result(folder, fresh=False)
    if os.path.lexists(folder):
        raise taken(folder, _other_run(folder))
    resolved = [resolve_measure(item, case.theatre) for item in scenario.measures]
    book = FactBook(case.theatre, scenario.first_year, scenario.last_year)
    payments = Payments(case)

    def take(block: Block) -> BlockTables:
        measured = measure_block(block, resolved)
        rows = rows_of(case, block, measured) | payments.rows(block)
        return BlockTables(block.worlds, rows, measured, book.of(block))

    with Store(case, folder, kept if draw is None else TABLES) as store:
        parts: Iterable[BlockTables] = map_worlds(
            take, case, 0, scenario.worlds, threads, ledgers=FLOWS_READ
        )
        for part in parts if progress is None else progress(parts, scenario.worlds):
            store.add(part.rows, part.measured)
            book.add(part.facts)
        store.close()
        write_facts(store.partial / "patterns.csv", book.finish())
        recorded = recorded_measures(resolved, case.theatre)
        write_recorded(store.partial / "recorded.csv", recorded)
        simulated = time.perf_counter()
        manifest = describe(case, identity, threads)
        manifest["tables"] = kept
        if draw is not None:
            draw(store.partial, case)
            store.leave_out(name for name in TABLES if name not in kept)
        manifest["seconds"] = {
            "simulate": round(simulated - began, 3),
            "draw": round(time.perf_counter() - simulated, 3),
        }
        try:
            store.publish(manifest)
        except FolderTakenError:
            if made_before(folder, identity) is None:
                raise
            return Result(folder, fresh=False)  # the same run, at the same time
    return Result(folder, fresh=True)


def _other_run(folder: Path) -> str | None:
    """What a folder in the way is, if it has the results of another run."""
    try:
        earlier = read_manifest(folder)
    except NotResultsError:
        return None
    if earlier is None or "id" not in earlier:
        return None
    name = earlier.get("scenario", {}).get("name", "another scenario")
    return (
        f"has the results of another run, {name} {earlier['id']}; a folder has one run, so name "
        "another with --out"
    )


def home_of(scenario: Scenario) -> Path:
    """Where results of a scenario go by default: ``results/NAME``.

    In a theatre of one's own, that is named too, so that scenarios of one name stay apart.
    """
    own = Path(scenario.theatre).resolve().name if "/" in scenario.theatre else scenario.theatre
    name = scenario.name if own == "default" else f"{scenario.name}-{own}"
    return Path("results") / name


def made_before(folder: Path, identity: str) -> dict[str, Any] | None:
    """The manifest of a folder that holds the results of just this id, whole.

    Raises:
        NotResultsError: if it holds them, but a file of it was changed.
    """
    earlier = read_manifest(folder)
    if earlier is None or earlier.get("id") != identity:
        return None
    check_files(folder, earlier)
    return earlier


def measure_block(block: Block, measures: Iterable[Measure]) -> dict[str, Floats]:
    """Values of every measure in the worlds of a block; NaN where a measure is undefined."""
    values, measures = {}, list(measures)
    flows = block.flows_for(measures)
    for item in measures:
        value = item.value(flows)
        values[item.id] = np.full(block.worlds, np.nan) if value is None else value
    return values


def measure_worlds(
    case: Case, measures: Iterable[Measure], threads: int = 1,
    tick: Callable[[int], object] = lambda done: None,
) -> dict[str, Floats]:  # fmt: skip
    """Values of every measure in all worlds of a case [W], of which nothing else is kept.

    Args:
        case: scenario and theatre.
        measures: at least one, by the theatre's own names of states.
        threads: threads that share the worlds out.
        tick: told how many more worlds are done.
    """
    measures = list(measures)

    def take(block: Block) -> dict[str, Floats]:
        return measure_block(block, measures)

    parts = []
    for part in map_worlds(take, case, 0, case.scenario.worlds, threads, ledgers=()):
        parts.append(part)
        tick(len(next(iter(part.values()))))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def ledgers_of(measures: Iterable[Measure]) -> frozenset[str]:
    """Ledgers of the flows that any of these measures reads."""
    return frozenset[str]().union(*(item.reads for item in measures))


def recorded_measures(measures: Iterable[Measure], theatre: Theatre) -> dict[str, float]:
    """What the record says of each measure, where it says anything."""
    facts = {}
    for item in measures:
        for flows in theatre.recorded.values():
            value = item.value(flows)
            if value is not None and not np.isnan(value[0]):
                facts[item.id] = float(value[0])
                break
    return facts


def resolve_measure(item: Measure, theatre: Theatre) -> Measure:
    """The same measure with the theatre's own names of states, those of groups among them."""
    places = Places(theatre, as_of_measure(item, LATEST))
    roles = {"buyer": theatre.buyers, "supplier": theatre.suppliers}

    def own(value: Any, role: str = "") -> Any:
        if isinstance(value, tuple) and value and isinstance(value[0], str):
            found = [
                name for word in value for name in places.named(word, roles.get(role)) or [word]
            ]
            return StatesTogether(dict.fromkeys(found), value)
        if hasattr(value, "items"):
            return {key: own(inner, key) for key, inner in value.items()}
        return value

    return item.with_values(own(item.values))


def run_id(case: Case) -> str:
    """Ten hex digits of what decides the data: scenario, seed, worlds, data, model, version."""
    inputs = {**case.scenario.resolved(), "theatre": case.theatre.data_hash}
    if case.posterior is not None:
        inputs["parameters"] = case.posterior.digest
    text = json.dumps([inputs, MODEL_VERSION, sim.__version__], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def describe(case: Case, identity: str, threads: int) -> dict[str, Any]:
    """Everything that is needed to make or judge these results again."""
    resolved = case.scenario.resolved()
    text = json.dumps(resolved, sort_keys=True)
    return {
        "id": identity,
        "scenario": resolved,
        "file": str(case.scenario.path),
        "set": list(case.scenario.overrides),
        "scenario_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "theatre": {"title": case.theatre.title, "hash": case.theatre.data_hash},
        "posterior": None if case.posterior is None else case.posterior.digest,
        "model_version": MODEL_VERSION,
        "seed": case.scenario.seed,
        "worlds": case.scenario.worlds,
        "threads": threads,
        "command": " ".join(sys.argv),
        "versions": {"sim": sim.__version__, "python": platform.python_version()}
        | {name: metadata.version(name) for name in VERSIONS_OF},
        "source": {**_source_state(), "model": source_hash()},
    }


def edited_since(manifest: Mapping[str, Any]) -> bool:
    """Whether the model's source is another than that which made results of the same version."""
    before = manifest.get("source", {}).get("model")
    return before is not None and before != source_hash()


def _source_state() -> dict[str, Any]:
    """Commit of a checkout and whether it was changed since; unknown outside a checkout."""
    root = Path(sim.__file__).parent.parent
    try:
        git = ["git", "-C", str(root)]
        commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, check=True)
        changed = subprocess.run([*git, "status", "--porcelain", "sim"], capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return {"commit": None, "dirty": None}
    return {"commit": commit.stdout.decode().strip(), "dirty": bool(changed.stdout.strip())}
