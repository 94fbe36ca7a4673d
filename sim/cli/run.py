"""``sim run``."""

import argparse

from sim.cli.options import (
    SCENARIO,
    several_of,
    take_format,
    take_out,
    take_set,
    take_threads,
    take_worlds,
)
from sim.cli.simulation import run_and_draw, scenario_of, warn_if_edited
from sim.experiment import TABLES
from sim.report.interchange import FORMATS

PURPOSE = "run a scenario and write plots and tables"
MORE = """\
A world is one possible course of events: the same politics, its own draw of chance and of the
parameters. A run simulates many, prints for each measure the record, the median and the range that
holds 90% of the worlds, and leaves a folder, complete or absent: plots as PNG, tables as Parquet
and CSV, and manifest.json, which says what made them. The same scenario and seed give the same
tables. Volumes are in TIV, SIPRI's trend-indicator value, in millions.

  sim run history
  sim run what-if.yaml --worlds 50 --out results/what-if
  sim run what-if.yaml --set price_sensitivity=1 --set events.french-credit.off=true
  sim run history --format csv,iamc         CSV of every table; the IAMC's long table, for pyam
  sim run history --tables orders,measures  a smaller folder"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", help=SCENARIO)
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
    from sim.report.interchange.write import refuse_lacking, write_formats
    from sim.report.run.table import summary_table

    refuse_lacking(options.formats)
    scenario = scenario_of(options, options.file)
    result = run_and_draw(scenario, options.threads, options.out, options.tables)
    print(summary_table(result.folder, scenario.measures))
    if not result.fresh:
        print("This run was made before; its folder is complete.")
        warn_if_edited(result.folder)
    for path in write_formats(result.folder, options.formats, scenario):
        print(f"Wrote: {path}")
    print(f"Results: {result.folder}")
    return 0
