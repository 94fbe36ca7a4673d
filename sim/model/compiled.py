"""Compiled functions, cached on disk under a hash of the whole model.

Numba's own cache looks only at the file of the cached function. A behaviour compiled from another
file's equation would then run stale after that equation is edited, so the cache folder is named by
a hash over every source file of this room.
"""

import gc
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property, update_wrapper
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar, cast

import numba
import platformdirs
from numba.core import config
from numba.core.compiler_lock import global_compiler_lock
from numba.extending import typeof_impl

from sim.base.caching import usable
from sim.model.kept import KeptCache, keep_apart
from sim.model.within import WithinCompiler

Function = TypeVar("Function", bound=Callable[..., object])

# How hard a function is optimised: on its own, and to become part of what calls it, with all of
# which it is optimised then.
_FULLY, _NOT_YET = 3, 0

_OPTIONS: dict[str, Any] = {
    "nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True,
}  # fmt: skip


@cache
def source_hash() -> str:
    """Sixteen hex digits that change whenever a source file of the model changes.

    They name code, not what it does: results carry ``sim.model.version`` instead.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def cache_folder() -> Path | None:
    """Where the compiled model of this source lies, compiled yet or not; None if nowhere."""
    root = config.CACHE_DIR or platformdirs.user_cache_dir("sim", appauthor=False)
    return usable(Path(root), source_hash())


def is_cached(function: str = "block.run_block") -> bool:
    """Whether a function, such as a whole block of worlds, was compiled on this machine before."""
    folder = cache_folder()
    return folder is not None and any(folder.rglob(f"{function}*.nbi"))


class Part:
    """A function that becomes part of whatever calls it, compiled or Python.

    What is compiled takes it as it is, without the way in from Python, which takes longer to
    compile than most formulas; that is compiled when Python calls it. Only what runs is kept on
    disk: to keep parts as well would make the first run a twentieth longer. What is new later, such
    as a replay, compiles its parts again.
    """

    def __init__(self, function: FunctionType) -> None:
        """Compile nothing yet."""
        self._function = function
        within = numba.njit(
            **_OPTIONS, forceinline=True, no_cpython_wrapper=True, pipeline_class=WithinCompiler
        )(function)
        self.within = _optimised(_NOT_YET, within)
        update_wrapper(self, function)

    @cached_property
    def _alone(self) -> Any:
        of = self._function
        alone = FunctionType(of.__code__, of.__globals__, of.__name__, None, of.__closure__)
        alone.__qualname__ = f"{of.__qualname__}.alone"  # another name in the cache
        return _optimised(_FULLY, _cached(numba.njit(**_OPTIONS)(alone)))

    def __call__(self, *arguments: Any) -> Any:
        """Run it alone."""
        return self._alone(*arguments)


@typeof_impl.register(Part)  # type: ignore[untyped-decorator]
def _type_of_part(part: Part, context: Any) -> Any:
    """What compiled code takes a part for."""
    return typeof_impl(part.within, context)


def compiled(function: Function) -> Function:
    """Compile ``function`` on first use; it releases the interpreter lock and divides like C.

    Compiled functions work in memory that their caller owns, so reference counting, which would
    take four fifths of the time, is off. They can therefore return numbers, but no new arrays.
    Each becomes part of whatever calls it: handing over a world costs more than most formulas.
    """
    return cast(Function, Part(cast(FunctionType, function)))


def compiled_apart(function: Function) -> Function:
    """Compile ``function``, which is large, once: whatever calls it, jumps to it."""
    return keep_apart(_optimised(_FULLY, _cached(numba.njit(**_OPTIONS)(function))))


def inlined(function: Function) -> Function:
    """Put ``function`` wherever it is called, before anything is compiled.

    For one that gives a view of an array, which a compiled function cannot, and for one that only
    calls what is compiled apart, and need not be compiled itself.
    """
    written_out: Function = numba.njit(inline="always")(function)
    return written_out


def _cached(dispatcher: Any) -> Any:
    folder, before = cache_folder(), config.CACHE_DIR
    if folder is None:
        return dispatcher
    config.CACHE_DIR = str(folder)  # read once, while caching is enabled
    try:
        dispatcher._cache = KeptCache(dispatcher.py_func)
    except RuntimeError:  # nothing can be written there: see ``announce_compiling``
        pass
    finally:
        config.CACHE_DIR = before
    return dispatcher


def _optimised(level: int, dispatcher: Any) -> Any:
    """Have a function, but not what it calls, optimised at a level, from 0 to 3.

    It is compiled for types only: Numba would compile it once more for each number in its callers.
    """
    compile_at_once = dispatcher.compile

    def compile_at_level(arguments: Any) -> Any:
        with global_compiler_lock, _optimising(level), _not_collecting():
            return compile_at_once(tuple(map(numba.types.unliteral, arguments)))

    dispatcher.compile = compile_at_level
    return dispatcher


@contextmanager
def _optimising(level: int) -> Iterator[None]:
    before = config.OPT
    config.OPT = type(before)(level)  # no plain number: Numba asks whether it is the most
    try:
        yield
    finally:
        config.OPT = before


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Leave garbage alone: looking for it takes a tenth of the time, and there is hardly any."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
