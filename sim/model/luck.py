"""Whether an order is delivered soon or late: by luck of its own, or by that of its pair."""

import numpy as np

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.equations import delayed_together
from sim.model.grids import grid1, grid3
from sim.model.world import BUYERS, LOTS, F, Fixed, W, World

_NO_YEAR = 0  # of what holds for all years


@compiled
def draw_pair_luck(fixed: Fixed, world: World) -> None:
    """Draw how soon or late a supplier delivers to a buyer what does not come by its own luck."""
    luck = grid3(world, W.PAIR_LUCK)
    for b in range(luck.shape[0]):
        root = noise.root(world.key, noise.DELAY, _NO_YEAR, fixed.keys[BUYERS, b], noise.NO_NAME)
        for s in range(luck.shape[1]):
            luck[b, s, 0], luck[b, s, 1] = noise.halves(noise.bits_at(root, fixed.keys[LOTS, s], 0))


@compiled
def delivery_luck(
    b: int, s: int, root: np.uint64, number: int, own: float, own_other: float,
    fixed: Fixed, world: World,
) -> tuple[float, float]:  # fmt: skip
    """Two uniforms by which the years of delivery of an order are drawn.

    Its own, or those of all that is so delayed between the buyer and the supplier. An aggregate of
    many states has nothing in common that could be late.

    Args:
        b: the buyer's place.
        s: the supplier's.
        root: of delays, of the buyer, class and year of signing.
        number: of the tender, or of a row of the order book.
        own: the order's own first uniform.
        own_other: its own second one.
        fixed: what does not change.
        world: of which parameters and noise are.
    """
    share = world.p[0].shared_delay
    single = grid1(fixed, F.SINGLE_BUYER)[b] * grid1(fixed, F.SINGLE_SUPPLIER)[s]
    if share <= 0.0 or single == 0.0:
        return own, own_other
    coin, _ = noise.halves(noise.bits_at(root, fixed.keys[LOTS, s], number))
    together = delayed_together(coin, share)
    luck = grid3(world, W.PAIR_LUCK)[b, s]
    return (luck[0] if together else own), (luck[1] if together else own_other)
