"""Folders under a private name until they are complete: whole or absent, and never two in one.

Each is locked by the process that writes it. The system ends a lock with its process, however that
ends, so that what a killed process left behind is told from what another one is writing.
"""

import glob
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from sim.base.problems import RefusedError
from sim.base.stopping import heard

if sys.platform != "win32":
    import fcntl


class FolderTakenError(RefusedError):
    """The folder for the results exists and holds something else."""


@contextmanager
def partial_folder(folder: Path, name: str) -> Iterator[Path]:
    """A private folder within ``folder``, gone at the end unless it was given another name.

    Folders that killed processes left under the same ``name`` are removed first. An error that
    names a file of the private folder names ``folder / name`` instead.
    """
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    _remove_left(folder, name)
    partial = folder / f".{name}.{uuid4().hex[:8]}.partial"
    try:
        partial.mkdir()
        with locked(partial):
            yield partial
    except BaseException as error:
        heard()
        shutil.rmtree(partial, ignore_errors=True)
        for path in missing:
            with suppress(OSError):  # something else is in it
                path.rmdir()
        if isinstance(error, OSError):
            raise _renamed(error, partial, folder / name) from None
        raise
    shutil.rmtree(partial, ignore_errors=True)


@contextmanager
def locked(folder: Path, wait: bool = False) -> Iterator[bool | None]:
    """Lock a folder for this process; yields False if another one has it.

    Yields None if nobody can lock it: it has gone, or the file system or Windows has no such locks.

    Args:
        folder: that exists.
        wait: until the other one has done; only for what takes a moment.
    """
    if sys.platform == "win32":
        yield None
        return
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        yield _lock(opened, wait) if _is(folder, opened) else None
    finally:
        os.close(opened)


def place(partial: Path, folder: Path) -> None:
    """Give a complete private folder its name.

    Raises:
        FolderTakenError: if something has that name already.
    """
    try:
        partial.rename(folder)
    except OSError:
        if os.path.lexists(folder):
            raise taken(folder) from None
        raise


def taken(folder: Path, what: str | None = None) -> FolderTakenError:
    """That a folder is in the way: ``what`` it is, and what to do, if that is known."""
    words = "holds something else; remove it or name another with --out" if what is None else what
    return FolderTakenError(f"{folder} exists and {words}")


def _lock(opened: int, wait: bool) -> bool | None:
    assert sys.platform != "win32"
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is(folder: Path, opened: int) -> bool:
    """Whether a folder is still the one that was opened."""
    try:
        return os.path.samestat(folder.stat(), os.fstat(opened))
    except OSError:
        return False


def _remove_left(folder: Path, name: str) -> None:
    for left in folder.glob(f".{glob.escape(name)}.*.partial"):
        with locked(left) as ours:
            if ours:
                shutil.rmtree(left, ignore_errors=True)


def _renamed(error: OSError, partial: Path, whole: Path) -> OSError:
    named = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    if error.errno is None or named is None or not named.is_relative_to(partial):
        return error
    within = named.relative_to(partial)
    itself = within.parts in ((), (whole.name,))  # a single file has a private folder of its name
    return OSError(error.errno, error.strerror, str(whole if itself else whole / within))
