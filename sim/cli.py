"""The command ``sim``: what it is called with. What the commands do is in ``sim.commands``."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import sim
from sim import (
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
from sim.terminal import USAGE_ERROR

DESCRIPTION = """\
States choose arms suppliers by price, political cost and rival behaviour.

A scenario is a YAML file: the years, the political events, what to measure. A run simulates many
worlds of it and leaves a folder of plots and tables.
"""

EXAMPLES = """\
examples:
  sim run history                       run what is shipped; the folder is named at the end
  sim new what-if.yaml                  a file of your own, explained, that extends history
  sim check what-if.yaml                is it right?
  sim show what-if.yaml                 what it comes to, and who says so
  sim run what-if.yaml --worlds 50 --out results/what-if
  sim sweep price_by_rivals             many scenarios that differ in a few numbers
  sim score results/what-if             what of the record does it hit, and what does it miss?
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

    Returns the exit status: 0 well, 1 not reproduced, 2 the input is wrong, 130 stopped.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    from sim.problems import InputError

    try:
        status = command(options)
        sys.stdout.flush()
        return status
    except InputError as error:
        print(error, file=sys.stderr)
        return USAGE_ERROR
    except BrokenPipeError:  # the reader, such as 'head', has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"sim: {error}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        print("\nstopped; nothing was written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    def raw(prog: str) -> argparse.HelpFormatter:
        return argparse.RawDescriptionHelpFormatter(prog, max_help_position=28, width=100)

    parser = argparse.ArgumentParser(
        "sim", description=DESCRIPTION, epilog=EXAMPLES, formatter_class=raw
    )
    parser.add_argument("-V", "--version", action="version", version=f"sim {sim.__version__}")
    added = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, command: Callable[[argparse.Namespace], int], purpose: str, more: str = ""
    ) -> argparse.ArgumentParser:
        text = f"{purpose[0].upper()}{purpose[1:]}.{more}"
        made = added.add_parser(name, help=purpose, description=text, formatter_class=raw)
        made.set_defaults(command=command)
        return made

    new = add("new", commands.new, "write a first scenario file, each part explained", _NEW)
    new.add_argument("file", type=Path, help="the file to write; an existing one is left alone")
    new.add_argument(
        "--extends",
        metavar="FILE",
        default="history.yaml",
        help=f"{_SCENARIO} (default: history.yaml)",
    )
    check = add("check", commands.check, "say what is wrong with a scenario or sweep file")
    check.add_argument("file", help=f"{_SCENARIO}, or a sweep")
    show = add("show", commands.show, "print a scenario with all that it inherits", _SHOW)
    show.add_argument("file", help=_SCENARIO)
    add("schema", commands.schema, "print the JSON Schema of scenario files, for editors", _SCHEMA)
    claims = add("claims", judging.claims, "list what is claimed and what is on record", _CLAIMS)
    claims.add_argument("id", nargs="?", metavar="ID", help="print this claim in full, such as Q1")
    claims.add_argument("--role", metavar="ROLE", help="only claims of this role, such as target")
    claims.add_argument("--article", metavar="KEY", help="only claims of this article")
    claims.add_argument(
        "--ledger", type=Path, metavar="FILE", help="another ledger (default: the shipped one)"
    )
    run = add("run", commands.run, "run a scenario and write plots and tables")
    run.add_argument("file", help=_SCENARIO)
    run.add_argument("--out", type=Path, metavar="DIR", help="folder to make (default: results/…)")
    again = add("reproduce", commands.reproduce, "run a results folder again and compare", _AGAIN)
    again.add_argument("folder", type=Path, metavar="DIR", help="a folder that 'sim run' made")
    score = add("score", judging.score, "hold a run against what is claimed and on record", _SCORE)
    score.add_argument("what", metavar="DIR|FILE", help=f"a folder of 'sim run', or {_SCENARIO}")
    score.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: the run)")
    compare = add("compare", comparing.compare, comparing.PURPOSE, comparing.MORE)
    comparing.take_arguments(compare, _SCENARIO)
    ablate = add("ablate", judging.ablate, "turn off each mechanism: what is lost?", _ABLATE)
    ablate.add_argument("file", help=_SCENARIO)
    ablate.add_argument("--out", type=Path, metavar="DIR",
                        help="folder to write into (default: results/…)")  # fmt: skip
    ablate.set_defaults(worlds=100)
    tip = add("tip", tipping.tip, "find the value at which a measure crosses a threshold", _TIP)
    tip.add_argument("file", metavar="SCENARIO", help=_SCENARIO)
    tip.add_argument("--vary", metavar="KEY=FROM:TO", required=True,
                     help="what is varied, and between which ends")  # fmt: skip
    tip.add_argument("--until", metavar="CONDITION", required=True,
                     help="a measure of the scenario, compared: 'pak-china < 0.5'")  # fmt: skip
    tip.add_argument("--out", type=Path, metavar="DIR",
                     help="folder to write into (default: results/…)")  # fmt: skip
    tip.set_defaults(worlds=100)
    fit = add("calibrate", judging.calibrate, "fit parameters to the evidence", _CALIBRATE)
    fit.add_argument("file", type=Path, help="a plan, such as seeds/calibration.yaml")
    fit.add_argument("--out", type=Path, metavar="DIR", default=Path("results/calibration"),
                     help="folder to write into (default: results/calibration)")  # fmt: skip
    sweep = add("sweep", sweeping.sweep, "run many scenarios that differ in a few numbers", _SWEEP)
    sweep.add_argument("--cluster", metavar="ADDRESS",
                       help="run on the workers of this dask.distributed scheduler")  # fmt: skip
    sweep.add_argument("--rows", type=sweeping.rows, metavar="A:B",
                       help="only points A to B - 1, for 'sim gather' later")  # fmt: skip
    gather = add("gather", sweeping.gather_rows, "make the results of rows run apart", _GATHER)
    for sweeps in (sweep, gather):
        sweeps.add_argument("file", help="a sweep file, or the name of a shipped one")
        sweeps.add_argument("--out", type=Path, metavar="DIR",
                            help="folder to make (default: results/…)")  # fmt: skip
    page = add("report", reporting.report, reporting.PURPOSE, reporting.MORE)
    reporting.take_arguments(page)
    own = add("import", importing.import_register, importing.PURPOSE, importing.MORE)
    importing.take_arguments(own, _whole)
    weigh = add("estimate", estimating.estimate, estimating.PURPOSE, estimating.MORE)
    estimating.take_arguments(weigh, _whole)
    back = add("backtest", backtesting.backtest, backtesting.PURPOSE, backtesting.MORE)
    backtesting.take_arguments(back, _whole)
    why = add(
        "explain", explaining.explain, "say why a buyer chose whom it chose", explaining.EXPLAIN
    )
    tell = add("story", explaining.story, "tell one world of a run, year by year", explaining.STORY)
    explaining.take_arguments(why, tell, _whole)
    for choosing in (run, score, compare, ablate, sweep, gather, tip, back):
        choosing.add_argument("--worlds", type=_whole(1, 10_000_000), metavar="N",
                              help="how many worlds")  # fmt: skip
        choosing.add_argument("--seed", type=_whole(0, 2**32 - 1), metavar="S",
                              help="seed of all noise")  # fmt: skip
    for parallel in (run, again, score, compare, ablate, tip, fit, sweep, back, page):
        parallel.add_argument(
            "--threads", type=_whole(1, 256), metavar="N", default=os.cpu_count() or 1,
            help="threads (default: all cores); results do not depend on it",
        )  # fmt: skip
    return parser


_NEW = """

It is right as it stands, so that 'sim run' takes it at once:

  sim new what-if.yaml
  sim new later.yaml --extends what-if.yaml"""

_SHOW = """

Each value has the file and line that wrote it behind it, or 'default'; inherited events and
measures that were removed, replaced or are not reached are listed. What is printed is itself a
scenario file, without 'extends':

  sim show no_embargo_lift > whole.yaml"""

_SCHEMA = """

Write it to a file beside your scenarios, and begin a scenario with the line below it:

  sim estimate register.csv             choice weights from your own register
  sim backtest mine                     forecasts from the past alone, and what then happened
  sim schema > scenario.schema.json
  # yaml-language-server: $schema=scenario.schema.json"""

_CLAIMS = """

Five articles ask who arms Pakistan and India, and why. Their claims are held against a register of
arms transfers, and against runs. A role says what a claim is used for:

  event         a scenario puts it in          contradicted  the register says otherwise
  target        parameters may be fitted       disputed      sources disagree
  validation    nothing is fitted to it        limit         what no run may do too often
  mechanism     a reason, with its switch

  sim claims --role target              the figures that a fit may use
  sim claims --article courts-both      what one article claims; keys are in each claim
  sim claims Q1                         measure, figures, tolerance, sources, switch, scenario

'observed' is what the register has and 'claimed' what the article says, both in the measure's own
unit: a fall of 76% is -0.76, a volume is in millions of TIV. The file is seeds/claims.yaml."""

_AGAIN = """

The worlds are simulated again from DIR/manifest.json, in a temporary folder, and each data file is
compared with the one in DIR. Plots are not. If anything differs, it says what has changed since:
model, data, versions, commit. The theatre, if it is a path, is looked for from this folder.

exit status: 0 all identical, 1 not, 2 DIR is no results folder"""


_ABLATE = """

Each parameter that has an off value is turned off, then whole groups (price, politics, rivals,
habit, supply, need), then the events, and as a placebo every buyer reacts to another one's rivals.
All else, noise included, stays as it is, so that differences are paired. The loss is how much
worse the score of the targets (CRPS, over that of the model without events) becomes; its interval
is by bootstrap over the worlds. By default 100 worlds, simulated up to the last year that a claim
asks about. Left in the folder: ablation.csv, ablation.json, plots/ablation.png.

  sim ablate history
  sim ablate recorded_tenders --worlds 200 --out ablation"""

_TIP = """

The key goes from FROM to TO, which may be the lower one. It is a parameter, a number of an event
(events.ID.year, events.ID.factor), or an attribute of a state (states.Pakistan.domestic_share).
The same worlds with the same noise are run at every tried value: thirteen from end to end (years:
each one, if there are no more), then halves of the interval in which the median crosses. Told are
the crossing, what chance leaves of it, where single worlds cross, and if none does what comes
nearest. By default 100 worlds. Left in the folder: tip.csv, tip.json, plots/tip.png.

  how cheap must Russia be, to win a tenth of Pakistan's orders?
  sim tip cheap_russian_arms --vary events.russia-sells-cheaper.factor=1:0.1 \\
      --until 'pak-russia-orders >= 0.1'"""

_CALIBRATE = """

A plan names the free parameters, each with its reason, and stages: worlds with recorded or
simulated tenders up to a year, and the figures that they are held to (who got whose orders, claims
with the role of a target). Parameters begin at their priors; after each stage the sample of the
posterior (regression ABC) is what the next one begins with. A run that was stopped goes on where it
was. Left in the folder: posterior.parquet, calibration.json, plots.

  sim calibrate seeds/calibration.yaml
  parameters: ../results/calibration/posterior.parquet      in a scenario: draw from it"""

_SCORE = """

Each claim of the ledger is set beside the worlds of the run: median and bands, how far off the
record is (z), and a score of the whole distribution (CRPS) against the scores of rivals that are
given the same noise: the prior, a habit-only model, the model without events, and the window
before on record. Then patterns of the arms trade. Three verdicts:

  holds         the record is inside the band of 90% of the worlds
  misses        it is outside
  says nothing  inside, but the band is as wide as half of all shares or a factor of ten

A scenario that has not been run is run first. Left beside the run, or in --out: score.csv,
score.json, plots/score_forest.png.

  sim score history
  sim score results/history/065dd26171 --out scores"""

_SWEEP = """

A sweep file names a scenario, what varies in it and by which design:

  title: Price against rivals
  scenario: history.yaml
  design: grid
  parameters:
    price_sensitivity: [0, 1, 2]
    events.russia-lifts-ban.year: {from: 2010, to: 2016}
    states.Pakistan.domestic_share: {from: 0, to: 0.4, steps: 3}
  worlds: 64
  measures: [pak-russia-2013-17]

designs     grid, list, lhs {n}, sobol {n}, morris {n, levels}, one-at-a-time
varies      a parameter (or 'parameters: all'); events.ID.FIELD, a year or number of an event;
            states.NAME.ATTRIBUTE: domestic_share, industry, packages, spending of a buyer,
            output, usd_m_per_tiv of a supplier, un_ideal_point

All points have the same noise. What is done is kept in a folder beside the results: after an
interruption the same command goes on, and the same bytes come out. Left in the folder:
points.parquet, measures.parquet, summary.csv, and regimes, deliveries or orders if asked for.

  sim sweep price_by_rivals
  sim sweep mine.yaml --rows 0:64           one task of a job array; then 'sim gather mine.yaml'
  sim sweep mine.yaml --cluster tcp://10.0.0.1:8786

exit status: 0 well, 2 the input is wrong or a point failed with on_failure: stop, 130 stopped"""

_GATHER = """

The tasks of a job array share a disk, and each runs some of the points:

  sim sweep mine.yaml --rows 0:64       first task
  sim sweep mine.yaml --rows 64:128     second task, and so on
  sim gather mine.yaml                  when all are done

--out, --worlds and --seed must be those of the tasks. If rows are missing, it names them."""


def _whole(low: int, high: int) -> Callable[[str], int]:
    def number(word: str) -> int:
        if not word.isascii() or not word.isdigit() or not low <= int(word) <= high:
            message = f"must be a whole number from {low} to {high}, not '{word}'"
            raise argparse.ArgumentTypeError(message)
        return int(word)

    return number


if __name__ == "__main__":
    sys.exit(main())
