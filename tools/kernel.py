"""The model as WebAssembly, made from its one source: ``python -m tools.kernel``.

Numba compiles the entry points for a plain processor. Their LLVM code is put together, freed of
what is Python's, and compiled once more for a browser. Only this program needs a linker, which is
``wasm-ld`` (Debian: lld). The same source and versions give a module of the same bytes.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm
import numba
from numba.core import config

TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint,+mutable-globals"
STACK = 1 << 18  # bytes

# The product of two numbers of 128 bits, for checks that LLVM puts before a vectorised loop.
PRODUCT = """
define void @__multi3(ptr %out, i64 %a, i64 %a.high, i64 %b, i64 %b.high) {
  %a0 = and i64 %a, 4294967295
  %a1 = lshr i64 %a, 32
  %b0 = and i64 %b, 4294967295
  %b1 = lshr i64 %b, 32
  %p00 = mul i64 %a0, %b0
  %p01 = mul i64 %a0, %b1
  %p10 = mul i64 %a1, %b0
  %p11 = mul i64 %a1, %b1
  %p00.high = lshr i64 %p00, 32
  %p01.low = and i64 %p01, 4294967295
  %p10.low = and i64 %p10, 4294967295
  %middle.0 = add i64 %p00.high, %p01.low
  %middle = add i64 %middle.0, %p10.low
  %low.0 = and i64 %p00, 4294967295
  %low.1 = shl i64 %middle, 32
  %low = or i64 %low.0, %low.1
  %p01.high = lshr i64 %p01, 32
  %p10.high = lshr i64 %p10, 32
  %carried = lshr i64 %middle, 32
  %cross.0 = mul i64 %a, %b.high
  %cross.1 = mul i64 %a.high, %b
  %high.0 = add i64 %p11, %p01.high
  %high.1 = add i64 %high.0, %p10.high
  %high.2 = add i64 %high.1, %carried
  %high.3 = add i64 %high.2, %cross.0
  %high = add i64 %high.3, %cross.1
  store i64 %low, ptr %out
  %after = getelementptr i8, ptr %out, i32 8
  store i64 %high, ptr %after
  ret void
}
"""

# Numba's code for a processor with nothing special, whatever machine this is.
config.CPU_NAME, config.CPU_FEATURES = "x86-64", ""


def main() -> None:
    """Write the module and its note."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        config.CACHE_DIR = folder  # code from a cache cannot be read
        module = kernel_of(entry_points(), all_code(), Path(folder))
    from sim.page.kernel import KERNEL, NOTE, source_of_kernel

    note = {
        "source": source_of_kernel(),
        "sha256": hashlib.sha256(module).hexdigest(),
        "numba": numba.__version__,
        "llvmlite": llvmlite.__version__,
        "llvm": ".".join(map(str, llvm.llvm_version_info)),
        "linker": _said([_linker(), "--version"]),
        "features": FEATURES,
    }
    KERNEL.write_bytes(module)
    NOTE.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    print(f"{KERNEL}: {len(module):,} bytes")


def entry_points() -> Mapping[str, str]:
    """Compile every entry point; gives the name that it has in LLVM code by the name exported."""
    # The model is imported only now: it is compiled for the processor that is set above.
    from sim.experiment.case import build_case
    from sim.experiment.flows import finest
    from sim.model import block, painting, tally
    from sim.model.orders import new_orders
    from sim.page import entries
    from sim.scenario import load

    import numpy as np  # isort: skip

    case = build_case(load("history"), largest={})
    fixed, forcing, world, orders = case.fixed, case.forcing, case.empty_world(), new_orders(1)
    one, two, four, five = (np.zeros((1,) * axes) for axes in (1, 2, 4, 5))
    grain = finest(case)
    cells = tally.LedgerCells(grain.class_at, grain.period_at, one)
    of_case = fixed, forcing, world
    arguments: dict[Any, tuple[Any, ...]] = {
        block.run_block: (
            0,
            world.p,
            two,
            fixed,
            forcing,
            case.events,
            world,
            orders,
            two,
            two,
            two,
        ),
        painting.paint_forcing: (case.events, forcing),
        tally.tally_orders: (*orders, 0, 0, cells, five),
        tally.tally_deliveries: (*orders, 0, 0, four, forcing, cells, five),
        tally.count_orders: (orders.place, 0, cells, five),
        tally.date_orders: (orders.place, 0, four, forcing, orders.place),
        tally.tally_talks: (five, five),
        entries.play_to_offers: (0, fixed, forcing, case.events, world),
        entries.choose: (0, *of_case),
        entries.look_at_terms: (0, 0, 0, world.p, *of_case, two),
        entries.look_at_offers: (0, 0, 0, 0, *of_case, two),
        entries.look_at_hindrances: (0, 0, 0, *of_case, two),
        entries.look_at_money: (0, 0, 0, 0, 0.0, 0, *of_case, one),
    }
    found = {}
    for function, given in arguments.items():
        signature = tuple(map(numba.typeof, given))
        function.compile(signature)
        found[function.py_func.__name__] = function.overloads[signature].fndesc.llvm_func_name
    return found


def all_code() -> list[str]:
    """LLVM code of all that is compiled apart: the entry points, and that to which they jump."""
    from sim.model.kept import all_apart

    return [apart.compiled().inspect_llvm(apart.arguments) for apart in all_apart()]


def kernel_of(entries: Mapping[str, str], codes: Iterable[str], folder: Path) -> bytes:
    """The module of some LLVM code with some entry points, given their names in it."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(
        cpu="generic", features=FEATURES, opt=3, reloc="static"
    )
    whole = llvm.parse_assembly(f'target triple = "{TRIPLE}"\n{PRODUCT}')
    whole.data_layout = str(machine.target_data)
    for code in codes:
        whole.link_in(llvm.parse_assembly(_for_browser(code, str(machine.target_data))))
    for function in whole.functions:
        if not function.is_declaration and function.name != "__multi3":
            function.linkage = "internal"
    for name, inside in entries.items():
        function = whole.get_function(inside)
        function.linkage, function.name = "external", name
    options = llvm.PipelineTuningOptions(speed_level=3)
    options.loop_vectorization = options.slp_vectorization = True
    passes = llvm.create_pass_builder(machine, options)
    passes.getModulePassManager().run(whole, passes)
    return _linked(machine.emit_object(whole), list(entries), folder)


def _for_browser(code: str, layout: str) -> str:
    """LLVM code for a browser: its layout and triple, no marks of a processor, nothing shared."""
    for word, value in (("datalayout", layout), ("triple", TRIPLE)):
        code = re.sub(rf'^target {word} = ".*"$', f'target {word} = "{value}"', code, flags=re.M)
    code = re.sub(r'"(?:target-|tune-)[a-z]+"="[^"]*"', "", code)
    code = code.replace(" = common ", " = internal ")
    return code.replace("@sqrt(", "@llvm.sqrt.f64(")  # an instruction, and no function to import


def _linked(code: bytes, exported: list[str], folder: Path) -> bytes:
    source, target = folder / "kernel.o", folder / "kernel.wasm"
    source.write_bytes(code)
    exports = [f"--export={name}" for name in [*exported, "__heap_base"]]
    stack = ["-z", f"stack-size={STACK}", "--stack-first"]  # one that is too deep meets a trap
    command = [_linker(), "--no-entry", "--gc-sections", "--strip-all", *stack, *exports]
    _said([*command, "-o", str(target), str(source)])
    return target.read_bytes()


def _linker() -> str:
    for name in ("wasm-ld", "wasm-ld-14", "wasm-ld-16", "wasm-ld-19"):
        if found := shutil.which(name):
            return found
    sys.exit("there is no wasm-ld here, which links the module; Debian has it in the package lld")


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
