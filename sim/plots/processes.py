"""Work shared out among this process and others, which start before there is anything to do."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from sim.base.garbage import collect_seldom

MOST = 4  # processes: each takes most of a second to start

Item = TypeVar("Item")
Made = TypeVar("Made")
Waiting = SimpleQueue[tuple[int, Any] | None]


class Team:
    """This process and others beside it: see ``team``."""

    def __init__(self, pool: ProcessPoolExecutor | None, started: "Sequence[Future[None]]") -> None:
        """Take the others' pool, if there are any, and what says of each that it has started."""
        self.pool, self.started = pool, started
        self.done = False

    def do(self, work: Callable[[Item], Made], items: Iterable[Item]) -> list[Made]:
        """What ``work`` makes of each item as they come, in the same order; once for a team.

        ``work`` is a function of a module; what it takes and gives can be pickled.
        """
        if self.pool is None:
            return [work(item) for item in items]
        waiting: Waiting = SimpleQueue()
        made: dict[int, Made] = {}

        def ferry(start: "Future[None]", pool: ProcessPoolExecutor) -> None:
            start.result()
            for place, item in iter(waiting.get, None):
                made[place] = pool.submit(work, item).result()

        with ThreadPoolExecutor(len(self.started)) as ferries:
            tasks = [ferries.submit(ferry, start, self.pool) for start in self.started]
            try:
                for numbered in enumerate(items):
                    waiting.put(numbered)
                self._end(waiting)
                for place, item in iter(waiting.get, None):
                    made[place] = work(item)
            except BaseException:
                with suppress(Empty):
                    while True:
                        waiting.get_nowait()  # nobody works on what nobody will see
                self._end(waiting)
                _stop_others()
                raise
            for task in tasks:
                task.result()
        self.done = True
        return [made[place] for place in sorted(made)]

    def _end(self, waiting: Waiting) -> None:
        """Each who takes items stops at a None."""
        for _ in range(1 + len(self.started)):
            waiting.put(None)


@contextmanager
def team(processes: int, module: str) -> Iterator[Team]:
    """As many processes as asked for, this one among them, and ``MOST`` at most.

    The others begin at once to import a module that the work will need. They are spawned, which
    imports the main module again: with more than one, a script needs its
    ``if __name__ == "__main__"``. If nothing was done by the end, they are stopped.
    """
    others = min(processes, MOST) - 1
    if others < 1:
        yield Team(None, ())
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(others, spawn, _end_with_parent) as pool:
        made = Team(pool, [pool.submit(_start, module) for _ in range(others)])
        try:
            yield made
        finally:
            if not made.done:
                _stop_others()


def _start(module: str) -> None:
    collect_seldom()
    import_module(module)


def _stop_others() -> None:
    """One that is stopped while it starts may never hear that there is nothing to do."""
    for other in multiprocessing.active_children():
        other.terminate()


def _end_with_parent() -> None:
    """In another process: end when the one that started it does, even if that is killed.

    Ctrl-C reaches all processes of a terminal; the first of them tells the others what to do.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()
