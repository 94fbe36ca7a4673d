"""``sim new``."""

import argparse
from pathlib import Path

from sim.cli.options import SCENARIO

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
    from sim.experiment.case import find_theatre
    from sim.scenario import load, shipped
    from sim.scenario.starter import example_of, starter, write_new

    parent = load(options.extends)
    if options.file.name in ("", ".."):
        raise RefusedError(f"{options.file} is a folder; name a file in it")
    file = options.file.with_name(shipped.with_suffix(options.file.name))
    theatre = find_theatre(parent)
    example = example_of(parent, theatre.buyers, theatre.suppliers, theatre.classes[0])
    write_new(file, starter(file, parent.path, example))
    print(f"{file} is written; it extends {parent.path}. Next: sim check {file}")
    return 0
