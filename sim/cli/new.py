"""``sim new``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.starter import Example

PURPOSE = "write a first scenario file, each part explained"
MORE = """\
It is right as it stands, so that 'sim run' takes it at once:

  sim new what-if.yaml
  sim new later.yaml --extends what-if.yaml"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", type=Path, help="the file to write; an existing one is left alone")
    parser.add_argument(
        "--extends", metavar="FILE", default="history.yaml",
        help=f"{SCENARIO} (default: history.yaml)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Write a starter that extends another scenario."""
    from sim.base.problems import RefusedError
    from sim.scenario import load, shipped
    from sim.scenario.starter import starter, write_new

    parent = load(options.extends)
    if options.file.name in ("", ".."):
        raise RefusedError(f"{options.file} is a folder; name a file in it")
    file = options.file.with_name(shipped.with_suffix(options.file.name))
    write_new(file, starter(file, parent.path, _example(parent)))
    print(f"{file} is written; it extends {parent.path}. Next: sim check {file}")
    return 0


def _example(parent: "Scenario") -> "Example":
    """What a starter can speak of in the theatre of its parent: Pakistan and China if it can."""
    from sim.experiment.case import find_theatre
    from sim.scenario.starter import Example

    theatre = find_theatre(parent)
    buyer = next((name for name in ("Pakistan", *theatre.buyers) if name in theatre.buyers), "")
    sellers = [name for name in ("China", *theatre.suppliers) if name in theatre.suppliers]
    return Example(
        buyer=buyer,
        supplier=next((name for name in sellers if name != buyer), ""),
        weapon_class=theatre.classes[0],
        years=(parent.first_year, parent.last_year),
        inherited_event=parent.events[0].id if parent.events else "its-id",
    )
