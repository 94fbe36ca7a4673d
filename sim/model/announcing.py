"""Announcements: talk of deals, much of which comes to nothing.

Every order was announced. An offer that is not taken may be announced as well: by a supplier that
wants a drifting customer to hear of it, or by a buyer that shows its patron other options.
"""

import numpy as np
import numpy.typing as npt

from sim.model.compiled import compiled
from sim.model.equations import conceded_part, talk_probability
from sim.model.grids import Floats, grid1, grid2, grid3, grid4
from sim.model.offers import alignment_of
from sim.model.world import BITS, NOBODY, F, Fixed, Forcing, W, World, X


@compiled
def drifting_customers(
    b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> float:
    """Share of a supplier's orders at the start that drifts away with the buyer's rivals, 0 to 1.

    A rival drifts by what its tie has fallen and by how far its politics have parted.
    """
    rivals, rivalry = grid2(fixed, F.RIVAL_OF)[b], grid3(forcing, X.RIVALRY)[t, b]
    customer, start_tie, tie = grid2(fixed, F.CUSTOMER), grid2(fixed, F.TIE), grid2(world, W.TIE)
    total = 0.0
    for r in range(rivals.shape[0]):
        if rivals[r] != NOBODY:
            rival = int(rivals[r])
            fallen = max(start_tie[rival, s] - tie[rival, s], 0.0)
            parted = max(-alignment_of(rival, s, t, forcing, world), 0.0)
            total += rivalry[r] * customer[rival, s] * min(fallen + parted, 1.0)
    return min(total, 1.0)


@compiled
def estrangement(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """How far a buyer and the suppliers on which it leaned at the start have parted, 0 to 1."""
    start_tie = grid2(fixed, F.TIE)[b]
    total = 0.0
    for s in range(start_tie.shape[0]):
        total += start_tie[s] * max(-alignment_of(b, s, t, forcing, world), 0.0)
    return total


@compiled
def weigh_concessions(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set what part of its price each supplier asks of a buyer that signalled last year.

    The signals were meant for those from whom the buyer is estranged; they make the concessions.
    """
    start_tie, conceded = grid2(fixed, F.TIE)[b], grid2(world, W.CONCEDED)[b]
    signals, concession = grid1(world, W.SIGNALS)[b], world.p[0].concession
    estranged = estrangement(b, t, fixed, forcing, world)
    for s in range(conceded.shape[0]):
        lost = start_tie[s] * max(-alignment_of(b, s, t, forcing, world), 0.0)
        meant = lost / estranged if estranged > 0.0 else 0.0
        conceded[s] = conceded_part(meant, signals, concession)


@compiled
def weigh_talks(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set how readily talks between a buyer and every supplier are announced."""
    p, talkative, quiet = world.p[0], grid2(world, W.TALKATIVE), grid2(world, W.QUIET)
    estranged = estrangement(b, t, fixed, forcing, world)
    for s in range(talkative.shape[1]):
        drifting = drifting_customers(b, s, t, fixed, forcing, world)
        talkative[b, s] = talk_probability(drifting, estranged, p.talk, p.leverage, p.signal)
        quiet[b, s] = talk_probability(drifting, 0.0, p.talk, p.leverage, p.signal)


@compiled
def note_talks(talks: Floats, s: int) -> None:
    """Note that talks with one supplier are announced.

    ``talks`` are the announcements of a buyer, year and class so far, a bit for each supplier.
    """
    so_far, bit = int(talks[s // BITS]), 1 << (s % BITS)
    talks[s // BITS] = float(so_far | bit)


@compiled
def announce(
    talks: Floats, offers: Floats, loudness: Floats, talkative: Floats, quiet: Floats
) -> int:
    """Note with whom talks about one tender are announced, whoever is chosen in the end.

    Returns how many of the announcements are signals: a buyer that has nothing to show its patron
    would have kept them quiet.
    """
    signals = 0
    for s in range(offers.shape[0]):
        if offers[s] > 0.0 and loudness[s] < talkative[s]:
            note_talks(talks, s)
            signals += 1 if loudness[s] >= quiet[s] else 0
    return signals


@compiled
def announced_with(b: int, s: int, t: int, world: World) -> int:
    """Classes of this year in which talks between a buyer and a supplier were announced."""
    talks = grid4(world, W.TALKS)[t, b]
    number = 0
    for k in range(talks.shape[0]):
        number += (int(talks[k, s // BITS]) >> (s % BITS)) & 1
    return number


def announced(talks: Floats, suppliers: int) -> npt.NDArray[np.bool_]:
    """Whether talks were announced, from bits [..., Q] to an axis of suppliers [..., S]."""
    numbers = talks.astype(np.int64)
    places = np.arange(suppliers)
    return ((numbers[..., places // BITS] >> (places % BITS)) & 1).astype(np.bool_)
