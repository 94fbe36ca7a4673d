"""The command ``sim``. Each command imports what it needs when it runs, so that help is quick."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiment.case import Case
    from sim.experiment.worlds import Block

USAGE_ERROR = 2

DESCRIPTION = """\
States choose arms suppliers by price, political cost and rival behaviour.

A scenario is a YAML file: the years, the political events, what to measure. A run simulates many
worlds of it and leaves a folder of plots and tables.

  sim check scenarios/history.yaml      is the file right?
  sim run scenarios/history.yaml        run it; the folder is named at the end
  sim run scenarios/no_embargo_lift.yaml --worlds 50 --out /tmp/what-if
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status (0 well, 2 the input is wrong)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    from sim.problems import InputError

    try:
        return command(options)
    except InputError as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("sim", description=DESCRIPTION, formatter_class=raw)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    check = commands.add_parser("check", help="say what is wrong with a scenario file, if anything")
    check.add_argument("file", help="a scenario file, or the name of a shipped one")
    check.set_defaults(command=_check)

    run = commands.add_parser("run", help="run a scenario and write plots and tables")
    run.add_argument("file", help="a scenario file, or the name of a shipped one")
    run.add_argument("--out", type=Path, metavar="DIR", help="folder to make (default: results/…)")
    run.add_argument("--worlds", type=_whole(1, 10_000_000), metavar="N", help="how many worlds")
    run.add_argument("--seed", type=_whole(0, 2**32 - 1), metavar="S", help="seed of all noise")
    run.add_argument(
        "--threads", type=_whole(1, 256), metavar="N", default=os.cpu_count() or 1,
        help="threads (default: all cores); results do not depend on it",
    )  # fmt: skip
    run.set_defaults(command=_run)
    return parser


def _whole(low: int, high: int) -> Callable[[str], int]:
    def number(word: str) -> int:
        if not word.isascii() or not word.isdigit() or not low <= int(word) <= high:
            message = f"must be a whole number from {low} to {high}, not '{word}'"
            raise argparse.ArgumentTypeError(message)
        return int(word)

    return number


def _check(options: argparse.Namespace) -> int:
    from sim.experiment.case import build_case
    from sim.scenario import load

    scenario = load(options.file)
    build_case(scenario)
    print(
        f"{options.file}: right. '{scenario.title}', {scenario.first_year}-{scenario.last_year}, "
        f"{len(scenario.events)} events, {len(scenario.measures)} measures, "
        f"{scenario.worlds} worlds"
    )
    return 0


def _run(options: argparse.Namespace) -> int:
    from sim.experiment.run import FolderTakenError, run_scenario
    from sim.model.compiled import is_cached
    from sim.report.figures import draw_figures
    from sim.report.table import summary_table
    from sim.scenario import load

    scenario = load(options.file)
    if options.worlds is not None:
        scenario = replace(scenario, worlds=options.worlds)
    if options.seed is not None:
        scenario = replace(scenario, seed=options.seed)
    print(scenario.title)
    if scenario.question:
        print(scenario.question)
    if not is_cached():
        print("Compiling the model: once on this machine, about half a minute …", flush=True)

    def draw(folder: Path, case: "Case") -> None:
        print("Drawing …", flush=True)
        draw_figures(folder, case.scenario, case.theatre)

    try:
        result = run_scenario(scenario, options.out, options.threads, _progress_bar, draw)
    except FolderTakenError as error:
        print(f"sim run: {error}", file=sys.stderr)
        return USAGE_ERROR
    print(summary_table(result.folder))
    if not result.fresh:
        print("This run was made before; its folder is complete.")
    print(f"Results: {result.folder}")
    return 0


def _progress_bar(blocks: Iterable["Block"], worlds: int) -> Iterator["Block"]:
    from tqdm import tqdm

    with tqdm(total=worlds, unit=" worlds", desc="Simulating", leave=False) as bar:
        for block in blocks:
            yield block
            bar.update(block.worlds)


if __name__ == "__main__":
    sys.exit(main())
