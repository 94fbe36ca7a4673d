"""``sim score``."""

import argparse

from sim.cli.options import (
    SCENARIO_OR_RUN,
    integer,
    take_out,
    take_set,
    take_threads,
    take_worlds,
)
from sim.cli.simulation import run_and_draw, scenario_of, warn_if_stale
from sim.cli.terminal import plot_files, print_utf8, progress

PURPOSE = "hold a run against what is claimed and on record"
MORE = """\
Each claim of the ledger is set beside the worlds of the run: their median and bands, how far off
the record is (z), and the CRPS, which scores the whole distribution. The CRPS is given over that of
four benchmarks: the prior, a habit-only model and the no-events counterfactual, all with the same
noise, and persistence, the recorded window before. Stylised facts of the arms trade follow.
Verdicts:

  inside         the record is inside the band of 90% of the worlds
  outside        it is outside
  uninformative  inside, but the band is as wide as half of all shares or a factor of ten
  met, not met   for a claim about how many worlds do something

A scenario that has not been run is run first. The command leaves score.csv, score.json and
plots/score_forest.png beside the run, or in --out.

  sim score history
  sim score results/history/ID --out scores
  sim score history --placebo 40

With --placebo N, the scenario's political shifts exchange their pairs and years at random, N times,
and each exchange is scored. It is a check: whoever chose the events knew what came of them."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("what", metavar="SCENARIO", help=SCENARIO_OR_RUN)
    take_out(parser, "folder to write into", otherwise="that of the run")
    take_set(parser)
    take_worlds(parser)
    parser.add_argument(
        "--placebo", type=integer(0, 1000), default=0, metavar="N",
        help="exchange pairs and years of events at random N times (default: 0)",
    )  # fmt: skip
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Hold a run against the ledger of claims; run it first if it is a scenario."""
    from sim.base.own import refuse_foreign, writing
    from sim.base.problems import RefusedError
    from sim.claims import load_ledger
    from sim.experiment.case import build_case
    from sim.experiment.reproduce import folder_of_run, open_current
    from sim.report.score.score_table import score_table
    from sim.report.score.write import SCORE_FILES, write_scorecard
    from sim.score.scorecard import questions_for, rivals_to_run, score_scenario

    folder, ledger = folder_of_run(options.what), load_ledger()
    where = folder if options.out is None else options.out
    if where is not None:
        refuse_foreign(where, SCORE_FILES)
    if folder is not None:
        if options.worlds is not None or options.seed is not None or options.put:
            message = "is a run; --worlds, --seed and --set are for scenarios"
            raise RefusedError(f"{folder} {message}")
        scenario, manifest = open_current(folder)
        warn_if_stale(scenario)
    else:
        asked = scenario_of(options, options.what)
        questions_for(build_case(asked), ledger)  # before anything is run
        folder = run_and_draw(asked, options.threads).folder
        scenario, manifest = open_current(folder)
    runs = 1 + len(rivals_to_run(scenario)) + options.placebo
    with progress(runs * scenario.worlds, "Scoring") as bar:
        card = score_scenario(scenario, ledger, options.threads, bar.update, options.placebo)
    out = folder if options.out is None else options.out
    with writing(out, "score", anew=True) as partial:
        pages = write_scorecard(partial, card, manifest, ledger)
    print_utf8(score_table(card) + "\n")
    print(f"\nScores: {out / 'score.csv'}, {out / 'score.json'}\nPlot:   {plot_files(out, pages)}")
    return 0
