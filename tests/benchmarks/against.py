"""Two checkouts side by side: the same questions in turn, and the ratio of neighbours' answers."""

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import Any, NamedTuple

from tests.benchmarks import child, probe
from tests.benchmarks.theatre import Size

THREADS = 2
HISTORY = "history"
LONG = Size(buyers=170, suppliers=40, years=28)
WORLD_THEATRE = Size(buyers=170, suppliers=94, years=10)
DYADS = (Size(40, 10, 10), Size(80, 20, 10), Size(160, 40, 10))


class Pace(NamedTuple):
    """How long to measure."""

    pairs: int
    worlds: int  # in each of a pair
    growth: tuple[int, int]  # worlds whose times give the exponent
    large: int  # worlds of a theatre of the whole world


QUICK, FULL = Pace(3, 32, (16, 128), 40), Pace(7, 128, (32, 1024), 200)


class Checkout:
    """A process that runs one checkout of the model and answers what it is asked."""

    def __init__(self, project: Path, variables: Mapping[str, str] | None = None) -> None:
        self.project = project
        self.process = subprocess.Popen(
            [sys.executable, "-P", probe.__file__],
            env={**os.environ, "PYTHONPATH": str(project), **(variables or {})},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> "Checkout":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def ask(self, what: str, *arguments: object) -> float:
        """The answer to one question, which is a number."""
        return float(self.ask_for(what, *arguments))

    def ask_for(self, what: str, *arguments: object) -> Any:
        """The answer to one question."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(json.dumps([what, *arguments]), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.project} did not answer {what}")
        return json.loads(answer)


class Row(NamedTuple):
    """One line of the table: what was asked, and the answers of both checkouts in pairs."""

    title: str
    before: Sequence[float]
    now: Sequence[float]
    better: str  # "less" or "more"
    digits: int = 1

    def __str__(self) -> str:
        ratio = median(
            (new / old if self.better == "more" else old / new)
            for old, new in zip(self.before, self.now, strict=True)
        )
        told = (f"{median(x):,.{self.digits}f}" for x in (self.before, self.now))
        return f"| {self.title} | {' | '.join(told)} | {ratio:.2f} |"


def compare(other: Path, *, quick: bool) -> Iterator[str]:
    """Lines of a Markdown table: the other checkout, this one, and how much better this one is."""
    yield f"| two checkouts, {THREADS} threads | {_commit(other)} | {_commit(child.PROJECT)} | × |"
    yield "| --- | ---: | ---: | ---: |"
    pace = QUICK if quick else FULL
    with ExitStack() as stack:
        both = [stack.enter_context(Checkout(path)) for path in (other, child.PROJECT)]
        yield from map(str, _rows(both, pace))
        states = f"{WORLD_THEATRE.buyers} × {WORLD_THEATRE.suppliers}"
        large = list(WORLD_THEATRE)
        title = f"peak MB, {states}, {pace.large} worlds"
        yield str(_afresh(other, title, {}, "peak_of", large, pace.large, THREADS))
    with tempfile.TemporaryDirectory() as cache:
        empty = {"NUMBA_CACHE_DIR": cache}
        yield str(_afresh(other, "first compile, s of CPU", empty, "compiling", HISTORY))


def _rows(both: Sequence[Checkout], pace: Pace) -> Iterator[Row]:
    for checkout in both:
        checkout.ask("measures", HISTORY, 4, THREADS)  # what is not compiled yet, is now
    for title, what, *clock in (
        ("worlds/s, measures only", "measures"),
        ("worlds a second of a processor, measures only", "measures", "processor"),
        ("worlds/s, all tables written", "tables"),
    ):
        pairs = _in_turn(both, pace, what, HISTORY, pace.worlds, THREADS, *clock)
        rates = [[pace.worlds / second for second in seconds] for seconds in pairs]
        yield Row(title, *rates, "more")
    yield _megabytes(both, "MB of a world", "world_bytes", HISTORY)
    yield _megabytes(both, "MB of forcing", "forcing_bytes", HISTORY)
    large = list(LONG)
    title = f"{LONG.buyers} × {LONG.suppliers}, {LONG.years} years"
    yield _megabytes(both, f"MB of a world, {title}", "world_bytes", large)
    yield _megabytes(both, f"MB of forcing, {title}", "forcing_bytes", large)
    few, many = pace.growth
    yield _exponents(both, "exponent in worlds", [(HISTORY, few), (HISTORY, many)], [few, many])
    theatres = [(list(size), few) for size in DYADS]
    yield _exponents(both, "exponent in dyads", theatres, [size.dyads for size in DYADS])
    before, now = _in_turn(both, pace._replace(pairs=3), "times_plain", HISTORY, 1)
    yield Row("times as fast as plain Mesa", before, now, "more", 0)
    before, now = _in_turn(both, pace._replace(pairs=1), "share_of_limit", HISTORY, 16)
    yield Row("share of the arithmetic limit", before, now, "more", 2)


def _in_turn(
    both: Sequence[Checkout], pace: Pace, what: str, *arguments: object
) -> tuple[list[float], list[float]]:
    """Answers of both, asked in pairs, each time another one first."""
    before, now = both
    answers: dict[Checkout, list[float]] = {before: [], now: []}
    for pair in range(pace.pairs):
        for checkout in (before, now)[:: 1 if pair % 2 == 0 else -1]:
            answers[checkout].append(checkout.ask(what, *arguments))
    return answers[before], answers[now]


def _megabytes(both: Sequence[Checkout], title: str, what: str, scenario: probe.Asked) -> Row:
    before, now = ([checkout.ask(what, scenario) / 1e6] for checkout in both)
    return Row(title, before, now, "less", 2)


def _exponents(
    both: Sequence[Checkout],
    title: str,
    asked: Sequence[tuple[probe.Asked, int]],
    sizes: Sequence[int],
) -> Row:
    """Slope of ln(time) over ln(size), from the first to the last size; the median of three."""
    found: list[list[float]] = []
    for checkout in both:
        slopes = []
        for _ in range(3):
            ends = [
                checkout.ask("measures", scenario, worlds, 1, "processor")
                for scenario, worlds in (asked[0], asked[-1])
            ]
            slopes.append(math.log(ends[1] / ends[0]) / math.log(sizes[-1] / sizes[0]))
        found.append(slopes)
    return Row(title, *found, "less", 2)


def _afresh(
    other: Path, title: str, variables: Mapping[str, str], what: str, *arguments: object
) -> Row:
    """Answers of processes of their own."""
    found = []
    for path in (other, child.PROJECT):
        with Checkout(path, variables) as checkout:
            found.append([checkout.ask(what, *arguments)])
    return Row(title, *found, "less")


def _commit(project: Path) -> str:
    git = ["git", "-C", str(project)]
    commit = subprocess.run(
        [*git, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    edited = subprocess.run([*git, "status", "--porcelain", "sim"], capture_output=True).stdout
    return (commit or project.name) + (" and edits" if edited else "")
