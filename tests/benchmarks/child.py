"""What only a fresh process can tell: peak memory, and times from a cold start.

Run as a program, ``python -m tests.benchmarks.child PLAYER SCENARIO WORLDS`` plays and prints what
it found as JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import sim

PROJECT = Path(sim.__file__).parent.parent
NOBODY_PLAYS = "nobody"  # builds the case and stops


def play_apart(player: str, scenario: Path | str, worlds: int) -> dict[str, Any]:
    """Let a player play the first worlds of a scenario in a process of its own."""
    arguments = ["-m", "tests.benchmarks.child", player, str(scenario), str(worlds)]
    found: dict[str, Any] = json.loads(run_python(arguments))
    return found


def compile_and_start(scenario: Path | str, repetitions: int) -> tuple[float, float]:
    """Seconds to the end of a first world: with nothing compiled yet, and compiled before."""
    with tempfile.TemporaryDirectory() as cache:
        only_here = {"NUMBA_CACHE_DIR": cache}
        arguments = ["-m", "tests.benchmarks.child", "ensemble", str(scenario), "1"]
        seconds = [_timed(arguments, only_here) for _ in range(1 + repetitions)]
    return seconds[0], median(seconds[1:])


def run_command(worlds: int, repetitions: int) -> float:
    """Seconds of ``sim run`` on the shipped history, from start to results folder."""
    seconds = []
    for _ in range(repetitions):
        with tempfile.TemporaryDirectory() as folder:
            arguments = ["-m", "sim.cli", "run", "history", "--out", str(Path(folder) / "results")]
            seconds.append(_timed([*arguments, "--worlds", str(worlds)]))
    return median(seconds)


def show_help(repetitions: int) -> float:
    """Seconds of ``sim --help``."""
    return median(_timed(["-m", "sim.cli", "--help"]) for _ in range(repetitions))


def peak_megabytes() -> float:
    """Most memory that this process ever held.

    ``getrusage`` counts what the parent held when it started the child, so Linux is asked for the
    peak of the program itself.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        for line in status.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 1024


def _timed(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> float:
    began = time.perf_counter()
    run_python(arguments, variables)
    return time.perf_counter() - began


def run_python(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> str:
    """What a Python of its own prints; the project is on its path."""
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path, **(variables or {})},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout


def main(player: str, scenario: str, worlds: str) -> None:
    """Play, and print orders and peak memory."""
    from sim.experiment.case import build_case
    from sim.scenario import load
    from tests.benchmarks.players import PLAYERS

    case, orders = build_case(load(scenario)), 0
    if player != NOBODY_PLAYS:
        chosen, numbers = PLAYERS[player], range(int(worlds))
        orders = chosen.play(case, numbers, chosen.prepare(case, numbers))
    print(json.dumps({"orders": orders, "peak_mb": peak_megabytes()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
