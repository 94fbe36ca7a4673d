"""Turns of a game at the terminal: read a line, do what it says, show what came of it."""

import argparse
import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.base.phrases import joined, the
from sim.base.problems import InputError, RefusedError
from sim.cli.terminal import print_utf8
from sim.play.game import Game
from sim.play.haggling import WISHES
from sim.play.moment import GameError
from sim.play.offers import Offer, OpenTender
from sim.play.saved import save
from sim.report.play import turn

SHOWN = 6  # offers, unless all are asked for

BUYER_HELP = f"""\
  2                take offer 2
  n 2 price        negotiate once with supplier 2: {", ".join(WISHES)}; it yields or walks
                   away, at even odds; a licence it grants as often as on record
  talk China       let everybody know that you talk with China about it, bought or not: those
                   from whom you have parted may lower their price next year
  none             buy nothing
  Enter            leave this tender to the model
  all              show all offers
  advice           what the model would do, and what came of each choice (with --advice)
  end              leave the rest of the year to the model
  undo             take back the last decision
  save FILE.yaml   keep the game;  quit  leave it"""

SELLER_HELP = """\
  price 0.9 [CLASS …]              ask 0.9 times the price so far
  refuse STATE [CLASS …]           sell it nothing more of these classes, or nothing at all
  serve STATE                      sell to it again
  withhold STATE 0.5 [CLASS …]     keep half of the better technology from it
  Enter                            go on
  undo;  save FILE.yaml;  quit"""


class _Quit(Exception):  # noqa: N818 - no error, but a way out
    """The players leave."""


def play_to_end(game: Game, options: argparse.Namespace) -> int:
    """Play year by year, until the last one or until the players leave."""
    last = game.base.last_year if options.to is None else options.to
    if not game.base.first_year <= last <= game.base.last_year:
        raise GameError(
            f"--to must lie between {game.base.first_year} and {game.base.last_year}, not {last}"
        )
    table = _Table(game, options)
    try:
        while game.year <= last:
            table.year()
            if options.save is not None:
                save(game, options.save)
    except _Quit:
        print()
    return table.close()


class _Table:
    """Where the players sit."""

    def __init__(self, game: Game, options: argparse.Namespace) -> None:
        self.game = game
        self.options = options
        self.whole: tuple[int, tuple[str, int]] | None = None  # tender of which all is shown

    def year(self) -> None:
        """Let everybody decide, and go on to the next year; ``undo`` may go back to an earlier."""
        year = self.game.year
        print(f"\n━━ {year} ━━")
        for line in turn.news(self.game):
            print_utf8(f"  {line}\n")
        for seat in self.game.sellers:
            self._hand_over(seat)
            self._sell(seat)
        for seat in self.game.buyers:
            self._hand_over(seat)
            if self._buy(seat) == "back":
                return
        self.game.end_year()

    def close(self) -> int:
        """Say what became of it, and where it is kept."""
        if self.options.save is not None:
            save(self.game, self.options.save)
        if self.game.buyers and self.game.year > self.game.base.first_year:
            print("\nComparing with worlds that nobody plays …", flush=True)
            self._compare()
        if self.options.save is not None:
            print(f"Game: {self.options.save}")
            print(f"What happened, year by year: sim story {self.options.save}")
            print(f"Over many worlds: sim compare {self.game.base.name} {self.options.save}")
        return 0

    def _compare(self) -> None:
        """The game beside the record and the model alone: a table and, beside its file, plots."""
        from sim.play.ending import ending
        from sim.report.play.ending import ending_text

        ended = ending(self.game, threads=self.options.threads)
        print_utf8(ending_text(self.game, ended.rows) + "\n")
        if self.options.save is None:
            print("With --save FILE.yaml a game is kept, and plotted at its end.")
            return
        from sim.report.play.ending_figure import draw_ending

        for path in draw_ending(self.game, ended, self.options.save.with_suffix("")):
            print(f"Plot: {path}")

    # --- a state that sells

    def _sell(self, seat: str) -> None:
        lines = "\n".join(turn.seller_lines(self.game, seat))
        print(f"\n{seat} sells." + (f" So far:\n{lines}" if lines else ""))
        while words := self._ask(SELLER_HELP):
            self._try(lambda words=words: self._seller_does(seat, words))  # type: ignore[misc]

    def _seller_does(self, seat: str, words: list[str]) -> None:
        verb, *rest = words
        if verb == "price" and rest:
            self.game.set_price(seat, _number(rest[0]), rest[1:] or ("all",))
        elif verb == "refuse" and rest:
            self.game.refuse(seat, rest[0], rest[1:] or ("all",))
        elif verb == "serve" and len(rest) == 1:
            self.game.serve(seat, rest[0])
        elif verb == "withhold" and len(rest) > 1:
            self.game.withhold(seat, rest[0], _number(rest[1]), rest[2:] or ("all",))
        elif verb == "undo":
            print("Taken back." if self.game.undo() else "There is nothing to take back.")
            return
        else:
            raise GameError(f"'{' '.join(words)}' is no decision; '?' lists what is")
        print(list(turn.seller_lines(self.game, seat))[-1])

    # --- a state that buys

    def _buy(self, seat: str) -> str:
        """Ask for the largest tenders of a year; 'back' if it became an earlier year."""
        year, place = self.game.year, 0
        while True:
            tenders = self.game.tenders(seat)[: self.options.tenders]
            if place >= len(tenders):
                if not tenders:
                    print(f"\n{seat} needs nothing this year.")
                return "done"
            step = self._tender(seat, tenders, place)
            if self.game.year != year:
                return "back"
            if step == "end":
                return "done"
            place += {"next": 1, "stay": 0, "before": -1}[step]
            place = max(place, 0)

    def _tender(self, seat: str, tenders: Sequence[OpenTender], place: int) -> str:
        tender = tenders[place]
        print(f"\n{seat}. {turn.heading(self.game, tender, place + 1, len(tenders))}")
        if not tender.offers:
            return "next"
        shown = None if self.whole == (tender.year, tender.key) else SHOWN
        print_utf8(turn.offers_table(tender.offers[:shown]) + "\n")
        if shown is not None and len(tender.offers) > shown:
            print(f"  … and {len(tender.offers) - shown} that are valued less: 'all' shows them")
        words = self._ask(BUYER_HELP)
        if not words:
            return "next"
        found: list[str] = []
        self._try(lambda: found.append(self._buyer_does(tender, words)))
        return found[0] if found else "stay"

    def _buyer_does(self, tender: OpenTender, words: list[str]) -> str:
        verb, *rest = words
        if verb.isdigit() and not rest:
            offer = _numbered(tender, verb)
            if self.game.accept(offer):
                return "next"
            who = joined(offer.objectors)
            print(f"The deal with {the(offer.supplier)} is struck, and stopped by {who}.")
            return "stay"
        if verb == "n" and len(rest) == 2 and rest[1] in WISHES:
            offer = _numbered(tender, rest[0])
            print(turn.outcome(offer, self.game.negotiate(offer, rest[1])))
            return "stay"
        if verb == "talk" and len(rest) == 1:
            self.game.announce(tender, rest[0])
            print(turn.heard(self.game, tender))
            return "stay"
        if words == ["none"]:
            self.game.decline(tender)
            return "next"
        if words == ["all"]:
            self.whole = tender.year, tender.key
            return "stay"
        if words == ["advice"]:
            self._advise(tender)
            return "stay"
        if words == ["end"]:
            return "end"
        if words == ["undo"]:
            print("Taken back." if self.game.undo() else "There is nothing to take back.")
            return "before"
        raise GameError(f"'{' '.join(words)}' is no decision; '?' lists what is")

    def _advise(self, tender: OpenTender) -> None:
        from sim.play.advice import outlooks
        from sim.report.play.advice import advice_text

        if not self.options.advice:
            raise GameError("the model gives no advice in this game; begin it with --advice")
        best: list[Offer | None] = [
            offer for offer in tender.offers[:SHOWN] if offer.supplier not in tender.stopped
        ]
        print("Playing on …", flush=True)
        print_utf8(advice_text(tender, outlooks(self.game, tender, [*best, None])) + "\n")

    # --- at the terminal

    def _hand_over(self, seat: str) -> None:
        if self.options.secret and len(self.game.seats) > 1:
            print("\033[2J\033[H" if sys.stdout.isatty() else "")
            self._line(f"{seat}'s turn: press Enter when nobody else looks. ")

    def _ask(self, help_text: str) -> list[str]:
        """The words of a line; none for an empty one."""
        while True:
            try:
                words = shlex.split(self._line("> "))
            except ValueError:
                print("a quotation mark is not closed")
                continue
            if words == ["?"]:
                print(f"{help_text}\n\n{turn.LEGEND}")
            elif words == ["quit"]:
                raise _Quit
            elif words and words[0] == "save" and len(words) == 2:
                self._try(lambda path=Path(words[1]): self._save(path))  # type: ignore[misc]
            else:
                return words

    def _save(self, path: Path) -> None:
        save(self.game, path)
        print(f"Game: {path}")

    def _line(self, prompt: str) -> str:
        if sys.stdin is None:  # closed from the start
            raise _Quit
        try:
            return input(prompt).strip()
        except EOFError:
            raise _Quit from None

    def _try(self, act: Callable[[], object]) -> None:
        """Do what a player says, or say why it cannot be."""
        try:
            act()
        except RefusedError as error:
            print(error)
        except InputError as error:
            print("; ".join(problem.message for problem in error.problems))


def _numbered(tender: OpenTender, word: str) -> Offer:
    if not word.isdigit() or not 1 <= int(word) <= len(tender.offers):
        raise GameError(f"offers are numbered from 1 to {len(tender.offers)}, not '{word}'")
    return tender.offers[int(word) - 1]


def _number(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        raise GameError(f"'{word}' is no number") from None
