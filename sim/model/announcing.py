"""Announcements: talk of deals, much of which comes to nothing.

Every order was announced. An offer that is not taken may be announced as well: by a supplier that
wants a drifting customer to hear of it, or by a buyer that shows its patron other options.
"""

import numpy as np
import numpy.typing as npt

from sim.base.arrays import Floats
from sim.model.compiled import compiled
from sim.model.elementary import total
from sim.model.equations import alignment_now, conceded_part, talk_probability
from sim.model.forced import imposed_in_class, imposed_on
from sim.model.grids import grid1, grid2, grid3, grid4
from sim.model.world import BITS, F, Fixed, Forcing, W, World, X


@compiled
def lost_trust(start_tie: float, alignment: float) -> float:
    """How far a buyer has parted from a supplier, the more the more it leaned on it, 0 to 1."""
    return start_tie * max(-alignment, 0.0)


@compiled
def weigh_concessions(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set what part of its price each supplier asks of a buyer that signalled last year.

    The signals were meant for those from whom the buyer is estranged; they make the concessions.
    """
    p = world.p[0]
    start_tie, conceded = grid2(fixed, F.TIE)[b], grid2(world, W.CONCEDED)[b]
    alignment, drift = grid2(world, W.ALIGNMENT)[b], grid2(world, W.DRIFT)[b]
    for s in range(conceded.shape[0]):
        now = alignment_now(alignment[s], drift[s], p.alignment_event)
        conceded[s] = lost_trust(start_tie[s], now)
    signals, estranged = grid1(world, W.SIGNALS)[b], total(conceded)
    grid1(world, W.ESTRANGED)[b] = estranged
    for s in range(conceded.shape[0]):
        meant = conceded[s] / estranged if estranged > 0.0 else 0.0
        conceded[s] = conceded_part(meant, signals, p.concession)


@compiled
def make_talks_known(b: int, t: int, forcing: Forcing, world: World) -> None:
    """Begin the year's announcements and signals of a buyer with the talks that events impose.

    Such talks are held to be heard of: each is a signal, for each class and supplier once.
    """
    talked, signals = grid3(world, W.TALKED)[b], 0
    for k in range(talked.shape[0]):
        talking = imposed_in_class(b, k, t, X.TALKING, forcing)
        for s in range(talked.shape[1]):
            talked[k, s] = talking[s]
            signals += 1 if talking[s] > 0.0 else 0
    grid1(world, W.SIGNALS)[b] = signals


@compiled
def weigh_talks(b: int, t: int, forcing: Forcing, world: World) -> None:
    """Set how readily talks between a buyer and every supplier are announced."""
    p, talkative, quiet = world.p[0], grid2(world, W.TALKATIVE)[b], grid2(world, W.QUIET)[b]
    estranged = grid1(world, W.ESTRANGED)[b]
    drifting, own_rival = grid2(world, W.DRIFTING)[b], imposed_on(b, t, X.OWN_RIVAL, forcing)
    for s in range(drifting.shape[0]):
        talkative[s] = talk_probability(
            drifting[s], estranged, own_rival[s], p.talk, p.leverage, p.signal
        )
        quiet[s] = talk_probability(drifting[s], 0.0, own_rival[s], p.talk, p.leverage, p.signal)


@compiled
def note_announcements(b: int, t: int, world: World) -> None:
    """Keep the year's announcements of a buyer as bits, and count those of each supplier."""
    talked, said = grid3(world, W.TALKED)[b], grid2(world, W.SAID)[b]
    talks = grid4(world, W.TALKS)[t, b]
    for s in range(said.shape[0]):
        said[s] = 0.0
    for k in range(talked.shape[0]):
        announcements = 0
        for s in range(said.shape[0]):
            said[s] += talked[k, s]
            announcements += 1 if talked[k, s] > 0.0 else 0
        for q in range(talks.shape[1]):
            bits, last = 0, min(said.shape[0], (q + 1) * BITS) if announcements > 0 else 0
            for s in range(q * BITS, last):
                bits |= int(talked[k, s]) << (s - q * BITS)
            talks[k, q] = float(bits)


def announced(talks: Floats, suppliers: int) -> npt.NDArray[np.bool_]:
    """Whether talks were announced, from bits [..., Q] to an axis of suppliers [..., S]."""
    numbers = talks.astype(np.int64)
    places = np.arange(suppliers)
    return ((numbers[..., places // BITS] >> (places % BITS)) & 1).astype(np.bool_)
