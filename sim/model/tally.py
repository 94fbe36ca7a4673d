"""Orders → dense arrays: what was ordered and delivered, by buyer, supplier, class and year."""

from sim.model.compiled import compiled
from sim.model.delivery import enter_deliveries
from sim.model.grids import Floats, Integers
from sim.model.orders import (
    BUYER_AT,
    CLASS_AT,
    DUE_FIRST,
    DUE_LAST,
    SIGNED,
    SUPPLIER_AT,
    WORLD,
)


@compiled
def tally(
    place: Integers,
    value: Floats,
    clock: Floats,
    first_world: int,
    orders: Floats,
    orders_usd: Floats,
    count: Floats,
    deliveries: Floats,
    deliveries_usd: Floats,
) -> None:
    """Add orders (rows of ``orders.Orders``) to dense arrays [W, B, S, K, Y], in TIV and US$ m.

    ``clock`` [S, K, E] is ``X.CLOCK``. Orders signed before the start count only as deliveries;
    what is due after the last year does not count as delivered.
    """
    for row in range(value.shape[0]):
        w = place[row, WORLD] - first_world
        b, s, k = place[row, BUYER_AT], place[row, SUPPLIER_AT], place[row, CLASS_AT]
        signed, first, last = place[row, SIGNED], place[row, DUE_FIRST], place[row, DUE_LAST]
        if signed >= 0:
            orders[w, b, s, k, signed] += value[row, 0]
            orders_usd[w, b, s, k, signed] += value[row, 1]
            count[w, b, s, k, signed] += 1.0
        enter_deliveries(
            deliveries[w, b, s, k], clock[s, k], max(signed, 0), first, last, value[row, 0]
        )
        enter_deliveries(
            deliveries_usd[w, b, s, k], clock[s, k], max(signed, 0), first, last, value[row, 1]
        )
