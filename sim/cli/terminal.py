"""The terminal: its streams, bars that show progress, and what is said of a full disk."""

import errno
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sim.base.caching import nearest
from sim.base.stopping import heard

if TYPE_CHECKING:
    from tqdm import tqdm

    from sim.experiment.run import BlockTables

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


def progress_bar(parts: Iterable["BlockTables"], worlds: int) -> Iterator["BlockTables"]:
    """The parts of a run as they come, behind a progress bar if there is a terminal."""
    with progress(worlds, "Simulating") as bar:
        for part in parts:
            yield part
            bar.update(part.worlds)


def progress(number: int, what: str, done: int = 0, unit: str = "worlds") -> "tqdm[NoReturn]":
    """A progress bar, which only a terminal shows: a log is not filled with bars.

    Args:
        number: of worlds, or of other units.
        what: is done to them, such as 'Scoring'.
        done: how many were done before.
        unit: what is counted.
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


def print_utf8(text: str) -> None:
    """Print what may become a file: in UTF-8, whatever the terminal's own encoding."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.stdout.write(text)


def plot_files(folder: Path, pages: Iterable[Path]) -> str:
    """The files of a plot in the folder in which they end up."""
    return ", ".join(str(folder / "plots" / page.name) for page in pages)


@contextmanager
def kept_when_stopped(words: Callable[[], str]) -> Iterator[None]:
    """Have the command say, if it is stopped or fails, what is kept of its work."""
    try:
        yield
    except BaseException as error:
        heard()
        error.add_note(words())
        raise
