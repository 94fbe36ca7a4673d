"""``sim explain``, and how ``sim story`` opens a run as well."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.options import MOST_WORLDS, integer, take_out, take_run
from sim.cli.simulation import results_of, warn_if_stale
from sim.cli.terminal import print_utf8, progress

if TYPE_CHECKING:
    from sim.experiment.case import Case

WORLDS = 40  # of the overview, if nobody says otherwise
MOST_PLOTS = 6  # waterfalls of a year

PURPOSE = "say why a buyer chose whom it chose"
MORE = """\
With --year, one world is played again as a Mesa model and each of the buyer's tenders of that year
is taken apart: all offers, every reason in their value, who did not offer and why, the runner-up,
and the smallest change of price, grants, politics or rivals that would have flipped the choice.
Without --year, it says how often each kind of reason was decisive in each year, over the first
worlds of the run. A reason is decisive if the runner-up would have won without the difference that
it makes between the two.

  sim explain history --buyer Pakistan --year 2015
  sim explain results/history/ID --buyer Pakistan --year 2015 --class helicopters --world 3
  sim explain results/history/ID --buyer India --worlds 100

It leaves explain_….csv, explain_….json and plots/explain_….png beside the run, or in --out."""


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    take_run(parser)
    parser.add_argument("--buyer", required=True, metavar="STATE", help="the buyer")
    parser.add_argument("--year", type=integer(1, 9999), metavar="YEAR", help="year of the choice")
    parser.add_argument(
        "--class", dest="weapon_class", metavar="CLASS", help="only this class of arms"
    )
    parser.add_argument(
        "--worlds", type=integer(1, MOST_WORLDS), metavar="N",
        help=f"without --year: how many worlds to look at (default: {WORLDS}, or all if fewer)",
    )  # fmt: skip
    take_out(parser, "folder to write into", otherwise="that of the run")


@dataclass(frozen=True)
class Opened:
    """A run whose worlds can be played again."""

    case: "Case"
    manifest: dict[str, Any]
    folder: Path


def run(options: argparse.Namespace) -> int:
    """Take the choices of a buyer's year apart, or count what was decisive over many worlds."""
    from sim.base.own import refuse_foreign
    from sim.explain.selection import place_of_buyer, places_of_classes

    folder = results_of(options.what, options.threads, options.put)
    refuse_foreign(options.out or folder, ())
    opened = open_replay(folder)
    buyer = place_of_buyer(options.buyer, opened.case)
    classes = places_of_classes(
        None if options.weapon_class is None else [options.weapon_class], opened.case
    )
    if options.year is None:
        return _overview(options, opened, buyer, classes)
    return _one_year(options, opened, buyer, classes)


def open_replay(folder: Path) -> Opened:
    """Open the folder of a run, and say what is compiled first where it is."""
    from sim.experiment.case import build_case
    from sim.experiment.reproduce import open_current
    from sim.model.compiled import is_cached

    scenario, manifest = open_current(folder)
    warn_if_stale(scenario)
    if not is_cached("terms.weigh_terms"):
        print("Compiling what a replay needs: once on this machine, about a minute …", flush=True)
    return Opened(build_case(scenario), manifest, folder)


def world_of(options: argparse.Namespace, opened: Opened) -> tuple[int, str]:
    """The world that is wanted, and a sentence that says which one it is."""
    from sim.explain.selection import NotThereError
    from sim.explain.typical import typical_world
    from sim.report.run.figures import plot_buyers

    scenario, theatre = opened.case.scenario, opened.case.theatre
    if options.world is None and scenario.game is not None:
        return scenario.game.world, f"World {scenario.game.world}, in which it was played."
    if options.world is None:
        found = typical_world(opened.folder, scenario, theatre, plot_buyers(scenario, theatre))
        return found.world, found.words()
    if options.world >= scenario.worlds:
        raise NotThereError(
            f"there is no world {options.world}; the run has worlds 0 to {scenario.worlds - 1}"
        )
    return options.world, f"World {options.world} of {scenario.worlds}."


def _one_year(options: argparse.Namespace, opened: Opened, buyer: int, classes: list[int]) -> int:
    from sim.base.own import writing
    from sim.experiment.payments import money_of
    from sim.experiment.worlds import case_of_world
    from sim.explain.replay import replay
    from sim.explain.selection import NotThereError, years_asked
    from sim.report.explain.happened import happened_words
    from sim.report.explain.idle import idle_words
    from sim.report.explain.narrative import explained_tenders, narrative
    from sim.report.explain.write import write_year

    case = opened.case
    if options.worlds is not None:
        raise NotThereError("--worlds is for the overview; with --year, name a --world")
    [year] = years_asked(options.year, options.year, case)
    world, words = world_of(options, opened)
    own = case_of_world(case, world)
    name = case.theatre.buyers[buyer]
    print(words)
    print("".join(f"{line}\n" for line in happened_words(case, own.scenario)), end="")
    case = own
    [seen] = replay(case, world, [buyer], [year])
    told = explained_tenders(
        [item for item in seen.tenders if item.weapon_class in classes], case, money_of(case)
    )
    if not told:
        print(idle_words(case, world, buyer, classes, year))
        return 0
    print(f"{name}, {year}: {len(told)} tenders, by class\n" if len(told) > 1 else
          f"{name}, {year}\n")  # fmt: skip
    print_utf8(narrative(told, case))
    out = options.out or opened.folder
    with writing(out, "explain") as partial:
        files = write_year(
            partial,
            told,
            case,
            buyer,
            year,
            options.weapon_class,
            opened.manifest,
            words,
            MOST_PLOTS,
        )
    _say_files([out / file.relative_to(partial) for file in files])
    return 0


def _overview(options: argparse.Namespace, opened: Opened, buyer: int, classes: list[int]) -> int:
    from sim.base.own import writing
    from sim.explain.decisive import count_decisive
    from sim.explain.replay import replay
    from sim.explain.selection import NotThereError
    from sim.report.explain.tables import decisive_table
    from sim.report.explain.write import write_overview
    from sim.report.run.record import replayed_words

    case = opened.case
    years = range(case.scenario.own_from, case.years[-1] + 1)
    if not years:
        raise NotThereError(f"{replayed_words(case.scenario)} None is a choice to explain")
    if options.world is not None or options.typical:
        raise NotThereError("without --year, many worlds are looked at; name a --year, or --worlds")
    worlds = min(options.worlds or WORLDS, case.scenario.worlds)
    tenders = []
    with progress(worlds, "Replaying") as bar:
        for world in range(worlds):
            for item in replay(case, world, [buyer]):
                tenders += [tender for tender in item.tenders if tender.weapon_class in classes]
            bar.update(1)
    found = count_decisive(tenders, years, worlds)
    of = "" if options.weapon_class is None else f", {options.weapon_class}"
    print(
        f"{case.theatre.buyers[buyer]}{of}: the first {worlds} of {case.scenario.worlds} worlds\n"
    )
    if len(years) < len(case.years):
        print(
            f"{replayed_words(case.scenario)} Nobody chose them here; counted are the choices from "
            f"{years[0]} on.\n"
        )
    print_utf8(decisive_table(found) + "\n")
    out = options.out or opened.folder
    with writing(out, "explain") as partial:
        files = write_overview(partial, found, case, buyer, options.weapon_class, opened.manifest)
    _say_files([out / file.relative_to(partial) for file in files])
    return 0


def _say_files(files: list[Path]) -> None:
    for file in files:
        print(f"Wrote: {file}")
