"""The reasons for and against each supplier, one short function each.

Read ``weigh_relations`` (affinity, wealth, politics, rivals, fears, terms of payment: all
classes) and
``weigh_suppliers`` (habit, the world's example, price, delivery, technology withheld).
Every reason is added to a row of values [S], one for each supplier: short loops are what the
processor runs four suppliers at a time.
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
    price_value,
    price_wealth_value,
    recent_orders_value,
    reluctance,
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
def add_rivals(value: Floats, b: int, world: World) -> None:
    """Reasons against suppliers that arm the buyer's rivals, or turn to them."""
    p = world.p[0]
    sold, risen = grid2(world, W.SOLD_TO_RIVALS)[b], grid2(world, W.TIES_RISEN)[b]
    for s in range(value.shape[0]):
        value[s] += rival_value(sold[s], risen[s], p.rival_sales, p.rival_patron)


@compiled
def add_politics(
    value: Floats, b: int, t: int, fixed: Fixed, forcing: Forcing, world: World
) -> None:
    """Political reasons for and against each supplier."""
    p = world.p[0]
    distance, single = imposed_on(b, t, X.UN_DISTANCE, forcing), grid1(fixed, F.SINGLE_SUPPLIER)
    last_order = grid2(world, W.LAST_ORDER)[b]
    pact = imposed_on(b, t, X.DEFENCE_PACT, forcing)
    own_rival = imposed_on(b, t, X.OWN_RIVAL, forcing)
    objection = imposed_on(b, t, X.PATRON_OBJECTION, forcing)
    for s in range(value.shape[0]):
        value[s] += tie_value(
            1.0 - single[s], distance[s], last_order[s] == NEVER, pact[s], own_rival[s],
            objection[s], p,
        )  # fmt: skip
    alignment, drift = grid2(world, W.ALIGNMENT)[b], grid2(world, W.DRIFT)[b]
    cost, feedback = grid2(world, W.DOMESTIC_COST)[b], grid2(world, W.COST)[b]
    for s in range(value.shape[0]):
        value[s] += shift_value(
            alignment_now(alignment[s], drift[s], p.alignment_event),
            domestic_cost_now(cost[s], feedback[s], p.domestic_cost_event),
            p.alignment_shift,
            p.domestic_cost,
        )


@compiled
def add_fears(value: Floats, b: int, t: int, fixed: Fixed, world: World) -> None:
    """Dependence and abandonment, and a buyer's search when the balance tips."""
    p = world.p[0]
    tie, start_tie = grid2(world, W.TIE)[b], grid2(fixed, F.TIE)[b]
    last_order, balance = grid2(world, W.LAST_ORDER)[b], grid1(world, W.BALANCE)[b]
    aligned = grid2(world, W.ALIGNED)[b]
    for s in range(value.shape[0]):
        value[s] += (
            dependence_value(tie[s], p.dependence)
            + abandonment_value(start_tie[s], aligned[s], p.abandonment)
            + search_value(balance, last_order[s] >= t - 3, p.search)
        )


@compiled
def weigh_relations(b: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set what a buyer thinks of every supplier, whatever the class: affinity, politics, rivals."""
    weigh_rivals(b, t, fixed, forcing, world)
    relation, affinity = grid2(world, W.RELATION)[b], grid2(fixed, F.AFFINITY)[b]
    for s in range(relation.shape[0]):
        relation[s] = world.p[0].affinity * affinity[s]
    add_wealth(relation, grid2(fixed, F.WEALTH_OF_BOTH)[b], world.p[0])
    add_politics(relation, b, t, fixed, forcing, world)
    add_rivals(relation, b, world)
    add_fears(relation, b, t, fixed, world)
    paid_share = imposed_on(b, t, X.PAID_SHARE, forcing)
    add_terms_of_payment(relation, grid2(world, W.CONCEDED)[b], paid_share, world.p[0])


@compiled
def add_habit(
    value: Floats, habit: Floats, recent_orders: Floats, last_order: Floats, t: int, p: Record
) -> None:
    """Pull of the buyer's own past with each supplier."""
    for s in range(value.shape[0]):
        value[s] += recent_orders_value(recent_orders[s], p.orders_5y)
    for s in range(value.shape[0]):
        lately, never = last_order[s] >= t - 3, last_order[s] == NEVER
        value[s] += habit_value(habit[s], lately, never, p.habit_class, p.order_3y, p.first_order)


@compiled
def add_example(
    value: Floats, sold: Floats, own_sales: Floats, start_share: Floats, walk: Floats, p: Record
) -> None:
    """Pull of what all other buyers buy; ``sold`` are the suppliers' sales of the class."""
    to_others = 0.0
    for s in range(value.shape[0]):
        to_others += max(sold[s] - own_sales[s], 0.0)
    per_sale = 1.0 / to_others if to_others > NOTHING else 0.0
    for s in range(value.shape[0]):
        simulated = max(sold[s] - own_sales[s], 0.0) * per_sale
        share = blended_share(start_share[s], simulated, p.world_share_feedback)
        value[s] += world_share_value(share, walk[s], p.world_share)


@compiled
def add_price(value: Floats, ln_price: Floats, p: Record) -> None:
    """Pull of a low price, given its logarithm."""
    for s in range(value.shape[0]):
        value[s] += price_value(ln_price[s], p.price_sensitivity)


@compiled
def add_wealth(value: Floats, wealth_of_both: Floats, p: Record) -> None:
    """Pull of suppliers as rich, or as poor, as the buyer."""
    for s in range(value.shape[0]):
        value[s] += supplier_wealth_value(wealth_of_both[s], p.supplier_wealth)


@compiled
def add_level_and_lead(
    value: Floats, ln_level: Floats, wealth: float, lead: Floats, p: Record
) -> None:
    """What a level of price is to a buyer of some wealth, and later delivery to any."""
    for s in range(value.shape[0]):
        value[s] += price_wealth_value(ln_level[s], wealth, p.price_wealth)
        value[s] += lead_time_value(lead[s], p.lead_time)


@compiled
def add_terms_of_payment(value: Floats, conceded: Floats, paid_share: Floats, p: Record) -> None:
    """Pull of concessions, which take a part of every price, and of grants, which pay another."""
    for s in range(value.shape[0]):
        value[s] += price_value(ln(conceded[s] * paid_share[s]), p.price_sensitivity)


@compiled
def add_withheld(value: Floats, withheld: Floats, p: Record) -> None:
    """What technology that a supplier keeps back takes from its offers."""
    for s in range(value.shape[0]):
        value[s] += withheld_value(withheld[s], p.quality)


@compiled
def add_refused_licences(value: Floats, asked: float, licensed: Floats, p: Record) -> None:
    """What licences that a buyer demands, and a supplier is not used to give, take from its offers.

    They are technology withheld.
    """
    for s in range(value.shape[0]):
        value[s] += withheld_value(licences_short(asked, licensed[s]), p.quality)


@compiled
def weigh_suppliers(b: int, k: int, t: int, fixed: Fixed, forcing: Forcing, world: World) -> None:
    """Set the value of every supplier's offer [S] to a buyer in a class: reason after reason."""
    p = world.p[0]
    recall(b, k, t, world)
    value, relation = grid2(world, W.VALUE)[b], grid2(world, W.RELATION)[b]
    for s in range(value.shape[0]):
        value[s] = relation[s]
    add_habit(
        value,
        grid3(world, W.HABIT)[b, k],
        grid3(world, W.RECENT_ORDERS)[b, k],
        grid2(world, W.LAST_ORDER)[b],
        t,
        p,
    )
    add_example(
        value,
        grid2(world, W.CLASS_SALES)[k],
        grid3(world, W.OWN_SALES)[b, k],
        grid3(fixed, F.START_SHARE)[b, k],
        grid1(world, W.WALK),
        p,
    )
    add_price(value, grid2(world, W.LN_PRICE)[k], p)
    add_level_and_lead(
        value,
        grid2(world, W.LN_LEVEL)[k],
        grid1(fixed, F.WEALTH)[b],
        grid2(fixed, F.LEAD_TIME)[k],
        p,
    )
    add_withheld(value, imposed_in_class(b, k, t, X.WITHHELD, forcing), p)
    asked = grid3(forcing, X.LICENCES_ASKED)[t, b, k]
    if asked > 0.0:
        add_refused_licences(value, asked, grid1(fixed, F.LICENCES), p)
    weighed = grid2(world, W.WEIGHED)[b]
    weighed[SMALL] = weighed[LARGE] = 0.0


@compiled
def weigh_package(b: int, tiv: float, world: World) -> int:
    """Set a buyer's reluctance to take any offer [S] for a package of the class at hand.

    Returns whether the package is SMALL or LARGE, which says where in RELUCTANCE it stands. Most
    classes have packages of one of the two in a year, so each waits until it is wanted.
    """
    p, size = world.p[0], SMALL if tiv < SMALL_PACKAGE else LARGE
    weighed = grid2(world, W.WEIGHED)[b]
    if weighed[size] == 0.0:
        weighed[size] = 1.0
        value, reluctant = grid2(world, W.VALUE)[b], grid3(world, W.RELUCTANCE)[b, size]
        scale = scale_of_package(tiv, p.choice_scale, p.small_package)
        for s in range(value.shape[0]):
            reluctant[s] = reluctance(value[s], scale)
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
