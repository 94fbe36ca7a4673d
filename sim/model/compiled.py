"""Compiled functions, cached on disk under a hash of the whole model.

Numba's own cache looks only at the file of the cached function. A behaviour compiled from another
file's equation would then run stale after that equation is edited, so the cache folder is named by
a hash over every source file of this room.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs
from numba.core import config

Function = TypeVar("Function", bound=Callable[..., object])


@cache
def source_hash() -> str:
    """Sixteen hex digits that change whenever a source file of the model changes.

    They name code, not what it does: results carry ``sim.model.version`` instead.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where the compiled model of this source lies, whether or not it has been compiled yet."""
    root = config.CACHE_DIR or platformdirs.user_cache_dir("sim", appauthor=False)
    return Path(root) / "compiled" / source_hash()


def is_cached() -> bool:
    """Whether a whole block of worlds has been compiled on this machine before."""
    return any(cache_folder().rglob("block.run_block*.nbi"))


def compiled(function: Function) -> Function:
    """Compile ``function`` on first use; it releases the interpreter lock and divides like C.

    Compiled functions work in memory that their caller owns, so reference counting, which would
    take four fifths of the time, is off. They can therefore return numbers, but no new arrays.
    Each becomes part of whatever calls it: handing over a world costs more than most formulas.
    """
    return _cached(
        numba.njit(nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function)
    )


def _cached(dispatcher: Any) -> Any:
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_folder())  # read once, while caching is enabled
    try:
        dispatcher.enable_caching()
    finally:
        config.CACHE_DIR = before
    return dispatcher
