"""``sim page``."""

import argparse
from pathlib import Path

from sim.cli.options import SCENARIO, take_set, take_threads
from sim.cli.terminal import progress

PURPOSE = "make a page that runs the model, to play with"
MORE = """\
One HTML file that needs nothing beside it, no installation and no network: the model runs in the
reader's browser, on a phone too. Every event has a switch and every reason a slider; the bands are
drawn anew as one moves them. A reader can keep what was found as a link, a picture, a table, or a
scenario file from which 'sim run' makes the same worlds. Lessons lead through a question; the
reader guesses before seeing the answer.

With several scenarios, the reader chooses among them.

  sim page history
  sim page what-if.yaml --out what-if.html
  sim page history --lesson mine.yaml"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("files", nargs="+", metavar="SCENARIO", help=SCENARIO)
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help="the file to write (default: the name of the first scenario, with .html)",
    )  # fmt: skip
    parser.add_argument(
        "--lesson", type=Path, action="append", default=[], metavar="FILE",
        help="a lesson of your own, before the shipped ones; may be repeated",
    )  # fmt: skip
    take_set(parser)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Run the scenarios once for what the page shows at first, and write the page."""
    from sim.base.own import refuse_foreign_file, write_own
    from sim.base.problems import RefusedError
    from sim.experiment.case import build_case
    from sim.page.page import page_of, part_of
    from sim.scenario import load

    scenarios = [load(file, put=options.put) for file in options.files]
    names = [scenario.name for scenario in scenarios]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise RefusedError(f"two scenarios are called '{twice}'; name each once, or rename a file")
    out = Path(f"{names[0]}.html") if options.out is None else options.out
    refuse_foreign_file(out)
    cases = [build_case(scenario) for scenario in scenarios]
    with progress(sum(scenario.worlds for scenario in scenarios), "Simulating") as bar:
        parts = [part_of(case, options.lesson, options.threads, bar.update) for case in cases]
    page = page_of(parts)
    write_own(out, page, "page")
    print(f"Page: {out} ({len(page.encode()) / 1e6:.1f} MB)")
    return 0
