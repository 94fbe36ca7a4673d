"""Announcements: talk of deals, much of which comes to nothing.

Every order was announced. An offer that is not taken may be announced as well: by a supplier that
wants a drifting customer to hear of it, or by a buyer that shows its patron other options.
"""

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.model.compiled import compiled
from sim.model.equations import conceded_part, talk_probability
from sim.model.grids import grid1, grid2, grid3
from sim.model.offers import alignment_of
from sim.model.world import BITS, F, Fixed, Forcing, W, World, X


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
    p, talkative, quiet = world.p[0], grid2(world, W.TALKATIVE)[b], grid2(world, W.QUIET)[b]
    estranged = estrangement(b, t, fixed, forcing, world)
    drifting, own_rival = grid2(world, W.DRIFTING)[b], grid3(forcing, X.OWN_RIVAL)[t, b]
    for s in range(drifting.shape[0]):
        talkative[s] = talk_probability(
            drifting[s], estranged, own_rival[s], p.talk, p.leverage, p.signal
        )
        quiet[s] = talk_probability(drifting[s], 0.0, own_rival[s], p.talk, p.leverage, p.signal)


@compiled
def note_talks(talks: Floats, s: int) -> None:
    """Note that talks with one supplier are announced.

    ``talks`` are the announcements of a buyer, year and class so far, a bit for each supplier.
    """
    so_far, bit = int(talks[s // BITS]), 1 << (s % BITS)
    talks[s // BITS] = float(so_far | bit)


@compiled
def announce(talks: Floats, ready: Floats, chance: Floats, talkative: Floats, quiet: Floats) -> int:
    """Note with whom talks about one tender are announced, whoever is chosen in the end.

    A supplier offers if ``ready``, a uniform, lies below its chance; of those that do, ready over
    chance is again uniform, and decides on the announcement. Returns how many of the announcements
    are signals: a buyer that has nothing to show its patron would have kept them quiet.
    """
    signals = 0
    for s in range(ready.shape[0]):
        if ready[s] < chance[s] * talkative[s]:
            note_talks(talks, s)
            signals += 1 if ready[s] >= chance[s] * quiet[s] else 0
    return signals


@compiled
def add_announcements(said: Floats, talks: Floats) -> int:
    """Add the classes in which talks of a year [K, Q] were announced to each supplier's number.

    Returns the number of announcements with all of them.
    """
    announcements = 0
    for k in range(talks.shape[0]):
        for s in range(said.shape[0]):
            bit = (int(talks[k, s // BITS]) >> (s % BITS)) & 1
            said[s] += bit
            announcements += bit
    return announcements


def announced(talks: Floats, suppliers: int) -> npt.NDArray[np.bool_]:
    """Whether talks were announced, from bits [..., Q] to an axis of suppliers [..., S]."""
    numbers = talks.astype(np.int64)
    places = np.arange(suppliers)
    return ((numbers[..., places // BITS] >> (places % BITS)) & 1).astype(np.bool_)
