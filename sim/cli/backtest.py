"""``sim backtest``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.backtest.words import COLUMNS
from sim.cli.options import (
    OF_REGISTER,
    cast,
    integer,
    options_of_register,
    take_buyers,
    take_out,
    take_suppliers,
    take_tables,
    take_threads,
    take_worlds,
)
from sim.cli.simulation import announce_compiling
from sim.cli.terminal import print_utf8, progress, reading

if TYPE_CHECKING:
    from sim.backtest.forecast import OriginPast
    from sim.backtest.run import Estimate, RecordSource

PURPOSE = "forecast from the past alone, and hold it against what then happened"
_ABOUT = """\
WHAT is a register of arms transfers as one downloads it, or a folder that 'sim import' made of one,
whose register is then read again from where it lay. Each origin starts from what was known before
it: habits, stocks, order book, tender rates, sizes, delivery lags, spending, rivalries, pacts,
embargoes in force. Events are left out. Beside the model stand benchmarks: persistence, the last
three years, world shares, decayed history, the order book alone, and each pair's own past as a
forecast with its doubt.

Without a register, 'default' takes the theatre of the package from 2003, over 5 or 10 years; its
tender rates, sizes, lags and capacities count years up to 2012. With --estimate its choice weights
are refitted on the orders of 2000-2002; those of 1995-1999 are the past that they are made from.

  sim backtest default
  sim backtest default --estimate
  sim import register.csv --out mine       the two commands from a download to plots
  sim backtest mine
  sim backtest register.csv --origin 2003 2008 2013 --horizon 5
  sim backtest register.csv --estimate     choice weights refitted on the years before each origin
  sim backtest register.csv --buyers all --suppliers all --horizon 10
  sim backtest next.csv --locked now.lock  what 'sim today --lock' locked, against the next edition
  sim backtest next.csv --earlier register.csv    what does hindsight change in the same years?

"""
_REST = """
A forecast knows one thing that was known only later: how large an order was that had been placed
before the origin (--strict leaves out what had not arrived, and with it the order book). UN votes,
spending, rivalries, pacts and embargoes end with the year before it.
The choice weights of the table were measured on orders up to 2012; for an earlier origin use
--estimate. Left in the folder: report.txt, table.csv, bands.csv, ties.csv, buyers.csv,
forecast.csv, backtest.json, plots, and the theatre of each origin."""
MORE = _ABOUT + COLUMNS + _REST


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "what", nargs="+", type=Path, metavar="WHAT",
        help="a register, an imported theatre, or 'default'",
    )  # fmt: skip
    parser.add_argument(
        "--origin", nargs="+", type=integer(1901, 2200), metavar="YEAR",
        help="first year of each forecast (default: that of the theatre, else 2013)",
    )  # fmt: skip
    parser.add_argument(
        "--horizon",
        type=integer(1, 30),
        metavar="N",
        default=5,
        help="how many years to forecast (default: 5)",
    )
    take_buyers(parser, OF_REGISTER)
    take_suppliers(parser, OF_REGISTER)
    take_tables(parser, OF_REGISTER, "as for 'sim import'")
    given = parser.add_mutually_exclusive_group()
    given.add_argument(
        "--estimate", action="store_true",
        help="refit the choice weights on orders before each origin (default: the table's priors)",
    )  # fmt: skip
    given.add_argument(
        "--parameters", type=Path, metavar="FILE",
        help="a posterior of 'sim calibrate', fitted only to years before the origin",
    )  # fmt: skip
    parser.add_argument(
        "--strict",
        action="store_true",
        help="leave out orders that had not arrived by the origin, and so the order book",
    )
    parser.add_argument(
        "--locked", nargs="+", type=Path, metavar="FILE", default=[],
        help="hold what 'sim today --lock' locked against WHAT, a later edition of the register; "
        "options of forecasts are then ignored",
    )  # fmt: skip
    parser.add_argument(
        "--earlier", nargs="+", type=Path, metavar="EDITION", default=[],
        help="hold WHAT against earlier editions of its register, a file or an imported folder "
        "each: what hindsight changes in the same years, and with --locked in the scores",
    )  # fmt: skip
    take_out(parser, default=Path("results/backtest"))
    take_worlds(parser, worlds=200, seed=1)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Forecast from one or several origins and score what came."""
    from sim.backtest.bands import band_scores
    from sim.backtest.files import write_bands_and_ties, write_tables
    from sim.backtest.parameters import ParameterSource, fitted_before, made_of
    from sim.backtest.record import FLOWS
    from sim.backtest.run import BacktestPlan, backtest, prepare_earlier
    from sim.backtest.table import lines_of, reliability_of
    from sim.backtest.ties import tie_scores
    from sim.base.files import write_whole
    from sim.base.partial import partial_folder, place
    from sim.base.problems import RefusedError
    from sim.report.backtest.extra_tables import bands_table, tie_tables
    from sim.report.backtest.text import backtest_table, report_text
    from sim.report.backtest.write import draw_backtest

    out: Path = options.out
    if out.exists() or out.is_symlink():
        raise RefusedError(f"{out} exists and stays as it is; name another folder with --out")
    if options.earlier:
        from sim.cli.editions import compare_editions

        return compare_editions(options)
    if options.locked:
        return _hold(options)
    source = _source(options)
    origins = tuple(sorted(set(options.origin or [source.cast.start])))
    plan = BacktestPlan(
        origins, options.horizon, source.cast, options.worlds, options.seed, options.strict
    )
    source.check(plan)
    parameters = ParameterSource(options.estimate)
    if options.parameters is not None:
        parameters = fitted_before(options.parameters, min(origins))
    with partial_folder(out.parent, out.name) as partial:
        print("\n".join([*source.notes(plan), *parameters.warnings(plan)]), flush=True)
        pasts, tried = source.prepare(plan, partial), prepare_earlier(source, plan)
        estimates = _estimates([*tried, *pasts], source) if options.estimate else {}
        announce_compiling()
        with progress(plan.worlds * (len(origins) + len(tried)), "Simulating") as bar:
            found = backtest(
                source, pasts, plan, estimates, parameters.posterior, options.threads, bar.update,
                tried,
            )  # fmt: skip
        outcomes = found.outcomes
        lines = lines_of(outcomes, plan.seed)
        reliability = [reliability_of(outcomes, flow) for flow in FLOWS]
        bands, ties = band_scores(outcomes, plan.seed), tie_scores(found.ties)
        about = made_of(plan, source, pasts, parameters, estimates)
        write_tables(partial, outcomes, lines, reliability, about)
        write_bands_and_ties(partial, bands, ties)
        table = "\n\n".join(
            [backtest_table(lines, reliability), bands_table(bands), *tie_tables(ties)]
        )
        too_well = parameters.known_too_well(source, plan)
        report = report_text(table, outcomes, plan, source, parameters.words, too_well)
        write_whole(partial / "report.txt", report)
        plots = draw_backtest(partial, outcomes, plan, source)
        place(partial, out)
    print_utf8(table + "\n")
    tables = ["table.csv", "bands.csv", *(["ties.csv"] if found.ties else [])]
    print(f"\nTables: {', '.join(str(out / name) for name in tables)}")
    for plot in plots:
        print(f"Plot:  {out / plot.relative_to(partial)}")
    return 0


def _hold(options: argparse.Namespace) -> int:
    """Hold locked forecasts against a later edition of their register."""
    from sim.backtest.bands import band_scores
    from sim.backtest.files import write_bands_and_ties, write_tables
    from sim.backtest.locked import hindsight_lines, hold, open_lock, years_held
    from sim.backtest.record import FLOWS
    from sim.backtest.table import lines_of, reliability_of
    from sim.backtest.ties import tie_scores
    from sim.base.files import write_whole
    from sim.base.partial import partial_folder, place
    from sim.register.read import read_register
    from sim.register.weapons import classes_of
    from sim.report.backtest.extra_tables import bands_table, tie_tables
    from sim.report.backtest.text import backtest_table

    locks = [open_lock(path) for path in options.locked]
    with reading() as watch:
        register = read_register(options.what, watch, classes_of(options.classes))
    held = [hold(lock, register, options.seed) for lock in locks]
    told = []
    for lock in locks:
        years, first = years_held(lock, register.deals), lock.start
        told.append(
            f"{lock.file}: locked {lock.head['locked']}, BLAKE2b {lock.digest}; {years} of "
            f"{lock.horizon} years from {first} on are in this edition"
        )
        told += [f"  {line}" for line in hindsight_lines(lock, register)]
    outcomes = [outcome for one in held for outcome in one.outcomes]
    ties = tie_scores([found for one in held for found in one.ties])
    lines, bands = lines_of(outcomes, options.seed), band_scores(outcomes, options.seed)
    reliability = [reliability_of(outcomes, flow) for flow in FLOWS]
    scores = [backtest_table(lines, reliability), bands_table(bands), *tie_tables(ties)]
    table = "\n\n".join(["\n".join(told), *scores])
    about = {
        "locked": {lock.file: {**lock.head, "blake2b": lock.digest} for lock in locks},
        "register": [Path(one.file).name for one in register.registers],
    }
    out: Path = options.out
    with partial_folder(out.parent, out.name) as partial:
        write_tables(partial, outcomes, lines, reliability, about)
        write_bands_and_ties(partial, bands, ties)
        write_whole(partial / "report.txt", table + "\n")
        place(partial, out)
    print_utf8(table + f"\n\nTables: {out / 'table.csv'}\n")
    return 0


def _source(options: argparse.Namespace) -> "RecordSource":
    from sim.backtest.opening import is_theatre, open_source
    from sim.base.problems import RefusedError
    from sim.register.build import ImportOptions

    refused = options_of_register(options, "relations", "classes")
    if refused and is_theatre(options.what):
        message = f"{', '.join(refused)} can be said of a register only; a theatre has its own"
        raise RefusedError(message)
    chosen = ImportOptions(2013, *cast(options), options.relations, options.classes)
    with reading() as watch:
        return open_source(options.what, chosen, watch)


def _estimates(origins: "list[OriginPast]", source: "RecordSource") -> "dict[int, Estimate]":
    """The choice weights, refitted on what was known before each origin."""
    from sim.estimate.run import YEARS

    estimates: dict[int, Estimate] = {}
    for known in origins:
        start = known.theatre.start
        with progress(YEARS, f"Estimating before {start}", unit="years") as bar:
            estimates[start] = source.estimate(known, bar.update)
        print(f"Weights before {start}: {estimates[start].words}")
    return estimates
