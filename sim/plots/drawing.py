"""Plots that wait to be drawn, and how they are drawn and saved, in one process or in several."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from matplotlib.figure import Figure

from sim.base.files import naming
from sim.base.partial import partial_folder
from sim.plots.pictures import TITLE, title_of
from sim.plots.style import DPI, house

MOST = 4  # processes: each takes most of a second to start
Pages = Figure | Sequence[Figure]
"""A figure, or its pages where it is long."""


@dataclass(frozen=True)
class Plot:
    """A file, the function that makes its figure, and the data that this takes.

    ``figure`` is a function of a module and ``parts`` can be pickled, for another process may draw.
    """

    path: Path
    figure: Callable[..., Pages]
    parts: tuple[Any, ...]


Waiting = SimpleQueue[tuple[int, Plot] | None]


def draw(plot: Plot) -> list[Path]:
    """Make the figure of a plot and write its pages."""
    return [save(figure, path) for figure, path in _pages(plot.figure(*plot.parts), plot.path)]


def page_path(path: Path, number: int) -> Path:
    """The file of a page from 1: ``forest.png``, ``forest_2.png``."""
    return path if number == 1 else path.with_stem(f"{path.stem}_{number}")


def pages_at(path: Path) -> list[Path]:
    """The files that are there of a figure whose first page is at ``path``; their titles tell."""
    found = [path] if path.is_file() else []
    for number in count(2):
        page = page_path(path, number)
        if not (found and page.is_file() and f"(part {number} of " in title_of(page)):
            return found
        found.append(page)
    raise AssertionError


def _pages(drawn: Pages, path: Path) -> Iterator[tuple[Figure, Path]]:
    figures = [drawn] if isinstance(drawn, Figure) else drawn
    for number, figure in enumerate(figures, start=1):
        yield figure, page_path(path, number)


def draw_all(plots: Iterable[Plot], processes: int = 1) -> list[Path]:
    """Draw plots as they come; the paths of all pages, in the same order.

    The bytes do not depend on who draws. Matplotlib holds the interpreter all the time, so that
    only processes, of which there are ``MOST`` at most, draw side by side. They are spawned, which
    imports the main module again: with more than one, a script needs its
    ``if __name__ == "__main__"``.
    """
    processes = min(processes, MOST)
    if processes <= 1:
        return [path for plot in plots for path in draw(plot)]
    waiting: Waiting = SimpleQueue()
    written: dict[int, list[Path]] = {}
    spawn = multiprocessing.get_context("spawn")
    others = processes - 1
    with (
        ProcessPoolExecutor(others, spawn, _end_with_parent) as pool,
        ThreadPoolExecutor(others) as ferries,
    ):
        tasks = [ferries.submit(_ferry, waiting, pool, written) for _ in range(others)]
        try:
            for place, plot in enumerate(plots):
                waiting.put((place, plot))
            _end(waiting, processes)
            for place, plot in iter(waiting.get, None):
                written[place] = draw(plot)
        except BaseException:
            with suppress(Empty):
                while True:
                    waiting.get_nowait()  # nobody draws what nobody will see
            _end(waiting, processes)
            # One that is stopped while it starts may never hear that there is nothing to do.
            for other in multiprocessing.active_children():
                other.terminate()
            raise
        for task in tasks:
            task.result()
    return [path for place in sorted(written) for path in written[place]]


def _end(waiting: Waiting, processes: int) -> None:
    """Each who takes plots stops at a None."""
    for _ in range(processes):
        waiting.put(None)


def _ferry(waiting: Waiting, pool: ProcessPoolExecutor, written: dict[int, list[Path]]) -> None:
    """Take one waiting plot after the other to another process, which starts meanwhile."""
    pool.submit(_start).result()
    for place, plot in iter(waiting.get, None):
        written[place] = pool.submit(draw, plot).result()


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


def save_whole(drawn: Pages, path: Path) -> list[Path]:
    """Write pages in a private folder first, so that each file is there whole or as it was."""
    paths = []
    for figure, page in _pages(drawn, path):
        with partial_folder(page.parent, page.name) as partial:
            paths.append(save(figure, partial / page.name).replace(page))
    return paths


@house()
def save(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG, with its title, without the name of the software or a date in it."""
    words = {"Software": None, TITLE: str(figure.get_label()) or None}
    quick = {"compress_level": 3}  # half the time of the default, for 6% more bytes
    with naming(path):
        figure.savefig(path, dpi=DPI, format="png", metadata=words, pil_kwargs=quick)
    return path
