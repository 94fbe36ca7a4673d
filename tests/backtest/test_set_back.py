"""A theatre set back by its earlier orders, and the weights that these tell."""

from dataclasses import replace

import numpy as np
import pytest

from sim.backtest.from_theatre import FromTheatre
from sim.backtest.run import BacktestPlan, backtest
from sim.backtest.set_back import set_back
from sim.model.equations import HABIT_KEPT
from sim.theatre.earlier import earlier_orders
from sim.theatre.load import default_theatre

THEATRE = default_theatre()
ORDERS = earlier_orders(THEATRE)
BACK = set_back(THEATRE, ORDERS)


def no_bar(done):
    """Nobody watches."""


def test_played_on_habit_is_that_of_the_start():
    assert BACK.start == 2000
    habit = BACK.decayed_orders.copy()
    for year in range(2000, 2003):
        habit *= HABIT_KEPT
        for order in BACK.dated_orders:
            if order.year == year:
                habit[
                    THEATRE.buyers.index(order.buyer),
                    THEATRE.suppliers.index(order.supplier),
                    THEATRE.classes.index(order.weapon),
                ] += order.tiv
    apart = np.abs(habit - THEATRE.decayed_orders) > 0.3
    assert apart.sum() <= 2  # volumes are rounded, and revised between editions of the register


def test_nothing_of_the_years_to_be_learnt_from_is_in_its_past():
    later = [one for one in ORDERS if one.order.year >= 2000]
    turned = [
        replace(one, order=replace(one.order, supplier="Ukraine", tiv=2 * one.order.tiv))
        for one in later
        if one.order.buyer != "Ukraine"
    ]
    other = set_back(THEATRE, [*(one for one in ORDERS if one.order.year < 2000), *turned])
    for name in ("packages", "ordered", "world_shares", "orders_5y"):
        assert np.array_equal(getattr(other, name), getattr(BACK, name)), name
    assert np.nanmax(BACK.last_order) < 2000
    assert {order.year for order in BACK.dated_orders} == {2000, 2001, 2002}
    assert not BACK.recorded and all(row.order_year < 2000 for row in BACK.book)


def test_orders_of_few_years_are_refused():
    late = [one for one in ORDERS if one.order.year >= 1998]
    with pytest.raises(ValueError, match="orders since 1998 leave none"):
        set_back(THEATRE, late)


@pytest.mark.slow
def test_what_happened_since_changes_no_weight_and_no_forecast(tmp_path):
    """Orders, votes, spending, rivals, pacts, embargoes and wealth from 2003 on may be anything."""
    plan = BacktestPlan((2003,), 5, FromTheatre(THEATRE).cast, worlds=4, seed=1, strict=False)

    def moved(paths):
        return {
            name: {year: value + 1.0 if year >= 2003 else value for year, value in path.items()}
            for name, path in paths.items()
        }

    other = replace(
        THEATRE,
        dated_orders=tuple(replace(one, supplier="Ukraine") for one in THEATRE.dated_orders),
        recorded_packages={},
        recorded_ordered={},
        un_votes=moved(THEATRE.un_votes),
        spending=moved(THEATRE.spending),
        wealth=moved(THEATRE.wealth),
        **{
            name: tuple(one for one in getattr(THEATRE, name) if one.first_year < 2003)
            for name in ("rivalries", "defence_pacts", "embargoes")
        },
    )
    estimates, chances = [], []
    for theatre in (THEATRE, other):
        source = FromTheatre(theatre)
        pasts = source.prepare(plan, tmp_path)
        estimates.append(source.estimate(pasts[0], no_bar))
        found = backtest(source, pasts, plan, {2003: estimates[-1]}, None, 2, no_bar)
        chances.append(np.concatenate([one.chance.ravel() for one in found.outcomes]))
    (one, two), told = estimates, estimates[0].posterior
    assert one.weights == two.weights and "habit_class" in one.weights
    assert told is not None and np.array_equal(told.values, two.posterior.values)
    assert np.array_equal(*chances)
    plain = backtest(source, pasts, plan, {}, None, 2, no_bar)
    assert not np.array_equal(
        chances[0], np.concatenate([o.chance.ravel() for o in plain.outcomes])
    )
