"""The shipped scenarios: they run, explain themselves, and script no order."""

from pathlib import Path

import pytest

from sim.experiment.case import build_case
from sim.scenario import load
from sim.scenario.shipped import shipped_names

NAMES = shipped_names()


def test_the_promised_scenarios_are_there():
    assert {"history", "no_embargo_lift", "no_us_india_rapprochement"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_right_and_says_what_it_asks_and_where_to_look(name):
    scenario = load(name)
    build_case(scenario)
    assert scenario.title and scenario.question.endswith("?") and scenario.look_for


def test_every_event_of_history_has_a_reason_and_a_source():
    for event in load("history").events:
        assert event.why and event.source, event.id


def test_history_scripts_no_order():
    """Orders signed after the start are what the model must produce."""
    assert not any(event.kind == "order" for event in load("history").events)


def test_the_counterfactuals_differ_from_history_by_what_their_titles_say():
    history = {event.id for event in load("history").events}
    assert history - {event.id for event in load("no_embargo_lift").events} == {"russia-lifts-ban"}
    removed = history - {event.id for event in load("no_us_india_rapprochement").events}
    assert removed == {
        "us-india-framework",
        "india-leaves-non-alignment",
        "india-major-defence-partner",
    }


def test_no_scenario_reads_from_outside_the_checkout():
    folder = Path(__file__).parent.parent / "scenarios"
    for path in folder.glob("*.yaml"):
        assert "theatre:" not in path.read_text(encoding="utf-8")
