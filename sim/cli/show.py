"""``sim show``."""

import argparse

from sim.cli.options import SCENARIO, take_set
from sim.cli.terminal import print_utf8

PURPOSE = "print a scenario with all that it inherits"
MORE = """\
Behind each value stands the file and line that set it, or 'default'. Inherited events and measures
that were removed or replaced, or that lie outside the years, are listed; so are the members of each
group of states that is named. What is printed is itself a scenario file, without 'extends':

  sim show no_embargo_lift > resolved.yaml"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="SCENARIO", help=SCENARIO)
    take_set(parser)


def run(options: argparse.Namespace) -> int:
    """Print the resolved scenario, the place that wrote each value, and who is in its groups."""
    from contextlib import suppress

    from sim.base.problems import InputError
    from sim.document.yaml_text import comment
    from sim.experiment.case import find_theatre
    from sim.experiment.names import groups_taken
    from sim.scenario import load
    from sim.scenario.show import show

    scenario = load(options.file, put=options.put)
    groups: list[str] = []
    with suppress(InputError):  # what is wrong with its theatre, 'sim check' says
        groups = groups_taken(scenario, find_theatre(scenario))
    print_utf8(show(scenario) + "".join(f"# {comment(line)}\n" for line in groups))
    return 0
