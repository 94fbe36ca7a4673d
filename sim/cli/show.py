"""``sim show``."""

import argparse

from sim.cli.options import SCENARIO, take_set
from sim.cli.terminal import print_utf8

PURPOSE = "print a scenario with all that it inherits"
MORE = """\
Each value has the file and line that wrote it behind it, or 'default'; inherited events and
measures that were removed, replaced or are not reached are listed. What is printed is itself a
scenario file, without 'extends':

  sim show no_embargo_lift > resolved.yaml"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", help=SCENARIO)
    take_set(parser)


def run(options: argparse.Namespace) -> int:
    """Print the resolved scenario, with the place that wrote each value."""
    from sim.scenario import load
    from sim.scenario.show import show

    print_utf8(show(load(options.file, put=options.put)))
    return 0
