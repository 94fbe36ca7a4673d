"""``sim calibrate``."""

import argparse
from pathlib import Path

from sim.cli.options import integer, take_out, take_threads
from sim.cli.simulation import announce
from sim.cli.terminal import print_utf8, progress

PURPOSE = "fit parameters to the evidence"
MORE = """\
A plan says which recorded orders the choices are fitted to, which targets of the ledger the
posterior is then moved toward, and how far. In stage A the model replays the orders and notes the
reasons for every supplier; the weights under which the orders are most likely, with their errors,
are the posterior of this stage. Stage B moves it toward the targets, by no more nats than the plan
allows. The folder holds posterior.parquet, calibration.json and plots.

  sim calibrate seeds/calibration.yaml
  sim calibrate seeds/calibration.yaml --recover 20         are known parameters found again?
  parameters: ../results/calibration/posterior.parquet      in a scenario: draw from it"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "file", type=Path, metavar="PLAN", help="a plan, such as seeds/calibration.yaml"
    )
    parser.add_argument(
        "--recover", type=integer(0, 1000), default=0, metavar="N",
        help="also fit N sets of simulated orders, whose parameters are known (default: 0)",
    )  # fmt: skip
    take_out(parser, "folder to write into", Path("results/calibration"))
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Fit a plan's parameters to the evidence, and leave a posterior."""
    from sim.base.own import refuse_foreign, writing
    from sim.calibration.plan import read_plan
    from sim.calibration.recovery import recover
    from sim.calibration.run import POSTERIOR, calibrate, steps_of
    from sim.report.calibration.write import (
        FILES,
        calibration_table,
        recovery_table,
        write_calibration,
    )

    out: Path = options.out
    plan = read_plan(options.file)
    print(plan.title)
    announce(plan.scenario)
    refuse_foreign(out, (POSTERIOR, *FILES))
    with progress(steps_of(plan), "Calibrating") as bar:
        done = calibrate(plan, out, options.threads, bar.update)
    print_utf8(calibration_table(plan, done) + "\n")
    found = None
    if options.recover:
        with progress(options.recover, "Recovering") as bar:
            found = recover(plan, done.after_orders, done.peak.names, options.recover, bar.update)
        print_utf8("\n" + recovery_table(found) + "\n")
    with writing(out, "calibrate") as partial:
        files = [out / path.relative_to(partial)
                 for path in write_calibration(partial, plan, done, found)]  # fmt: skip
    print(f"\nPosterior: {out / POSTERIOR}")
    for file in files:
        print(f"Wrote:     {file}")
    return 0
