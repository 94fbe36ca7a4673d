"""Compiled code on disk that is checked before it runs: what was damaged is compiled again.

The folder it lies in is named by a hash of all that is compiled, so every copy of the same source,
in whatever environment, finds the same code there. Versions of Numba keep apart.
"""

import glob
import pickle
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

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
        # The folder is set while caching is enabled, and no longer when something is written.
        self._folder = str(Path(config.CACHE_DIR) / f"numba_{numba.__version__}")

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
        """The folder."""
        return self._folder

    def get_source_stamp(self) -> str:
        """Nothing: another source has another folder."""
        return ""

    def get_disambiguator(self) -> str:
        """Its line tells a function from others of its name in the file."""
        return str(self._line)


class Apart(NamedTuple):
    """Compiled code to which other code jumps."""

    module: str
    function: str
    arguments: Any  # their types
    symbol: str

    def compiled(self) -> Any:
        """The function; what it does with these arguments is compiled, or read from disk."""
        function = getattr(import_module(self.module), self.function)
        function.compile(self.arguments)
        return function


# By symbol: what has been compiled, or read, in this process. It grows like Numba's own tables, and
# no result depends on it.
_APART: dict[str, Apart] = {}


def keep_apart(dispatcher: Any) -> Any:
    """Let what calls a function jump to its code, and not hold a copy of it.

    Who is read from disk needs that code to be there before.
    """
    add_overload = dispatcher.add_overload

    def add_apart(result: Any) -> None:
        add_overload(result)
        context, entry, code = result.target_context, result.entry_point, result.fndesc
        context.remove_user_function(entry)
        context.insert_user_function(entry, code)
        function = dispatcher.py_func
        _APART[code.mangled_name] = Apart(
            function.__module__, function.__name__, result.signature.args, code.mangled_name
        )

    dispatcher.add_overload = add_apart
    return dispatcher


def all_apart() -> tuple[Apart, ...]:
    """What has been compiled apart, or read, in this process."""
    return tuple(_APART.values())


def _needed_by(result: Any) -> list[Apart]:
    """All code apart to which a function, or what has become part of it, jumps."""
    code, own = result.library.get_llvm_str(), result.fndesc.mangled_name
    return [needed for symbol, needed in _APART.items() if symbol in code and symbol != own]


def _make_ready(needed: Apart) -> None:
    """Read, or compile, what other code is about to jump to.

    Raises:
        ValueError: if it is not what that code was compiled with.
    """
    found = needed.compiled().overloads[needed.arguments].fndesc.mangled_name
    if found != needed.symbol:
        raise ValueError(f"{needed.function} was compiled anew")


class _Kept(CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_ByContent,)

    def reduce(self, result: Any) -> Any:
        """What is written of compiled code: what it needs, and itself."""
        return _needed_by(result), super().reduce(result)

    def rebuild(self, target_context: Any, payload: Any) -> Any:
        """Compiled code from what was written of it."""
        needed, itself = payload
        for code in needed:
            _make_ready(code)
        return super().rebuild(target_context, itself)


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
