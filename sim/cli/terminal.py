"""What all commands share: the words around a run, its progress, and how a command is refused."""

import argparse
import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sim.base.caching import nearest, tell_uncached

if TYPE_CHECKING:
    from tqdm import tqdm

    from sim.experiment.case import Case
    from sim.experiment.run import BlockTables
    from sim.scenario import Scenario
    from sim.sweep.plan import Sweep

USAGE_ERROR = 2
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LAST_STREAM = 2  # standard input, output and errors are the files 0, 1 and 2


def settle_streams() -> None:
    """Make output possible whatever the terminal is: letters it lacks are spelled, as \\xfc.

    Where output or errors are closed they go nowhere, and no file gets their number.
    """
    while (opened := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(opened)
    nowhere = Path(os.devnull)
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def mute() -> None:
    """Let what cannot be printed go nowhere, lest it be tried again at the very end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def as_asked(options: argparse.Namespace, file: str) -> "Scenario":
    """The scenario of a file, with the worlds and the seed of the command line if given."""
    from sim.scenario import load

    scenario = load(file)
    if options.worlds is not None:
        scenario = replace(scenario, worlds=options.worlds)
    if options.seed is not None:
        scenario = replace(scenario, seed=options.seed)
    return scenario


def announce(asked: "Scenario | Sweep") -> None:
    """Say what is asked, and that the model is compiled first where it is."""
    print(asked.title)
    if asked.question:
        print(asked.question)
    announce_compiling()


def announce_compiling() -> None:
    """Say that the model is compiled first, where it is."""
    from sim.model.compiled import cache_folder, is_cached

    if cache_folder() is None:
        tell_uncached("no folder for it can be written")
    if not is_cached():
        print("Compiling the model: once on this machine, about half a minute …", flush=True)


def warn_if_stale(scenario: "Scenario") -> None:
    """Say on stderr what has changed since the posterior that a scenario draws from was made."""
    if scenario.parameters in ("prior", "central"):
        return
    from sim.experiment.case import find_posterior, find_theatre

    posterior = find_posterior(scenario)
    changed = [] if posterior is None else posterior.stale(find_theatre(scenario))
    if changed:
        one = changed in (["the model"], ["the theatre"])
        what = changed[0] if len(changed) == 1 else f"{', '.join(changed[:-1])} and {changed[-1]}"
        print(
            f"Warning: since this posterior was made, {what} {'has' if one else 'have'} changed; "
            "'sim calibrate seeds/calibration.yaml' makes a new one",
            file=sys.stderr,
        )


def warn_if_edited(folder: Path) -> None:
    """Say on stderr when results that are shown were made before an edit of the model's source."""
    from sim.experiment.run import edited_since
    from sim.experiment.store import read_manifest

    manifest = read_manifest(folder)
    if manifest is not None and edited_since(manifest):
        print(
            f"Warning: {folder} was made before the source of the model was edited; if the edit "
            "changes what worlds do, remove the folder and run again",
            file=sys.stderr,
        )


def progress_bar(parts: Iterable["BlockTables"], worlds: int) -> Iterator["BlockTables"]:
    """The parts of a run as they come, behind a progress bar if there is a terminal."""
    from tqdm import tqdm

    with tqdm(total=worlds, unit=" worlds", desc="Simulating", leave=False, disable=None) as bar:
        for part in parts:
            yield part
            bar.update(part.worlds)


def progress(number: int, what: str, done: int = 0, unit: str = "worlds") -> "tqdm[NoReturn]":
    """A progress bar for so many worlds, or other units, of which some were done before.

    Only a terminal shows it; a log is not filled with bars.
    """
    from tqdm import tqdm

    return tqdm(total=number, initial=done, unit=f" {unit}", desc=what, leave=False, disable=None)


@contextmanager
def reading() -> Iterator[Callable[[Path], Callable[[int], object]]]:
    """What ``read_register`` tells of its progress: a bar over each file that takes long."""
    from tqdm import tqdm

    bars: list[tqdm[NoReturn]] = []

    def watch(path: Path) -> Callable[[int], object]:
        bar: tqdm[NoReturn] = tqdm(
            total=path.stat().st_size, unit="B", unit_scale=True, desc=f"Reading {path.name}",
            leave=False, delay=1, disable=None,
        )  # fmt: skip
        bars.append(bar)
        return bar.update

    try:
        yield watch
    finally:
        for bar in bars:
            bar.close()


def why_not(error: OSError) -> str:
    """What to do about a full disk or a folder that cannot be written; else the error's words."""
    if error.errno in _FULL:
        file = "the output" if error.filename is None else str(error.filename)
        return (
            f"{file} cannot be written: {os.strerror(error.errno or 0).lower()}; nothing "
            "half-written is left"
        )
    closed = error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)
    if not closed or not isinstance(error.filename, str) or os.path.lexists(error.filename):
        return str(error)  # what is there could not be read
    folder = nearest(Path(error.filename))
    return (
        f"the folder {folder} cannot be written; name another one with --out, or change to a "
        "folder of your own"
    )


def refused(command: str, message: str) -> int:
    """Say why a command is refused; returns its exit status."""
    print(f"sim {command}: {message}", file=sys.stderr)
    return USAGE_ERROR


def print_whole(text: str) -> None:
    """Print what may become a file: in UTF-8, whatever the terminal's own encoding."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def draw_on(threads: int) -> "Callable[[Path, Case], None]":
    """What draws the plots of a run, and says so."""

    def draw(folder: Path, case: "Case") -> None:
        from sim.report.run.figures import draw_figures

        print("Drawing …", flush=True)
        draw_figures(folder, case.scenario, case.theatre, threads)

    return draw
