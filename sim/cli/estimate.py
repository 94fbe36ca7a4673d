"""``sim estimate``."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import (
    OF_REGISTER,
    cast,
    integer,
    options_of_register,
    take_out,
    take_suppliers,
    take_tables,
)
from sim.cli.simulation import announce_compiling
from sim.cli.terminal import print_utf8, progress, reading

if TYPE_CHECKING:
    from sim.estimate.source import OrderSource

PURPOSE = "refit the choice weights on orders, of a register or of a run"
MORE = """\
The model replays the orders. At each order it says what spoke for every supplier of the class:
habit, peers' orders, UN votes, pacts, rivals. A conditional logit finds
the weights under which the choices made are most likely; errors are clustered by buyer. The last
years are kept back, and the log score of their orders is set beside that of habit alone, of world
shares, and of the weights of the table.

WHAT is a register of arms transfers, a theatre that 'sim import' made, or the folder of a run:

  sim estimate register.csv                30 years of orders, the last five kept back
  sim estimate register.csv --since 1992 --until 2012 --out weights
  sim estimate mine                        orders since the start of the theatre
  sim estimate results/history/ID          are these the weights that the run was made with?

A register does not show who offered, at what price, or a lasting taste, so a run with such
mechanisms on gives back what they look like in a register (docs/TRANSFER.md); with them off, its
own weights. Left in the folder: weights.csv, scores.csv, estimate.json, and priors.yaml, whose
'set' a scenario can copy, or extend:

  extends: results/estimate/priors.yaml"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    year = integer(1901, 2200)
    parser.add_argument(
        "what", nargs="+", type=Path, metavar="WHAT", help="a register, a theatre, or a run"
    )
    parser.add_argument(
        "--since", type=year, metavar="YEAR", help="only for a register: first year of the orders"
    )
    parser.add_argument(
        "--until", type=year, metavar="YEAR",
        help="last year that is fitted (default: five years before the last of the register)",
    )  # fmt: skip
    take_suppliers(parser, OF_REGISTER)
    take_tables(parser, OF_REGISTER, "as for 'sim import'")
    parser.add_argument(
        "--weigh", choices=("volume", "orders"),
        help="orders count by their volume, or all alike (default: volume; for a run: orders)",
    )  # fmt: skip
    parser.add_argument(
        "--worlds", type=integer(1, 1000), metavar="N", default=8,
        help="only for a run: how many worlds to learn from (default: 8)",
    )  # fmt: skip
    take_out(parser, "folder to write into", Path("results/estimate"))


def run(options: argparse.Namespace) -> int:
    """Estimate weights, print them and write priors."""
    from sim.base.own import refuse_foreign, writing
    from sim.estimate.files import FILES, write_estimate
    from sim.estimate.weights import estimate
    from sim.report.estimate import estimate_table

    refuse_foreign(options.out, FILES)
    announce_compiling()
    source = _source(options)
    for line in source.losses:
        print(line, file=sys.stderr)
    with progress(source.years, "Replaying", unit="years") as bar:
        choices, used = source.replay(bar.update)
    until = source.last_fitted(choices, options.until)
    weigh = options.weigh or ("volume" if used is None else "orders")
    estimated = estimate(choices, until, by_volume=weigh == "volume")
    names = ", ".join(path.name for path in options.what)
    about = {"weighed by": weigh} | ({"left out": source.left_out} if source.left_out else {})
    with writing(options.out, "estimate") as partial:
        files = write_estimate(partial, estimated, names, used, about)
    left_out = f"{source.left_out}\n" if source.left_out else ""
    print_utf8(f"{left_out}{estimate_table(estimated, used)}\n\n")
    for file in files:
        print(f"Wrote: {options.out / file.name}")
    return 0


def _source(options: argparse.Namespace) -> "OrderSource":
    from sim.base.problems import RefusedError
    from sim.estimate.source import is_folder, source_of_folder, source_of_register

    if is_folder(options.what):
        folder = options.what[0]
        refused = options_of_register(options, "since", "relations", "classes")
        if refused:
            raise RefusedError(
                f"{', '.join(refused)} can be said of a register only; {folder} has its own"
            )
        return source_of_folder(folder, options.worlds)
    with reading() as watch:
        return source_of_register(
            options.what, options.since, cast(options)[1], options.relations, options.classes,
            watch,
        )  # fmt: skip
