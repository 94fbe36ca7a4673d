"""How a state chooses: the best offer wins, and the value of an offer is a sum of reasons.

Read ``offer_value`` first. Its ``standing`` is ``relation_value`` (affinity, politics, rivals: the
same in every class) plus ``class_value`` (habit and the world's example); price and chance follow.
"""

from sim.model import noise
from sim.model.compiled import compiled
from sim.model.equations import (
    NOTHING,
    blended_share,
    domestic_cost_now,
    habit_value,
    political_value,
    price_value,
    rival_value,
    world_share_value,
)
from sim.model.grids import Floats, grid1, grid2, grid3, grid4
from sim.model.offers import alignment_of
from sim.model.parameters import Record
from sim.model.rivals import rise_of_ties, sales_to_rivals
from sim.model.signing import recall, sign
from sim.model.world import (
    CLASS,
    NEVER,
    NOBODY,
    PRICE,
    SUPPLIER,
    TASTE,
    F,
    Fixed,
    Forcing,
    W,
    World,
    X,
)


@compiled
def offer_value(price: float, taste: float, standing: float, p: Record) -> float:
    """Value of one offer: reasons, added and scaled, plus what is not modelled (Gumbel)."""
    reasons = standing + price_value(price, p.price_sensitivity)
    return p.choice_scale * reasons + noise.gumbel(taste)


@compiled
def politics_of(b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """Political reasons for and against a supplier."""
    p = world.p[0]
    cost = domestic_cost_now(
        grid3(forcing, X.DOMESTIC_COST)[t, b, s], grid2(world, W.COST)[b, s], p.domestic_cost_event
    )
    return political_value(
        1.0 - grid1(fixed, F.SINGLE_SUPPLIER)[s],
        grid2(fixed, F.UN_DISTANCE)[b, s],
        grid2(world, W.LAST_ORDER)[b, s] == NEVER,
        grid3(forcing, X.DEFENCE_PACT)[t, b, s],
        grid3(forcing, X.OWN_RIVAL)[t, b, s],
        alignment_of(b, s, t, forcing, world),
        cost,
        grid3(forcing, X.PATRON_OBJECTION)[t, b, s],
        p,
    )


@compiled
def rivals_of(b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """Reasons against a supplier that arms the buyer's rivals."""
    p = world.p[0]
    rivals, rivalry = grid2(fixed, F.RIVAL_OF)[b], grid3(forcing, X.RIVALRY)[t, b]
    sold = sales_to_rivals(
        s, rivals, rivalry, grid2(world, W.DYAD_SALES), grid1(world, W.ALL_SALES)
    )
    risen = rise_of_ties(s, rivals, rivalry, grid2(world, W.TIE), grid2(fixed, F.TIE))
    return rival_value(sold, risen, p.rival_sales, p.rival_patron)


@compiled
def relation_value(b: int, s: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> float:
    """Value of a supplier to a buyer that is the same in every class."""
    return (
        world.p[0].affinity * grid2(fixed, F.AFFINITY)[b, s]
        + politics_of(b, s, t, fixed, forcing, world)
        + rivals_of(b, s, t, fixed, forcing, world)
    )


@compiled
def class_value(
    habit: float,
    recent_orders: Floats,
    last_order: float,
    start_share: float,
    simulated_share: float,
    walk: float,
    t: int,
    p: Record,
) -> float:
    """Value of a supplier to a buyer in one class: habit, and what other buyers buy."""
    recent = 0.0
    for year in range(recent_orders.shape[0]):
        recent += recent_orders[year]
    past = habit_value(
        habit, recent, last_order >= t - 3, last_order == NEVER,
        p.habit_class, p.orders_5y, p.order_3y, p.first_order,
    )  # fmt: skip
    share = blended_share(start_share, simulated_share, p.world_share_feedback)
    return past + world_share_value(share, walk, p.world_share)


@compiled
def weigh_suppliers(b: int, k: int, t: int, fixed: Fixed, world: World) -> None:
    """Set the standing of every supplier with a buyer, for one class."""
    habit, own_sales = grid3(world, W.HABIT)[b, k], grid3(world, W.OWN_SALES)[b, k]
    recent_orders, last_order = grid4(world, W.RECENT_ORDERS)[b, k], grid2(world, W.LAST_ORDER)[b]
    start_share, sales = grid3(fixed, F.START_SHARE)[b, k], grid2(world, W.CLASS_SALES)
    walk = grid1(world, W.WALK)
    relation, standing = grid2(world, W.RELATION)[b], grid2(world, W.STANDING)[b]
    faded_to = grid2(world, W.FADED_TO)
    recall(t - faded_to[b, k], t, habit, own_sales, recent_orders)
    faded_to[b, k] = t
    others_bought = 0.0
    for s in range(standing.shape[0]):
        others_bought += max(sales[s, k] - own_sales[s], 0.0)
    for s in range(standing.shape[0]):
        bought = max(sales[s, k] - own_sales[s], 0.0)
        simulated_share = bought / others_bought if others_bought > NOTHING else 0.0
        standing[s] = relation[s] + class_value(
            habit[s], recent_orders[s], last_order[s], start_share[s], simulated_share, walk[s],
            t, world.p[0],
        )  # fmt: skip


@compiled
def best_offer(offers: Floats, paid_share: Floats, standing: Floats, p: Record) -> tuple[int, int]:
    """Supplier of the best offer [S, 2] for one tender, or NOBODY, and the number of bidders."""
    best, winner, bidders = 0.0, NOBODY, 0
    for s in range(offers.shape[0]):
        if offers[s, PRICE] <= 0.0:
            continue
        bidders += 1
        value = offer_value(offers[s, PRICE] * paid_share[s], offers[s, TASTE], standing[s], p)
        if winner == NOBODY or value > best:
            best, winner = value, s
    return winner, bidders


@compiled
def choose_suppliers(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """A buyer takes the best offer for each of its tenders; a tender without offers lapses."""
    tender, offer = grid3(world, W.TENDER)[t], grid3(world, W.OFFER)
    relation, standing = grid2(world, W.RELATION), grid2(world, W.STANDING)
    paid_share = grid3(forcing, X.PAID_SHARE)[t, b]
    first = int(grid1(fixed, F.FIRST_SLOT)[b])
    after_last = first + int(grid2(world, W.TENDERS)[t, b])
    if after_last == first:
        return
    for s in range(relation.shape[1]):
        relation[b, s] = relation_value(b, s, t, fixed, forcing, world)
    k = -1
    for slot in range(first, after_last):
        if int(tender[slot, CLASS]) != k:
            k = int(tender[slot, CLASS])
            weigh_suppliers(b, k, t, fixed, world)
        winner, bidders = best_offer(offer[slot], paid_share, standing[b], world.p[0])
        tender[slot, SUPPLIER] = winner
        if winner != NOBODY:
            sign(slot, b, k, winner, t, bidders, fixed, forcing, world)
