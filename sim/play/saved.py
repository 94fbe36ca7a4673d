"""A game as a file: a scenario with what was decided, which any command takes."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from sim.base.own import write_own
from sim.base.phrases import joined
from sim.base.problems import Problem
from sim.document import tree, yaml_text
from sim.document.tree import ScalarNode
from sim.play import decisions
from sim.play.decisions import Decision
from sim.play.game import Game
from sim.play.moment import GameError, Moment
from sim.play.offers import Offer
from sim.scenario import Scenario, load, shipped
from sim.scenario.played import of_game


def save(game: Game, path: Path) -> None:
    """Write a game; what was accepted this year is kept, what was declined is asked again.

    Raises:
        GameError: if the file's name does not end in .yaml.
        ForeignFileError: if there is a file that is no saved game, or was edited since.
    """
    if path.suffix != ".yaml":
        raise GameError(f"a saved game is a scenario: let the name of {path} end in .yaml")
    write_own(path, "\n".join(_lines(game, path)) + "\n", "play")


def resume(path: Path) -> Game:
    """Go on with a saved game.

    Raises:
        GameError: if the file is no saved game.
        InputError: if it is wrong.
    """
    scenario = load(path)
    if scenario.game is None:
        raise GameError(f"{path} is no saved game; begin one with: sim play {path} --seat STATE")
    played = scenario.game
    decided = decisions.decided_in(scenario)
    now = [
        one for one in decided
        if ("order" in one or "talks" in one) and one["year"] >= played.year
    ]  # fmt: skip
    own = tuple(event for event in scenario.events if not of_game(event.id))
    parent = load(_extended(path))
    base = replace(
        scenario, events=own, game=None, path=parent.path, name=parent.name, title=parent.title,
        question=parent.question,
    )  # fmt: skip
    said = tuple(_as_said(one) for one in now if "talks" in one)
    moment = Moment(played.year, tuple(one for one in decided if one not in now), said=said)
    game = Game(base, played.seats, played.world, moment=moment)
    for one in now:
        if "order" in one:
            _accept_again(game, one)
    return game


def _as_said(decision: Decision) -> Decision:
    """Talks as they were announced, from a file in which one name stands without a list."""
    talks = decision["talks"]
    [weapon_class] = [talks["classes"]] if isinstance(talks["classes"], str) else talks["classes"]
    return decisions.announces(talks["buyer"], decision["year"], talks["supplier"], weapon_class)


def _accept_again(game: Game, decision: Decision) -> None:
    order = decision["order"]
    for tender in game.tenders(order["buyer"]):
        offer = tender.offer_of(order["supplier"])
        if offer is not None and decisions.signs(offer)["id"] == decision["id"]:
            first, _, last = str(order["delivered"]).partition("-")
            agreed = replace(
                offer, usd_m=order["usd_m"],
                paid_by_supplier=min(offer.paid_by_supplier, order["usd_m"]),
                first=int(first), last=int(last or first), licensed=order["licensed"],
            )  # fmt: skip
            game.take_again(tender, agreed)


def _lines(game: Game, path: Path) -> Iterator[str]:
    seats = joined(game.seats)
    yield f"title: {yaml_text.word(f'A game: {seats} played')}"
    yield f"question: {yaml_text.word(f'What became of it when people decided for {seats}?')}"
    yield f"extends: {yaml_text.word(_parent(game.base, path))}"
    yield f"seed: {game.base.seed}"
    standing = {"seats": list(game.seats), "world": game.world, "year": game.year}
    yield f"game: {yaml_text.flow(standing)}"
    now = (decisions.signs(a) for a in game.now.answers.values() if isinstance(a, Offer))
    whole = decisions.with_decisions(game.base, (*game.now.decided, *game.now.said, *now))
    inherited = {event.id for event in load(game.base.path).events}
    own = decisions.written([event for event in whole.events if event.id not in inherited])
    if own:
        yield "events:"
        yield from (f"  - {yaml_text.flow(dict(event))}" for event in own)


def _parent(base: Scenario, path: Path) -> str:
    """What a saved game extends: a shipped scenario by its name, or a file seen from its folder."""
    if shipped.find(base.path.stem) == base.path:
        return base.path.stem
    return Path(os.path.relpath(base.path.resolve(), path.resolve().parent)).as_posix()


def _extended(path: Path) -> Path:
    """The file that a saved game extends."""
    problems: list[Problem] = []
    root = tree.read(path, problems)
    node = None if root is None or "extends" not in root.entries else root.entries["extends"].node
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return path
    beside = path.parent / node.value
    found = beside if beside.is_file() else shipped.find(node.value)
    return path if found is None else found
