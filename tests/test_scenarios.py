"""The shipped scenarios: they run, explain themselves, and script no order."""

from pathlib import Path

import pytest

from sim.base.distributions import Constant
from sim.base.parameters import PARAMETERS
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
    if name != "politics":  # which only says what happened
        assert scenario.question.endswith("?") and scenario.look_for
    assert scenario.title and (scenario.measures or name == "politics")


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_inherits_what_happened_and_draws_the_same_worlds(name):
    scenario, politics = load(name), load("politics")
    assert (scenario.first_year, scenario.last_year) == (politics.first_year, politics.last_year)
    assert (scenario.worlds, scenario.seed) == (politics.worlds, politics.seed)


def test_politics_asks_nothing_and_history_adds_nothing_but_questions():
    history, politics = load("history"), load("politics")
    assert history.events == politics.events and history.settings == politics.settings
    asks = (politics.measures, politics.question, politics.look_for, politics.claims)
    assert asks == ((), "", "", None)


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


def differences(name):
    """Events that a scenario lacks and that it adds, both by id, against history."""
    history = {event.id: event for event in load("history").events}
    own = {event.id: event for event in load(name).events}
    for shared in history.keys() & own.keys():
        assert own[shared] == history[shared]
    return history.keys() - own.keys(), {id_: own[id_] for id_ in own.keys() - history.keys()}


NEW = (
    "us_aid_continues",
    "india_vetoes_harder",
    "cheap_chinese_arms",
    "sanctions_on_buyers_of_russian_arms",
    "russian_capacity_unbroken",
    "rival_blind",
    "technology_withheld",
)


@pytest.mark.parametrize("name", NEW)
def test_they_share_all_but_their_difference_with_history(name):
    scenario, history = load(name), load("history")
    inherits = scenario.claims == "all"
    assert (set(history.measures) <= set(scenario.measures)) == inherits
    assert (scenario.worlds, scenario.seed) == (history.worlds, history.seed)
    assert bool(scenario.settings) == (name == "rival_blind")
    removed, added = differences(name)
    assert removed or added or scenario.settings
    for event in added.values():
        assert "supposition" in event.why
        assert event.source is None  # nothing records what did not happen


def test_american_aid_continues():
    removed, added = differences("us_aid_continues")
    assert not added
    broken = {event.id: event for event in load("history").events if event.id in removed}
    assert {event.year for event in broken.values()} == {2011, 2018}
    last = max(
        (event for event in load("us_aid_continues").events if event.kind == "grant"),
        key=lambda event: event.year,
    )
    assert last.values["usd_m"] > 0
    assert last.until is None


def test_india_objects_harder_than_an_ordinary_rival():
    removed, added = differences("india_vetoes_harder")
    [event] = added.values()
    assert not removed
    assert event.kind == "objection"
    assert (event.values["by"], event.values["strength"]) == ("India", 3)
    assert (event.values["supplier"], event.values["buyer"]) == (("Russia",), ("Pakistan",))


def test_only_china_becomes_cheaper():
    removed, added = differences("cheap_chinese_arms")
    [event] = added.values()
    assert not removed
    assert (event.kind, event.year) == ("price", 2008)
    assert event.values["supplier"] == ("China",)
    assert event.values["factor"] == 0.6


def test_sanctions_are_earlier_and_wider():
    removed, added = differences("sanctions_on_buyers_of_russian_arms")
    [event] = added.values()
    [caatsa] = [event for event in load("history").events if event.id == "caatsa"]
    assert removed == {"caatsa"}
    assert event.kind == caatsa.kind == "patron_objection"
    assert event.year < caatsa.year
    assert set(event.values["buyer"]) > set(caatsa.values["buyer"])
    for field in ("patron", "supplier", "strength"):
        assert event.values[field] == caatsa.values[field]


def test_russian_capacity_is_unbroken():
    removed, added = differences("russian_capacity_unbroken")
    assert (removed, added) == ({"russia-invades-ukraine"}, {})
    assert not any(event.kind == "capacity" for event in load("russian_capacity_unbroken").events)


def test_technology_is_withheld_from_pakistan_alone():
    removed, added = differences("technology_withheld")
    assert not removed
    assert {event.kind for event in added.values()} == {"withhold"}
    assert {event.values["buyer"] for event in added.values()} == {("Pakistan",)}


def test_the_rival_blind_scenario_switches_off_all_rival_parameters_and_no_other():
    removed, added = differences("rival_blind")
    assert not removed and not added
    rivals = {name: Constant(row.off) for name, row in PARAMETERS.items() if row.group == "rivals"}
    assert dict(load("rival_blind").settings) == rivals


def test_no_scenario_reads_from_outside_the_checkout():
    folder = Path(__file__).parent.parent / "scenarios"
    for path in folder.glob("*.yaml"):
        assert "theatre:" not in path.read_text(encoding="utf-8")
