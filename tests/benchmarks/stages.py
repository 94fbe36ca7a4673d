"""Where a world's time goes: its start, each stage of the schedule, and what a run makes of it."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sim.experiment.case import Case
from sim.experiment.run import measure_block
from sim.experiment.worlds import run_worlds
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
    for block in run_worlds(case, worlds.start, len(worlds)):
        with _counted(seconds, "flows"):
            block.flows_for(case.scenario.measures)
        with _counted(seconds, "flows and measures"):
            measure_block(block, case.scenario.measures)
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
