"""What each command does. Each imports what it needs when it runs, so that help is quick."""

import argparse
import json
from typing import TYPE_CHECKING

from sim.cli.terminal import (
    announce,
    as_asked,
    draw_on,
    print_whole,
    progress_bar,
    refused,
    warn_if_edited,
    warn_if_stale,
)

if TYPE_CHECKING:
    from sim.experiment.reproduce import Reproduction
    from sim.scenario import Scenario
    from sim.scenario.starter import Example

NEW = """

It is right as it stands, so that 'sim run' takes it at once:

  sim new what-if.yaml
  sim new later.yaml --extends what-if.yaml"""

CHECK = """

Nothing is simulated. Every mistake is listed with its file and line, and with what to write
instead.

  sim check what-if.yaml

exit status: 0 right, 2 something is wrong"""

RUN = """

A world is one possible course of events: the same politics, its own draw of chance and of the
parameters. A run simulates many, prints for each measure the record, the median and the range that
holds 90% of the worlds, and leaves a folder, complete or absent: plots as PNG, tables as Parquet
and CSV, and manifest.json, which says what made them. The same scenario and seed give the same
tables. Volumes are in TIV, SIPRI's trend-indicator value, in millions.

  sim run history
  sim run what-if.yaml --worlds 50 --out results/what-if"""

SHOW = """

Each value has the file and line that wrote it behind it, or 'default'; inherited events and
measures that were removed, replaced or are not reached are listed. What is printed is itself a
scenario file, without 'extends':

  sim show no_embargo_lift > whole.yaml"""

SCHEMA = """

Write it to a file beside your scenarios, and begin a scenario with the line below it:

  sim schema > scenario.schema.json
  # yaml-language-server: $schema=scenario.schema.json"""

AGAIN = """

The worlds are simulated again from DIR/manifest.json, in a temporary folder, and each data file is
compared with the one in DIR. Plots are not. If anything differs, it says what has changed since:
model, data, versions, commit. The theatre, if it is a path, is looked for from this folder.

exit status: 0 all identical, 1 not, 2 DIR is no results folder"""


NOT_REPRODUCED = 1


def check(options: argparse.Namespace) -> int:
    """Say what is wrong with a scenario or a sweep, or that nothing is.

    Of a scenario, say also what of it is not reached.
    """
    from sim.experiment.case import build_case
    from sim.scenario import load
    from sim.sweep.plan import is_sweep, read_sweep

    if is_sweep(options.file):
        sweep = read_sweep(options.file)
        print(
            f"{options.file}: right. '{sweep.title}', a sweep of {len(sweep.keys)} keys, "
            f"{sweep.size:,} points of {sweep.scenario.worlds:,} worlds, "
            f"{len(sweep.scenario.measures)} measures"
        )
        return 0
    scenario = load(options.file)
    build_case(scenario)
    print(
        f"{options.file}: right. '{scenario.title}', {scenario.first_year}-{scenario.last_year}, "
        f"{len(scenario.events)} events, {len(scenario.measures)} measures, "
        f"{scenario.worlds} worlds"
    )
    unreached = [item for item in scenario.omitted if item.fate == "not reached"]
    for by in dict.fromkeys(item.by for item in unreached):
        print(f"Inherited, but not reached within the years that {by} sets:")
        for item in unreached:
            if item.by == by:
                print(f"  {item.noun} {item.id}, {item.when} ({item.mark.file}:{item.mark.line})")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the resolved scenario, with the place that wrote each value."""
    from sim.scenario import load
    from sim.scenario.show import show as shown

    print_whole(shown(load(options.file)))
    return 0


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of scenario files, which offers the default theatre's names."""
    from sim.scenario.json_schema import KnownNames, scenario_schema
    from sim.theatre.load import load_theatre

    theatre = load_theatre()
    names = tuple(state.name for state in theatre.states)
    known = KnownNames(names, theatre.buyers, theatre.suppliers, theatre.classes)
    print_whole(json.dumps(scenario_schema(known), indent=2, ensure_ascii=False) + "\n")
    return 0


def new(options: argparse.Namespace) -> int:
    """Write a starter that extends another scenario."""
    from sim.scenario import load, shipped
    from sim.scenario.starter import CannotWriteError, starter, write_new

    parent = load(options.extends)
    if options.file.name in ("", ".."):
        return refused("new", f"{options.file} is a folder; name a file in it")
    file = options.file.with_name(shipped.with_suffix(options.file.name))
    try:
        write_new(file, starter(file, parent.path, _example(parent)))
    except CannotWriteError as error:
        return refused("new", str(error))
    print(f"{file} is written; it extends {parent.path}. Next: sim check {file}")
    return 0


def run(options: argparse.Namespace) -> int:
    """Run a scenario and say where its results are."""
    from sim.experiment.run import FolderTakenError, run_scenario
    from sim.model.block import TooManyTendersError
    from sim.report.run.table import summary_table

    scenario = as_asked(options, options.file)
    announce(scenario)
    warn_if_stale(scenario)
    try:
        result = run_scenario(
            scenario, options.out, options.threads, progress_bar, draw_on(options.threads)
        )
    except (FolderTakenError, TooManyTendersError) as error:
        return refused("run", str(error))
    print(summary_table(result.folder, scenario.measures))
    if not result.fresh:
        print("This run was made before; its folder is complete.")
        warn_if_edited(result.folder)
    print(f"Results: {result.folder}")
    return 0


def reproduce(options: argparse.Namespace) -> int:
    """Run a results folder again and tell whether its data files are still what comes out."""
    from sim.experiment.reproduce import NotResultsError, open_results
    from sim.experiment.reproduce import reproduce as again
    from sim.model.block import TooManyTendersError

    try:
        scenario, _ = open_results(options.folder)
        announce(scenario)
        found = again(options.folder, options.threads, progress_bar)
    except (NotResultsError, TooManyTendersError) as error:
        return refused("reproduce", str(error))
    _tell(found)
    return 0 if found.identical else NOT_REPRODUCED


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


def _tell(found: "Reproduction") -> None:
    from sim.experiment.reproduce import EXPLAINED

    width = max(map(len, found.files))
    for name, verdict in found.files.items():
        note = f"   {EXPLAINED[verdict]}" if EXPLAINED[verdict] else ""
        print(f"{name:{width}}  {verdict}{note}")
    print()
    if found.identical:
        print("Reproduced: every data file is identical, byte for byte.")
    else:
        same = sum(verdict == "identical" for verdict in found.files.values())
        print(f"Not reproduced: {same} of {len(found.files)} data files are identical.")
    if found.changes:
        print("Since that run, without effect:" if found.identical else "Since that run:")
    elif not found.identical:
        print("Model, data, versions and commit are those of that run.")
    for change in found.changes:
        note = f"   {change.note}" if change.note else ""
        print(f"  {change.what:10}  {change.then} → {change.now}{note}")
