"""Placebo rivals: as many as on record and as symmetric, but those of somebody else."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment import placebo
from sim.experiment.forcing import build_forcing
from sim.experiment.placebo import DEALT, deal_events_anew
from sim.model import noise
from sim.model.grids import array_of
from sim.model.world import NOBODY, X
from sim.scenario import load
from sim.theatre.load import default_theatre, load_theatre
from tests.shipped import HISTORY
from tests.theatres import write_small_theatre

THEATRE = default_theatre()
BUYERS = len(THEATRE.buyers)
SINGLE = [b for b, name in enumerate(THEATRE.buyers) if name not in THEATRE.aggregates]
SEEDS = st.integers(0, 2**32 - 1)


def some_rivalries(years=2):
    """Levels that differ from pair to pair and year to year; half of the pairs are no rivals."""
    draw = np.random.default_rng(5)
    levels = np.triu(draw.random((years, BUYERS, BUYERS)), 1)
    levels[:, draw.random((BUYERS, BUYERS)) < 0.5] = 0.0
    return levels + levels.transpose(0, 2, 1)


def stand_ins(seed, theatre=THEATRE):
    """For whom each buyer stands."""
    return placebo.stand_ins(theatre, seed).tolist()


def relabelled(rivalry, seed):
    """Levels [Y, B, B] among the buyers for whom each stands."""
    stands_for = stand_ins(seed)
    return rivalry[:, stands_for][:, :, stands_for]


@given(SEEDS)
def test_every_single_buyer_stands_for_another_and_every_aggregate_for_itself(seed):
    stands_for = stand_ins(seed)
    assert sorted(stands_for) == list(range(BUYERS))
    assert [b for b in range(BUYERS) if stands_for[b] != b] == SINGLE


@given(SEEDS)
def test_as_many_rivals_as_before_and_as_symmetric(seed):
    before = some_rivalries()
    after = relabelled(before, seed)
    assert (after == after.transpose(0, 2, 1)).all()
    assert (np.sort(after, axis=None) == np.sort(before, axis=None)).all()
    how_many = (before > 0).sum(axis=2), (after > 0).sum(axis=2)
    assert (np.sort(how_many[0], axis=1) == np.sort(how_many[1], axis=1)).all()
    assert (np.diagonal(after, axis1=1, axis2=2) == 0).all()


def test_seed_and_names_alone_decide_who_stands_for_whom():
    assert stand_ins(1) == stand_ins(1) != stand_ins(2)
    turned = replace(THEATRE, states=THEATRE.states[::-1])
    by_name = {THEATRE.buyers[b]: THEATRE.buyers[s] for b, s in enumerate(stand_ins(1))}
    assert by_name == {
        turned.buyers[b]: turned.buyers[s] for b, s in enumerate(stand_ins(1, turned))
    }


def test_buyers_are_dealt_the_rivals_of_the_one_before_in_the_order_of_their_lots():
    def lot(b):
        name = np.uint64(noise.name_key(THEATRE.buyers[b]))
        key = np.array([7, 0], dtype=np.uint64)
        nothing = noise.NO_NAME
        return noise.uniforms(key, noise.PLACEBO, 0, name, nothing, nothing, 0)[0]

    drawn = sorted(SINGLE, key=lot)
    stands_for = stand_ins(7)
    assert [stands_for[b] for b in drawn] == [drawn[-1], *drawn[:-1]]


def test_a_buyer_without_others_stands_for_itself():
    alone = tuple(s for s in THEATRE.states if s.name in ("Pakistan", "Rest of world"))
    assert stand_ins(1, replace(THEATRE, states=alone)) == [0, 1]


@pytest.fixture
def imposed(tmp_path):
    """Forcing of ten years in the small theatre, with the rivals of a setting."""

    def impose(rivals):
        folder = write_small_theatre(tmp_path / "small")
        file = tmp_path / "s.yaml"
        file.write_text(
            f"title: t\ntheatre: {folder}\nyears: {{from: 2010, to: 2019}}\nrivals: {rivals}\n"
            "events: [{id: e, year: 2013, why: w, rivalry: {between: [Bora, Cora], level: 0.5}}]\n",
            encoding="utf-8",
        )
        return build_forcing(load_theatre(folder), load(file))

    return impose


def test_the_setting_changes_the_rivals_among_buyers_and_nothing_else(imposed):
    recorded, permuted = imposed("recorded"), imposed("permuted")
    for array in X:
        same = array in (X.RIVALRY, X.OBJECTION, X.ROWS) or np.array_equal(
            array_of(recorded.forcing, array), array_of(permuted.forcing, array)
        )
        assert same, array.name
    assert levels(recorded) != levels(permuted)
    assert sorted(levels(recorded).values()) == sorted(levels(permuted).values())


def levels(imposed):
    """Rivalry of each pair, year by year, that of events included."""
    rivalry = array_of(imposed.forcing, X.RIVALRY)
    return {
        (b, int(rival)): tuple(rivalry[:, b, r].tolist())
        for b, row in enumerate(imposed.rival_of)
        for r, rival in enumerate(row)
        if rival != NOBODY
    }


def shifts(scenario):
    return [event for event in scenario.events if event.kind in DEALT]


@given(st.integers(0, 1000))
def test_deals_keep_sizes_pairs_and_years_and_only_mix_them(number):
    dealt = deal_events_anew(HISTORY, number)
    assert [e.id for e in dealt.events] == [e.id for e in HISTORY.events]
    for before, after in zip(HISTORY.events, dealt.events, strict=True):
        assert after.kind == before.kind
        assert after.values.get("shift") == before.values.get("shift")
        assert before.kind in DEALT or after == before
    for kind in DEALT:
        pairs = [
            sorted(str({**e.values, "shift": 0}) for e in shifts(one) if e.kind == kind)
            for one in (HISTORY, dealt)
        ]
        assert pairs[0] == pairs[1]
    whens = [
        sorted(str((e.year, e.until, e.over)) for e in shifts(one)) for one in (HISTORY, dealt)
    ]
    assert whens[0] == whens[1]


def test_deals_differ_by_number_and_seed_and_leave_the_past_alone():
    deals = [deal_events_anew(HISTORY, number) for number in range(5)]
    assert len({str(one.events) for one in deals}) == 5
    assert deal_events_anew(replace(HISTORY, seed=2), 0).events != deals[0].events
    later = replace(HISTORY, first_year=2012)
    early = [e for e in later.events if e.year < 2012]
    assert [e for e in deal_events_anew(later, 3).events if e.id in {o.id for o in early}] == early
