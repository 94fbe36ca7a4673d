"""``sim schema``."""

import argparse

from sim.cli.terminal import print_utf8

PURPOSE = "print the JSON Schema of scenario files, or of another kind of file, for editors"
MORE = """\
Write it to a file beside your scenarios, and begin a scenario with the line below it:

  sim schema > scenario.schema.json
  # yaml-language-server: $schema=scenario.schema.json

  sim schema sweep > sweep.schema.json         the same for sweeps
  sim schema claims, sim schema calibration    for the files in seeds/"""

KINDS = ("scenario", "sweep", "claims", "calibration")


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "kind", nargs="?", choices=KINDS, default="scenario",
        help="which files the schema is for (default: scenario)",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Print the JSON Schema of a kind of file, which offers the default theatre's names."""
    import json

    from sim.scenario.json_schema import KnownNames, file_schema, scenario_schema
    from sim.theatre.load import default_theatre

    theatre = default_theatre()
    names = tuple(state.name for state in theatre.states)
    known = KnownNames(names, theatre.buyers, theatre.suppliers, theatre.classes)
    if options.kind == "scenario":
        schema = scenario_schema(known)
    elif options.kind == "sweep":
        from sim.sweep.file import SweepFile

        schema = file_schema(SweepFile, "A sweep", known)
    elif options.kind == "claims":
        from sim.claims.claims import ClaimsFile

        schema = file_schema(ClaimsFile, "A file of claims", known)
    else:
        from sim.calibration.plan import PlanFile

        schema = file_schema(PlanFile, "A calibration", known)
    print_utf8(json.dumps(schema, indent=2, ensure_ascii=False) + "\n")
    return 0
