"""A child that shortens the years says nothing against what its parents wrote for later ones."""

from pathlib import Path

import pytest

from sim.scenario import Location, Scenario, load

PARENT = """\
title: What happened
years: {from: 2003, to: 2030}
events:
  - {id: early, year: 2005, why: x, lift: {supplier: A, buyer: B}}
  - {id: late, year: 2014, why: x, lift: {supplier: A, buyer: B}}
  - {id: last, year: 2012, until: 2020, why: x, lift: {supplier: A, buyer: B}}
measures:
  - {id: after, money: {window: 2013-2017}}
  - {id: across, change: {buyer: A, from: 2008-2012, to: 2013-2017}}
  - {id: within, money: {window: 2008-2012}}
  - {id: always, first_order: {buyer: A, supplier: B}}
"""
LATE = "{id: mine, year: 2014, why: x, lift: {supplier: A, buyer: B}}"


@pytest.fixture(autouse=True)
def parent(here: Path) -> None:
    (here / "p.yaml").write_text(PARENT)


def ids(entries):
    return [entry.id for entry in entries]


def test_what_lies_after_the_last_year_is_dropped_without_a_problem(loaded):
    scenario = loaded("extends: p.yaml\nyears: {to: 2012}\n")
    assert ids(scenario.events) == ["early", "last"]
    assert ids(scenario.measures) == ["within", "always"]


def test_what_is_dropped_is_told_with_its_years_and_places(loaded):
    late, after, across = loaded("extends: p.yaml\nyears: {to: 2012}\n").omitted
    assert (late.noun, late.id, late.fate, late.when) == ("event", "late", "not reached", "2014")
    assert late.mark == Location("p.yaml", 5, 5)
    assert late.by == after.by == across.by == Location("s.yaml", 2, 13)
    assert (after.noun, after.id, after.when) == ("measure", "after", "2013-2017")
    assert (across.id, across.when) == ("across", "2013-2017")


def test_the_marks_of_what_is_left_stay_right(loaded):
    scenario = loaded("extends: p.yaml\nyears: {to: 2012}\n")
    assert scenario.marks.at("events", 1) == Location("p.yaml", 6, 5)
    assert scenario.marks.at("measures", 0, "money", "window") == Location("p.yaml", 10, 34)


def test_a_dropped_event_is_no_part_of_the_resolved_scenario(loaded):
    scenario = loaded("extends: p.yaml\nyears: {to: 2012}\n")
    assert Scenario.from_resolved(scenario.resolved()) == scenario


def test_an_event_of_the_file_that_sets_the_years_is_still_a_mistake(mistakes):
    assert mistakes(f"extends: p.yaml\nyears: {{to: 2012}}\nevents:\n  - {LATE}\n") == [
        "s.yaml:4:22: year 2014 lies after the scenario's years, 2003-2012"
    ]


def test_a_measure_of_the_file_that_sets_the_years_is_still_a_mistake(mistakes):
    text = "extends: p.yaml\nyears: {to: 2012}\nmeasures:\n  - {id: m, money: {window: 2013}}\n"
    (problem,) = mistakes(text)
    assert problem.startswith("s.yaml:4:29: window 2013-2013 leaves the scenario's years")


def test_an_event_of_a_file_that_builds_on_shortened_years_is_a_mistake(here, mistakes):
    (here / "short.yaml").write_text("extends: p.yaml\nyears: {to: 2012}\n")
    (problem,) = mistakes(f"extends: short.yaml\nevents:\n  - {LATE}\n")
    assert problem.startswith("s.yaml:3:22: year 2014 lies after")


def test_what_a_grandparent_wrote_is_not_reached_either(here, loaded):
    (here / "short.yaml").write_text("extends: p.yaml\nyears: {to: 2012}\n")
    scenario = loaded("extends: short.yaml\n")
    assert ids(scenario.events) == ["early", "last"]
    assert scenario.omitted[0].by == Location("short.yaml", 2, 13)


def test_a_child_that_repeats_a_parents_event_owns_it(mistakes):
    entry = LATE.replace("mine", "late")
    (problem,) = mistakes(f"extends: p.yaml\nyears: {{to: 2012}}\nevents:\n  - {entry}\n")
    assert problem.startswith("s.yaml:4:22: year 2014")


def test_an_unreached_event_may_be_removed(loaded):
    scenario = loaded("extends: p.yaml\nyears: {to: 2012}\nevents:\n  - remove: late\n")
    assert [item.fate for item in scenario.omitted if item.id == "late"] == ["removed"]


def test_a_file_alone_has_nothing_that_is_not_reached(here, mistakes):
    (problem,) = mistakes(PARENT.replace("to: 2030", "to: 2017").replace("2014", "2018"))
    assert problem.startswith("s.yaml:5:22: year 2018 lies after")


def test_an_event_before_a_later_beginning_is_in_force_at_the_start(loaded):
    scenario = loaded("extends: p.yaml\nyears: {from: 2006}\n")
    assert ids(scenario.events) == ["early", "late", "last"]


def test_an_event_that_is_over_by_a_later_beginning_is_not_reached(here, loaded):
    order = "order: {buyer: A, supplier: B, class: ships, tiv: 1}"
    (here / "p.yaml").write_text(
        "title: x\nyears: {from: 2003, to: 2030}\nevents:\n"
        "  - {id: gone, year: 2004, until: 2008, why: x, lift: {supplier: A, buyer: B}}\n"
        "  - {id: paid, year: 2004, until: 2009, why: x, need: {buyer: B, class: all, factor: 2}}\n"
        f"  - {{id: ordered, year: 2004, why: x, {order}}}\n"
    )
    scenario = loaded("extends: p.yaml\nyears: {from: 2010}\n")
    assert ids(scenario.events) == ["paid"]
    told = [(item.id, item.when, item.by) for item in scenario.omitted]
    by = Location("s.yaml", 2, 15)
    assert told == [("gone", "2004-2008", by), ("ordered", "2004", by)]


def test_a_measure_that_begins_before_a_later_beginning_is_dropped(here, loaded):
    (here / "p.yaml").write_text(PARENT.replace("2005", "2011"))
    scenario = loaded("extends: p.yaml\nyears: {from: 2010}\n")
    assert ids(scenario.measures) == ["after", "always"]


def test_what_is_not_reached_must_be_right_all_the_same(here, mistakes):
    (here / "p.yaml").write_text(PARENT.replace("2014, why: x, lift", "2014, why: x, lfit"))
    (problem,) = mistakes("extends: p.yaml\nyears: {to: 2012}\n")
    assert problem.startswith("p.yaml:5:36: unknown key 'lfit' in event 'late'; did you mean 'lift")


def test_a_scenario_of_the_same_years_omits_nothing(loaded):
    assert loaded("extends: p.yaml\nyears: {to: 2030}\n").omitted == ()
    assert load("p.yaml").omitted == ()
