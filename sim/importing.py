"""What ``sim import`` does: a user's own register becomes a theatre."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.terminal import refused


def import_register(options: argparse.Namespace) -> int:
    """Read registers and tables, say what became of their rows, and write a theatre."""
    from sim.register.build import (
        SCENARIO,
        Choice,
        FolderTakenError,
        make_theatre,
        write_theatre,
    )
    from sim.register.read import read_register

    out: Path = options.out
    choice = Choice(options.start, options.buyers, options.suppliers, options.relations)
    if out.exists() or out.is_symlink():
        return refused("import", f"{out} exists and stays as it is; name another folder with --out")
    with _reading() as watch:
        register = read_register(options.files, watch)
    made = make_theatre(register, choice, out)
    for account in register.accounts:
        print("\n".join(account.lines()))
    if register.warning:
        print(f"Warning: {register.warning}", file=sys.stderr)
    print("\n".join(made.summary))
    try:
        write_theatre(made, out)
    except FolderTakenError as error:
        return refused("import", str(error))
    print(f"{out} is a theatre. Next: sim run {out / SCENARIO}")
    return 0


@contextmanager
def _reading() -> Iterator[Callable[[Path], Callable[[int], object]]]:
    """A bar over each file that takes more than a moment."""
    from tqdm import tqdm

    bars: "list[tqdm[object]]" = []

    def watch(path: Path) -> Callable[[int], object]:
        bar: "tqdm[object]" = tqdm(
            total=path.stat().st_size, unit="B", unit_scale=True, desc=f"Reading {path.name}",
            leave=False, delay=1,
        )  # fmt: skip
        bars.append(bar)
        return bar.update

    try:
        yield watch
    finally:
        for bar in bars:
            bar.close()
