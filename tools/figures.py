"""Figures that pages quote: made by commands, kept in ``docs/figures``, written into pages.

``python -m tools.figures`` makes those again that are out of date, some minutes in all;
``python -m tools.figures NAME …`` makes the named ones. ``python -m tools.pages`` then writes the
pages. A file of figures says which command made it, and of which model, data and scenario.
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sim.base.files import write_whole
from sim.experiment.case import build_case
from sim.experiment.run import run_id
from sim.plots.pictures import small_png
from sim.scenario import load
from tools.quoted import QUOTED, Quoted

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "figures"
GALLERY = ROOT / "results" / "gallery"
COLOURS = 192  # shades of a plot in the gallery


def made_with(row: Quoted) -> dict[str, str]:
    """What decides the figures of a row: its command, and the state of what it reads."""
    made = {"command": row.command}
    made |= {f"scenario {name}": _run_id(name) for name in row.scenarios}
    return made | {name: _digest(ROOT / name) for name in row.files}


@cache
def _run_id(name: str) -> str:
    return run_id(build_case(load(name)))


def _digest(path: Path) -> str:
    text = path.read_text(encoding="utf-8")  # line ends differ between checkouts
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def kept(name: str) -> dict[str, Any] | None:
    """What is kept of a row, or None if it was never made."""
    path = KEPT / f"{name}.json"
    if not path.is_file():
        return None
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def stale(row: Quoted) -> list[str]:
    """What has changed since the figures of a row were made; empty if nothing has."""
    held = kept(row.name)
    now = made_with(row)
    then = {} if held is None else held["made with"]
    return [what for what in {**then, **now} if then.get(what) != now.get(what)]


def make(row: Quoted, threads: int) -> None:
    """Make the figures and plots of a row anew, in a temporary folder, and keep them."""
    with tempfile.TemporaryDirectory(prefix="sim-figures-") as temporary:
        folder = Path(temporary) / "out"
        figures = rounded(row.make(folder, threads))
        for name, plot in row.plots.items():
            target = GALLERY / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(small_png(_first(folder, plot), row.width, COLOURS))
    content = {"made with": made_with(row), "figures": figures}
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    write_whole(KEPT / f"{row.name}.json", text + "\n")


def _first(folder: Path, pattern: str) -> Path:
    """The first file of a folder that fits; a name of a plot may have a part that is not known."""
    return min(folder.glob(pattern))


def rounded(value: Any) -> Any:
    """The same data with numbers of six digits, so that a change of the last bit is no change."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, Mapping):
        return {key: rounded(inner) for key, inner in value.items()}
    return [rounded(inner) for inner in value] if isinstance(value, list | tuple) else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Make figures anew, one row after the other."""
    parser = argparse.ArgumentParser("python -m tools.figures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(QUOTED)}")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    unknown = [name for name in options.names if name not in QUOTED]
    if unknown:
        parser.error(f"there are no figures {', '.join(unknown)}; there are {', '.join(QUOTED)}")
    for name, row in QUOTED.items():
        why = ["asked for"] if name in options.names else [] if options.names else stale(row)
        if why:
            print(f"{name}: {row.command}   ({', '.join(why)})", flush=True)
            began = time.perf_counter()
            make(row, options.threads)
            print(f"{name}: {time.perf_counter() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
