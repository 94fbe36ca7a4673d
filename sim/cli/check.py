"""``sim check``."""

import argparse
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO, take_set

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.sweep.plan import Sweep

PURPOSE = "say what is wrong with a scenario or sweep file"
MORE = """\
Nothing is simulated. Every mistake is listed with its file and line, and with what to write
instead. If nothing is wrong, states of which the theatre does not know wealth, level of price or
time of delivery are named.

  sim check what-if.yaml

exit status: 0 nothing is wrong, 2 something is"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="FILE", help=f"{SCENARIO}, or a sweep file")
    take_set(parser)


def run(options: argparse.Namespace) -> int:
    """Say what is wrong with a scenario or a sweep, or that nothing is."""
    from sim.experiment.case import build_case
    from sim.experiment.names import groups_taken
    from sim.scenario import load
    from sim.sweep.plan import is_sweep, read_sweep
    from sim.theatre.neutral import neutral_lines

    if is_sweep(options.file):
        print(f"{options.file}: right. {_sweep(read_sweep(options.file, put=options.put))}")
        return 0
    scenario = load(options.file, put=options.put)
    case = build_case(scenario)
    print(f"{options.file}: right. {_scenario(scenario)}")
    for line in (*groups_taken(case.scenario, case.theatre), *neutral_lines(case.theatre)):
        print(line)
    for line in _unreached(scenario):
        print(line)
    return 0


def _sweep(sweep: "Sweep") -> str:
    return (
        f"'{sweep.title}', a sweep of {len(sweep.keys)} keys, {sweep.size:,} points of "
        f"{sweep.scenario.worlds:,} worlds, {len(sweep.scenario.measures)} measures"
    )


def _scenario(scenario: "Scenario") -> str:
    return (
        f"'{scenario.title}', {scenario.first_year}-{scenario.last_year}, "
        f"{len(scenario.events)} events, {len(scenario.measures)} measures, "
        f"{scenario.worlds} worlds"
    )


def _unreached(scenario: "Scenario") -> list[str]:
    """What is inherited, but lies outside the years of the scenario."""
    lines = []
    unreached = [item for item in scenario.omitted if item.fate == "not reached"]
    for by in dict.fromkeys(item.by for item in unreached):
        lines.append(f"Inherited, but not reached within the years that {by} sets:")
        lines += [
            f"  {item.noun} {item.id}, {item.when} ({item.mark.short})"
            for item in unreached
            if item.by == by
        ]
    return lines
