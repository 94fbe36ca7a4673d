"""``sim report``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import RUN, take_threads
from sim.cli.terminal import progress

if TYPE_CHECKING:
    from sim.compare.sides import Run
    from sim.scenario import Scenario

PURPOSE = "make one page of runs, to send or to print"
MORE = """\
One HTML file that needs nothing beside it: the question, what was changed and after whom, the
plots, the largest orders of a typical world taken apart, the scorecard, what the model cannot say,
and how to make it again. It opens in any browser, on a phone too, and prints on A4.

With several folders the first is the base, as in 'sim compare', and the page is about what the
others change. A run that has no scorecard is scored first, which leaves score.csv and score.json
beside it, as 'sim score' does.

If 'sim compare' with this scenario alone has said what did it, the page says so too.

  sim report results/history/ID
  sim report results/history/ID results/rival_blind/1f2e3d4c5b --out rivals.html"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "folders", nargs="+", type=Path, metavar="DIR",
        help=f"{RUN}; the first of several is the base",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help="the file to write (default: report.html in the last folder)",
    )  # fmt: skip
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Write the page of one run, or of runs held against the first."""
    from sim.base.own import refuse_foreign_file, write_own
    from sim.base.problems import RefusedError
    from sim.compare.sides import Run, open_sides
    from sim.report.html.explained_orders import BUYERS
    from sim.report.html.page import page_of, subjects
    from sim.report.html.run_page import open_run
    from sim.scenario import load

    out = options.folders[-1] / "report.html" if options.out is None else options.out
    refuse_foreign_file(out)
    missing = [folder for folder in options.folders if not folder.is_dir()]
    if missing:
        named = ", ".join(map(str, missing))
        raise RefusedError(f"no such folder: {named}; 'sim run' names the one that it makes")
    if len(options.folders) == 1:
        runs = [open_run(options.folders[0])]
    else:
        words = [str(folder) for folder in options.folders]
        runs = [side for side in open_sides(words, load, _never) if isinstance(side, Run)]
    subject = subjects(runs)
    unscored = [_score(run, options.threads) for run in subject]
    with progress(BUYERS * len(subject), "Explaining", unit="buyers") as bar:
        page = page_of(runs, unscored, options.threads, bar.update)
    write_own(out, page, "report")
    print(f"Page: {out} ({len(page.encode()) / 1e6:.1f} MB)")
    return 0


def _never(scenario: "Scenario") -> Path:
    raise AssertionError(f"{scenario.name} is no folder")


def _score(run: "Run", threads: int) -> str:
    """Score a run that has no scorecard; returns why it cannot be scored, or nothing."""
    from sim.report.html.scores import needs_scoring, score_beside
    from sim.score.scorecard import rivals_to_run

    if not needs_scoring(run.folder):
        return ""
    scenario = run.scenario
    with progress((1 + len(rivals_to_run(scenario))) * scenario.worlds, "Scoring") as bar:
        return score_beside(run.folder, threads, bar.update)
