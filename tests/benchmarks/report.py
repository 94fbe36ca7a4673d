"""What was measured, in words: one Markdown table, and lines below it."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sim.model.compiled import source_hash
from tests.benchmarks.arithmetic import FORMULAS, Turn, Work
from tests.benchmarks.players import PLAYERS
from tests.benchmarks.timing import Games, orders_a_world, seconds_an_order, speeds

HEAD = ("theatre", "who plays", "worlds/s", "× plain Mesa", "lowest to highest", "peak memory, MB")


class Measured(NamedTuple):
    """What was measured in one theatre."""

    title: str
    games: Games
    peaks: Mapping[str, float]  # player → MB
    work: Work
    turns: Sequence[Turn]
    parts: Mapping[str, float]  # part of a world → seconds


def facts() -> str:
    """The machine, and what runs on it."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("mesa", "numba", "numpy"))
    return (
        f"{os.cpu_count()} cores, {_processor()}; {platform.system()}, "
        f"Python {platform.python_version()}, {versions}; model {source_hash()}"
    )


def table(theatres: list[Measured]) -> Iterator[str]:
    """Lines of the table."""
    rows = [HEAD, tuple("---" if i < 2 else "---:" for i in range(len(HEAD)))]
    for theatre in theatres:
        whole = orders_a_world(theatre.games)
        for key, player in PLAYERS.items():
            rate = 1 / (whole * seconds_an_order(theatre.games, key))
            peak, ratios = theatre.peaks.get(key), speeds(theatre.games, key)
            rows.append(
                (theatre.title, player.name, f"{rate:.3g}", f"{median(ratios):.3g}",
                 f"{min(ratios):.3g} to {max(ratios):.3g}", "" if peak is None else f"{peak:.0f}")
            )  # fmt: skip
    return (f"| {' | '.join(row)} |" for row in rows)


def how_to_read(theatres: list[Measured]) -> Iterator[str]:
    """What the columns mean."""
    yield (
        "Medians over repetitions in which the players take turns; a ratio is taken within a "
        "repetition. Time is counted by order, for worlds differ in size: worlds/s are worlds of "
        + " and ".join(f"{orders_a_world(x.games):.0f} orders ({x.title})" for x in theatres)
        + ". Memory is of a process of its own, program and case included."
    )


def limits(theatres: list[Measured]) -> Iterator[str]:
    """How near one thread comes to the arithmetic that a world needs."""
    turns = [turn.peaks for theatre in theatres for turn in theatre.turns]
    best = ", ".join(
        f"{kind} {median(peaks[kind] for peaks in turns) * 1e9:.1f}" for kind in FORMULAS
    )
    yield f"Best of a compiled loop, ns: {best}."
    formulas = "; ".join(f"{kind} {formula}" for kind, formula in FORMULAS.items())
    yield f"Arithmetic of a world (letters: tests/benchmarks/arithmetic.py): {formulas}."
    for theatre in theatres:
        whole = orders_a_world(theatre.games)
        scale = whole / theatre.work.orders
        counts = ", ".join(f"{n * scale:.0f} {kind}" for kind, n in theatre.work.needs.items())
        least = median(turn.least for turn in theatre.turns) * whole * 1e3
        taken = median(turn.taken for turn in theatre.turns) * whole * 1e3
        share = median(turn.least / turn.taken for turn in theatre.turns)
        yield (
            f"{theatre.title}: {counts} a world, at best {least:.2f} ms; one thread takes "
            f"{taken:.2f} ms, so the share of the arithmetic is {share:.0%}."
        )


def parts(theatres: list[Measured]) -> Iterator[str]:
    """Where the time of one thread goes."""
    for theatre in theatres:
        named = ", ".join(f"{name} {part * 1e3:.2f}" for name, part in theatre.parts.items())
        yield f"Parts of a world, {theatre.title}, ms: {named}."


def _processor() -> str:
    """Name of the processor, where the system tells."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
