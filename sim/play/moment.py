"""Where a game stands: what was decided in the years that are over, and what was said this year."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sim.base.problems import RefusedError
from sim.play.decisions import Decision
from sim.play.offers import Offer, OpenTender

Key = tuple[str, str, int]  # buyer, class and number of a tender

DECLINED: Literal["declined"] = "declined"
Answer = Offer | Literal["declined"]


class GameError(RefusedError):
    """Something that the rules of a game do not allow."""


@dataclass(frozen=True)
class Moment:
    """Where a game stands. Moments never change, so that taking back is going to the one before.

    ``changed`` are offers after a negotiation, None for one that is gone. ``said`` are talks that
    were announced this year, which others hear of when it ends.
    """

    year: int
    decided: tuple[Decision, ...] = ()
    answers: Mapping[Key, Answer] = field(default_factory=dict)
    changed: Mapping[tuple[Key, str], Offer | None] = field(default_factory=dict)
    said: tuple[Decision, ...] = ()


def key_of(tender: OpenTender) -> Key:
    """By what a tender is known among all of a year."""
    return tender.buyer, tender.weapon_class, tender.number
