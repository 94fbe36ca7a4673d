"""``sim today``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.import_ import refuse_loss, take_loss, tell
from sim.cli.options import (
    cast,
    integer,
    take_buyers,
    take_out,
    take_suppliers,
    take_tables,
    take_threads,
    take_worlds,
)
from sim.cli.simulation import announce_compiling
from sim.cli.terminal import progress, reading

if TYPE_CHECKING:
    from sim.register.read import Register

PURPOSE = "make a theatre that begins today, with a scenario and questions"
MORE = """\
From a fresh register ('sim import --help' says which) it makes a theatre that begins after the
register's last year, and beside it scenarios to 2040:

  today.yaml                          what is in force: American sanctions and grants, and what
                                      Russia and Ukraine can still make; each with its source
  taiwan_crisis.yaml                  and other questions, each of which extends today.yaml; copy
                                      one, change it, and compare it with today.yaml

  sim today register.csv --out now
  sim compare now/today.yaml now/taiwan_crisis.yaml

  sim today register.csv --out now --lock now.lock      also lock a dated forecast of five years
  sim backtest --locked now.lock next.csv               a year later, hold it against what came

Embargoes are in a table of the theatre. Relations come with the package; for newer ones, use
'sim refresh --from FILE … --out DIR' and give that folder as --relations. A state that the theatre
does not have is left out of the scenarios. What could not be known is printed, and stands at the
head of today.yaml."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="REGISTER",
        help="a trade register; optionally more of its files, or tables of volumes by year",
    )  # fmt: skip
    parser.add_argument(
        "--start", type=integer(1901, 2200), metavar="YEAR",
        help="first simulated year (default: the one after the register's last)",
    )  # fmt: skip
    take_out(parser, default=Path("today"))
    take_buyers(parser)
    take_suppliers(parser)
    take_tables(parser)
    take_loss(parser)
    parser.add_argument(
        "--lock", type=Path, metavar="FILE",
        help="simulate today.yaml, and lock its first years for 'sim backtest --locked'",
    )  # fmt: skip
    parser.add_argument(
        "--horizon",
        type=integer(1, 15),
        metavar="N",
        default=5,
        help="how many years to lock (default: 5)",
    )
    take_worlds(parser, worlds=200, seed=1)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Read a register, and write a theatre with the scenarios of today."""
    from sim.base.problems import RefusedError
    from sim.register.build import ImportOptions, make_theatre, write_theatre
    from sim.register.read import read_register
    from sim.register.today import TODAY, newest_start, with_today
    from sim.register.weapons import classes_of
    from sim.theatre.load import default_theatre

    out: Path = options.out
    if out.exists() or out.is_symlink():
        raise RefusedError(f"{out} exists and stays as it is; name another folder with --out")
    classes = classes_of(options.classes)
    with reading() as watch:
        register = read_register(options.files, watch, classes)
    start = newest_start(register.deals) if options.start is None else options.start
    choice = ImportOptions(start, *cast(options), options.relations, options.classes)
    made = with_today(make_theatre(register, choice, out, default_theatre()), register.deals, out)
    tell(register, [*made.theatre.summary, *made.lines])
    refuse_loss(register, accepted=options.accept_loss)
    if options.lock is not None and options.lock.exists():
        raise RefusedError(f"{options.lock} exists and stays as it is; name another file")
    write_theatre(made.theatre, out)
    if options.lock is not None:
        _lock(options, register, out / TODAY)
    print(f"{out} is a theatre from {start} on. Next: sim run {out / TODAY}")
    return 0


def _lock(options: argparse.Namespace, register: "Register", file: Path) -> None:
    """Lock the first years of a scenario."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from sim.backtest.locked import seal
    from sim.experiment.case import find_theatre
    from sim.scenario import load

    scenario = replace(load(str(file)), worlds=options.worlds, seed=options.seed)
    announce_compiling(differs=scenario.differs)
    with progress(options.worlds, "Simulating") as bar:
        digest = seal(
            options.lock, scenario, find_theatre(scenario), register, datetime.now(UTC),
            options.horizon, options.threads, bar.update,
        )  # fmt: skip
    print(
        f"{options.lock} is a forecast of {options.horizon} years, locked. Its digest, to publish: "
        f"BLAKE2b {digest}"
    )
