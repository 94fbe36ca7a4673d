"""``sim tip``."""

import argparse
from pathlib import Path

from sim.cli.options import SCENARIO_OR_RUN, take_out, take_set, take_threads, take_worlds
from sim.cli.simulation import announce, scenario_of, warn_if_stale
from sim.cli.terminal import progress

PURPOSE = "find the value at which a measure crosses a threshold"
MORE = """\
KEY is a parameter, a number of an event (events.ID.year, events.ID.factor), or an attribute of a
state (states.Pakistan.domestic_share). It goes from FROM to TO; TO may be the lower one. The same
worlds with the same noise are run at every value that is tried: thirteen values from end to end (of
years, each one if there are fewer), then the middle of the interval in which the median crosses,
and so on. It prints the value at which the median crosses, its interval, and where single worlds
cross; if the median never crosses, it prints what comes nearest. The folder holds tip.csv, tip.json
and plots/tip.png.

  # how cheap must Russia be to win a tenth of Pakistan's orders?
  sim tip cheap_russian_arms --vary events.russia-sells-cheaper.factor=1:0.1 \\
      --until 'pak-russia-orders >= 0.1'"""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument("file", metavar="SCENARIO", help=SCENARIO_OR_RUN)
    parser.add_argument(
        "--vary", metavar="KEY=FROM:TO", required=True,
        help="what is varied, and from which value to which",
    )  # fmt: skip
    parser.add_argument(
        "--until", metavar="CONDITION", required=True,
        help="a measure of the scenario and a threshold, such as 'pak-china < 0.5'",
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
