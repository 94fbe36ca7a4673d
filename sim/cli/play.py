"""``sim play``."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import SCENARIO, integer, take_threads

if TYPE_CHECKING:
    from sim.play.game import Game

PURPOSE = "decide for a state yourself; the model plays all others"
MORE = """\
Each year, a state that sells sets its terms; then a state that buys sees its largest tenders and
takes an offer, negotiates it once, buys nothing, or leaves the choice to the model. At the end
you see what came of it beside the record, and beside worlds that nobody played.

  sim play --seat Pakistan --to 2017                   play Pakistan, 2003 to 2017
  sim play --seat Pakistan --seat India --secret       two in turn, each without seeing the other
  sim play --seat Russia --save russia.yaml            sell; the game is kept in a file
  sim play russia.yaml                                 go on with it
  sim run russia.yaml                                  a saved game is a scenario like any other
  sim compare history russia.yaml                      what did it change?

Type '?' in a turn to see what you can do. A game is one world of its scenario: the same world and
the same decisions give the same outcome."""

TENDERS = 3  # of a buyer's year that are asked, the largest first


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command is called with."""
    parser.add_argument(
        "file",
        nargs="?",
        default="history",
        metavar="SCENARIO",
        help=f"{SCENARIO}, or a saved game (default: history)",
    )
    parser.add_argument(
        "--seat", action="append", metavar="STATE", help="a state that is played; may be repeated"
    )
    parser.add_argument(
        "--world", type=integer(0, 999_999), default=0, metavar="W",
        help="number of the world, counted from 0 (default: 0)",
    )  # fmt: skip
    parser.add_argument(
        "--to", type=integer(1, 9999), metavar="YEAR",
        help="last year that is played (default: the scenario's last)",
    )  # fmt: skip
    parser.add_argument(
        "--tenders", type=integer(1, 1000), default=TENDERS, metavar="N",
        help=f"how many tenders of a year you decide, the largest first; the model decides the "
        f"others "
        f"(default: {TENDERS})",
    )  # fmt: skip
    parser.add_argument(
        "--save",
        type=Path,
        metavar="FILE",
        help="file that keeps the game, year by year (default: the saved game that is played on)",
    )
    parser.add_argument(
        "--injects", type=Path, metavar="FILE",
        help="a facilitator's file of events; players learn of each in its year",
    )  # fmt: skip
    parser.add_argument("--secret", action="store_true", help="clear the screen between players")
    parser.add_argument(
        "--advice", action="store_true",
        help="let the model say what it would do, and what each choice led to in 200 tries",
    )  # fmt: skip
    parser.add_argument(
        "--brief", type=Path, metavar="DIR", help="only write a brief for each player, to print"
    )
    take_threads(parser)


def run(options: argparse.Namespace) -> int:
    """Play a game to its end, or write its briefs."""
    from sim.cli.simulation import announce_compiling
    from sim.cli.turns import play_to_end

    game = _opened(options)
    _keep(options)
    if options.brief is not None:
        from sim.report.play.brief import write_briefs

        for path in write_briefs(game, options.brief):
            print(f"Brief: {path}")
        return 0
    announce_compiling(differs=game.base.differs)
    print(f"{game.base.title}. World {game.world}; you are {', '.join(game.seats)}.")
    print("Type the number of an offer to take it, Enter to leave it to the model, ? for the rest.")
    return play_to_end(game, options)


def _keep(options: argparse.Namespace) -> None:
    """Keep a saved game that goes on where it is, and refuse now what would be refused later."""
    from sim.base.own import ForeignFileError, refuse_foreign_file
    from sim.base.problems import RefusedError
    from sim.scenario import load

    if options.save is None:
        scenario = load(options.file)
        options.save = scenario.path if scenario.game is not None else None
    if options.save is None or options.brief is not None:
        return
    try:
        refuse_foreign_file(options.save)
    except ForeignFileError:
        raise RefusedError(
            f"{options.save} is no saved game, or was changed since it was saved; it stays as it "
            "is, so name another file with --save"
        ) from None


def _opened(options: argparse.Namespace) -> "Game":
    from sim.base.problems import InputError, Problem, RefusedError
    from sim.document import tree
    from sim.play.game import Game
    from sim.play.saved import resume
    from sim.scenario import load

    over = None
    if options.injects is not None:
        problems: list[Problem] = []
        over = tree.read(options.injects, problems)
        if over is None:
            raise InputError(problems)
    scenario = load(options.file, over)
    if scenario.game is not None:
        if options.seat or over is not None:
            raise RefusedError(
                f"{options.file} is a saved game with its own seats and events; leave out --seat "
                "and --injects"
            )
        return resume(scenario.path)
    if not options.seat:
        raise RefusedError("say who you are, such as: sim play --seat Pakistan")
    return Game(scenario, options.seat, options.world)
