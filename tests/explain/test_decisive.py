"""Decisive reasons: by their definition, and counted once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.explain.decisive import (
    CREDITED,
    NO_RACE,
    NO_SINGLE,
    Race,
    count_decisive,
    race_of,
    shares_of,
)
from sim.explain.reasons import GROUPS, REASONS, by_group
from sim.explain.replay import replay

NUMBERS = st.lists(st.floats(-9, 9), min_size=len(REASONS), max_size=len(REASONS))


@given(NUMBERS)
def test_without_a_decisive_group_the_runner_up_leads(numbers):
    parts = np.array(numbers)
    race = Race(0, 1, parts, by_group(parts))
    for group in GROUPS:
        rest = sum(
            part for part, reason in zip(numbers, REASONS, strict=True) if reason.group != group
        )
        if abs(rest) > 1e-9:
            assert (group in race.decisive) == (rest < 0.0)


def test_every_order_is_credited_once(case):
    worlds = 3
    tenders = [
        tender
        for world in range(worlds)
        for b in range(len(case.theatre.buyers))
        for item in replay(case, world, [b])
        for tender in item.tenders
    ]
    found = count_decisive(tenders, case.years, worlds)
    assert found.orders[0].sum() == sum(tender.winner is not None for tender in tenders)
    np.testing.assert_allclose(found.credited.sum(axis=2), found.orders)
    alone = sum(tender.winner is not None and race_of(tender) is None for tender in tenders)
    assert found.credited[0, :, CREDITED.index(NO_RACE)].sum() == alone > 0
    torn = [race for race in map(race_of, tenders) if race is not None and not race.decisive]
    assert found.credited[0, :, CREDITED.index(NO_SINGLE)].sum() == len(torn) > 0
    shares = shares_of(found.decisive, found.orders)
    assert np.nanmin(shares) >= 0.0 and np.nanmax(shares) <= 1.0 + 1e-12


def test_years_without_orders_have_no_shares(case):
    found = count_decisive([], case.years, 1)
    assert np.isnan(shares_of(found.credited, found.orders)).all()
