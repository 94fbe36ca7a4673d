"""Sweeps of the default theatre: worlds a second, memory, growth, and what they cost over worlds.

Run as a program, ``python -m tests.benchmarks.sweeps WHAT WORLDS`` does one of these in a process
of its own and prints what it found as JSON.
"""

import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import mesa

from sim.base.parameters import PARAMETERS
from sim.experiment.case import Case, build_case
from sim.experiment.worlds import Block, map_worlds
from sim.scenario import load
from sim.sweep.gather import run_sweep
from sim.sweep.job import job_of, prepare
from sim.sweep.plan import Sweep, read_sweep
from sim.sweep.points import run_rows
from tests.benchmarks.child import peak_megabytes, run_python
from tests.plain import PlainMarket

WORLDS_A_POINT = 64
KEYS = ("price_sensitivity", "rival_sales")
SCENARIO = "history"


def sweep_of(folder: Path, worlds: int) -> Sweep:
    """A Latin hypercube over two parameters with so many worlds in all, or a few more."""
    points = -(-worlds // WORLDS_A_POINT)
    ranges = "".join(f"  {name}: {{from: 0, to: 1}}\n" for name in KEYS)
    file = folder / "sweep.yaml"
    file.write_text(
        f"title: A benchmark\nscenario: {SCENARIO}\ndesign: {{lhs: {{n: {points}}}}}\n"
        f"parameters:\n{ranges}worlds: {WORLDS_A_POINT}\n",
        encoding="utf-8",
    )
    return read_sweep(file)


def time_sweep(worlds: int) -> dict[str, float]:
    """A sweep from plan to results folder: worlds, seconds, processor's seconds, peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        sweep = sweep_of(Path(folder), worlds)
        prepare(job_of(sweep))  # what is compiled is read in
        began, before = time.perf_counter(), time.process_time()
        done = run_sweep(sweep, Path(folder) / "out", threads=os.cpu_count() or 1)
        seconds, worked = time.perf_counter() - began, time.process_time() - before
    count = done.points * WORLDS_A_POINT
    return {"worlds": count, "seconds": seconds, "worked": worked, "peak_mb": peak_megabytes()}


def time_overhead(repetitions: int) -> dict[str, float]:
    """Processor time of one point: all, its worlds with their ledgers, and its worlds alone.

    One thread and the best of some repetitions in turn: on a busy machine a few per cent would be
    lost in the noise.
    """
    with tempfile.TemporaryDirectory() as folder:
        sweep = sweep_of(Path(folder), WORLDS_A_POINT)
    job, rows = job_of(sweep), tuple(map(tuple, sweep.points().tolist()))
    prepared = prepare(job)
    variant = prepared.variants[0]
    case = replace(build_case(variant.scenario, prepared.theatre), given=variant.drawn)

    def worlds(ledgers: Iterable[str]) -> None:
        list(map_worlds(_look_at_nothing, case, 0, WORLDS_A_POINT, ledgers=ledgers))

    work: dict[str, Callable[[], object]] = {
        "sweep": lambda: run_rows(job, 0, rows),
        "ledgers": lambda: worlds(prepared.ledgers),
        "worlds": lambda: worlds(()),
    }
    best = dict.fromkeys(work, float("inf"))
    for _ in range(1 + repetitions):  # the first one touches the memory
        for name, one in work.items():
            began = time.process_time()
            one()
            best[name] = min(best[name], time.process_time() - began)
    return best


def _look_at_nothing(block: Block) -> int:
    return block.worlds


class Batched(PlainMarket):
    """The plain Mesa model as ``mesa.batch_run`` takes it: parameters in, a data collector."""

    def __init__(self, world: int, price_sensitivity: float) -> None:
        case = _history()
        given = case.parameters(0, world + 1)
        given["price_sensitivity"] = price_sensitivity
        super().__init__(replace(case, given=given), world)
        self.datacollector = mesa.DataCollector({"orders": lambda model: len(model.orders)})

    def step(self) -> None:
        """One year, noted; the last one ends the run."""
        super().step()
        self.datacollector.collect(self)
        self.running = self.t < len(self.record.years)


@lru_cache(maxsize=1)
def _history() -> Case:
    return build_case(load(SCENARIO))


def time_batch_run(worlds: int) -> dict[str, float]:
    """Mesa's own ``batch_run`` of the plain model on all cores: worlds, seconds, peak memory."""
    from mesa.batchrunner import batch_run

    assert "price_sensitivity" in PARAMETERS
    parameters = {"world": range(max(worlds // 2, 1)), "price_sensitivity": [0.0, 1.0]}
    began = time.perf_counter()
    found = batch_run(
        Batched, parameters, number_processes=os.cpu_count(), max_steps=1000,
        display_progress=False,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    return {"worlds": len(found), "seconds": seconds, "peak_mb": peak_megabytes()}


def apart(what: str, number: int) -> dict[str, float]:
    """One of the measurements, in a process of its own."""
    arguments = ["-m", "tests.benchmarks.sweeps", what, str(number)]
    found: dict[str, float] = json.loads(run_python(arguments))
    return found


def report(sizes: Sequence[int], repetitions: int, plain_worlds: int) -> Iterator[str]:
    """Lines about sweeps of growing size, their overhead, and Mesa's own way."""
    found = [apart("sweep", size) for size in sizes]
    for one in found:
        yield (
            f"`sim sweep`, {one['worlds']:.0f} worlds, {WORLDS_A_POINT} a point, measures of "
            f"history, {os.cpu_count()} threads: {one['worlds'] / one['seconds']:.0f} worlds/s, "
            f"{one['peak_mb']:.0f} MB."
        )
    if len(found) > 1:
        first, last = found[0], found[-1]
        grown = math.log(last["worked"] / first["worked"])
        slope = grown / math.log(last["worlds"] / first["worlds"])
        ends = f"{first['worlds']:.0f} to {last['worlds']:.0f}"
        yield f"Processor time of sweeps grows as worlds^{slope:.2f} ({ends})."
    cost = apart("overhead", repetitions)
    yield (
        f"A point of {WORLDS_A_POINT} worlds, with its case, measures and tables, takes "
        f"{cost['sweep'] / cost['ledgers'] - 1:.1%} more processor time than its worlds and their "
        f"ledgers, and {cost['sweep'] / cost['worlds'] - 1:.1%} more than its worlds alone."
    )
    plain = apart("batch_run", plain_worlds)
    yield (
        f"`mesa.batch_run` of the plain model, {plain['worlds']:.0f} worlds, {os.cpu_count()} "
        f"processes: {plain['worlds'] / plain['seconds']:.2f} worlds/s, start included."
    )


_WHAT = {"sweep": time_sweep, "overhead": time_overhead, "batch_run": time_batch_run}

if __name__ == "__main__":
    print(json.dumps(_WHAT[sys.argv[1]](int(sys.argv[2]))))
