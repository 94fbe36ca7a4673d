"""Every formula of ``docs/MODEL.md`` as one function of plain numbers.

``p`` holds one world's parameters as attributes. Nothing here knows of agents or of noise.
"""

import math
from collections.abc import Callable, Iterable
from types import SimpleNamespace

HABIT_KEPT = 0.9  # a year, of orders in a buyer's habits and ties
SALES_KEPT = 0.8  # a year, of sales
STOCK_KEPT = 0.95  # a year, of arms in service
MOMENT = 1e-9  # of a year; less is what rounding leaves where clocks run at odd speeds
NOTHING = 1e-6  # TIV; less is what rounding leaves where volumes cancel


def clip(x: float, low: float, high: float) -> float:
    return max(low, min(high, x))


def share_of(total: float, tiv: float) -> float:
    """Share of one in a sum; a share of nothing is 0."""
    return tiv / total if total > NOTHING else 0.0


def shares(volumes: dict[str, float]) -> dict[str, float]:
    """Each one's share of the sum; a share of nothing is 0."""
    total = sum(volumes.values())
    return {name: share_of(total, volume) for name, volume in volumes.items()}


# --- spending and need


def spending_target(p: SimpleNamespace, threat: float, threat_at_start: float) -> float:
    """Richardson's reaction to the rivals' arms, over the recorded path of spending."""
    reaction = p.spending_reaction * math.log((threat + 1) / (threat_at_start + 1))
    return clip(1 + reaction, 0.5, 2.0)


def demand_slow(p: SimpleNamespace, slow: float, z: float) -> float:
    spread = p.demand_slow_sd * math.sqrt(1 - p.demand_persistence**2)
    return p.demand_persistence * slow + spread * z


def demand_factor(p: SimpleNamespace, z: float, slow: float) -> float:
    """Good and bad years: 1 on average."""
    variance = p.demand_year_sd**2 + p.demand_slow_sd**2
    return math.exp(p.demand_year_sd * z + slow - variance / 2)


def balance(threat: float, stock: float, threat_at_start: float, stock_at_start: float) -> float:
    """How far the balance with the rivals has moved against a buyer."""
    ratio = (threat + 1) / (stock + 1)
    ratio_at_start = (threat_at_start + 1) / (stock_at_start + 1)
    return clip(math.log(ratio / ratio_at_start), 0.0, 1.0)


def tender_rate(
    p: SimpleNamespace, packages: float, spending: float, balance: float, demand: float, need: float
) -> float:
    """Expected number of packages of a class this year."""
    wealth = spending**p.spending_elasticity
    return packages * wealth * math.exp(p.parity * balance) * demand * need


def poisson_quantile(u: float, mean: float) -> int:
    """The smallest count that at least a share ``u`` of Poisson draws does not exceed."""
    count, chance = 0, math.exp(-mean)
    reached = chance
    while reached < u:
        count += 1
        chance = chance * mean / count
        reached = reached + chance
    return count


# --- offers


def idle_share(load: float, capacity: float) -> float:
    return clip(1 - load / capacity, 0.0, 1.0)


def price_index(p: SimpleNamespace, list_price: float, idle: float, idle_at_start: float) -> float:
    return list_price * (1 - p.idle_discount * idle) / (1 - p.idle_discount * idle_at_start)


def alignment(p: SimpleNamespace, events: float, drift: float) -> float:
    return clip(p.alignment_event * events + drift, -1.0, 1.0)


def open_share(p: SimpleNamespace, closed: float) -> float:
    """What an embargo leaves open."""
    return 1 - closed * (1 - math.exp(p.embargo))


def held(p: SimpleNamespace, reliance: float, open_share_of_maker: float) -> float:
    """What an embargo on a component leaves open of what needs it."""
    return 1 - p.component_hold * reliance * (1 - open_share_of_maker)


def offer_probability(
    p: SimpleNamespace,
    idle: float,
    lost: float,
    alignment: float,
    objecting: float,
    open_share: float,
) -> float:
    """Chance that a supplier bids for a tender: its own will, and what embargoes leave open."""
    log_odds = p.willingness_base + p.idle_capacity * idle + p.lost_share * lost
    log_odds += p.friendship * alignment + p.objection * objecting
    return open_share / (1 + math.exp(-log_odds))


# --- choice: the parts of an offer's value


def class_habit(p: SimpleNamespace, decayed_tiv: float, orders_in_5_years: float) -> float:
    pull = p.habit_class * math.log(1 + decayed_tiv)
    return pull + p.orders_5y * math.log(1 + orders_in_5_years)


def acquaintance(p: SimpleNamespace, years_since_order: int | None) -> float:
    """Value of having ordered lately, or of never having ordered."""
    if years_since_order is None:
        return p.first_order
    return p.order_3y if years_since_order <= 3 else 0.0


def example(p: SimpleNamespace, share_at_start: float, share_now: float, walk: float) -> float:
    """Pull of what others buy."""
    share = (1 - p.world_share_feedback) * share_at_start + p.world_share_feedback * share_now
    return p.world_share * (math.log(0.001 + share) + walk)


def domestic_cost(p: SimpleNamespace, events: float, cost: float) -> float:
    return clip(p.domestic_cost_event * events + cost, 0.0, 1.0)


def rivals_value(p: SimpleNamespace, sales_to_rivals: float, ties_risen: float) -> float:
    return p.rival_sales * sales_to_rivals + p.rival_patron * min(ties_risen, 1.0)


def price_value(p: SimpleNamespace, index: float, paid_share: float) -> float:
    return -p.price_sensitivity * math.log(index * paid_share)


def level_and_lead(p: SimpleNamespace, ln_level: float, wealth: float, years: float) -> float:
    """What a level of price is to a buyer of some wealth, and late delivery to any."""
    return p.price_wealth * ln_level * wealth + p.lead_time * years


def conceded(p: SimpleNamespace, meant: float, signals: int) -> float:
    """Part of its price that a supplier still asks after the buyer has looked elsewhere."""
    return 1 - p.concession * meant * signals / (1 + signals)


def scale(p: SimpleNamespace, tiv: float) -> float:
    """Weight of the reasons for a supplier of a package."""
    return p.choice_scale * (p.small_package if tiv < 60 else 1)


def gumbel(u: float) -> float:
    return -math.log(-math.log(u))


# --- signing and delivery


def years_of_waiting(p: SimpleNamespace, book: float, capacity: float) -> int:
    return math.floor(clip(book / capacity - p.customary_backlog, 0.0, 10.0))


def years_to_build(p: SimpleNamespace, tiv: float, highest: float) -> int:
    """Years from the first to the last delivery of a licensed order, both counted, at least."""
    if highest == 0:
        return 1
    return min(math.ceil(tiv / (highest * p.licence_rate)), 25)


def passed_by(years: int, mean: float, stages: int) -> float:
    """Chance that of years + stages trials as many succeed as there are stages."""
    if years < 0:
        return 0.0
    chance = stages / (stages + mean)
    trials = years + stages
    too_few = (
        math.comb(trials, n) * chance**n * (1 - chance) ** (trials - n) for n in range(stages)
    )
    return 1 - sum(too_few)


def delayed_together(p: SimpleNamespace, u: float) -> bool:
    """Whether an order goes by the luck of all that its buyer has from the supplier."""
    return u < p.shared_delay


def begun_by(years: int, to_first: float) -> float:
    return passed_by(years, to_first, 3)


def over_by(years: int, span: float) -> float:
    return passed_by(years, span, 2)


def rest_over_by(years: int, span: float) -> float:
    """Deliveries that have begun are as likely in their first stage as in their second."""
    return (passed_by(years, span / 2, 1) + over_by(years, span)) / 2


def begun_chance(age: int, to_first: float, span: float) -> float:
    """Chance that an order still open at an age has begun to arrive."""
    begun = sum(
        (begun_by(first, to_first) - begun_by(first - 1, to_first))
        * (1 - over_by(age - 1 - first, span))
        for first in range(age)
    )
    waiting = 1 - begun_by(age - 1, to_first)
    return begun / (begun + waiting) if begun > 0 else 0.0


def quantile(u: float, reached_by: Callable[[int], float]) -> int:
    """The first year by which at least a share ``u`` has been reached."""
    years = 0
    while reached_by(years) < u:
        years += 1
    return years


def longest_span(kind: int) -> int:
    """Years from the first delivery to the last, at most: more under licence."""
    return 24 if kind == 1 else 15


def usual_price(p: SimpleNamespace, level: float, tiv: float, used: bool, wealth: float) -> float:
    """US$ m per TIV of a middling deal."""
    price = level * (max(tiv, 0.1) / 30) ** p.usd_size * math.exp(p.usd_wealth * wealth)
    return price * math.exp(p.usd_second_hand) if used else price


def price_paid(
    p: SimpleNamespace, tiv: float, usd_per_tiv: float, index: float, bidders: int, z: float
) -> float:
    """US$ m for an order, whose usual price is that of eight offers."""
    bidding = (1 - p.bidding_discount * (1 - 1 / bidders)) / (1 - p.bidding_discount * 7 / 8)
    return tiv * usd_per_tiv * index * bidding * math.exp(p.deal_price_sd * z)


# --- feedback


def drifted_alignment(
    p: SimpleNamespace, drift: float, share_of_deliveries: float, share_of_announcements: float
) -> float:
    step = p.alignment_drift * share_of_deliveries
    step += p.announcement_drift * share_of_announcements
    return clip(drift + step, -1.0, 1.0)


def drifted_cost(p: SimpleNamespace, cost: float, rises: Iterable[float]) -> float:
    """``rises``: how far each rival's deliveries from the supplier exceed their starting tie."""
    return clip(0.9 * cost + p.rival_delivery_cost * min(sum(rises), 1.0), 0.0, 1.0)
