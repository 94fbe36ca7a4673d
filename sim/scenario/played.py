"""Events that a game writes: what their ids say, and which of them stand for a choice of arms.

A saved game is a scenario. Each year of a buyer that is played has an event that keeps the model
from signing orders, and one for each order that was signed. They are told as what players decided,
and not as events that befell them.
"""

from typing import Literal

from sim.scenario.events import Event

PREFIX = "played"  # of the ids of all events that a game writes
IN_CHARGE = "in-charge"  # ends the id of what only makes room for decisions
LEFT = "left-to-the-model"  # ends the id of an order that no player decided


def of_game(name: str) -> bool:
    """Whether an id is that of an event which a game wrote."""
    return name.startswith(f"{PREFIX}-")


def makes_room(event: Event) -> bool:
    """Whether an event of a game only keeps the model from signing what players decide."""
    return of_game(event.id) and event.id.endswith(f"-{IN_CHARGE}")


def decided_by(event: Event) -> Literal["player", "model"] | None:
    """Who took the offer that an order of a game stands for; None for an order of no game."""
    if event.kind != "order" or not of_game(event.id):
        return None
    return "model" if event.id.endswith(f"-{LEFT}") else "player"


def is_turn(event: Event) -> bool:
    """Whether an event is part of a player's turn as a buyer: its orders, and the room for them."""
    return makes_room(event) or decided_by(event) is not None
