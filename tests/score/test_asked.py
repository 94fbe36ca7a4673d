"""Which claims are asked, and that cutting a run short changes no answer."""

from dataclasses import replace

import numpy as np
import pytest

from sim.experiment.case import build_case
from sim.scenario import Measure, load
from sim.score.asked import (
    answers,
    ask,
    cut_to,
    last_year_asked,
    recorded_before,
    window_before,
)
from sim.theatre.load import default_theatre
from tests.shipped import LEDGER
from tests.theatres import write_small_theatre

HISTORY = replace(load("history"), worlds=6)
THEATRE = default_theatre()


def asked_of(scenario):
    return ask(LEDGER, scenario, THEATRE)[0]


def test_every_claim_with_a_measure_is_asked_of_history():
    asked, unasked = ask(LEDGER, HISTORY, THEATRE)
    assert [item.claim for item in asked] == [c for c in LEDGER.claims if c.measure is not None]
    assert unasked == []


def test_claims_beyond_the_years_are_named_and_not_asked():
    asked, unasked = ask(LEDGER, replace(HISTORY, last_year=2012), THEATRE)
    assert asked and unasked
    assert all(window[1] <= 2012 for item in asked for window in item.measure.windows.values())
    assert all("not within the scenario's years" in item.reason for item in unasked)


def test_claims_about_states_that_a_theatre_lacks_are_not_asked(tmp_path):
    small = build_small(tmp_path)
    asked, unasked = ask(LEDGER, small.scenario, small.theatre)
    assert asked == []
    assert all("the theatre has no" in item.reason for item in unasked)


def build_small(tmp_path):
    write_small_theatre(tmp_path / "small")
    (tmp_path / "s.yaml").write_text(
        "title: t\ntheatre: ./small\nyears: {from: 2010, to: 2019}\n", encoding="utf-8"
    )
    return build_case(load(tmp_path / "s.yaml"))


def test_a_run_cut_short_answers_the_same():
    asked = asked_of(HISTORY)
    short = cut_to(HISTORY, last_year_asked(asked, HISTORY))
    assert short.last_year < HISTORY.last_year and len(short.events) < len(HISTORY.events)
    whole, cut = (
        answers(build_case(scenario, THEATRE), asked, 2, lambda done: None)
        for scenario in (HISTORY, short)
    )
    for name in whole:
        assert np.array_equal(whole[name], cut[name], equal_nan=True), name


@pytest.mark.parametrize(
    ("written", "before"),
    [
        (
            {"share": {"buyer": "India", "supplier": "Russia", "window": "2008-2012"}},
            {"window": (2003, 2007)},
        ),
        ({"volume": {"window": 2013}}, {"window": (2012, 2012)}),
        (
            {"change": {"from": "2008-2012", "to": "2013-2017"}},
            {"from": (2003, 2007), "to": (2008, 2012)},
        ),
    ],
)
def test_the_window_before_is_as_long_and_ends_where_this_one_begins(written, before):
    found = window_before(Measure(id="m", **written))
    assert found is not None and found.windows == before


def test_a_measure_without_windows_has_none_before():
    first = Measure(id="m", first_order={"buyer": "India", "supplier": "Russia"})
    assert window_before(first) is None


def test_persistence_is_what_the_record_says_of_the_window_before():
    before = recorded_before(asked_of(HISTORY), THEATRE)
    held = {claim.id: claim.observed for claim in LEDGER.claims}
    assert before["Q17"] == pytest.approx(held["Q17b"], abs=0.01)  # the same one window later
