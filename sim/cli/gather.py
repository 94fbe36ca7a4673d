"""``sim gather``."""

import argparse

from sim.cli.sweep import draw_sweep_of, sweep_of, take_sweep, tell

PURPOSE = "make the results of rows run apart"
MORE = """\
The tasks of a job array share a disk, and each runs some of the points:

  sim sweep mine.yaml --rows 0:64       first task
  sim sweep mine.yaml --rows 64:128     second task, and so on
  sim gather mine.yaml                  when all are done

--out, --worlds and --seed must be those of the tasks. If rows are missing, it names them."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    take_sweep(parser)


def run(options: argparse.Namespace) -> int:
    """Make the results folder of a sweep whose rows were simulated apart."""
    from sim.sweep.gather import gather
    from sim.sweep.run import alone, campaign_of

    plan = sweep_of(options)
    campaign = campaign_of(plan, options.out)
    with alone(campaign):
        return tell(gather(campaign, draw_sweep_of(plan, threads=1)))
