"""``sim new``."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.theatre.theatre import Theatre

PURPOSE = "write a first scenario file, each part explained"
MORE = """\
The file is complete, so 'sim run' can take it at once:

  sim new what-if.yaml
  sim new later.yaml --extends what-if.yaml
  sim new egypt.yaml --buyer Egypt
  sim new egypt.yaml --buyer Egypt --theatre mine

With --buyer the scenario is about that buyer. The file shows the recorded shares of its suppliers,
their largest changes and the political events that concern it, asks for measures that follow from
these, and has an example of each kind of event. It extends politics.yaml unless you say otherwise;
in a theatre of your own it extends nothing."""
POLITICS, HISTORY = "politics.yaml", "history.yaml"


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="the file to write; if it exists, nothing is written",
    )
    parser.add_argument(
        "--extends", metavar="FILE",
        help=f"{SCENARIO} (default: {HISTORY}; with --buyer {POLITICS})",
    )  # fmt: skip
    parser.add_argument("--buyer", metavar="STATE", help="the buyer that the scenario is about")
    parser.add_argument(
        "--theatre", type=Path, metavar="DIR", help="with --buyer: a theatre of your own"
    )


def run(options: argparse.Namespace) -> int:
    """Write a starter, about a buyer or an example, that extends another scenario."""
    from sim.base.problems import RefusedError
    from sim.experiment.case import find_theatre
    from sim.scenario import load, shipped
    from sim.scenario.starter import example_of, starter, write_new

    if options.file.name in ("", ".."):
        raise RefusedError(f"{options.file} is a folder; name a file in it")
    file = options.file.with_name(shipped.with_suffix(options.file.name))
    if options.buyer is not None:
        return _about(options.buyer, file, options)
    if options.theatre is not None:
        raise RefusedError("--theatre needs --buyer: the state that the scenario is about")
    parent = load(options.extends or HISTORY)
    theatre = find_theatre(parent)
    example = example_of(parent, theatre.buyers, theatre.suppliers, theatre.classes[0])
    write_new(file, starter(file, parent.path, example))
    print(f"{file} is written; it extends {parent.path}. Next: sim check {file}")
    return 0


def _about(word: str, file: Path, options: argparse.Namespace) -> int:
    """Write a scenario about one buyer."""
    from sim.base.problems import RefusedError
    from sim.report.starter import buyer_starter
    from sim.scenario.starter import name_of_parent, write_new

    parent, theatre = _ground(options)
    buyer = theatre.find(word)
    if buyer not in theatre.buyers or buyer in theatre.aggregates:
        why = "a supplier" if buyer in theatre.suppliers else "many states" if buyer else "unknown"
        hint = theatre.suggestion(word) if buyer is None else ""
        raise RefusedError(f"'{word}' is no single buyer of this theatre, but {why}{hint}")
    extends = "" if parent is None else name_of_parent(file, parent.path)
    folder = Path(os.path.relpath(theatre.folder, file.parent)).as_posix()
    folder = folder if folder.startswith(".") else f"./{folder}"  # a bare word would be a name
    write_new(file, buyer_starter(file, buyer, theatre, parent, extends, folder))
    print(f"{file} is written; it is about {buyer}. Next: sim report {file}")
    return 0


def _ground(options: argparse.Namespace) -> "tuple[Scenario | None, Theatre]":
    """The scenario that is extended, if any, and the theatre."""
    from sim.base.problems import RefusedError
    from sim.experiment.case import find_theatre
    from sim.scenario import load
    from sim.theatre.load import load_theatre

    if options.theatre is None:
        parent = load(options.extends or POLITICS)
        return parent, find_theatre(parent)
    if options.extends is not None:
        raise RefusedError("give --theatre or --extends, which has a theatre of its own")
    return None, load_theatre(options.theatre)
