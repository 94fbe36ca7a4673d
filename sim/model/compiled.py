"""Compiled functions, cached on disk under a hash of the whole model.

Numba's own cache looks only at the file of the cached function. A behaviour compiled from another
file's equation would then run stale after that equation is edited, so the cache folder is named by
a hash over every source file of this room.
"""

import ast
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
def model_hash() -> str:
    """Sixteen hex digits that change whenever a source file of the model changes."""
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def engine_hash() -> str:
    """Sixteen hex digits that change whenever what worlds do may have changed.

    They are taken over the code of the modules that a block of worlds is made of, without comments
    and documentation; how one looks at a world does not count.
    """
    room, wanted, found = Path(__file__).parent, ["block"], dict[str, str]()
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        code = ast.parse((room / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(code):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim.model"):
                module = (node.module or "").removeprefix("sim.model").removeprefix(".")
                wanted += [module] if module else [item.name for item in node.names]
            body = getattr(node, "body", None)
            if isinstance(body, list) and body and _is_text(body[0]):
                body[0] = ast.Pass()
        found[name] = _spelled(code)
    text = "".join(f"{name}\0{found[name]}\0" for name in sorted(found))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _spelled(part: object) -> str:
    """A syntax tree as text, the same under every version of Python: what is empty is left out."""
    if isinstance(part, ast.AST):
        fields = [(name, value) for name, value in ast.iter_fields(part) if value not in (None, [])]
        inside = ",".join(f"{name}={_spelled(value)}" for name, value in fields)
        return f"{type(part).__name__}({inside})"
    if isinstance(part, list):
        return "[" + ",".join(map(_spelled, part)) + "]"
    return repr(part)


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def cache_folder() -> Path:
    """Where the compiled model of this source lies, whether or not it has been compiled yet."""
    root = config.CACHE_DIR or platformdirs.user_cache_dir("sim", appauthor=False)
    return Path(root) / "compiled" / model_hash()


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
