"""``sim report``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO_OR_RUN, take_set, take_threads
from sim.cli.simulation import results_of
from sim.cli.terminal import progress

if TYPE_CHECKING:
    from sim.compare.sides import Run
    from sim.scenario import Scenario

PURPOSE = "make one page of runs, to send or to print"
MORE = """\
One HTML file that needs nothing beside it: the question, what was changed and on whose word, the
plots, the largest orders of a typical world taken apart, the scorecard, what the model cannot say,
and how to make it again. It opens in any browser, on a phone too, and prints on A4.

With several, the first is the base, as in 'sim compare', and the report is about what the others
change. A scenario that has not been run is run first. A run without a scorecard is scored as by
'sim score', which leaves score.csv and score.json beside it.

With --page, 'sim page' also makes a page that runs the last scenario, and the report links to it.

If 'sim compare' has been run on this scenario alone, the report says too which change did what.

  sim report history
  sim report results/history/ID results/rival_blind/1f2e3d4c5b --out rivals.html"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "what", nargs="+", metavar="SCENARIO",
        help=f"{SCENARIO_OR_RUN}; the first of several is the base",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, metavar="FILE",
        help="the file to write (default: report.html in the last folder)",
    )  # fmt: skip
    parser.add_argument(
        "--page", action="store_true", help="also write a page that runs the model, and link to it"
    )
    take_set(parser)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Write the page of one run, or of runs held against the first."""
    from sim.base.own import refuse_foreign_file, write_own
    from sim.compare.sides import Run, open_sides
    from sim.report.html.explained_orders import BUYERS
    from sim.report.html.page import page_of, subjects
    from sim.report.html.run_page import open_run
    from sim.scenario import load

    if options.out is not None:
        refuse_foreign_file(options.out)
    folders = [results_of(word, options.threads, options.put) for word in options.what]
    out = folders[-1] / "report.html" if options.out is None else options.out
    refuse_foreign_file(out)
    if len(folders) == 1:
        runs = [open_run(folders[0])]
    else:
        words = [str(folder) for folder in folders]
        runs = [side for side in open_sides(words, load, _never) if isinstance(side, Run)]
    subject = subjects(runs)
    unscored = [_score(run, options.threads) for run in subject]
    beside = out.with_name(f"{out.stem}-model.html") if options.page else None
    if beside is not None:
        refuse_foreign_file(beside)
        _write_model_page(subject[-1], beside, options.threads)
    with progress(BUYERS * len(subject), "Explaining", unit="buyers") as bar:
        link = "" if beside is None else beside.name
        page = page_of(runs, unscored, options.threads, bar.update, link)
    write_own(out, page, "report")
    print(f"Page: {out} ({len(page.encode()) / 1e6:.1f} MB)")
    return 0


def _write_model_page(run: "Run", out: Path, threads: int) -> None:
    from sim.base.own import write_own
    from sim.experiment.case import build_case
    from sim.page.page import page_of, part_of

    with progress(run.scenario.worlds, "Simulating") as bar:
        parts = [part_of(build_case(run.scenario, run.theatre), (), threads, bar.update)]
    write_own(out, page_of(parts), "page")


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
