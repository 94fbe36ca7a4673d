"""A sweep, block by block of its points: on threads, any executor, or a part of the rows only.

Each block that is done is kept in a folder beside the results, named by all that decides what comes
out. The same sweep goes on there after any interruption, and in the end the same bytes come out.
"""

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

import sim
from sim.base.arrays import Floats
from sim.base.files import naming
from sim.base.partial import locked
from sim.base.problems import RefusedError
from sim.experiment.case import find_posterior
from sim.model.version import MODEL_VERSION
from sim.score.asked import Tick
from sim.sweep.job import job_of, prepare
from sim.sweep.parts import blocks, land, missing, parts_in
from sim.sweep.plan import Sweep
from sim.sweep.points import run_rows

Rows = tuple[int, int]  # first row, and the row after the last

WORLDS_IN_BLOCK = 256  # a second or two of work; what is lost when a sweep is killed
AHEAD = 64  # blocks handed to an executor and not yet come back


class AtWorkError(RefusedError):
    """Another process runs the same sweep."""

    def __init__(self, campaign: "Campaign", who: Path) -> None:
        """Say which, as far as it is known."""
        try:
            name = who.read_text(encoding="utf-8") or "another process"
        except (OSError, ValueError):
            name = "another process"
        super().__init__(
            f"{name} is at work on this sweep ({campaign.folder}); wait for it, or share the "
            "points between both with --rows"
        )


@dataclass(frozen=True)
class Campaign:
    """A sweep with its points [N, D], and where its results and parts are."""

    sweep: Sweep
    points: Floats
    identity: str
    folder: Path

    @property
    def kept(self) -> Path:
        """Folder of the parts, beside the results."""
        return self.folder.with_name(f".{self.identity}.parts")

    @property
    def worlds(self) -> int:
        """Worlds of each point."""
        return self.sweep.scenario.worlds

    def points_left(self, rows: Rows | None = None) -> int:
        """How many points are not done yet, of all or of some rows."""
        return sum(after - first for first, after in self.missing(rows))

    def missing(self, rows: Rows | None = None) -> list[Rows]:
        """Rows that are not done yet, of all or of some."""
        first, after = (0, len(self.points)) if rows is None else rows
        return missing(parts_in(self.kept), first, min(after, len(self.points)))


def campaign_of(sweep: Sweep, out: Path | None = None) -> Campaign:
    """Settle a sweep's points, and where its results will be: ``out``, or ``results/NAME/ID``."""
    points = sweep.points()
    identity = sweep_id(sweep, points)
    folder = Path("results") / sweep.name / identity if out is None else out
    return Campaign(sweep, points, identity, folder)


@contextmanager
def alone(campaign: Campaign) -> Iterator[None]:
    """Keep others from the same whole sweep meanwhile; tasks with rows of it may go on beside.

    Raises:
        AtWorkError: if another process is at it.
    """
    campaign.kept.mkdir(parents=True, exist_ok=True)
    who = campaign.kept / "at-work"
    with locked(campaign.kept) as ours:
        if ours is False:
            raise AtWorkError(campaign, who)
        try:
            with naming(who):
                who.write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
            yield
        finally:
            with suppress(OSError):
                who.unlink()
                campaign.kept.rmdir()  # unless there are parts


def sweep_id(sweep: Sweep, points: Floats) -> str:
    """Ten hex digits of what decides the data: sweep, points, theatre, model, version."""
    plan = {key: value for key, value in sweep.resolved().items() if key != "on_failure"}
    posteriors = [find_posterior(item) for item in (sweep.scenario, *sweep.others)]
    digests = [None if item is None else item.digest for item in posteriors]
    inputs = [
        plan, hashlib.sha256(points.tobytes()).hexdigest(), sweep.theatre.data_hash,
        digests[0] if len(digests) == 1 else digests, MODEL_VERSION, sim.__version__,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:10]


def simulate(
    campaign: Campaign,
    rows: Rows | None = None,
    *,
    threads: int = 1,
    executor: Executor | None = None,
    tick: Tick = lambda worlds: None,
) -> None:
    """Simulate the points that are not done yet, and keep each block of them as a part.

    Args:
        campaign: the sweep.
        rows: only the rows from the first number to before the second.
        threads: threads of this machine, if no executor is given.
        executor: any of ``concurrent.futures``, or one that acts like them; given ``run_rows`` with
            plain data, it may run it anywhere.
        tick: told how many more worlds are done.

    Raises:
        PointFailedError: if a point fails and the sweep stops then; what is done is kept.
    """
    gaps = campaign.missing(rows)
    if not gaps:
        return
    campaign.kept.mkdir(parents=True, exist_ok=True)
    size = max(1, WORLDS_IN_BLOCK // campaign.worlds)
    to_do = list(blocks(gaps, size))
    job = job_of(campaign.sweep)
    inside = 1
    if executor is None:
        prepare(job)  # once, before threads ask for it together
        inside = threads if len(to_do) < 4 * threads else 1
    with _given_or_own(executor, threads // inside) as pool:
        for first, after in _run(
            campaign, job, to_do, pool, inside, 2 * threads if executor is None else AHEAD
        ):
            tick((after - first) * campaign.worlds)


def _run(
    campaign: Campaign, job: str, to_do: Iterable[Rows], pool: Executor, inside: int, ahead: int
) -> Iterator[Rows]:
    """Keep some blocks ahead in the pool, land each that comes back, and say which.

    What is done is taken from a queue: Ctrl-C within ``concurrent.futures.wait`` would leave locks
    behind, and threads that wait for them for ever.
    """
    waiting = iter(to_do)
    pending: dict[Future[bytes], Rows] = {}
    done: SimpleQueue[Future[bytes]] = SimpleQueue()
    try:
        while True:
            for first, after in islice(waiting, ahead - len(pending)):
                points = tuple(map(tuple, campaign.points[first:after].tolist()))
                future = pool.submit(run_rows, job, first, points, inside)
                pending[future] = (first, after)
                future.add_done_callback(done.put)
            if not pending:
                return
            future = done.get()
            first, after = pending.pop(future)
            land(campaign.kept, first, after, future.result())
            yield first, after
    finally:
        for future in pending:
            future.cancel()


@contextmanager
def _given_or_own(executor: Executor | None, threads: int) -> Iterator[Executor]:
    """The executor that is given, left open; or threads, which end with what they are at."""
    if executor is not None:
        yield executor
        return
    pool = ThreadPoolExecutor(max(threads, 1))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
