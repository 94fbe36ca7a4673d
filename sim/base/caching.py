"""Where the compiled model is kept: what lies there is run, so nobody else may write there.

This is settled before anything compiled is imported, for Numba asks for a place at once.
"""

import os
import stat
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

VARIABLE = "NUMBA_CACHE_DIR"
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def settle_cache() -> None:
    """Let Numba keep its files under the system's temporary folder if it cannot where it should."""
    usual = os.environ.get(VARIABLE) or platformdirs.user_cache_dir("sim", appauthor=False)
    if not can_be_written(Path(usual)) or not ours_alone(Path(usual)):
        with suppress(OSError):  # there is no temporary folder either: see ``usable``
            os.environ[VARIABLE] = str(_temporary())


def usable(root: Path, name: str) -> Path | None:
    """A folder ``compiled/name`` that only we can write, or None if there is none.

    It lies below ``root``, else below the system's temporary folder.
    """
    with suppress(OSError):
        found = _within(root, name)
        if found is not None:
            return found
    with suppress(OSError):
        return _within(_temporary(), name)
    return None


def _within(root: Path, name: str) -> Path | None:
    folder = root / "compiled" / name
    for part in (root, folder.parent, folder):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir(mode=0o700, exist_ok=True)
        if not ours_alone(part):
            return None
    return folder if all(map(ours_alone, folder.rglob("*"))) else None


def ours_alone(path: Path) -> bool:
    """Whether a file or folder is ours and nobody else can write it, or it is not there yet.

    A folder above that anybody can write is no hindrance where it keeps others from renaming.
    """
    if not hasattr(os, "getuid"):
        return True
    above = nearest(path.absolute().parent).stat().st_mode
    if above & stat.S_IWOTH and not above & stat.S_ISVTX:
        return False
    try:
        about = path.stat()
    except FileNotFoundError:
        return True
    return about.st_uid == os.getuid() and not about.st_mode & _OTHERS_WRITE


@cache
def tell_uncached(reason: str) -> None:
    """Say, once, that the compiled model is not kept."""
    print(f"The compiled model cannot be kept ({reason}), so it is compiled anew", file=sys.stderr)


def can_be_written(folder: Path) -> bool:
    """Whether a folder can be written, or made where it is not there yet."""
    there = nearest(folder)
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)


def nearest(path: Path) -> Path:
    """A path itself, or the nearest of the folders around it that is there."""
    found = path.absolute()
    while not os.path.lexists(found) and found != found.parent:
        found = found.parent
    return found


def _temporary() -> Path:
    """The same folder at every start, for it saves compiling; a new one if it is not ours alone.

    What lies in it is run, so that nobody else may write there.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"sim-{user}"
    with suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if ours_alone(folder) and stat.S_ISDIR(folder.lstat().st_mode):
            return folder
    return Path(tempfile.mkdtemp(prefix="sim-"))
