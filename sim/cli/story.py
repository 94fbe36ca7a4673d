"""``sim story``."""

import argparse
from pathlib import Path

from sim.cli.explain import open_replay, world_of
from sim.cli.options import integer, take_run
from sim.cli.simulation import results_of
from sim.cli.terminal import print_utf8

PURPOSE = "tell one world of a run, year by year"
MORE = """\
It tells of announcements that came to nothing, orders, refusals by suppliers that would have won,
deals that were stopped, deliveries that begin and end, and between them the events of the scenario.
The text is Markdown; the same run and world give the same text.

  sim story history
  sim story results/history/ID --world 3 --buyer India --class aircraft --from 2010
  sim story results/history/ID --out story.md

Without --buyer it tells of the buyers that the scenario plots."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    take_run(parser)
    parser.add_argument(
        "--buyer", action="append", metavar="STATE", help="a buyer; may be repeated"
    )
    parser.add_argument(
        "--class", dest="weapon_class", action="append", metavar="CLASS",
        help="only this class of arms; may be repeated",
    )  # fmt: skip
    year = integer(1, 9999)
    parser.add_argument("--from", dest="first", type=year, metavar="YEAR", help="first year told")
    parser.add_argument("--to", dest="last", type=year, metavar="YEAR", help="last year told")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="file to write (default: print it)"
    )


def run(options: argparse.Namespace) -> int:
    """Tell one world as a dated chronicle."""
    from sim.base.own import refuse_foreign_file, write_own
    from sim.experiment.worlds import case_of_world
    from sim.explain.chronicle import chronicle
    from sim.explain.selection import place_of_buyer, places_of_classes, years_asked
    from sim.report.explain.story import story_of
    from sim.report.run.figures import plot_buyers

    if options.out is not None:
        refuse_foreign_file(options.out)
    opened = open_replay(results_of(options.what, options.threads, options.put))
    case = opened.case
    named = options.buyer or plot_buyers(case.scenario, case.theatre)
    buyers = list(dict.fromkeys(place_of_buyer(word, case) for word in named))
    classes = places_of_classes(options.weapon_class, case)
    years = years_asked(options.first, options.last, case)
    world, words = world_of(options, opened)
    own = case_of_world(case, world)
    told = chronicle(own, world, buyers, classes, years)
    text = story_of(told, own, buyers, classes, words, case.scenario)
    if options.out is None:
        print_utf8(text)
        return 0
    write_own(options.out, text, "story")
    print(f"Story: {options.out}")
    return 0
