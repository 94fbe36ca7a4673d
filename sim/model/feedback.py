"""What a year leaves behind: memory of orders, ties, drift of politics, order books."""

from sim.base.arrays import Floats
from sim.model.compiled import compiled, inlined
from sim.model.due import due_of, enter_deliveries
from sim.model.elementary import total
from sim.model.equations import (
    HABIT_KEPT,
    NOTHING,
    SALES_KEPT,
    drifted_alignment,
    drifted_cost,
)
from sim.model.grids import grid1, grid2, grid3, grid4
from sim.model.rivals import add_rise_of_deliveries
from sim.model.world import (
    CLASS,
    CUT_YEAR,
    FIRST,
    LAST,
    MEMORY,
    NOBODY,
    OF_CLASS,
    OF_SUPPLIER,
    SUPPLIER,
    TIV,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)


@compiled
def remember_orders(b: int, t: int, fixed: Fixed, world: World) -> None:
    """Add this year's orders to a buyer's memory, class by class and supplier by supplier."""
    tender = grid2(world, W.TENDER)
    habit, own_sales = grid3(world, W.HABIT), grid3(world, W.OWN_SALES)
    recent_orders, last_order = grid3(world, W.RECENT_ORDERS), grid2(world, W.LAST_ORDER)
    ordered = grid4(world, W.ORDERED)[t % (MEMORY + 1)]
    sales, orders = grid2(world, W.DYAD_SALES), grid2(world, W.DYAD_ORDERS)
    book = grid2(world, W.DYAD_BOOK)
    first = int(grid1(fixed, F.FIRST_SLOT)[b])
    for slot in range(first, first + int(grid2(world, W.TENDERS)[t, b])):
        if tender[slot, SUPPLIER] == NOBODY:
            continue
        s, k, tiv = int(tender[slot, SUPPLIER]), int(tender[slot, CLASS]), tender[slot, TIV]
        habit[b, k, s] += tiv
        own_sales[b, k, s] += tiv
        recent_orders[b, k, s] += 1.0
        ordered[b, k, s] += 1.0
        last_order[b, s] = t
        sales[b, s] += tiv
        orders[b, s] += tiv
        book[b, s] += tiv


@compiled
def forget_orders(b: int, t: int, world: World) -> None:
    """Take the orders of the year that is no longer recent after ``t`` out of a buyer's memory."""
    recent_orders = grid3(world, W.RECENT_ORDERS)[b]
    ordered = grid4(world, W.ORDERED)[(t + 1) % (MEMORY + 1), b]
    for k in range(recent_orders.shape[0]):
        for s in range(recent_orders.shape[1]):
            left = recent_orders[k, s] - ordered[k, s]
            recent_orders[k, s] = max(left, 0.0)  # fractions leave a rounding error
            ordered[k, s] = 0.0


@compiled
def fade_ties(sales: Floats, orders: Floats, tie: Floats) -> None:
    """Let a buyer's ties [S] fade by a year, and set each supplier's share in them."""
    for s in range(sales.shape[0]):
        sales[s] *= SALES_KEPT
        orders[s] *= HABIT_KEPT
    all_orders = total(orders)
    for s in range(sales.shape[0]):
        tie[s] = orders[s] / all_orders if all_orders > NOTHING else 0.0


@inlined
def update_ties(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer remembers whom it ordered from, and its view of each supplier drifts."""
    p = world.p[0]
    remember_orders(b, t, fixed, world)
    forget_orders(b, t, world)
    sales, orders, tie = (
        grid2(world, W.DYAD_SALES), grid2(world, W.DYAD_ORDERS), grid2(world, W.TIE)
    )  # fmt: skip
    fade_ties(sales[b], orders[b], tie[b])
    said, rise = grid2(world, W.SAID)[b], grid2(world, W.RISE)[b]
    for s in range(said.shape[0]):
        rise[s] = 0.0
    add_rise_of_deliveries(rise, b, t, fixed, forcing, world)
    announcements = total(said)
    per_announcement = 1.0 / announcements if announcements > 0.0 else 0.0
    due, delivered = grid3(world, W.DUE_DYAD)[t, b], grid1(world, W.DELIVERED)[b]
    per_delivery = 1.0 / delivered if delivered > NOTHING else 0.0
    drift, cost = grid2(world, W.DRIFT)[b], grid2(world, W.COST)[b]
    for s in range(said.shape[0]):
        drift[s] = drifted_alignment(
            drift[s],
            due[s] * per_delivery,
            said[s] * per_announcement,
            p.alignment_drift,
            p.announcement_drift,
        )
        cost[s] = drifted_cost(cost[s], min(rise[s], 1.0), p.rival_delivery_cost)


@inlined
def close_books(
    first: int, last: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Suppliers from ``first`` on enter what they sold and strike out what they delivered."""
    tender, tenders = grid2(world, W.TENDER), grid2(world, W.TENDERS)
    first_slot, due = grid1(fixed, F.FIRST_SLOT), grid3(world, W.DUE_SUPPLIER)
    sales, all_sales = grid2(world, W.CLASS_SALES), grid1(world, W.ALL_SALES)
    book, clock = grid2(world, W.BOOK), grid3(forcing, X.CLOCK)
    for b in range(tenders.shape[1]):
        for slot in range(int(first_slot[b]), int(first_slot[b] + tenders[t, b])):
            s, k, tiv = int(tender[slot, SUPPLIER]), int(tender[slot, CLASS]), tender[slot, TIV]
            if s < first or s >= last:  # somebody else, or NOBODY
                continue
            sales[k, s] += tiv
            all_sales[s] += tiv
            book[s, k] += tiv
            order = due_of(b, s, k, t, int(tender[slot, FIRST]), int(tender[slot, LAST]), forcing)
            enter_deliveries(due[:, s, k], order, clock[s, k], tiv, forcing)
    cut, struck = grid2(forcing, X.CUTS), grid2(world, W.STRUCK)
    for j in range(cut.shape[0]):
        s = int(cut[j, OF_SUPPLIER])
        if first <= s < last and int(cut[j, CUT_YEAR]) == t:
            book[s, int(cut[j, OF_CLASS])] -= struck[j, 0]
    for s in range(first, last):
        strike_out(s, due[t, s], world)


@compiled
def strike_out(s: int, delivered: Floats, world: World) -> None:
    """Take a year's deliveries [K] off a supplier's order book; let its sales fade by a year."""
    sales, book, load = grid2(world, W.CLASS_SALES), grid2(world, W.BOOK), grid2(world, W.LOAD)
    of_all = 0.0
    for k in range(delivered.shape[0]):
        sales[k, s] *= SALES_KEPT
        load[s, k] = delivered[k]
        book[s, k] -= delivered[k]
        of_all += book[s, k]
    grid1(world, W.ALL_SALES)[s] *= SALES_KEPT
    grid1(world, W.BOOK_OF_ALL)[s] = of_all
