"""``sim run``."""

import argparse

from sim.cli.options import (
    SCENARIO_OR_RUN,
    several_of,
    take_format,
    take_out,
    take_set,
    take_threads,
    take_worlds,
)
from sim.cli.simulation import run_and_draw, scenario_of, warn_if_edited
from sim.cli.terminal import print_utf8
from sim.experiment import TABLES
from sim.report.interchange import FORMATS

PURPOSE = "run a scenario and write plots and tables"
MORE = """\
A world is one possible course of events: the politics are the same in all worlds, chance and
parameters are drawn for each. A run simulates many worlds and prints for each measure the record,
the median and the range that holds 90% of the worlds. It leaves a folder with plots as PNG, tables
as Parquet and CSV, and manifest.json, which says what made them. The folder is complete, or not
there at all. The same scenario and seed give the same tables. Volumes are in millions of TIV,
SIPRI's trend-indicator value.

  sim run history
  sim run what-if.yaml --worlds 50 --out results/what-if
  sim run what-if.yaml --set price_sensitivity=1 --set events.french-credit.off=true
  sim run history --format csv,iamc         every table as CSV; the IAMC's long table, for pyam
  sim run history --tables orders,measures  a smaller folder"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="SCENARIO", help=SCENARIO_OR_RUN)
    take_out(parser)
    take_set(parser)
    take_worlds(parser)
    take_format(parser, FORMATS)
    parser.add_argument(
        "--tables", type=several_of(TABLES), metavar="TABLE,…",
        help=f"tables to keep: {', '.join(TABLES)} (default: all)",
    )  # fmt: skip
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Run a scenario and say where its results are."""
    from sim.experiment.case import find_theatre
    from sim.experiment.reproduce import folder_of_run
    from sim.report.interchange.write import refuse_lacking, write_formats
    from sim.report.run.table import summary_table

    refuse_lacking(options.formats)
    scenario = scenario_of(options, options.file)
    given = (options.out, options.worlds, options.seed, options.put, options.tables)
    made = None if any(given) else folder_of_run(options.file)
    result = run_and_draw(scenario, options.threads, made or options.out, options.tables)
    print_utf8(summary_table(result.folder, scenario, find_theatre(scenario)) + "\n\n")
    if not result.fresh:
        print("This run was made before; its folder is complete.")
        warn_if_edited(result.folder)
    for path in write_formats(result.folder, options.formats, scenario):
        print(f"Wrote: {path}")
    print(f"Results: {result.folder}")
    return 0
