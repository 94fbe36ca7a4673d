"""Code that is only ever part of other code: it is made LLVM's code, and no machine code.

Numba would make machine code of every function. Of those that others take in it is never run, and
takes a sixth of all the time of compiling. Numba's generator for other machines makes none by
itself: here it is given what it lacks to take part on this one.
"""

from functools import cache
from typing import Any

from numba.core.codegen import AOTCodeLibrary, AOTCPUCodegen
from numba.core.compiler import Compiler


class WithinCompiler(Compiler):  # type: ignore[misc]
    """Numba's compiler, without its last step."""

    def define_pipelines(self) -> Any:
        """All that is done to a function, and where its code goes."""
        self.state.library = _generator().create_library(self.state.func_id.func_qualname)
        return super().define_pipelines()


@cache
def _generator() -> "_Generator":
    return _Generator("within", cpu_name="host")  # for another, it would be optimised worse


class _Library(AOTCodeLibrary):  # type: ignore[misc]
    def get_pointer_to_function(self, name: str) -> int:
        """Finish the code; there is no machine code to point at."""
        self.finalize()
        return 0


class _Generator(AOTCPUCodegen):  # type: ignore[misc]
    _library_class = _Library

    def set_env(self, name: str, environment: Any) -> None:
        """Nothing: no machine code asks for it."""
