"""Decisive reasons: by their definition, and counted once."""

import json

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
from sim.plots.frame import Caption
from sim.report.explain.decisive_figure import DecisiveYears, decisive_figure
from sim.report.explain.tables import decisive_json, decisive_table

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


def test_the_table_the_plot_and_the_json_say_the_same_shares(case):
    years = range(case.years[0], case.years[-1] + 1)
    tenders = [t for item in replay(case, 0, range(len(case.theatre.buyers))) for t in item.tenders]
    found = count_decisive(tenders, years, 1)
    whole = json.loads(decisive_json(found, {}))["all years"]["orders"]
    table = decisive_table(found).splitlines()
    figure = decisive_figure(DecisiveYears("What decided", found), Caption("", "", "", 1))
    drawn = [text.get_text() for text in figure.axes[0].texts]
    told = [group for group in CREDITED if whole["credited"][group] >= 0.005]
    assert len(told) > 3
    for group in told:
        share = f"{whole['credited'][group]:.0%}"
        assert f"{group}  {share}" in drawn
        [line, *_] = [line for line in table if line.startswith((f"{group}  ", f"{group} ("))]
        assert [cell for cell in line.split("  ") if cell][1].strip() == share
