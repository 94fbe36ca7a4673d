"""``sim tip``."""

import argparse
from pathlib import Path

from sim.cli.options import SCENARIO_OR_RUN, take_out, take_set, take_threads, take_worlds
from sim.cli.simulation import announce, scenario_of, warn_if_stale
from sim.cli.terminal import progress

PURPOSE = "find the value at which a measure crosses a threshold"
MORE = """\
The key goes from FROM to TO, which may be the lower one. It is a parameter, a number of an event
(events.ID.year, events.ID.factor), or an attribute of a state (states.Pakistan.domestic_share).
The same worlds with the same noise are run at every tried value: thirteen from end to end (years:
each one, if there are no more), then halves of the interval in which the median crosses. It prints
the crossing, its interval by chance, where single worlds cross, and, if the median crosses nowhere,
what comes nearest. Left in the folder: tip.csv, tip.json, plots/tip.png.

  how cheap must Russia be, to win a tenth of Pakistan's orders?
  sim tip cheap_russian_arms --vary events.russia-sells-cheaper.factor=1:0.1 \\
      --until 'pak-russia-orders >= 0.1'"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="SCENARIO", help=SCENARIO_OR_RUN)
    parser.add_argument(
        "--vary", metavar="KEY=FROM:TO", required=True,
        help="what is varied, and between which ends",
    )  # fmt: skip
    parser.add_argument(
        "--until", metavar="CONDITION", required=True,
        help="a measure of the scenario, compared: 'pak-china < 0.5'",
    )  # fmt: skip
    take_out(parser, "folder to write into")
    take_set(parser)
    take_worlds(parser, worlds=100)
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Look for the value of a key at which a condition on a measure begins to hold."""
    from sim.base.own import refuse_foreign, writing
    from sim.report.sweeps.tip import FILES, PLOT, tip_subject, tip_words, write_tip
    from sim.sensitivity.search import read_search

    scenario = scenario_of(options, options.file)
    search = read_search(scenario, options.vary, options.until)
    out: Path = options.out or search.folder
    refuse_foreign(out, FILES)
    announce(scenario)
    warn_if_stale(scenario)
    with progress(search.worlds, "Trying") as bar:
        found = search.run(options.threads, bar.update)
    subject = tip_subject(search.trial)
    with writing(out, "tip") as partial:
        write_tip(partial, found, search.trial, subject, search.about())
    print(f"\n{tip_words(found, search.span.key.name, subject)}")
    print(f"\nTable: {out / 'tip.csv'}, {out / 'tip.json'}\nPlot:  {out / PLOT}")
    return 0
