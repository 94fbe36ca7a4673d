"""Plots that wait to be drawn, and how they are drawn and saved, in one process or in several."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from matplotlib.figure import Figure

from sim.base.files import naming
from sim.base.partial import partial_folder
from sim.plots.pictures import TITLE
from sim.plots.style import DPI, house

MOST = 4  # processes: each takes most of a second to start


@dataclass(frozen=True)
class Plot:
    """A file, the function that makes its figure, and the data that this takes.

    ``figure`` is a function of a module and ``parts`` can be pickled, for another process may draw.
    """

    path: Path
    figure: Callable[..., Figure]
    parts: tuple[Any, ...]


def draw(plot: Plot) -> Path:
    """Make the figure of a plot and write it."""
    return save(plot.figure(*plot.parts), plot.path)


def draw_all(plots: Iterable[Plot], processes: int = 1) -> list[Path]:
    """Draw plots as they come; their paths, in the same order.

    The bytes do not depend on who draws. Matplotlib holds the interpreter all the time, so that
    only processes, of which there are ``MOST`` at most, draw side by side. They are spawned, which
    imports the main module again: with more than one, a script needs its
    ``if __name__ == "__main__"``.
    """
    if processes <= 1:
        return [draw(plot) for plot in plots]
    processes = min(processes, MOST)
    waiting = SimpleQueue[Plot | None]()
    paths: list[Path] = []
    spawn = multiprocessing.get_context("spawn")
    others = processes - 1
    with (
        ProcessPoolExecutor(others, spawn, _end_with_parent) as pool,
        ThreadPoolExecutor(others) as ferries,
    ):
        tasks = [ferries.submit(_ferry, waiting, pool) for _ in range(others)]
        try:
            for plot in plots:
                paths.append(plot.path)
                waiting.put(plot)
            _end(waiting, processes)
            for plot in iter(waiting.get, None):
                draw(plot)
        except BaseException:
            with suppress(Empty):
                while True:
                    waiting.get_nowait()  # nobody draws what nobody will see
            _end(waiting, processes)
            raise
        for task in tasks:
            task.result()
    return paths


def _end(waiting: "SimpleQueue[Plot | None]", processes: int) -> None:
    """Each who takes plots stops at a None."""
    for _ in range(processes):
        waiting.put(None)


def _ferry(waiting: "SimpleQueue[Plot | None]", pool: ProcessPoolExecutor) -> None:
    """Take one waiting plot after the other to another process, which starts meanwhile."""
    pool.submit(_start).result()
    for plot in iter(waiting.get, None):
        pool.submit(draw, plot).result()


def _end_with_parent() -> None:
    """In a process that draws: end when the one that started it does, even if that is killed.

    Ctrl-C reaches all processes of a terminal; the first of them tells the others what to do.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _start() -> None:
    """Nothing, but to run it a process imports this module and Matplotlib with it."""


def save_whole(figure: Figure, path: Path) -> Path:
    """Write a figure in a private folder first, so that the file is there whole or as it was."""
    with partial_folder(path.parent, path.name) as partial:
        return save(figure, partial / path.name).replace(path)


@house()
def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, with its title, without the name of the software or a date in it."""
    words = {"Software": None, TITLE: str(figure.get_label()) or None}
    quick = {"compress_level": 3}  # half the time of the default, for 6% more bytes
    with naming(path):
        figure.savefig(path, dpi=DPI, format="png", metadata=words, pil_kwargs=quick)
    return path
