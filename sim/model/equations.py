"""The equations, one formula per function: numbers in, a number out.

Nothing here knows of arrays, agents or years. Parameters keep the names of the parameter table.
Volumes are in TIV (SIPRI's trend-indicator value, millions), money in US$ millions, time in years.
"""

import math

from sim.base.parameters import Record
from sim.model.compiled import compiled
from sim.model.elementary import exp, ln, power

# How the recorded terms were measured; they are definitions, not parameters.
HABIT_KEPT = 0.9  # of past orders, a year
SALES_KEPT = 0.8  # of a supplier's sales, a year
STOCK_KEPT = 0.95  # of weapons in service, a year
SHARE_FLOOR = 0.001  # added to a world share, so that none has a value of minus infinity
STOCK_FLOOR = 1.0  # TIV; keeps ratios of stocks finite
DEPENDENT = 0.6  # share of a buyer's orders above which it depends on a supplier
NOTHING = 1e-6  # TIV; what is left below it is rounding, and a share of it is 0

# Bounds of the guessed reactions: beyond them there is no evidence at all.
SPENDING_SPEED = 0.3  # of the gap to the target, a year
SPENDING_FLOOR, SPENDING_CEILING = 0.5, 2.0  # of the spending on record
PARITY_CEILING = 1.0  # in ln(ratio)
LONGEST_WAIT = 10  # years
USUAL_PACKAGE = 30.0  # TIV, of which levels of price are told
LEAST_PRICED = 0.1  # TIV, below which no deal with a price is on record
USUAL_BIDDERS = 8  # for whose offers levels of price are told (guess)
SMALL_PACKAGE = 60.0  # TIV, below which a package is small (guess)
LONGEST_BUILD = 25  # years that a licensed order takes at most
STAGES_BEFORE = 3  # of the years from an order to its first delivery
STAGES_OF_DELIVERY = 2  # of those from there to the last
LONGEST_SPAN = 15  # years between first and last delivery at most, unless made under licence


@compiled
def clip(x: float, low: float, high: float) -> float:
    """``x`` held between ``low`` and ``high``."""
    return min(max(x, low), high)


# --- need -----------------------------------------------------------------------------------------


@compiled
def spending_target(
    rival_stock: float, rival_stock_start: float, spending_reaction: float
) -> float:
    """Spending over its recorded path that the rivals' stocks (TIV) call for (Richardson)."""
    change = ln((rival_stock + STOCK_FLOOR) / (rival_stock_start + STOCK_FLOOR))
    return clip(1.0 + spending_reaction * change, SPENDING_FLOOR, SPENDING_CEILING)


@compiled
def next_spending(spending: float, target: float) -> float:
    """Spending over its recorded path one year on: budgets move slowly toward the target."""
    return spending + SPENDING_SPEED * (target - spending)


@compiled
def tipped_balance(
    own_stock: float, rival_stock: float, own_start: float, rival_start: float
) -> float:
    """How far the balance has moved against a buyer since the start: ln(ratio), not below 0."""
    now = (rival_stock + STOCK_FLOOR) / (own_stock + STOCK_FLOOR)
    start = (rival_start + STOCK_FLOOR) / (own_start + STOCK_FLOOR)
    return clip(ln(now / start), 0.0, PARITY_CEILING)


@compiled
def next_demand_slow(
    slow: float, z: float, demand_slow_sd: float, demand_persistence: float
) -> float:
    """Slow part of a buyer's ln(demand), an autoregression with a constant spread."""
    fresh = demand_slow_sd * math.sqrt(1.0 - demand_persistence * demand_persistence)
    return demand_persistence * slow + fresh * z


@compiled
def demand_factor(z: float, slow: float, demand_year_sd: float, demand_slow_sd: float) -> float:
    """Good and bad years of a buyer, with mean 1."""
    mean = 0.5 * (demand_year_sd * demand_year_sd + demand_slow_sd * demand_slow_sd)
    return exp(demand_year_sd * z + slow - mean)


@compiled
def pressure(
    spending: float, spending_elasticity: float, balance: float, parity: float, demand: float
) -> float:
    """How much more than at the start a buyer wants of everything."""
    return exp(spending_elasticity * ln(spending) + parity * balance) * demand


@compiled
def domestic_factor(industry: float, years: float, domestic_growth: float) -> float:
    """Share of the tenders that domestic industry (0 to 1) leaves to importers after some years."""
    return exp(industry * years * ln(1.0 - domestic_growth))


@compiled
def tender_rate(start: float, pressure: float, need: float) -> float:
    """Expected packages of one buyer in one class and year."""
    return start * pressure * need


# --- offers and prices ----------------------------------------------------------------------------


@compiled
def idle_share(load: float, highest: float, capacity_slack: float) -> float:
    """Share of a supplier's yearly capacity (TIV) that last year's deliveries left idle."""
    capacity = highest * capacity_slack
    if capacity <= 0.0:
        return 0.0
    return clip(1.0 - load / capacity, 0.0, 1.0)


@compiled
def price_index(list_price: float, idle: float, idle_start: float, idle_discount: float) -> float:
    """Price of a supplier in a class, 1 at the start; idle capacity earns a discount."""
    return list_price * (1.0 - idle_discount * idle) / (1.0 - idle_discount * idle_start)


@compiled
def class_odds(
    idle: float, lost: float, willingness_base: float, idle_capacity: float, lost_share: float
) -> float:
    """Odds that a supplier offers a class to a buyer that it neither likes nor must refuse.

    Idle capacity and share ``lost`` with old customers make it seek new ones.
    """
    return exp(willingness_base + idle_capacity * idle + lost_share * lost)


@compiled
def buyer_odds(alignment: float, objecting: float, friendship: float, objection: float) -> float:
    """Factor of those odds for one buyer: friends are served, large customers may object."""
    return exp(friendship * alignment + objection * objecting)


@compiled
def open_share(closed: float, leak: float) -> float:
    """Share of tenders that an embargo on ``closed`` of a class leaves open; a full one leaks."""
    return 1.0 - closed * (1.0 - leak)


@compiled
def held_share(reliance: float, component_open: float, component_hold: float) -> float:
    """Share of a class that the closed market for a component, on which it relies, holds up."""
    return component_hold * reliance * (1.0 - component_open)


@compiled
def expected_first(waiting: float, usual: float, lead: float) -> float:
    """Years from an order to its first delivery that a supplier may be expected to take."""
    return max(waiting + usual + lead, 0.0)


@compiled
def licences_short(asked: float, licensed: float) -> float:
    """Share by which a supplier's licences on record fall short of those that a buyer demands."""
    return max(asked - licensed, 0.0)


@compiled
def offer_probability(odds: float, left_open: float) -> float:
    """Chance that a supplier answers one tender."""
    return left_open * odds / (1.0 + odds)


@compiled
def conceded_part(meant: float, signals: float, concession: float) -> float:
    """Part of its price that a supplier asks after so many signals, ``meant`` (0 to 1) for it.

    The first one is worth half the concession, and more are worth ever less.
    """
    return 1.0 - concession * meant * signals / (1.0 + signals)


@compiled
def price_level(ln_level: float, ln_se: float, z: float) -> float:
    """Level of price of a supplier in a class, in ln over that of the class; ``z`` is its error."""
    return ln_level + ln_se * z


@compiled
def usual_price(
    level: float,
    tiv: float,
    second_hand: bool,
    wealth: float,
    usd_size: float,
    usd_second_hand: float,
    usd_wealth: float,
) -> float:
    """US$ m per TIV of a middling deal: less for large or used packages, more for rich buyers.

    ``level`` is that of a new package of USUAL_PACKAGE for a buyer of middling wealth.
    """
    size = ln(max(tiv, LEAST_PRICED) / USUAL_PACKAGE)
    used = usd_second_hand if second_hand else 0.0
    return level * exp(usd_size * size + used + usd_wealth * wealth)


@compiled
def price_paid(
    price: float, bidders: float, z: float, bidding_discount: float, deal_price_sd: float
) -> float:
    """Price of a deal, of the usual one for USUAL_BIDDERS: rivals for the deal lower it."""
    bidding = 1.0 - bidding_discount * (1.0 - 1.0 / bidders)
    usual = 1.0 - bidding_discount * (1.0 - 1.0 / USUAL_BIDDERS)
    return price * bidding / usual * exp(deal_price_sd * z)


# --- choice: the value of an offer is the sum of the following ------------------------------------


@compiled
def habit_value(
    habit: float,
    ordered_lately: bool,
    never: bool,
    habit_class: float,
    order_3y: float,
    first_order: float,
) -> float:
    """Pull of decayed orders (TIV) and of a recent one, or the hurdle where there was none ever."""
    lately = order_3y if ordered_lately else 0.0
    hurdle = first_order if never else 0.0
    return habit_class * ln(1.0 + habit) + lately + hurdle


@compiled
def recent_orders_value(number: float, orders_5y: float) -> float:
    """Pull of the number of orders in the class in the last five years."""
    return orders_5y * ln(1.0 + number)


@compiled
def blended_share(start: float, simulated: float, world_share_feedback: float) -> float:
    """World share of a supplier, part recorded at the start and part simulated since."""
    return (1.0 - world_share_feedback) * start + world_share_feedback * simulated


@compiled
def world_share_value(share: float, walk: float, world_share: float) -> float:
    """Pull of what others buy; ``walk`` is the supplier's own drift in everybody's eyes."""
    return world_share * (ln(SHARE_FLOOR + share) + walk)


@compiled
def event_size(score: float, event_spread: float) -> float:
    """Size of an event over the usual one of its kind, from its standard normal score."""
    return exp(event_spread * score)


@compiled
def alignment_now(events: float, drift: float, alignment_event: float) -> float:
    """Political alignment as a change since the start, -1 to 1."""
    return clip(alignment_event * events + drift, -1.0, 1.0)


@compiled
def domestic_cost_now(events: float, feedback: float, domestic_cost_event: float) -> float:
    """Cost at home of being seen with a supplier, 0 to 1."""
    return clip(domestic_cost_event * events + feedback, 0.0, 1.0)


@compiled
def tie_value(
    other: float,
    distance: float,
    never: bool,
    pact: float,
    own_rival: float,
    objecting_patron: float,
    p: Record,
) -> float:
    """Standing political reasons for and against a supplier; ``p`` holds the weights by name."""
    first = p.un_distance_first_order * distance if never else 0.0
    return (
        p.other_supplier * other
        + p.un_distance * distance
        + first
        + p.defence_pact * pact
        + p.own_rival * own_rival
        + p.patron_objection * objecting_patron
    )


@compiled
def shift_value(
    alignment: float, cost: float, alignment_shift: float, domestic_cost: float
) -> float:
    """Political reasons that events have moved since the start."""
    return alignment_shift * alignment + domestic_cost * cost


@compiled
def rival_value(
    sales_to_rivals: float, rival_tie_rise: float, rival_sales: float, rival_patron: float
) -> float:
    """A supplier that arms my rivals, or turns to them, is worth less to me."""
    return rival_sales * sales_to_rivals + rival_patron * rival_tie_rise


@compiled
def dependence_value(tie: float, dependence: float) -> float:
    """Dependence on a supplier that holds more than DEPENDENT of the buyer's orders."""
    return dependence * max(tie - DEPENDENT, 0.0)


@compiled
def search_value(balance: float, ordered_lately: bool, search: float) -> float:
    """Pull of suppliers without a recent order, when the balance with the rivals has tipped."""
    return 0.0 if ordered_lately else search * balance


@compiled
def turned_to_rival(alignment: float, abandonment_from: float) -> float:
    """How far a supplier has turned to a rival: its alignment beyond what a visit brings."""
    return max(alignment - abandonment_from, 0.0)


@compiled
def abandonment_value(tie: float, rival_alignment: float, abandonment: float) -> float:
    """Fear of a supplier on which the buyer leans and whose politics turn to the buyer's rival."""
    return abandonment * tie * rival_alignment


@compiled
def withheld_value(withheld: float, quality: float) -> float:
    """What an offer loses when its supplier withholds technology (0 to 1 of it)."""
    return -quality * withheld


@compiled
def price_value(ln_price: float, price_sensitivity: float) -> float:
    """Pull of a low price; the mean of all offers would be the same for each, so it drops out."""
    return -price_sensitivity * ln_price


@compiled
def supplier_wealth_value(wealth_of_both: float, supplier_wealth: float) -> float:
    """Pull of suppliers as rich, or as poor, as the buyer: ``wealth_of_both`` is a product."""
    return supplier_wealth * wealth_of_both


@compiled
def price_wealth_value(ln_level: float, wealth: float, price_wealth: float) -> float:
    """Pull of dear suppliers on rich buyers, and of cheap ones on poor buyers."""
    return price_wealth * (ln_level * wealth)


@compiled
def lead_time_value(years: float, lead_time: float) -> float:
    """What an offer loses when its supplier delivers so many years later than others."""
    return lead_time * years


@compiled
def scale_of_package(tiv: float, choice_scale: float, small_package: float) -> float:
    """Weight of all reasons in the choice of a package: those for a small one are looser."""
    return choice_scale * small_package if tiv < SMALL_PACKAGE else choice_scale


@compiled
def mean_race_time(value: float, choice_scale: float) -> float:
    """Mean time of an offer of some value in the race of offers: exp(-utility)."""
    return exp(-choice_scale * value)


@compiled
def race_time(taste_shock: float, mean: float) -> float:
    """Time of an offer in the race of offers for a tender: exponential, and the first one wins.

    ``taste_shock`` is a uniform. The offer with the least -ln(shock) * exp(-scale * value) is that
    with the largest scale * value - ln(-ln(shock)): utility plus Gumbel noise, draw for draw.
    """
    return -ln(taste_shock) * mean


@compiled
def talk_probability(
    drifting: float,
    estranged: float,
    own_rival: float,
    talk: float,
    leverage: float,
    signal: float,
) -> float:
    """Chance that talks about an offer are announced although the offer is not taken.

    ``drifting`` is the supplier's custom that drifts away to rivals of the buyer, ``estranged``
    how far the buyer and those on whom it leans have parted, both 0 to 1. Nobody boasts of talks
    with its own rival.
    """
    louder = exp(leverage * drifting + signal * estranged)
    return min(talk * louder, 1.0) * (1.0 - own_rival)


@compiled
def veto_probability(objecting: float, veto: float) -> float:
    """Chance that larger customers stop a deal; ``objecting`` is their lead in the order book."""
    return 1.0 - exp(-veto * objecting)


# --- delivery and feedback ------------------------------------------------------------------------


@compiled
def passed_by(years: int, mean: float, stages: int) -> float:
    """Chance that some stages, which take ``mean`` whole years together, take so many at most.

    Each stage ends in any year with the same chance, and the next may end in that year as well (a
    negative binomial): of ``years + stages`` trials, as many as there are stages succeed.
    """
    if years < 0:
        return 0.0
    if mean <= 0.0:
        return 1.0
    trials, chance = years + stages, stages / (stages + mean)
    missed, fewer = power(1.0 - chance, trials), 0.0
    for successes in range(stages):
        fewer += missed
        missed *= (trials - successes) / (successes + 1.0) * chance / (1.0 - chance)
    return 1.0 - fewer


@compiled
def begun_by(years: int, to_first: float) -> float:
    """Chance that so many years after an order deliveries have begun; ``to_first`` on average."""
    return passed_by(years, to_first, STAGES_BEFORE)


@compiled
def over_by(years: int, span: float) -> float:
    """Chance that so many years after the first delivery none follows; ``span`` on average."""
    return passed_by(years, span, STAGES_OF_DELIVERY)


@compiled
def rest_over_by(years: int, span: float) -> float:
    """The same, years from now, of deliveries that began no one knows when.

    On average they are as long in each of their two stages, so that they are in either now.
    """
    return 0.5 * passed_by(years, 0.5 * span, 1) + 0.5 * over_by(years, span)


@compiled
def begun_chance(age: int, to_first: float, span: float) -> float:
    """Chance that an order that is open at some age has brought something before."""
    waiting, begun = 1.0 - begun_by(age - 1, to_first), 0.0
    for first in range(age):
        begins = begun_by(first, to_first) - begun_by(first - 1, to_first)
        begun += begins * (1.0 - over_by(age - first - 1, span))
    return begun / (begun + waiting) if begun > 0.0 else 0.0


@compiled
def delayed_together(u: float, shared_delay: float) -> bool:
    """Whether an order comes as soon, or as late, as what else its buyer has from the supplier."""
    return u < shared_delay


@compiled
def work_done_by(passed: float, first: float, span: float) -> float:
    """Years of work of an order's delivery that are done when so many have passed since signing."""
    return clip(passed - first, 0.0, span)


@compiled
def work_done(before: float, after: float, first: float, span: float) -> float:
    """Years of work of an order's delivery while its supplier's clock goes on.

    The clock goes from ``before`` to ``after`` years of work since signing; delivery begins after
    ``first`` of them and takes ``span``.
    """
    return work_done_by(after, first, span) - work_done_by(before, first, span)


@compiled
def years_of_waiting(
    book: float, highest: float, capacity_slack: float, customary_backlog: float
) -> int:
    """Whole years that a new order waits because the order book (TIV) exceeds what is customary."""
    capacity = highest * capacity_slack
    if capacity <= 0.0:
        return 0
    return int(clip(book / capacity - customary_backlog, 0.0, 1.0 * LONGEST_WAIT))


@compiled
def years_to_build(tiv: float, highest: float, licence_rate: float) -> int:
    """Whole years that a licensed order takes at least: the buyer's line is slower than the maker.

    A year it turns out ``licence_rate`` of the most that the supplier has delivered in one.
    """
    a_year = highest * licence_rate
    if a_year <= 0.0:
        return 1
    return int(clip(1.0 * math.ceil(tiv / a_year), 1.0, 1.0 * LONGEST_BUILD))


@compiled
def drifted_alignment(
    drift: float,
    delivered_share: float,
    announced_share: float,
    alignment_drift: float,
    announcement_drift: float,
) -> float:
    """Alignment follows a supplier's share of the year's deliveries and of its announcements."""
    followed = alignment_drift * delivered_share + announcement_drift * announced_share
    return clip(drift + followed, -1.0, 1.0)


@compiled
def drifted_cost(cost: float, rival_rise: float, rival_delivery_cost: float) -> float:
    """Domestic cost left by deliveries to rivals; it fades as habits do."""
    return clip(HABIT_KEPT * cost + rival_delivery_cost * rival_rise, 0.0, 1.0)
