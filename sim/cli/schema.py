"""``sim schema``."""

import argparse

from sim.cli.terminal import print_utf8

PURPOSE = "print the JSON Schema of scenario files, for editors"
MORE = """\
Write it to a file beside your scenarios, and begin a scenario with the line below it:

  sim schema > scenario.schema.json
  # yaml-language-server: $schema=scenario.schema.json"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """The command is called with nothing."""


def run(options: argparse.Namespace) -> int:
    """Print the JSON Schema of scenario files, which offers the default theatre's names."""
    import json

    from sim.scenario.json_schema import KnownNames, scenario_schema
    from sim.theatre.load import load_theatre

    theatre = load_theatre()
    names = tuple(state.name for state in theatre.states)
    known = KnownNames(names, theatre.buyers, theatre.suppliers, theatre.classes)
    print_utf8(json.dumps(scenario_schema(known), indent=2, ensure_ascii=False) + "\n")
    return 0
