"""What ``sim estimate`` does; imports as in ``sim.cli.commands``."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.arguments import cast, said_of_register, take_classes, take_suppliers, whole
from sim.cli.terminal import announce_compiling, print_whole, progress, reading

if TYPE_CHECKING:
    from sim.base.arrays import Floats
    from sim.estimate.recorded import RecordedChoices

PURPOSE = "refit the choice weights on orders, of a register or of a run"
MORE = """

The model replays the orders, and at each one is asked what every supplier of the class had to
offer by its own terms: habit, peers' orders, UN votes, pacts, rivals. A conditional logit finds
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

KEPT_BACK = 5  # years


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    year = whole(1901, 2200)
    parser.add_argument(
        "what", nargs="+", type=Path, metavar="WHAT", help="a register, a theatre, or a run"
    )
    parser.add_argument(
        "--since", type=year, metavar="YEAR", help="of a register: first year of the orders"
    )
    parser.add_argument(
        "--until", type=year, metavar="YEAR",
        help=f"last year that is fitted to (default: {KEPT_BACK} before the last)",
    )  # fmt: skip
    take_suppliers(parser, "of a register: ")
    parser.add_argument(
        "--relations", type=Path, metavar="DIR", help="of a register: as for 'sim import'"
    )
    take_classes(parser, "of a register: ")
    parser.add_argument(
        "--weigh", choices=("volume", "orders"),
        help="orders count by volume or all alike (default: volume; of a run, orders)",
    )  # fmt: skip
    parser.add_argument(
        "--worlds", type=whole(1, 1000), metavar="N", default=8,
        help="of a run: how many worlds to learn from (default: 8)",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="DIR", default=Path("results/estimate"),
        help="folder to write into (default: results/estimate)",
    )  # fmt: skip


def estimate(options: argparse.Namespace) -> int:
    """Estimate weights, print them and write priors."""
    from sim.base.own import refuse_foreign, writing
    from sim.base.problems import InputError, Location, Problem
    from sim.estimate.files import FILES, write_estimate
    from sim.estimate.weights import estimate as fit
    from sim.report.estimate import estimate_table

    refuse_foreign(options.out, FILES)
    announce_compiling()
    recorded, used, replayed = _orders(options)
    left_out = "" if replayed is None else (
        f"Orders up to {replayed} are those on record, not choices of the run: left out"
    )  # fmt: skip
    here = Location(str(options.what[0]), 1, 1)
    if not len(recorded.year):
        message = "has no orders to learn from"
        raise InputError([Problem(here, f"{message}. {left_out}" if left_out else message)])
    first, last = int(recorded.year.min()), int(recorded.year.max())
    until = max(last - KEPT_BACK, first) if options.until is None else options.until
    if not first <= until:
        message = f"orders run from {first} to {last}; none is left to fit to (--until {until})"
        raise InputError([Problem(here, f"{message}. {left_out}" if left_out else message)])
    weigh = options.weigh or ("volume" if used is None else "orders")
    estimated = fit(recorded, min(until, last), by_volume=weigh == "volume")
    source = ", ".join(path.name for path in options.what)
    about = {"weighed by": weigh, **({"left out": left_out} if left_out else {})}
    with writing(options.out, "estimate") as partial:
        files = write_estimate(partial, estimated, source, used, about)
    said = f"{left_out}\n" if left_out else ""
    print_whole(f"{said}{estimate_table(estimated, used)}\n\n")
    for file in files:
        print(f"Wrote: {options.out / file.name}")
    return 0


def _orders(options: argparse.Namespace) -> "tuple[RecordedChoices, Floats | None, int | None]":
    """Orders with the terms at each; of a run, its weights, and up to when it replayed orders."""
    from sim.base.problems import InputError, Location, Problem
    from sim.estimate.run import first_order, theatre_choices, theatre_of
    from sim.estimate.simulated import case_of_run, simulated_choices
    from sim.experiment.store import MANIFEST
    from sim.register.build import ImportOptions
    from sim.register.read import read_register
    from sim.register.weapons import classes_of
    from sim.theatre.load import load_theatre

    what: Path = options.what[0]
    own = said_of_register(options, "since", "relations", "classes")
    if own and len(options.what) == 1 and what.is_dir():
        message = f"{', '.join(own)} can be said of a register only; this folder has its own"
        raise InputError([Problem(Location(str(what), 1, 1), message)])
    if len(options.what) == 1 and (what / MANIFEST).is_file():
        case = case_of_run(what)
        worlds = min(options.worlds, case.scenario.worlds)
        with progress(worlds * len(case.years), "Replaying", unit="years") as bar:
            found = simulated_choices(what, case, worlds, bar.update)
        return *found, case.scenario.replay_until
    if len(options.what) == 1 and what.is_dir():
        theatre = load_theatre(what)
    else:
        classes = classes_of(options.classes)
        with reading() as watch:
            register = read_register(options.what, watch, classes)
        if register.losses:
            print("\n".join(register.losses), file=sys.stderr)
        deals = register.deals
        if options.since is not None and not deals.first_year < options.since <= deals.last_year:
            message = (
                f"this register runs from {deals.first_year} to {deals.last_year}; orders can be "
                f"learnt from since {deals.first_year + 1}, not {options.since} (--since)"
            )
            raise InputError([Problem(Location(str(what), 1, 1), message)])
        first = first_order(deals, deals.last_year, options.since)
        choice = ImportOptions(first, None, cast(options)[1], options.relations)
        theatre = theatre_of(register, choice)
    if not theatre.dated_orders:
        message = "has no orders by year on record; 'sim import' makes a theatre that has them"
        raise InputError([Problem(Location(str(what / "dated_orders.csv"), 1, 1), message)])
    last = max(order.year for order in theatre.dated_orders)
    with progress(last - theatre.start + 1, "Replaying", unit="years") as bar:
        return theatre_choices(theatre, last, bar.update), None, None
