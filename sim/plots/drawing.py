"""Plots that wait to be drawn, and how they are drawn and saved, in one process or in several."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from zlib import Z_RLE

from matplotlib.figure import Figure

from sim.base.files import naming
from sim.base.partial import partial_folder
from sim.plots.pictures import TITLE, title_of
from sim.plots.processes import Team, team
from sim.plots.style import DPI, house

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

    More than one process is a ``team``, with what it asks of a script.
    """
    with team(processes, __name__) as drawers:
        return draw_with(drawers, plots)


def draw_with(drawers: Team, plots: Iterable[Plot]) -> list[Path]:
    """Draw plots as ``draw_all`` does, by a team that is there.

    The bytes do not depend on who draws. Matplotlib holds the interpreter all the time, so that
    only processes draw side by side.
    """
    return [path for pages in drawers.do(draw, plots) for path in pages]


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
    quick = {"compress_type": Z_RLE}  # looks for runs alone: a third of the time of the default
    with naming(path):
        figure.savefig(path, dpi=DPI, format="png", metadata=words, pil_kwargs=quick)
    return path
