"""Whether an order is delivered soon or late: by luck of its own, or by that of its pair."""

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.equations import delayed_together
from sim.model.grids import grid1
from sim.model.world import BUYERS, CLASSES, LOTS, F, Fixed, World

NO_YEAR = 0  # of what holds for all years


@compiled
def delivery_luck(
    b: int, s: int, k: int, year: int, number: int, own: float, own_other: float,
    fixed: Fixed, world: World,
) -> tuple[float, float]:  # fmt: skip
    """Two uniforms by which the years of delivery of an order are drawn.

    Its own, or those of all that is so delayed between the buyer and the supplier. An aggregate of
    many states has nothing in common that could be late.

    Args:
        b: the buyer's place.
        s: the supplier's.
        k: the class's.
        year: in which the order was signed, by the calendar.
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
    buyer, lot = fixed.keys[BUYERS, b], fixed.keys[LOTS, s]
    of_order = noise.root(world.key, noise.DELAY, year, buyer, fixed.keys[CLASSES, k])
    coin, _ = noise.halves(noise.bits_at(of_order, lot, number))
    if not delayed_together(coin, share):
        return own, own_other
    of_pair = noise.root(world.key, noise.DELAY, NO_YEAR, buyer, noise.NO_NAME)
    return noise.halves(noise.bits_at(of_pair, lot, 0))
