"""Equations: each reason has the sign that its parameter gives it, and none outside its bounds."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.parameters import PARAMETERS
from sim.model import equations as eq
from sim.model.elementary import ln
from sim.model.world import PARAMETER_DTYPE

SHARE = st.floats(0, 1)
VOLUME = st.floats(0, 1e6)


def weights():
    record = np.zeros(1, dtype=PARAMETER_DTYPE)
    for name, row in PARAMETERS.items():
        record[name] = row.prior.central
    return record[0]


@given(VOLUME, VOLUME, st.floats(0, 0.5))
def test_spending_follows_the_rivals_stock_within_its_bounds(stock, start, reaction):
    target = eq.spending_target(stock, start, reaction)
    assert eq.SPENDING_FLOOR <= target <= eq.SPENDING_CEILING
    if stock > start:
        assert target >= 1.0
    if reaction == 0:
        assert target == 1.0


@given(VOLUME, VOLUME, VOLUME, VOLUME)
def test_the_balance_never_makes_a_buyer_need_less(own, rival, own_start, rival_start):
    assert 0 <= eq.tipped_balance(own, rival, own_start, rival_start) <= eq.PARITY_CEILING


def test_the_balance_tips_when_the_rival_doubles():
    assert math.isclose(eq.tipped_balance(99, 199, 99, 99), math.log(2), rel_tol=0.01)


def test_tenders_rise_with_spending_balance_and_need():
    assert eq.pressure(1.0, 0.5, 0.0, 0.5, 1.0) == 1.0
    assert math.isclose(eq.pressure(4.0, 0.5, 0.0, 0.5, 1.0), 2.0)
    assert math.isclose(eq.pressure(1.0, 0.5, 1.0, 0.5, 1.0), math.exp(0.5))
    assert eq.tender_rate(2.0, 1.5, 3.0) == 9.0


@given(VOLUME, VOLUME, st.floats(1, 2))
def test_idle_capacity_is_a_share(load, highest, slack):
    assert 0 <= eq.idle_share(load, highest, slack) <= 1


def test_idle_capacity_lowers_the_price_and_the_start_is_one():
    assert eq.price_index(1.0, 0.3, 0.3, 0.2) == 1.0
    assert eq.price_index(1.0, 0.6, 0.3, 0.2) < 1.0
    assert eq.price_index(2.0, 0.3, 0.3, 0.2) == 2.0


def test_willingness_rises_with_idleness_and_friendship_and_falls_with_objections():
    assert eq.class_odds(0.8, 0.0, 2.5, 1.0, 1.0) > eq.class_odds(0.2, 0.0, 2.5, 1.0, 1.0)
    assert eq.class_odds(0.2, 0.5, 2.5, 1.0, 1.0) > eq.class_odds(0.2, 0.0, 2.5, 1.0, 1.0)
    assert eq.buyer_odds(0.0, 0.0, 1.0, -2.0) == 1.0
    assert eq.buyer_odds(0.5, 0.0, 1.0, -2.0) > 1.0 > eq.buyer_odds(0.0, 0.5, 1.0, -2.0)
    assert eq.offer_probability(3.0, 1.0) == 0.75
    assert eq.offer_probability(3.0, 0.4) == pytest.approx(0.3)


def test_a_full_embargo_lets_through_only_its_leak():
    assert eq.open_share(0.0, 0.12) == 1.0
    assert math.isclose(eq.open_share(1.0, 0.12), 0.12)
    assert eq.open_share(1.0, 1.0) == 1.0  # switched off


def test_more_bidders_lower_the_price_of_a_deal():
    assert eq.price_paid(1.0, 5, 0.0, 0.2, 0.0) < eq.price_paid(1.0, 2, 0.0, 0.2, 0.0)
    assert eq.price_paid(1.0, eq.USUAL_BIDDERS, 0.0, 0.2, 0.0) == 1.0
    assert eq.price_paid(1.0, 1, 0.0, 0.0, 0.0) == 1.0  # switched off


def test_a_price_falls_with_size_and_use_and_rises_with_wealth():
    signs = (-0.1, -0.9, 0.1)
    usual = eq.usual_price(3.0, eq.USUAL_PACKAGE, False, 0.0, *signs)
    assert usual == 3.0
    assert eq.usual_price(3.0, 300.0, False, 0.0, *signs) == pytest.approx(3.0 * 10**-0.1)
    assert eq.usual_price(3.0, 30.0, True, 0.0, *signs) == pytest.approx(3.0 * math.exp(-0.9))
    assert eq.usual_price(3.0, 30.0, False, 2.0, *signs) == pytest.approx(3.0 * math.exp(0.2))
    assert eq.usual_price(3.0, 300.0, True, 2.0, 0.0, 0.0, 0.0) == 3.0  # switched off
    assert math.isfinite(eq.usual_price(3.0, 0.0, False, 0.0, *signs))


def test_the_luck_of_a_deal_leaves_its_median():
    assert eq.price_paid(2.0, 8, 0.0, 0.2, 0.5) == 2.0
    assert eq.price_paid(2.0, 8, 1.0, 0.2, 0.5) == pytest.approx(2.0 * math.exp(0.5))


def test_rich_buyers_take_rich_and_dear_suppliers_and_nobody_late_ones():
    rich, poor = 1.2, -0.8
    assert (
        eq.supplier_wealth_value(rich * rich, 0.4) > 0 > eq.supplier_wealth_value(rich * poor, 0.4)
    )
    assert eq.supplier_wealth_value(poor * poor, 0.4) > 0
    assert eq.price_wealth_value(0.2, rich, 0.15) > 0 > eq.price_wealth_value(-0.3, rich, 0.15)
    assert eq.price_wealth_value(-0.3, poor, 0.15) > 0
    assert eq.lead_time_value(1.0, -0.05) < 0 < eq.lead_time_value(-1.0, -0.05)
    off = eq.supplier_wealth_value(1.0, 0.0), eq.price_wealth_value(1.0, 1.0, 0.0)
    assert (*off, eq.lead_time_value(1.0, 0.0)) == (0.0, 0.0, 0.0)


def test_a_level_of_price_is_drawn_within_its_error():
    assert eq.price_level(-0.3, 0.1, 2.0) == pytest.approx(-0.1)
    assert eq.price_level(-0.3, 0.0, 2.0) == -0.3


@given(VOLUME)
def test_habit_pulls_and_a_first_order_is_a_hurdle(orders):
    p = weights()
    three = tuple(p[name] for name in ("habit_class", "order_3y", "first_order"))
    none = eq.habit_value(0.0, False, True, *three)
    assert none == p["first_order"] < 0
    assert eq.habit_value(orders, True, False, *three) > none
    assert eq.recent_orders_value(0.0, 0.4) == 0 < eq.recent_orders_value(2.0, 0.4)


def test_a_world_share_of_nothing_is_low_but_finite():
    assert math.isfinite(eq.world_share_value(0.0, 0.0, 0.43))
    assert eq.world_share_value(0.0, 0.0, 0.43) < eq.world_share_value(0.3, 0.0, 0.43)


@pytest.mark.parametrize(
    ("reason", "sign"), [("pact", +1), ("own_rival", -1), ("objecting_patron", -1)]
)
def test_each_standing_political_reason_has_its_sign(reason, sign):
    def value(**changed):
        reasons = {"pact": 0.0, "own_rival": 0.0, "objecting_patron": 0.0}
        return eq.tie_value(0.0, 1.0, False, *(reasons | changed).values(), weights())

    assert math.copysign(1, value(**{reason: 1.0}) - value()) == sign


def test_alignment_draws_near_and_domestic_cost_drives_away():
    assert eq.shift_value(0.5, 0.0, 1.5, -1.0) > 0 > eq.shift_value(0.0, 0.5, 1.5, -1.0)


def test_distance_in_votes_weighs_more_on_a_first_order():
    near = eq.tie_value(0.0, 0.0, True, 0.0, 0.0, 0.0, weights())
    far = eq.tie_value(0.0, 2.0, True, 0.0, 0.0, 0.0, weights())
    far_but_known = eq.tie_value(0.0, 2.0, False, 0.0, 0.0, 0.0, weights())
    assert far < far_but_known < near


@given(st.floats(0.01, 0.99), st.floats(-5, 5), st.floats(0.01, 0.99), st.floats(-5, 5))
def test_the_first_of_the_race_is_the_largest_value_with_gumbel_noise(u, value, v, other):
    def gumbel(x):
        return -math.log(-math.log(x))

    first = eq.race_time(u, eq.mean_race_time(value, 1.1))
    second = eq.race_time(v, eq.mean_race_time(other, 1.1))
    gap = (1.1 * value + gumbel(u)) - (1.1 * other + gumbel(v))
    if abs(gap) > 1e-9:
        assert (first < second) == (gap > 0)


def test_a_supplier_that_arms_rivals_is_worth_less():
    assert eq.rival_value(0.5, 0.0, -0.7, -0.5) < 0
    assert eq.rival_value(0.0, 0.5, -0.7, -0.5) < 0
    assert eq.rival_value(0.5, 0.5, 0.0, 0.0) == 0


@given(SHARE, st.floats(0, 1))
def test_unease_grows_only_with_what_causes_it(tie, aligned):
    assert eq.dependence_value(tie, -1.0) <= 0
    assert eq.dependence_value(eq.DEPENDENT, -1.0) == 0
    assert eq.abandonment_value(tie, aligned, -1.0) <= 0
    assert eq.search_value(aligned, True, 1.0) == 0 <= eq.search_value(aligned, False, 1.0)
    assert eq.withheld_value(aligned, 1.0) <= 0
    assert 0 <= eq.veto_probability(aligned, 2.0) < 1
    assert eq.veto_probability(aligned, 0.0) == 0


def test_domestic_industry_takes_a_share_more_every_year():
    assert eq.domestic_factor(1.0, 0, 0.03) == 1.0
    assert eq.domestic_factor(1.0, 10, 0.03) == pytest.approx(0.97**10)
    assert eq.domestic_factor(0.0, 10, 0.03) == eq.domestic_factor(1.0, 10, 0.0) == 1.0


def test_a_dear_offer_is_worth_less_and_an_unchanged_one_nothing():
    assert eq.price_value(ln(2.0), 0.5) < 0 < eq.price_value(ln(0.5), 0.5)
    assert eq.price_value(ln(1.0), 0.5) == 0


def test_orders_wait_only_when_the_book_is_fuller_than_customary():
    assert eq.years_of_waiting(300.0, 100.0, 1.0, 6.0) == 0
    assert eq.years_of_waiting(850.0, 100.0, 1.0, 6.0) == 2
    assert eq.years_of_waiting(1e9, 100.0, 1.0, 6.0) == eq.LONGEST_WAIT


@given(st.floats(0.5, 2), SHARE)
def test_reasons_weigh_less_for_small_packages_alone(scale, loose):
    assert eq.scale_of_package(eq.SMALL_PACKAGE, scale, loose) == scale
    assert eq.scale_of_package(eq.SMALL_PACKAGE - 0.1, scale, loose) == scale * loose


def test_a_licensed_order_takes_as_long_as_its_line_needs():
    assert eq.years_to_build(100.0, 400.0, 0.25) == 1
    assert eq.years_to_build(101.0, 400.0, 0.25) == 2
    assert eq.years_to_build(7700.0, 3500.0, 0.15) == 15
    assert eq.years_to_build(1e9, 400.0, 0.25) == eq.LONGEST_BUILD
    assert eq.years_to_build(1e9, 0.0, 0.25) == 1, "no output on record sets no pace"
    assert eq.years_to_build(1e9, 400.0, 1e9) == 1, "off"


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), SHARE, SHARE)
def test_the_larger_the_share_the_more_orders_are_late_together(u, share, other):
    assert eq.delayed_together(u, min(share, other)) <= eq.delayed_together(u, max(share, other))
    assert not eq.delayed_together(u, 0.0) and eq.delayed_together(u, 1.0)


@given(st.floats(-3, 3), st.floats(-1, 1), SHARE)
def test_alignment_and_cost_stay_within_their_scales(events, drift, size):
    assert -1 <= eq.alignment_now(events, drift, size) <= 1
    assert 0 <= eq.domestic_cost_now(events, abs(drift), size) <= 1


@given(SHARE, SHARE, st.floats(0, 0.3))
def test_domestic_cost_of_arming_a_rival_builds_up_and_fades(cost, rise, weight):
    assert 0 <= eq.drifted_cost(cost, rise, weight) <= 1
    assert eq.drifted_cost(cost, 0.0, weight) <= cost
