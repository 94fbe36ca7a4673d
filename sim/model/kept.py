"""Compiled code on disk that is checked before it runs: what was damaged is compiled again."""

import glob
import pickle
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache

from sim.base.caching import tell_uncached

_DIGEST = ".sha256"  # of the file before it


class KeptCache(FunctionCache):  # type: ignore[misc]
    """Numba's cache of a function, with a digest beside each of its files."""

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
