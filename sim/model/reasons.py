"""The reasons for and against each supplier: the value of an offer is their sum.

``weigh_relations`` adds up those that are the same in all classes, ``weigh_suppliers`` the rest.
"""

from sim.base.arrays import Floats
from sim.base.parameters import Record
from sim.model.compiled import compiled
from sim.model.elementary import ln, power
from sim.model.equations import (
    HABIT_KEPT,
    NOTHING,
    SALES_KEPT,
    SMALL_PACKAGE,
    abandonment_value,
    alignment_now,
    blended_share,
    dependence_value,
    domestic_cost_now,
    habit_value,
    lead_time_value,
    licences_short,
    mean_race_time,
    price_value,
    price_wealth_value,
    recent_orders_value,
    rival_value,
    scale_of_package,
    search_value,
    shift_value,
    supplier_wealth_value,
    tie_value,
    withheld_value,
    world_share_value,
)
from sim.model.forced import imposed_in_class, imposed_on
from sim.model.grids import grid1, grid2, grid3
from sim.model.rivals import weigh_rivals
from sim.model.world import LARGE, NEVER, SMALL, F, Fixed, Forcing, W, World, X


@compiled
def weigh_relations(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set what a buyer thinks of every supplier [S], whatever the class.

    Affinity, wealth, politics, rivals, fears, terms of payment.
    """
    weigh_rivals(b, t, fixed, forcing, world)
    p, relation, affinity = world.p[0], grid2(world, W.RELATION)[b], grid2(fixed, F.AFFINITY)[b]
    wealth, single = grid2(fixed, F.WEALTH_OF_BOTH)[b], grid1(fixed, F.SINGLE_SUPPLIER)
    distance = imposed_on(b, t, X.UN_DISTANCE, forcing)
    pact = imposed_on(b, t, X.DEFENCE_PACT, forcing)
    own_rival = imposed_on(b, t, X.OWN_RIVAL, forcing)
    objection = imposed_on(b, t, X.PATRON_OBJECTION, forcing)
    alignment, drift = grid2(world, W.ALIGNMENT)[b], grid2(world, W.DRIFT)[b]
    cost, feedback = grid2(world, W.DOMESTIC_COST)[b], grid2(world, W.COST)[b]
    sold, risen = grid2(world, W.SOLD_TO_RIVALS)[b], grid2(world, W.TIES_RISEN)[b]
    tie, start_tie = grid2(world, W.TIE)[b], grid2(fixed, F.TIE)[b]
    last_order, balance = grid2(world, W.LAST_ORDER)[b], grid1(world, W.BALANCE)[b]
    aligned, conceded = grid2(world, W.ALIGNED)[b], grid2(world, W.CONCEDED)[b]
    paid_share = imposed_on(b, t, X.PAID_SHARE, forcing)
    for s in range(relation.shape[0]):
        aligned_now = alignment_now(alignment[s], drift[s], p.alignment_event)
        cost_now = domestic_cost_now(cost[s], feedback[s], p.domestic_cost_event)
        fears = (
            dependence_value(tie[s], p.dependence)
            + abandonment_value(start_tie[s], aligned[s], p.abandonment)
            + search_value(balance, last_order[s] >= t - 3, p.search)
        )
        relation[s] = (
            p.affinity * affinity[s]
            + supplier_wealth_value(wealth[s], p.supplier_wealth)
            + tie_value(
                1.0 - single[s], distance[s], last_order[s] == NEVER, pact[s], own_rival[s],
                objection[s], p,
            )
            + shift_value(aligned_now, cost_now, p.alignment_shift, p.domestic_cost)
            + rival_value(sold[s], risen[s], p.rival_sales, p.rival_patron)
            + fears
            + price_value(ln(conceded[s] * paid_share[s]), p.price_sensitivity)
        )  # fmt: skip


@compiled
def sold_to_others(sold: Floats, own_sales: Floats) -> float:
    """Sales of a class by all suppliers to all other buyers, TIV."""
    total = 0.0
    for s in range(sold.shape[0]):
        total += max(sold[s] - own_sales[s], 0.0)
    return total


@compiled
def weigh_suppliers(b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set the value of every supplier's offer [S] to a buyer in a class.

    Relations, habit, the world's example, price, delivery, technology withheld.
    """
    p = world.p[0]
    recall(b, k, t, world)
    value, relation = grid2(world, W.VALUE)[b], grid2(world, W.RELATION)[b]
    habit, recent_orders = grid3(world, W.HABIT)[b, k], grid3(world, W.RECENT_ORDERS)[b, k]
    last_order, walk = grid2(world, W.LAST_ORDER)[b], grid1(world, W.WALK)
    sold, own_sales = grid2(world, W.CLASS_SALES)[k], grid3(world, W.OWN_SALES)[b, k]
    start_share = grid3(fixed, F.START_SHARE)[b, k]
    ln_price, ln_level = grid2(world, W.LN_PRICE)[k], grid2(world, W.LN_LEVEL)[k]
    wealth, lead = grid1(fixed, F.WEALTH)[b], grid2(fixed, F.LEAD_TIME)[k]
    withheld = imposed_in_class(b, k, t, X.WITHHELD, forcing)
    to_others = sold_to_others(sold, own_sales)
    per_sale = 1.0 / to_others if to_others > NOTHING else 0.0
    for s in range(value.shape[0]):
        lately, never = last_order[s] >= t - 3, last_order[s] == NEVER
        simulated = max(sold[s] - own_sales[s], 0.0) * per_sale
        share = blended_share(start_share[s], simulated, p.world_share_feedback)
        value[s] = (
            relation[s]
            + recent_orders_value(recent_orders[s], p.orders_5y)
            + habit_value(habit[s], lately, never, p.habit_class, p.order_3y, p.first_order)
            + world_share_value(share, walk[s], p.world_share)
            + price_value(ln_price[s], p.price_sensitivity)
            + price_wealth_value(ln_level[s], wealth, p.price_wealth)
            + lead_time_value(lead[s], p.lead_time)
            + withheld_value(withheld[s], p.quality)
        )
    asked = grid3(forcing, X.LICENCES_ASKED)[t, b, k]
    if asked > 0.0:
        refuse_licences(value, asked, grid1(fixed, F.LICENCES), p)
    weighed = grid2(world, W.WEIGHED)[b]
    weighed[SMALL] = weighed[LARGE] = 0.0


@compiled
def refuse_licences(value: Floats, asked: float, licensed: Floats, p: Record) -> None:
    """Take off what licences that a buyer demands, and a supplier is not used to give, cost it.

    They are technology withheld.
    """
    for s in range(value.shape[0]):
        value[s] += withheld_value(licences_short(asked, licensed[s]), p.quality)


@compiled
def weigh_package(b: int, tiv: float, world: World) -> int:
    """Set the mean race times of all offers [S] to a buyer for a package of the class at hand.

    Returns whether the package is SMALL or LARGE, which says where in MEAN_TIME they stand. Most
    classes have packages of one of the two in a year, so each waits until it is wanted.
    """
    p, size = world.p[0], SMALL if tiv < SMALL_PACKAGE else LARGE
    weighed = grid2(world, W.WEIGHED)[b]
    if weighed[size] == 0.0:
        weighed[size] = 1.0
        value, mean_times = grid2(world, W.VALUE)[b], grid3(world, W.MEAN_TIME)[b, size]
        scale = scale_of_package(tiv, p.choice_scale, p.small_package)
        for s in range(value.shape[0]):
            mean_times[s] = mean_race_time(value[s], scale)
    return size


@compiled
def recall(b: int, k: int, t: int, world: World) -> None:
    """Let a buyer's memory of a class fade to year ``t``; a class not bought waits until it is."""
    faded_to = grid2(world, W.FADED_TO)
    years = t - int(faded_to[b, k])
    if years == 0:
        return
    faded_to[b, k] = t
    habit, own_sales = grid3(world, W.HABIT)[b, k], grid3(world, W.OWN_SALES)[b, k]
    habit_kept, sales_kept = power(HABIT_KEPT, years), power(SALES_KEPT, years)
    for s in range(habit.shape[0]):
        habit[s] *= habit_kept
        own_sales[s] *= sales_kept
