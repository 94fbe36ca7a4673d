"""What a scenario asks is its own; what happened is inherited."""

import pytest

PARENT = """\
title: What happened, and what others ask of it
question: Theirs?
look_for: Theirs.
worlds: 50
events:
  - {id: ban, year: 2014, why: w, lift: {supplier: Russia, buyer: Pakistan}}
measures:
  - {id: theirs, share: {buyer: Pakistan, supplier: China, window: 2013-2017}}
  - {id: shared, share: {buyer: India, supplier: Russia, window: 2013-2017}}
plots: {buyers: [Pakistan, India]}
claims: all
"""
OWN = """\
extends: p.yaml
events:
  - {id: loan, year: 2015, why: w, credit: {supplier: France, buyer: Egypt, usd_m: 1000}}
"""
MEASURES = """\
measures:
  - {id: own, share: {buyer: Egypt, supplier: France, window: 2013-2017}}
  - {id: shared, share: {buyer: Egypt, supplier: Russia, window: 2013-2017}}
"""


@pytest.fixture
def asked(here, loaded):
    (here / "p.yaml").write_text(PARENT, encoding="utf-8")
    return lambda text: loaded(OWN + text)


def ids(scenario):
    return [item.id for item in scenario.measures]


@pytest.mark.parametrize(
    "asking",
    [MEASURES, "question: Mine?\n", "look_for: Mine.\n", "plots: {buyers: [Egypt]}\n"],
)
def test_who_asks_anything_inherits_events_and_no_question(asked, asking):
    scenario = asked(asking)
    assert [event.id for event in scenario.events] == ["ban", "loan"] and scenario.worlds == 50
    assert "theirs" not in ids(scenario) and scenario.plot_buyers == ("Egypt",)
    told = (scenario.question, scenario.look_for)
    assert "Theirs?" not in told and "Theirs." not in told and scenario.claims is None


def test_inherit_questions_brings_them_back_behind_the_own(asked):
    scenario = asked("inherit: questions\n" + MEASURES)
    assert ids(scenario) == ["own", "shared", "theirs"]
    assert scenario.measures[1].values["buyer"] == ("Egypt",)  # of one id the own stays
    assert (scenario.question, scenario.look_for) == ("Theirs?", "Theirs.")
    assert scenario.plot_buyers == ("Pakistan", "India") and scenario.claims == "all"


@pytest.mark.parametrize("silent", ["", "measures:\nplots:\n", "measures: [remove: theirs]\n"])
def test_who_asks_nothing_inherits_all(asked, silent):
    scenario = asked(silent)
    assert scenario.question == "Theirs?" and "shared" in ids(scenario)
    assert ("theirs" in ids(scenario)) == ("remove" not in silent)


def test_a_grandchild_inherits_what_its_parent_asks(here, asked, loaded):
    asked(MEASURES)
    (here / "mid.yaml").write_text((here / "s.yaml").read_text("utf-8"), encoding="utf-8")
    scenario = loaded("extends: mid.yaml\nworlds: 3\n")
    assert ids(scenario) == ["own", "shared"] and scenario.plot_buyers == ("Egypt",)


def test_inherit_takes_one_word(asked, mistakes):
    asked("")
    [line] = mistakes(OWN + "inherit: everything\n")
    assert "s.yaml:4" in line and "questions" in line


def test_buyers_that_are_drawn_follow_from_measures_before_events(asked):
    about = "measures:\n  - {id: a, hhi: {buyer: Viet Nam, window: 2013-2017}}\n"
    assert asked(about).plot_buyers == ("Viet Nam",)
    alone = "measures:\n  - {id: a, world_share: {supplier: China, window: 2013-2017}}\n"
    assert asked(alone).plot_buyers == ("Egypt",)  # the buyer of its own event, not of the parent's
