"""``sim calibrate``."""

import argparse
from pathlib import Path

from sim.cli.options import take_out, take_threads
from sim.cli.simulation import announce
from sim.cli.terminal import kept_when_stopped, print_utf8, progress

PURPOSE = "fit parameters to the evidence"
MORE = """\
A plan names the free parameters, each with its reason, and stages: worlds with recorded or
simulated tenders up to a year, and the summary statistics that they are held to (who got whose
orders, claims with the role of a target). Parameters begin at their priors; after each stage the
sample of the posterior (regression ABC) is what the next one begins with. A run that was stopped
goes on where it was. Left in the folder: posterior.parquet, calibration.json, plots.

  sim calibrate seeds/calibration.yaml
  parameters: ../results/calibration/posterior.parquet      in a scenario: draw from it"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", type=Path, help="a plan, such as seeds/calibration.yaml")
    take_out(parser, "folder to write into", Path("results/calibration"))
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Fit a plan's parameters to the evidence, and leave a posterior."""
    from sim.base.own import refuse_foreign, writing
    from sim.calibration.plan import read_plan
    from sim.calibration.run import POSTERIOR, calibrate, worlds_of
    from sim.report.calibration.write import FILES, calibration_table, write_calibration

    out: Path = options.out
    plan = read_plan(options.file)
    print(plan.title)
    announce(plan.scenario)
    refuse_foreign(out, (POSTERIOR, *FILES))
    with (
        kept_when_stopped(lambda: _kept(out)),
        progress(worlds_of(plan), "Calibrating") as bar,
    ):
        fitted = calibrate(plan, out, options.threads, bar.update)
    with writing(out, "calibrate") as partial:
        files = [out / path.relative_to(partial)
                 for path in write_calibration(partial, plan, fitted)]  # fmt: skip
    print_utf8(calibration_table(plan, fitted) + "\n")
    print(f"\nPosterior: {out / POSTERIOR}")
    for file in files:
        print(f"Wrote:     {file}")
    return 0


def _kept(folder: Path) -> str:
    """What a calibration that was stopped has kept."""
    from sim.calibration.run import PARTS, parts_kept

    count = parts_kept(folder)
    if not count:
        return "no worlds were done yet"
    kept = "1 part of its worlds is" if count == 1 else f"{count} parts of its worlds are"
    return f"{kept} kept in {folder / PARTS}, and the same command goes on there"
