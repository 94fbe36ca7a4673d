"""Commands that hold runs against each other; imports as in ``sim.cli.commands``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.terminal import (
    announce,
    as_asked,
    draw_on,
    print_whole,
    progress_bar,
    refused,
    warn_if_edited,
    warn_if_stale,
)

if TYPE_CHECKING:
    from sim.compare.compare import Comparison
    from sim.scenario import Scenario


PURPOSE = "say what differs between runs"
MORE = """

First it lists how the inputs differ, and what one side lacks that another has. Then every other
side is held against the first, world by world: runs with the same seed share their noise, so that
a difference is what the inputs do and not luck. For each measure: the difference over worlds, the
mean difference and how well so many worlds tell it, the share of worlds in which the sign holds,
and how much of the variance pairing saves. A scenario that has not been run is run first; a
measure that only one scenario asks for is taken from the tables of the others. Common years,
worlds and buyers are compared; other seeds are compared without pairs, and other suppliers not at
all. Left in the folder, complete or absent: comparison.csv, gains.csv (who delivers more or less
to whom), over_time.csv, comparison.json, and plots:

  panels_<buyer>.png      who arms a buyer, the same panels for all sides
  difference_<buyer>.png  the difference over time, supplier by supplier
  gains_and_losses.png    buyers and suppliers, who gains and who loses
  measures.png            all measures on one axis

  sim compare history no_embargo_lift
  sim compare history rival_blind record      the word 'record' is what happened
  sim compare results/history/ID what-if.yaml --buyers India --out what-changes"""


def take_arguments(parser: argparse.ArgumentParser, scenario: str) -> None:
    """Say what the command is called with; ``scenario`` is how a scenario may be named."""
    parser.add_argument(
        "sides", nargs="+", metavar="SIDE",
        help=f"a folder of 'sim run', {scenario}, or the word 'record'; the first is the base",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="folder to make (default: results/compared/…)"
    )
    parser.add_argument(
        "--buyers", nargs="+", metavar="STATE",
        help="whose panels to draw (default: as the scenarios say)",
    )  # fmt: skip


def compare(options: argparse.Namespace) -> int:
    """Say how inputs differ, then compare outcomes world by world; run what has not been run."""
    from sim.compare.compare import compare as compared
    from sim.compare.sides import RECORD, NotComparableError, open_sides
    from sim.experiment.reproduce import NotResultsError
    from sim.experiment.run import FolderTakenError, run_scenario
    from sim.model.block import TooManyTendersError
    from sim.report.compare.table import comparison_table
    from sim.report.compare.write import default_folder, may_write, write_compared

    given = options.worlds is not None or options.seed is not None
    if given and all(word == RECORD or Path(word).is_dir() for word in options.sides):
        return refused("compare", "results folders have their own worlds and seed")

    def run(scenario: "Scenario") -> Path:
        announce(scenario)
        warn_if_stale(scenario)
        draw = draw_on(options.threads)
        folder = run_scenario(scenario, None, options.threads, progress_bar, draw).folder
        warn_if_edited(folder)
        return folder

    try:
        if options.out is not None:
            may_write(options.out)
        sides = open_sides(options.sides, lambda word: as_asked(options, word), run)
        found = compared(sides)
        buyers = _buyers(options.buyers, found)
        out = default_folder(found) if options.out is None else options.out
        print_whole(comparison_table(found) + "\n")
        print("Drawing …", flush=True)
        write_compared(out, found, buyers, options.threads)
    except (FolderTakenError, NotComparableError, NotResultsError, TooManyTendersError) as error:
        return refused("compare", str(error))
    print(f"\nComparison: {out / 'comparison.csv'}, gains.csv, over_time.csv, comparison.json")
    print(f"Plots:      {out / 'plots'}")
    return 0


def _buyers(words: list[str] | None, found: "Comparison") -> tuple[str, ...]:
    """The theatre's own names of the buyers to draw.

    Raises:
        NotComparableError: if one is no buyer that all sides have.
    """
    from sim.base.problems import quote
    from sim.compare.sides import NotComparableError
    from sim.report.compare.write import buyers_drawn

    if words is None:
        return buyers_drawn(found)
    theatre = found.base.theatre
    unknown = [word for word in words if theatre.find(word) not in found.buyers]
    if unknown:
        hints = {word: theatre.suggestion(word).removeprefix("; ") for word in unknown}
        named = ", ".join(
            f"{quote(word)} ({hint})" if hint else quote(word) for word, hint in hints.items()
        )
        raise NotComparableError(f"no buyer that all sides have: {named}")
    return tuple(dict.fromkeys(name for word in words if (name := theatre.find(word)) is not None))
