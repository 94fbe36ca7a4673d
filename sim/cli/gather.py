"""``sim gather``."""

import argparse

from sim.cli.sweep import draw_sweep_of, sweep_of, take_sweep, tell

PURPOSE = "join the parts of a sweep that several tasks have run"
MORE = """\
On a cluster, the tasks of a job array share a disk and each runs some rows of the sweep:

  sim sweep mine.yaml --rows 0:64       first task
  sim sweep mine.yaml --rows 64:128     second task, and so on
  sim gather mine.yaml                  once all tasks are done

Give the same --out, --worlds and --seed as the tasks. If rows are missing, it names them."""


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
