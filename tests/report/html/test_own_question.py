"""Of a question of one's own, the page tells only what is on it."""

import pytest

from sim.claims import load_ledger
from sim.report.html.inputs import events_of, touches
from sim.report.html.page import LIMITS
from sim.report.run.asked import of_others
from sim.report.run.figures import suppliers_named
from sim.scenario import load
from sim.score.asked import ASKED, ask_for
from sim.theatre.load import default_theatre

OWN = """\
title: Egypt after 2013
extends: history.yaml
events:
  - {id: french-credit, year: 2015, why: w, credit: {supplier: France, buyer: Egypt, usd_m: 9}}
measures:
  - {id: egypt-france, share: {buyer: Egypt, supplier: France, window: 2013-2017}}
  - {id: egypt-italy-2023, share: {buyer: Egypt, supplier: Italy, window: 2023-2027}}
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    file = tmp_path_factory.mktemp("own") / "egypt.yaml"
    file.write_text(OWN, encoding="utf-8")
    return load(file), default_theatre()


def test_only_events_that_touch_the_buyer_are_told(own):
    told = " ".join(f"{e.what} {e.why}" for e in events_of(*own))
    assert (
        "CAATSA" in told
        and "Russia invades Ukraine" in told
        and "France lends money for Egypt's arms" in told
    )
    assert "Pakistan" not in told and "India" not in told
    history = load("history")
    assert all(touches(event, history, own[1]) for event in history.events)


def test_only_claims_on_the_buyer_are_asked_after_what_is_measured(own):
    asked, unasked = ask_for(load_ledger(), *own)
    assert [item.claim.role for item in asked[:2]] == [ASKED, ASKED]
    assert asked[0].claim.observed == pytest.approx(0.35, abs=0.01)
    assert asked[1].claim.observed is None
    assert {item.measure.values["buyer"] for item in asked} == {("Egypt",)} and not unasked
    kinds = [(item.measure.kind, item.measure.values) for item in asked]
    assert len(set(kinds)) == len(kinds)


def test_limits_and_facts_on_other_states_are_left_out(own):
    left = [limit for limit in LIMITS if not of_others(limit, *own)]
    assert len(left) == len(LIMITS) - 2 and not any("Pakistan" in one for one in left)
    assert of_others("ties kept after 1 y, India and Pakistan", *own)
    assert not of_others("ties kept after 1 y, India and Pakistan", load("history"), own[1])


def test_suppliers_that_are_asked_about_have_a_panel(own):
    assert suppliers_named("Egypt", *own) == {"France", "Italy"}
