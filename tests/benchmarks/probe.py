"""One checkout of the model, asked from outside: a program that answers lines with lines.

It runs on whatever ``sim`` and ``tests`` come first on the path, an older checkout's too, so it
uses only what both have. A line is ``[WHAT, arguments…]`` in JSON, and so is the answer.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from sim.experiment.case import Case, build_case
from sim.experiment.run import ledgers_of, measure_block, run_scenario
from sim.experiment.worlds import map_worlds
from sim.scenario import load
from tests.benchmarks.players import PLAYERS, play_ensemble
from tests.benchmarks.theatre import Size, write_scenario

Asked = str | list[int]  # a scenario's name, or the size of a theatre that is made up


def case_of(scenario: Asked) -> Case:
    """The case of a scenario, built once; a theatre of some size is in this checkout's format."""
    return _shipped(scenario) if isinstance(scenario, str) else _made_up(*scenario)


@lru_cache(maxsize=8)
def _shipped(scenario: str) -> Case:
    return build_case(load(scenario))


@lru_cache(maxsize=8)
def _made_up(buyers: int, suppliers: int, years: int) -> Case:
    with tempfile.TemporaryDirectory() as folder:
        scenario = write_scenario(Path(folder) / "made", Size(buyers, suppliers, years))
        return build_case(load(str(scenario)))


CLOCKS = {"wall": time.perf_counter, "processor": time.process_time}


def measures(scenario: Asked, worlds: int, threads: int, clock: str = "wall") -> float:
    """Seconds of some worlds of which only the measures are kept."""
    case, now = case_of(scenario), CLOCKS[clock]
    began = now()
    play_ensemble(case, range(worlds), threads)
    return now() - began


def tables(scenario: str, worlds: int, threads: int) -> float:
    """Seconds of some worlds of which all tables are written, without plots."""
    asked = replace(load(scenario), worlds=worlds)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        run_scenario(asked, Path(folder) / "out", threads)
        return time.perf_counter() - began


def compiling(scenario: Asked) -> float:
    """Processor's seconds of the first world of this process, case and imports left out."""
    case_of(scenario)
    return measures(scenario, 1, 1, "processor")


def world_bytes(scenario: Asked) -> int:
    """Memory of one world."""
    return _bytes_of(case_of(scenario).empty_world())


def forcing_bytes(scenario: Asked) -> int:
    """Memory of what events and covariates impose."""
    return _bytes_of(case_of(scenario).forcing)


def _bytes_of(arrays: Any) -> int:
    return sum(array.nbytes for array in arrays if hasattr(array, "nbytes"))


def peak_of(scenario: Asked, worlds: int, threads: int) -> float:
    """Most MB that this process ever held, some worlds with their measures among it."""
    from tests.benchmarks.child import peak_megabytes

    measures(scenario, worlds, threads)
    return peak_megabytes()


def times_plain(scenario: str, worlds: int) -> float:
    """How many times as fast as plain Mesa this checkout is on two threads."""
    case, numbers = case_of(scenario), range(worlds)
    seconds = {}
    for player, threads in (("plain", None), ("ensemble_2", 2)):
        many = numbers if player == "plain" else range(64 * worlds)
        began = time.perf_counter()
        orders = PLAYERS[player].play(case, many, threads)
        seconds[player] = (time.perf_counter() - began) / orders
    return seconds["plain"] / seconds["ensemble_2"]


def share_of_limit(scenario: str, worlds: int) -> float:
    """Share of a thread's time that its arithmetic alone would take at this machine's best."""
    from tests.benchmarks.arithmetic import compare_in_turn, count_work

    case = case_of(scenario)
    turns = compare_in_turn(case, count_work(case, range(1)), range(worlds), 3)
    return median(turn.least / turn.taken for turn in turns)


def values(scenario: str, worlds: int, threads: int) -> dict[str, list[float]]:
    """Every measure of a scenario in some worlds, NaN where undefined."""
    case = case_of(scenario)
    asked = case.scenario.measures
    parts = list(
        map_worlds(
            lambda block: measure_block(block, asked), case, 0, worlds, threads,
            ledgers=ledgers_of(asked),
        )
    )  # fmt: skip
    return {item.id: np.concatenate([part[item.id] for part in parts]).tolist() for item in asked}


WHAT: dict[str, Callable[..., Any]] = {
    work.__name__: work
    for work in (
        measures, tables, compiling, world_bytes, forcing_bytes, peak_of, times_plain,
        share_of_limit, values,
    )
}  # fmt: skip


def main() -> None:
    """Answer until there is nothing left to answer."""
    for line in sys.stdin:
        what, *arguments = json.loads(line)
        print(json.dumps(WHAT[what](*arguments)), flush=True)


if __name__ == "__main__":
    main()
