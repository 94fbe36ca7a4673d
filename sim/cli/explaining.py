"""The commands ``explain`` and ``story``: one world told; imports as in ``sim.cli.commands``."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.arguments import whole
from sim.cli.terminal import print_whole, progress, refused, warn_if_stale

if TYPE_CHECKING:
    from sim.experiment.case import Case

WORLDS = 40  # of the overview, if nobody says otherwise
MOST_PLOTS = 6  # waterfalls of a year

EXPLAIN = """

With --year, one world is played again as a Mesa model and each of the buyer's tenders of that year
is taken apart: all offers, every reason in their value, who did not offer and why, the runner-up,
and the smallest change of price, grants, politics or rivals that would have flipped the choice.
Without --year: over the first worlds of the run, how often each kind of reason was decisive, by
year. A reason is decisive if the runner-up had won without the difference that it makes between
the two.

  sim explain results/history/ID --buyer Pakistan --year 2015
  sim explain results/history/ID --buyer Pakistan --year 2015 --class helicopters --world 3
  sim explain results/history/ID --buyer India --worlds 100

Left beside the run, or in --out: explain_….csv, explain_….json, plots/explain_….png."""

STORY = """

Announcements that came to nothing, orders, refusals by suppliers that would have won, deals that
were stopped, deliveries that begin and end, and the events of the scenario between them, as
Markdown. The same run and world give the same text.

  sim story results/history/ID
  sim story results/history/ID --world 3 --buyer India --class aircraft --from 2010
  sim story results/history/ID --out story.md

Without --buyer: the buyers that the scenario plots. A class may be given more than once."""


def take_arguments(
    explain: argparse.ArgumentParser,
    story: argparse.ArgumentParser,
) -> None:
    """Say what the two commands are called with."""
    for parser in (explain, story):
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that 'sim run' made")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--world", type=whole(0, 10_000_000), metavar="W",
                           help="number of the world, from 0")  # fmt: skip
        which.add_argument("--typical", action="store_true",
                           help="the world nearest to the medians (default)")  # fmt: skip
    explain.add_argument("--buyer", required=True, metavar="STATE", help="who buys")
    explain.add_argument("--year", type=whole(1, 9999), metavar="Y", help="year of the choice")
    explain.add_argument("--class", dest="kind", metavar="CLASS", help="only this class of arms")
    explain.add_argument(
        "--worlds", type=whole(1, 10_000_000), metavar="N",
        help=f"worlds of the overview (default: {WORLDS}, or all if there are fewer)",
    )  # fmt: skip
    explain.add_argument("--out", type=Path, metavar="DIR",
                         help="where to write (default: the run)")  # fmt: skip
    story.add_argument(
        "--buyer", action="append", metavar="STATE", help="who buys; may be repeated"
    )
    story.add_argument("--class", dest="kind", action="append", metavar="CLASS",
                       help="only this class of arms; may be repeated")  # fmt: skip
    story.add_argument("--from", dest="first", type=whole(1, 9999), metavar="Y", help="first year")
    story.add_argument("--to", dest="last", type=whole(1, 9999), metavar="Y", help="last year")
    story.add_argument("--out", type=Path, metavar="FILE",
                       help="file to write (default: print it)")  # fmt: skip


@dataclass(frozen=True)
class _Opened:
    case: "Case"
    manifest: dict[str, Any]
    folder: Path


def explain(options: argparse.Namespace) -> int:
    """Take the choices of a buyer's year apart, or count what was decisive over many worlds."""
    from sim.base.own import refuse_foreign
    from sim.experiment.reproduce import NotResultsError, StaleResultsError
    from sim.explain.selection import NotThereError, place_of_buyer, places_of_classes
    from sim.model.block import TooManyTendersError

    refuse_foreign(options.out or options.folder, ())
    try:
        opened = _open(options)
        buyer = place_of_buyer(options.buyer, opened.case)
        kinds = places_of_classes(None if options.kind is None else [options.kind], opened.case)
        if options.year is None:
            return _overview(options, opened, buyer, kinds)
        return _one_year(options, opened, buyer, kinds)
    except (NotThereError, NotResultsError, StaleResultsError, TooManyTendersError) as error:
        return refused("explain", str(error))


def story(options: argparse.Namespace) -> int:
    """Tell one world as a dated chronicle."""
    from sim.base.own import refuse_foreign_file, write_own
    from sim.experiment.reproduce import NotResultsError, StaleResultsError
    from sim.explain.chronicle import chronicle
    from sim.explain.selection import NotThereError, place_of_buyer, places_of_classes, years_asked
    from sim.model.block import TooManyTendersError
    from sim.report.explain.story import story_of
    from sim.report.run.figures import plot_buyers

    if options.out is not None:
        refuse_foreign_file(options.out)
    try:
        opened = _open(options)
        case = opened.case
        named = options.buyer or plot_buyers(case.scenario, case.theatre)
        buyers = list(dict.fromkeys(place_of_buyer(word, case) for word in named))
        kinds = places_of_classes(options.kind, case)
        years = years_asked(options.first, options.last, case)
        world, words = _world(options, opened)
        told = chronicle(case, world, buyers, kinds, years)
    except (NotThereError, NotResultsError, StaleResultsError, TooManyTendersError) as error:
        return refused("story", str(error))
    text = story_of(told, case, buyers, kinds, words)
    if options.out is None:
        print_whole(text)
        return 0
    write_own(options.out, text, "story")
    print(f"Story: {options.out}")
    return 0


def _one_year(options: argparse.Namespace, opened: _Opened, buyer: int, kinds: list[int]) -> int:
    from sim.base.own import writing
    from sim.explain.flip import money_of
    from sim.explain.replay import replay
    from sim.explain.selection import NotThereError, years_asked
    from sim.report.explain.narrative import explained_tenders, narrative
    from sim.report.explain.write import write_year

    case = opened.case
    if options.worlds is not None:
        raise NotThereError("--worlds is for the overview; with --year, name a --world")
    [year] = years_asked(options.year, options.year, case)
    world, words = _world(options, opened)
    name = case.theatre.buyers[buyer]
    print(words)
    [seen] = replay(case, world, [buyer], [year])
    told = explained_tenders(
        [item for item in seen.tenders if item.kind in kinds], case, money_of(case)
    )
    if not told:
        _say_nothing(opened, world, buyer, kinds, year, options.kind)
        return 0
    print(f"{name}, {year}: {len(told)} tenders, by class\n" if len(told) > 1 else
          f"{name}, {year}\n")  # fmt: skip
    print_whole(narrative(told, case))
    out = options.out or options.folder
    with writing(out, "explain") as partial:
        files = write_year(
            partial, told, case, buyer, year, options.kind, opened.manifest, words, MOST_PLOTS
        )
    _say_files([out / file.relative_to(partial) for file in files])
    return 0


def _say_nothing(
    opened: _Opened, world: int, buyer: int, kinds: list[int], year: int, kind: str | None
) -> None:
    from sim.explain.replay import replay
    from sim.report.run.record import replayed_words

    case = opened.case
    of = "" if kind is None else f" of {kind.replace('_', ' ')}"
    name, until = case.theatre.buyers[buyer], case.scenario.replay_until
    if until is not None and year <= until:
        print(
            f"{replayed_words(case.scenario)} {name} chooses nothing{of} of its own in {year}, so "
            f"there is nothing to explain ('sim story' tells its orders)."
        )
    else:
        print(f"{name} puts nothing{of} out to tender in {year} in this world.")
    busy = [
        str(item.year)
        for item in replay(case, world, [buyer])
        if any(tender.kind in kinds for tender in item.tenders)
    ]
    print(f"It does in {', '.join(busy)}." if busy else "Nor does it in any other year.")


def _overview(options: argparse.Namespace, opened: _Opened, buyer: int, kinds: list[int]) -> int:
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
                tenders += [tender for tender in item.tenders if tender.kind in kinds]
            bar.update(1)
    found = count_decisive(tenders, years, worlds)
    of = "" if options.kind is None else f", {options.kind}"
    print(
        f"{case.theatre.buyers[buyer]}{of}: the first {worlds} of {case.scenario.worlds} worlds\n"
    )
    if len(years) < len(case.years):
        print(
            f"{replayed_words(case.scenario)} Nobody chose them here; counted are the choices from "
            f"{years[0]} on.\n"
        )
    print_whole(decisive_table(found) + "\n")
    out = options.out or options.folder
    with writing(out, "explain") as partial:
        files = write_overview(partial, found, case, buyer, options.kind, opened.manifest)
    _say_files([out / file.relative_to(partial) for file in files])
    return 0


def _open(options: argparse.Namespace) -> _Opened:
    from sim.experiment.case import build_case
    from sim.experiment.reproduce import open_current

    scenario, manifest = open_current(options.folder)
    warn_if_stale(scenario)
    if not _replayed_before():
        print("Compiling what a replay needs: once on this machine, about a minute …", flush=True)
    return _Opened(build_case(scenario), manifest, options.folder)


def _replayed_before() -> bool:
    from sim.model.compiled import is_cached

    return is_cached("terms.weigh_terms")


def _world(options: argparse.Namespace, opened: _Opened) -> tuple[int, str]:
    """The world that is asked for, and a sentence that says which one it is."""
    from sim.explain.selection import NotThereError
    from sim.explain.typical import typical_world
    from sim.report.run.figures import plot_buyers

    scenario, theatre = opened.case.scenario, opened.case.theatre
    if options.world is None:
        found = typical_world(opened.folder, scenario, theatre, plot_buyers(scenario, theatre))
        return found.world, found.words()
    if options.world >= scenario.worlds:
        raise NotThereError(
            f"there is no world {options.world}; the run has worlds 0 to {scenario.worlds - 1}"
        )
    return options.world, f"World {options.world} of {scenario.worlds}."


def _say_files(files: list[Path]) -> None:
    for file in files:
        print(f"Wrote: {file}")
