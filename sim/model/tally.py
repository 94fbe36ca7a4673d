"""Orders → dense arrays: what was ordered and delivered, by buyer, supplier, class and year."""

from sim.model.block import BUYER_AT, CLASS_AT, FIRST_AT, LAST_AT, SIGNED, SUPPLIER_AT, WORLD
from sim.model.compiled import compiled
from sim.model.grids import Floats, Integers


@compiled
def tally(
    place: Integers,
    value: Floats,
    first_world: int,
    orders: Floats,
    orders_usd: Floats,
    count: Floats,
    deliveries: Floats,
    deliveries_usd: Floats,
) -> None:
    """Add orders (rows of ``block.Orders``) to dense arrays [W, B, S, K, Y], in TIV and US$ m.

    Orders signed before the start count only as deliveries; what is due after the last year does
    not count as delivered.
    """
    years = orders.shape[4]
    for row in range(value.shape[0]):
        w = place[row, WORLD] - first_world
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        signed, first, last = place[row, SIGNED], place[row, FIRST_AT], place[row, LAST_AT]
        if signed >= 0:
            orders[w, b, s, k, signed] += value[row, 0]
            orders_usd[w, b, s, k, signed] += value[row, 1]
            count[w, b, s, k, signed] += 1.0
        for t in range(first, min(last + 1, years)):
            deliveries[w, b, s, k, t] += value[row, 0] / (last - first + 1)
            deliveries_usd[w, b, s, k, t] += value[row, 1] / (last - first + 1)
