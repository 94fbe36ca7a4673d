"""What ``sim backtest`` does; imports as in ``sim.cli.commands``."""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sim.backtest.words import COLUMNS, LAST_MEASURED
from sim.cli.arguments import cast, said_of_register, take_cast, take_classes, whole
from sim.cli.terminal import announce_compiling, print_whole, progress, reading, refused

if TYPE_CHECKING:
    from sim.backtest.forecast import OriginPast
    from sim.backtest.plan import BacktestPlan
    from sim.backtest.source import RecordSource
    from sim.base.distributions import Distribution
    from sim.experiment.posterior import Posterior

PURPOSE = "forecast from the past alone, and hold it against what then happened"
_ABOUT = """

WHAT is a register of arms transfers as one downloads it, or a folder that 'sim import' made of one,
whose register is then read again from where it lay. Each origin starts from what was known before
it: habits, stocks, order book, tender rates, sizes, delivery lags, spending, rivalries, pacts,
embargoes in force. No event is told. Beside the model stand forecasters without one: persistence,
the last three years, world shares, decayed history, the order book alone.

Without a register, 'default' takes the theatre of the package from 2003, over 5 or 10 years; its
tender rates, sizes, lags and capacities count years up to 2012.

  sim backtest default
  sim import register.csv --out mine       the two commands from a download to plots
  sim backtest mine
  sim backtest register.csv --origin 2003 2008 2013 --horizon 5
  sim backtest register.csv --estimate     choice weights refitted on the years before each origin
  sim backtest register.csv --buyers all --suppliers all --horizon 10

"""
_REST = """
A forecast knows two things that were known only later: how large an order was that had been placed
before the origin (--strict leaves out what had not arrived, and with it the order book), and the
votes of 2000.
The choice weights of the table were measured on orders up to 2012; for an earlier origin use
--estimate. Left in the folder: report.txt, table.csv, buyers.csv, forecast.csv, backtest.json,
plots, and the theatre of each origin."""
MORE = _ABOUT + COLUMNS + _REST


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "what", nargs="+", type=Path, metavar="WHAT",
        help="a register, an imported theatre, or 'default'",
    )  # fmt: skip
    parser.add_argument(
        "--origin", nargs="+", type=whole(1901, 2200), metavar="YEAR",
        help="first years of the forecasts (default: that of the theatre, else 2013)",
    )  # fmt: skip
    parser.add_argument(
        "--horizon", type=whole(1, 30), metavar="N", default=5, help="years forecast (default: 5)"
    )
    take_cast(parser, "of a register: ")
    parser.add_argument(
        "--relations", type=Path, metavar="DIR", help="of a register: as for 'sim import'"
    )
    take_classes(parser, "of a register: ")
    given = parser.add_mutually_exclusive_group()
    given.add_argument(
        "--estimate", action="store_true",
        help="refit the choice weights on orders before each origin (default: the table's priors)",
    )  # fmt: skip
    given.add_argument(
        "--parameters", type=Path, metavar="FILE",
        help="a posterior of 'sim calibrate' fitted to nothing from the origin on",
    )  # fmt: skip
    parser.add_argument(
        "--strict",
        action="store_true",
        help="not even the size of an order that had not arrived by the origin",
    )
    parser.add_argument(
        "--out", type=Path, metavar="DIR", default=Path("results/backtest"),
        help="folder to make (default: results/backtest)",
    )  # fmt: skip


def backtest(options: argparse.Namespace) -> int:
    """Forecast from one or several origins and score what came."""
    from sim.model.block import TooManyTendersError

    try:
        return _backtest(options)
    except TooManyTendersError as error:
        return refused("backtest", str(error))


def _backtest(options: argparse.Namespace) -> int:
    from sim.backtest.files import write_tables
    from sim.backtest.opening import is_theatre, open_source
    from sim.backtest.plan import BacktestPlan
    from sim.backtest.record import FLOWS
    from sim.backtest.run import backtest as forecast
    from sim.backtest.table import lines_of, reliability_of
    from sim.base.files import write_whole
    from sim.base.partial import partial_folder, place
    from sim.register.build import ImportOptions
    from sim.report.backtest.text import backtest_table, report_text
    from sim.report.backtest.write import draw_backtest

    out: Path = options.out
    if out.exists() or out.is_symlink():
        message = f"{out} exists and stays as it is; name another folder with --out"
        return refused("backtest", message)
    own = said_of_register(options, "relations", "classes")
    if own and is_theatre(options.what):
        message = f"{', '.join(own)} can be said of a register only; a theatre has its own"
        return refused("backtest", message)
    chosen = ImportOptions(2013, *cast(options), options.relations, options.classes)
    with reading() as watch:
        source = open_source(options.what, chosen, watch)
    origins = tuple(sorted(set(options.origin or [source.choice.start])))
    plan = BacktestPlan(
        origins, options.horizon, source.choice, options.worlds or 200,
        1 if options.seed is None else options.seed, options.strict,
    )  # fmt: skip
    source.check(plan)
    posterior = _posterior(options.parameters, min(origins))
    with partial_folder(out.parent, out.name) as partial:
        print("\n".join(_told(source, plan, options)), flush=True)
        known = source.prepare(plan, partial)
        settings = _settings(known, source) if options.estimate else {}
        announce_compiling()
        with progress(plan.worlds * len(origins), "Simulating") as bar:
            outcomes = forecast(
                source, known, plan, settings, posterior, options.threads, bar.update
            )
        lines = lines_of(outcomes, plan.seed)
        reliability = [reliability_of(outcomes, flow) for flow in FLOWS]
        about = _about(options, plan, source, known, settings)
        write_tables(partial, outcomes, lines, reliability, about)
        table = backtest_table(lines, reliability)
        too_well = _known_too_well(options, source, plan)
        report = report_text(table, outcomes, plan, source, _parameters(options), too_well)
        write_whole(partial / "report.txt", report)
        plots = draw_backtest(partial, outcomes, plan, source)
        place(partial, out)
    print_whole(table + "\n")
    print(f"\nTable: {out / 'table.csv'}")
    for plot in plots:
        print(f"Plot:  {out / plot.relative_to(partial)}")
    return 0


def _told(source: "RecordSource", plan: "BacktestPlan", options: argparse.Namespace) -> list[str]:
    """What the forecasts are made of, and what they know too well."""
    lines = source.told(plan)
    weights_of_table = not options.estimate and options.parameters is None
    if min(plan.origins) <= LAST_MEASURED and weights_of_table:
        lines.append(
            f"Warning: the table's weights were measured on orders up to {LAST_MEASURED}, so from "
            f"{min(plan.origins)} they know the record; --estimate refits them on a register"
        )
    return lines


def _posterior(path: Path | None, origin: int) -> "Posterior | None":
    """A posterior that was fitted to nothing from the origin on."""
    if path is None:
        return None
    from sim.base.problems import InputError, Location, Problem
    from sim.experiment.posterior import load_posterior

    posterior = load_posterior(path)
    last = posterior.made_from.get("last year")
    if isinstance(last, int) and last < origin:
        return posterior
    known = "does not say up to which year" if last is None else f"was fitted up to {last}, so"
    message = (
        f"this posterior {known} it knows the record; forecasts from {origin} need one fitted to "
        f"nothing later than {origin - 1}, or the priors"
    )
    raise InputError([Problem(Location(str(path), 1, 1), message)])


def _settings(
    origins: "list[OriginPast]", source: "RecordSource"
) -> "dict[int, Mapping[str, Distribution]]":
    """Priors of the choice weights, refitted on what was known before each origin."""
    from sim.estimate.run import YEARS

    settings: dict[int, Mapping[str, Distribution]] = {}
    for known in origins:
        start = known.theatre.start
        with progress(YEARS, f"Estimating before {start}", unit="years") as bar:
            settings[start], found = source.estimate(known, bar.update)
        print(f"Weights before {start}: {found}")
    return settings


def _about(
    options: argparse.Namespace, plan: "BacktestPlan", source: "RecordSource",
    origins: "list[OriginPast]", settings: "dict[int, Mapping[str, Distribution]]",
) -> dict[str, object]:  # fmt: skip
    """What made a back-test."""
    import sim
    from sim.backtest.plan import plan_in_words
    from sim.model.version import MODEL_VERSION
    from sim.scenario.settings import written_prior

    estimated = {
        str(start): {name: written_prior(prior) for name, prior in found.items()}
        for start, found in settings.items()
    }
    return {
        "made by": f"sim {sim.__version__}",
        "model_version": MODEL_VERSION,
        "register": source.files,
        **plan_in_words(plan),
        "parameters": _parameters(options),
        **({"estimated priors": estimated} if estimated else {}),
        "theatres": {str(known.theatre.start): known.theatre.data_hash for known in origins},
        "known too well": _known_too_well(options, source, plan),
    }


def _parameters(options: argparse.Namespace) -> str:
    """Where the parameters come from."""
    given: Path | None = options.parameters
    if given is not None:
        return f"posterior {given.name}"
    return "estimated before each origin" if options.estimate else "priors of the table"


def _known_too_well(
    options: argparse.Namespace, source: "RecordSource", plan: "BacktestPlan"
) -> list[str]:
    """What forecasts know that nobody can have known."""
    others = f"weights marked † were measured on orders up to {LAST_MEASURED}"
    if options.estimate:
        others = "parameters that are not choice weights have the priors of the table"
    elif options.parameters is not None:
        others = "parameters that the posterior does not have, have the priors of the table"
    return [
        "UN votes are those of 2000; prices, industry and components are the package's guesses",
        others,
        *source.known_too_well(plan),
    ]
