"""Where a world's time goes: its start, each stage of the schedule, and what a run makes of it."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sim.experiment.case import Case
from sim.experiment.ledgers import flows_of, new_memory
from sim.experiment.run import ledgers_of, measure_block
from sim.experiment.worlds import BLOCK, run_worlds
from sim.model.start import start
from sim.model.state import BEHAVIOURS
from sim.model.world import World
from sim.model.year import SCHEDULE, run_stage


def seconds_of_parts(case: Case, worlds: range) -> dict[str, float]:
    """Seconds of a world by part, on one thread, the longest first; means over some worlds."""
    seconds: Counter[str] = Counter()
    world = case.empty_world()
    _play(case, world, worlds.start, seconds)
    seconds.clear()  # the memory has been touched and everything compiled: now it counts
    for number in worlds:
        _play(case, world, number, seconds)
    memory = new_memory(case, BLOCK, ledgers_of(case.scenario.measures))
    for ledger in memory.values():
        ledger.fill(0.0)  # touched, like the memory of the world
    for block in run_worlds(case, worlds.start, len(worlds)):
        with _counted(seconds, "flows"):
            flows = flows_of(case, block.orders, block.first, block.worlds, block.talks, memory)
        with _counted(seconds, "measures"):
            measure_block(replace(block, flows=flows), case.scenario.measures)
    return {name: total / len(worlds) for name, total in seconds.most_common()}


def _play(case: Case, world: World, number: int, seconds: Counter[str]) -> None:
    world.key[1] = number
    with _counted(seconds, "parameters"):
        world.p[:] = case.parameters(number, 1)
    with _counted(seconds, "start"):
        start(case.fixed, case.forcing, world)
    for t in range(len(case.years)):
        for stage in SCHEDULE:
            with _counted(seconds, BEHAVIOURS[stage]):
                run_stage(stage, t, case.fixed, case.forcing, world)


@contextmanager
def _counted(seconds: Counter[str], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[name] += time.perf_counter() - began  # type: ignore[assignment]
