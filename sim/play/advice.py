"""What the model would do, and what became of a choice in many continuations from here.

A continuation has the past of the game's world and other noise from next year on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.arrays import Floats
from sim.experiment.case import Case
from sim.model.grids import array_of
from sim.model.world import NOBODY, F, W, World, X
from sim.model.year import SCHEDULE, run_stage
from sim.play.game import Game
from sim.play.offers import Offer, OpenTender

CONTINUATIONS = 200
FAR = 1_000_000  # numbers of worlds that no run has, for the noise of continuations


@dataclass(frozen=True)
class Outlook:
    """What follows a choice, one value a continuation [C].

    ``delivered`` is TIV that the buyer gets from next year to the last, ``top_share`` the share of
    its largest supplier in them, ``balance`` its stock over the sum of its rivals' in the last
    year (NaN without rivals).
    """

    offer: Offer | None  # None: nothing is bought
    delivered: Floats
    top_share: Floats
    balance: Floats


def outlooks(
    game: Game, tender: OpenTender, offers: Sequence[Offer | None], count: int = CONTINUATIONS
) -> list[Outlook]:
    """What follows each of some choices for one tender; all else of the year is as answered so far.

    All choices share their noise, so that they can be compared continuation by continuation.
    """
    return [_outlook(game, tender, offer, count) for offer in offers]


def _outlook(game: Game, tender: OpenTender, offer: Offer | None, count: int) -> Outlook:
    ahead = Game(game.base, game.seats, game.world, moment=game.now)
    ahead.decline(tender) if offer is None else ahead.accept(offer)
    ahead.end_year()
    case = ahead.case
    b = case.theatre.buyers.index(tender.buyer)
    market = case.market(game.world)
    while market.year < tender.year:
        market.step()
    found = [_continue(case, market.world, market.t, c, b) for c in range(count)]
    delivered, top, balance = (np.array(column) for column in zip(*found, strict=True))
    return Outlook(offer, delivered, top, balance)


def _continue(case: Case, world: World, t: int, c: int, b: int) -> tuple[float, float, float]:
    """Play on from the beginning of year ``t`` with the noise of continuation ``c``."""
    own = World(world.data.copy(), world.layout, case.world_key(FAR + c), world.p)
    for year in range(t, len(case.years)):
        for stage in SCHEDULE:
            run_stage(stage, year, case.fixed, case.forcing, own)
    by_supplier = array_of(own, W.DUE_DYAD)[t:, b].sum(axis=0)
    total, stock = float(by_supplier.sum()), array_of(own, W.STOCK).sum(axis=1)
    rivals = [int(r) for r in _rivals(case, b)]
    against = float(stock[rivals].sum())
    return (
        total,
        float(by_supplier.max()) / total if total > 0 else np.nan,
        float(stock[b]) / against if against > 0 else np.nan,
    )


def _rivals(case: Case, b: int) -> Floats:
    held = array_of(case.forcing, X.RIVALRY)[-1, b] > 0
    of_buyer = array_of(case.fixed, F.RIVAL_OF)[b]
    found: Floats = of_buyer[held & (of_buyer != NOBODY)]
    return found
