"""Where the compiled model is kept, if the usual place cannot be written.

This is settled before anything compiled is imported, for Numba asks for a place at once.
"""

import os
import stat
import tempfile
from pathlib import Path

import platformdirs

VARIABLE = "NUMBA_CACHE_DIR"


def settle_cache() -> None:
    """Let Numba keep its files under the system's temporary folder if it cannot where it should."""
    usual = os.environ.get(VARIABLE) or platformdirs.user_cache_dir("sim", appauthor=False)
    if not can_be_written(Path(usual)):
        os.environ[VARIABLE] = str(_temporary())


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
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        about = folder.lstat()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="sim-"))
    ours = not hasattr(os, "getuid") or about.st_uid == user
    alone = not about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if stat.S_ISDIR(about.st_mode) and ours and (alone or os.name == "nt"):
        return folder
    return Path(tempfile.mkdtemp(prefix="sim-"))
