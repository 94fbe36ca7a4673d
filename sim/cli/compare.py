"""``sim compare``."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO, take_out, take_set, take_threads, take_worlds
from sim.cli.simulation import (
    announce,
    run_and_draw,
    scenario_of,
    warn_if_edited,
    warn_if_stale,
)
from sim.cli.terminal import print_utf8, progress

if TYPE_CHECKING:
    from sim.scenario import Scenario

PURPOSE = "say what differs between runs"
MORE = """\
First it lists how the inputs differ, and what one side lacks that another has. Then each further
side is held against the first, world by world: runs with the same seed share their noise, so a
difference comes from the inputs and not from luck. For each measure it gives the difference over
the worlds, the mean difference with its interval, the share of worlds that differ in the same
direction, and how much variance the pairing saves. A scenario that has not been run is run first. A
measure that only one scenario asks for is taken from the tables of the others. What is compared
are the years, worlds and buyers that all sides have. Runs with different seeds are compared without
pairs; runs with different suppliers are not compared.

With one side it says which change did what. The scenario is held against the one it extends, or, if
it extends none, against itself without its own events. Each event, parameter and setting that
differs is added to the base alone, and left out of the whole, under the same noise. What they do
together beyond their sum is the interaction. If states that no changed event names order more or
less, it tells how the change reached them: the first order that turned, their first, and why.

With several sides the folder holds comparison.csv, gains.csv (who delivers more or less to whom),
over_time.csv, comparison.json, and plots:

  panels_<buyer>.png      who arms a buyer, the same panels for all sides
  difference_<buyer>.png  the difference over time, supplier by supplier
  gains_and_losses.png    buyers and suppliers, who gains and who loses
  measures.png            all measures on one axis

With one side: attribution.txt, attribution.csv, paths.csv, attribution.json, and
plots/attribution.png.

  sim compare egypt.yaml                      which change did what?
  sim compare results/egypt/ID                the same for a run already made
  sim compare history no_embargo_lift
  sim compare history rival_blind record      'record' stands for what happened
  sim compare results/history/ID what-if.yaml --buyers India --out what-changes
  sim compare history --set price_sensitivity=1     one side with --set: against itself without"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "sides", nargs="+", metavar="SIDE",
        help=f"a folder of 'sim run', {SCENARIO}, or the word 'record'; the first of several is "
        "the base; a single one is held against what it extends",
    )  # fmt: skip
    take_out(parser, otherwise="results/compared/…")
    parser.add_argument(
        "--buyers", nargs="+", metavar="STATE",
        help="buyers whose panels are drawn (default: as the scenarios say)",
    )  # fmt: skip
    take_set(parser)
    parser.add_argument(
        "--without-events", action="store_true",
        help="with one side: hold it against itself without its own events",
    )  # fmt: skip
    parser.add_argument(
        "--each", action="store_true",
        help="with one side: each change by itself, even if there are more than 12",
    )  # fmt: skip
    take_worlds(parser)
    take_threads(parser)


def _sides(options: argparse.Namespace) -> "tuple[list[str], Callable[[str], Scenario]]":
    """The words for the sides, and what reads them; a single one with --set is held to itself."""
    if len(options.sides) > 1 or not options.put:
        return options.sides, lambda word: scenario_of(options, word)
    [word] = options.sides
    plain = argparse.Namespace(**{**vars(options), "put": []})
    return [word, f"{word} with --set"], lambda said: scenario_of(
        plain if said == word else options, word
    )


def run(options: argparse.Namespace) -> int:
    """Say how inputs differ, then compare outcomes world by world; run what has not been run.

    Of one side, say what did it.
    """
    one = len(options.sides) == 1 and not options.put
    return _attribute(options) if one else _compare(options)


def _attribute(options: argparse.Namespace) -> int:
    """Attribute what a scenario changes to its events, parameters and settings."""
    from sim.base.problems import RefusedError
    from sim.compare.attribute import attribute
    from sim.compare.attribution_plan import plan_attribution
    from sim.compare.items import MOST
    from sim.compare.sides import RECORD
    from sim.explain.paths import far_paths, played_again
    from sim.report.compare.attribution_write import (
        PLOT,
        TABLE,
        Told,
        attribution_folder,
        attribution_text,
        write_attribution,
    )
    from sim.report.compare.write import may_write

    [word] = options.sides
    if options.buyers is not None:
        raise RefusedError("--buyers is for the panels of two sides or more")
    if word == RECORD:
        raise RefusedError("the record does not say what it extends; name a scenario beside it")
    scenario = scenario_of(options, word)
    plan = plan_attribution(
        scenario, without_events=options.without_events, most=None if options.each else MOST
    )
    if options.out is not None:
        may_write(options.out)
    announce(scenario)
    warn_if_stale(scenario)
    with progress(plan.worlds, "Attributing") as bar:
        found = attribute(plan, options.threads, bar.update)
    with progress(played_again(found), "Following far orders") as bar:
        told = Told(found, far_paths(found, bar.update))
    out = attribution_folder(found) if options.out is None else options.out
    may_write(out)
    print_utf8(f"\n{attribution_text(told)}\n")
    write_attribution(out, told)
    print(f"\nTable: {out / TABLE}\nPlot:  {out / PLOT}")
    return 0


def _compare(options: argparse.Namespace) -> int:
    """Hold every other side against the first; one with --set is held against itself without."""
    from sim.base.problems import RefusedError
    from sim.compare.compare import buyers_named, compare
    from sim.compare.sides import RECORD, open_sides
    from sim.report.compare.table import comparison_table
    from sim.report.compare.write import (
        buyers_drawn,
        default_folder,
        may_write,
        write_compared,
    )

    for name in ("each", "without_events"):
        if getattr(options, name):
            raise RefusedError(f"--{name.replace('_', '-')} is for one side")
    given = options.worlds is not None or options.seed is not None or options.put
    if given and all(word == RECORD or Path(word).is_dir() for word in options.sides):
        raise RefusedError(
            "results folders are as they were run: --worlds, --seed and --set are for scenarios"
        )

    def run_first(scenario: "Scenario") -> Path:
        folder = run_and_draw(scenario, options.threads).folder
        warn_if_edited(folder)
        return folder

    if options.out is not None:
        may_write(options.out)
    sides = open_sides(*_sides(options), run_first)
    found = compare(sides)
    buyers = buyers_drawn(found) if options.buyers is None else buyers_named(options.buyers, found)
    out = default_folder(found) if options.out is None else options.out
    print_utf8(comparison_table(found) + "\n")
    print("Drawing …", flush=True)
    write_compared(out, found, buyers, options.threads)
    print(f"\nComparison: {out / 'comparison.csv'}, gains.csv, over_time.csv, comparison.json")
    print(f"Plots:      {out / 'plots'}")
    return 0
