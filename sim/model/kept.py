"""Compiled code on disk that is checked before it runs: what was damaged is compiled again.

The folder it lies in is named by a hash of all that is compiled, so every copy of the same source,
in whatever environment, finds the same code there. Versions of Numba keep apart.
"""

import glob
import pickle
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
from numba.core import config
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

from sim.base.caching import tell_uncached

_DIGEST = ".sha256"  # of the file before it


class _ByContent(_CacheLocator):  # type: ignore[misc]
    """Where a function lies: not, as in Numba, by the path of its file."""

    def __init__(self, function: FunctionType, file: str) -> None:
        self._py_file = file  # Numba names it where something cannot be kept
        self._line = function.__code__.co_firstlineno

    @classmethod
    def from_function(cls, py_func: FunctionType, py_file: str) -> "_ByContent | None":
        """The place of a function, or None where nothing can be written."""
        found = cls(py_func, py_file)
        try:
            found.ensure_cache_path()
        except OSError:
            return None
        return found

    def get_cache_path(self) -> str:
        """The folder, as it is set while caching is enabled."""
        return str(Path(config.CACHE_DIR) / f"numba_{numba.__version__}")

    def get_source_stamp(self) -> str:
        """Nothing: another source has another folder."""
        return ""

    def get_disambiguator(self) -> str:
        """Its line tells a function from others of its name in the file."""
        return str(self._line)


class _Kept(CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_ByContent,)


class KeptCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of a function, with a digest beside each of its files."""

    _impl_class = _Kept

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Compiled code, or None if there is none that is as it was written."""
        if all(map(_as_written, self._files())):
            try:
                return super().load_overload(sig, target_context)
            except (OSError, ValueError, pickle.PickleError):  # of another version of a library
                pass
        for file in self._files():
            file.unlink(missing_ok=True)
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep compiled code; where the disk is full or closed, go on without."""
        try:
            super().save_overload(sig, data)
            for file in self._files():
                if not _as_written(file):
                    _beside(file).write_bytes(sha256(file.read_bytes()).digest())
        except OSError as error:
            tell_uncached(error.strerror or str(error))

    def _files(self) -> Iterator[Path]:
        name = glob.escape(self._impl.filename_base)
        found = Path(self.cache_path).glob(f"{name}.*")
        return (file for file in found if file.suffix in (".nbi", ".nbc"))


def _as_written(file: Path) -> bool:
    try:
        return _beside(file).read_bytes() == sha256(file.read_bytes()).digest()
    except OSError:
        return False


def _beside(file: Path) -> Path:
    return file.with_name(file.name + _DIGEST)
