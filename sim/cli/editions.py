"""``sim backtest --earlier``: what hindsight changes in a register, and in what is scored by it."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.terminal import print_utf8, reading

if TYPE_CHECKING:
    from sim.register.lines import Watch
    from sim.register.read import Register


def compare_editions(options: argparse.Namespace) -> int:
    """Hold a register against earlier editions, and locked forecasts against each of them."""
    from sim.backtest.editions import Edition, retell, scores_of
    from sim.backtest.locked import open_lock
    from sim.base.files import csv_text, write_whole
    from sim.base.partial import partial_folder, place
    from sim.plots.drawing import save_whole
    from sim.report.backtest.editions import editions_figure, editions_text

    locks = [open_lock(path) for path in options.locked]
    given = [*([path] for path in options.earlier), options.what]
    with reading() as watch:
        editions = [
            Edition(name, _read(paths, options, watch))
            for name, paths in zip(_names(given), given, strict=True)
        ]
    found, scores = retell(editions), list(scores_of(locks, editions, options.seed))
    text = editions_text(found, scores)
    rows = [
        (one.flow, name, *cell, round(tiv, 3))
        for one in found for name, cells in one.told.items() for cell, tiv in sorted(cells.items())
    ]  # fmt: skip
    out: Path = options.out
    with partial_folder(out.parent, out.name) as partial:
        header = ("flow", "edition", "buyer", "supplier", "year", "tiv")
        write_whole(partial / "editions.csv", csv_text(header, rows))
        write_whole(partial / "report.txt", text + "\n")
        plots = save_whole(editions_figure(found), partial / "plots" / "editions.png")
        place(partial, out)
    print_utf8(text + "\n")
    print(f"\nTable: {out / 'editions.csv'}")
    for plot in plots:
        print(f"Plot:  {out / plot.relative_to(partial)}")
    return 0


def _read(
    paths: list[Path], options: argparse.Namespace, watch: Callable[[Path], "Watch"]
) -> "Register":
    """A register, from its files or from a folder that an import made of them."""
    from sim.backtest.opening import imported_from, is_theatre
    from sim.register.read import read_register
    from sim.register.weapons import classes_of

    if not is_theatre(paths):
        return read_register(paths, watch, classes_of(options.classes))
    files, cast = imported_from(paths[0])
    return read_register(files, watch, classes_of(cast.classes))


def _names(given: list[list[Path]]) -> list[str]:
    """Editions by the last part of their path, or by the whole where that is not enough."""
    short = [paths[0].name for paths in given]
    return short if len(set(short)) == len(short) else [str(paths[0]) for paths in given]
