"""``sim reproduce``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import RUN, take_threads
from sim.cli.simulation import announce
from sim.cli.terminal import progress_bar

if TYPE_CHECKING:
    from sim.experiment.reproduce import Reproduction

PURPOSE = "run a results folder again and compare"
MORE = """\
The worlds are simulated again from DIR/manifest.json, in a temporary folder, and each data file is
compared with the one in DIR. Plots are not. If anything differs, it says what has changed since:
model, data, versions, commit. The theatre, if it is a path, is looked for from this folder.

  sim reproduce results/what-if

exit status: 0 all identical, 1 not, 2 DIR is no results folder"""

NOT_REPRODUCED = 1


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("folder", type=Path, metavar="DIR", help=RUN)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Run a results folder again and tell whether its data files are still what comes out."""
    from sim.experiment.reproduce import open_results, reproduce

    scenario, _ = open_results(options.folder)
    announce(scenario)
    found = reproduce(options.folder, options.threads, progress_bar)
    _tell(found)
    return 0 if found.identical else NOT_REPRODUCED


def _tell(found: "Reproduction") -> None:
    from sim.experiment.reproduce import EXPLAINED

    width = max(map(len, found.files))
    for name, verdict in found.files.items():
        print(f"{name:{width}}  {verdict}   {EXPLAINED[verdict]}".rstrip())
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
        print(f"  {change.what:10}  {change.then} → {change.now}   {change.note}".rstrip())
