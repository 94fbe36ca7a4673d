"""The command ``sim``: what it is called with. What the commands do is in ``sim.cli.commands``."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import sim
from sim.base.stopping import exit_status, heard, stopped_by_signals
from sim.cli import (
    backtesting,
    commands,
    comparing,
    estimating,
    explaining,
    importing,
    judging,
    reporting,
    sweeping,
    tipping,
)
from sim.cli.arguments import whole
from sim.cli.terminal import USAGE_ERROR, mute, refused, settle_streams, why_not

DESCRIPTION = """\
States choose arms suppliers by price, political cost and rival behaviour.

A scenario is a YAML file: the years, the political events, what to measure. A run simulates many
worlds of it and leaves a folder of plots and tables.
"""

EXAMPLES = """\
examples:
  sim run history                       run what is shipped; the folder is named at the end
  sim new what-if.yaml                  a file of your own, explained_tenders, that extends history
  sim check what-if.yaml                is it right?
  sim show what-if.yaml                 what it comes to, and who says so
  sim run what-if.yaml --worlds 50 --out results/what-if
  sim sweep price_by_rivals             many scenarios that differ in a few numbers
  sim score results/what-if             where is the record inside its bands?
  sim compare history what-if.yaml      what does it change?
  sim report results/what-if            one page of it all, to send
  sim ablate what-if.yaml               what does each mechanism add to that?
  sim tip history --vary price_sensitivity=0:3 --until 'pak-china-2013-17 > 0.5'
                                        from which value on?
  sim calibrate seeds/calibration.yaml  fit the parameters anew
  sim reproduce results/what-if         does it still give the same bytes?
  sim claims Q1                         what is claimed, and what the register says of it
  sim explain results/what-if --buyer Pakistan --year 2015    why did it choose whom it chose?
  sim story results/what-if             one world, told year by year
  sim import register.csv --out mine    a theatre from your own register of arms transfers
  sim estimate register.csv             choice weights from your own register
  sim backtest mine                     forecasts from the past alone, and what then happened
  sim schema > scenario.schema.json     lets an editor complete and explain scenarios

'sim COMMAND --help' tells more of each.
"""

_SCENARIO = "a scenario file, or the name of a shipped one"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns the exit status: 0 well, 1 not reproduced, 2 the input is wrong or the disk is full, 130
    stopped, 143 by SIGTERM, 129 by SIGHUP.
    """
    settle_streams()
    try:
        with stopped_by_signals():
            return _run(_parser().parse_args(arguments))
    except BrokenPipeError:  # the reader, such as 'head', has seen enough
        mute()
        return 0


def _run(options: argparse.Namespace) -> int:
    from sim.base.problems import InputError, RefusedError

    command: Callable[[argparse.Namespace], int] = options.command
    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except InputError as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except RefusedError as error:
        return refused(options.name, str(error))
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"sim: {why_not(error)}", file=sys.stderr)
        if error.filename is None:
            mute()  # it may be the output that cannot be written
        return USAGE_ERROR
    except KeyboardInterrupt as stop:
        heard()
        print("\nstopped; nothing half-written is left", file=sys.stderr)
        return exit_status(stop)


def _parser() -> argparse.ArgumentParser:
    def raw(prog: str) -> argparse.HelpFormatter:
        return argparse.RawDescriptionHelpFormatter(prog, max_help_position=28, width=100)

    parser = argparse.ArgumentParser(
        "sim", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=raw, allow_abbrev=False
    )
    parser.add_argument("-V", "--version", action="version", version=f"sim {sim.__version__}")
    added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], purpose: str, more: str = ""
    ) -> argparse.ArgumentParser:
        stop = "" if purpose.endswith("?") else "."
        text = f"{purpose[0].upper()}{purpose[1:]}{stop}{more}"
        made = added.add_parser(
            name, help=purpose, description=text, formatter_class=raw, allow_abbrev=False
        )
        made.set_defaults(command=command, name=name)
        return made

    new = add("new", commands.new, "write a first scenario file, each part explained", commands.NEW)
    new.add_argument("file", type=Path, help="the file to write; an existing one is left alone")
    new.add_argument(
        "--extends",
        metavar="FILE",
        default="history.yaml",
        help=f"{_SCENARIO} (default: history.yaml)",
    )
    check = add(
        "check", commands.check, "say what is wrong with a scenario or sweep file", commands.CHECK
    )
    check.add_argument("file", help=f"{_SCENARIO}, or a sweep")
    show = add("show", commands.show, "print a scenario with all that it inherits", commands.SHOW)
    show.add_argument("file", help=_SCENARIO)
    add(
        "schema",
        commands.schema,
        "print the JSON Schema of scenario files, for editors",
        commands.SCHEMA,
    )
    claims = add(
        "claims", judging.claims, "list what is claimed and what is on record", judging.CLAIMS
    )
    claims.add_argument("id", nargs="?", metavar="ID", help="print this claim in full, such as Q1")
    claims.add_argument("--role", metavar="ROLE", help="only claims of this role, such as target")
    claims.add_argument("--article", metavar="KEY", help="only claims of this article")
    claims.add_argument(
        "--ledger", type=Path, metavar="FILE", help="another ledger (default: the shipped one)"
    )
    run = add("run", commands.run, "run a scenario and write plots and tables", commands.RUN)
    run.add_argument("file", help=_SCENARIO)
    run.add_argument("--out", type=Path, metavar="DIR", help="folder to make (default: results/…)")
    again = add(
        "reproduce", commands.reproduce, "run a results folder again and compare", commands.AGAIN
    )
    again.add_argument("folder", type=Path, metavar="DIR", help="a folder that 'sim run' made")
    score = add(
        "score", judging.score, "hold a run against what is claimed and on record", judging.SCORE
    )
    score.add_argument("what", metavar="DIR|FILE", help=f"a folder of 'sim run', or {_SCENARIO}")
    score.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: the run)")
    compare = add("compare", comparing.compare, comparing.PURPOSE, comparing.MORE)
    comparing.take_arguments(compare, _SCENARIO)
    ablate = add(
        "ablate", judging.ablate, "turn off each mechanism and say what is lost", judging.ABLATE
    )
    ablate.add_argument("file", help=_SCENARIO)
    ablate.add_argument("--out", type=Path, metavar="DIR",
                        help="folder to write into (default: results/…)")  # fmt: skip
    ablate.set_defaults(worlds=100)
    tip = add(
        "tip", tipping.tip, "find the value at which a measure crosses a threshold", tipping.TIP
    )
    tip.add_argument("file", metavar="SCENARIO", help=_SCENARIO)
    tip.add_argument("--vary", metavar="KEY=FROM:TO", required=True,
                     help="what is varied, and between which ends")  # fmt: skip
    tip.add_argument("--until", metavar="CONDITION", required=True,
                     help="a measure of the scenario, compared: 'pak-china < 0.5'")  # fmt: skip
    tip.add_argument("--out", type=Path, metavar="DIR",
                     help="folder to write into (default: results/…)")  # fmt: skip
    tip.set_defaults(worlds=100)
    fit = add("calibrate", judging.calibrate, "fit parameters to the evidence", judging.CALIBRATE)
    fit.add_argument("file", type=Path, help="a plan, such as seeds/calibration.yaml")
    fit.add_argument("--out", type=Path, metavar="DIR", default=Path("results/calibration"),
                     help="folder to write into (default: results/calibration)")  # fmt: skip
    sweep = add(
        "sweep", sweeping.sweep, "run many scenarios that differ in a few numbers", sweeping.SWEEP
    )
    sweep.add_argument("--cluster", metavar="ADDRESS",
                       help="run on the workers of this dask.distributed scheduler")  # fmt: skip
    sweep.add_argument("--rows", type=sweeping.rows, metavar="A:B",
                       help="only points A to B - 1, for 'sim gather' later")  # fmt: skip
    gather = add(
        "gather", sweeping.gather_rows, "make the results of rows run apart", sweeping.GATHER
    )
    for sweeps in (sweep, gather):
        sweeps.add_argument("file", help="a sweep file, or the name of a shipped one")
        sweeps.add_argument("--out", type=Path, metavar="DIR",
                            help="folder to make (default: results/…)")  # fmt: skip
    page = add("report", reporting.report, reporting.PURPOSE, reporting.MORE)
    reporting.take_arguments(page)
    own = add("import", importing.import_register, importing.PURPOSE, importing.MORE)
    importing.take_arguments(own)
    weigh = add("estimate", estimating.estimate, estimating.PURPOSE, estimating.MORE)
    estimating.take_arguments(weigh)
    back = add("backtest", backtesting.backtest, backtesting.PURPOSE, backtesting.MORE)
    backtesting.take_arguments(back)
    why = add(
        "explain", explaining.explain, "say why a buyer chose whom it chose", explaining.EXPLAIN
    )
    tell = add("story", explaining.story, "tell one world of a run, year by year", explaining.STORY)
    explaining.take_arguments(why, tell)
    for choosing in (run, score, compare, ablate, sweep, gather, tip, back):
        choosing.add_argument("--worlds", type=whole(1, 10_000_000), metavar="N",
                              help="how many worlds (default: as the scenario says)")  # fmt: skip
        choosing.add_argument("--seed", type=whole(0, 2**32 - 1), metavar="S",
                              help="seed of the noise (default: as the scenario says)")  # fmt: skip
    for parallel in (run, again, score, compare, ablate, tip, fit, sweep, back, page):
        parallel.add_argument(
            "--threads", type=whole(1, 256), metavar="N", default=os.cpu_count() or 1,
            help="threads (default: all cores); results do not depend on it",
        )  # fmt: skip
    return parser


if __name__ == "__main__":
    sys.exit(main())
