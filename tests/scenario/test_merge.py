from pathlib import Path

import pytest

from sim.base.distributions import Constant, LogNormal, Uniform
from sim.scenario import InputError, Location, load

from .conftest import EXAMPLE, HISTORY


@pytest.fixture
def family(here: Path) -> Path:
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    return here


def test_the_example_lies_over_its_parent(family):
    scenario = load("s.yaml")
    assert scenario.title.startswith("Russia never lifts")
    assert (scenario.worlds, scenario.seed) == (200, 1)
    assert [event.id for event in scenario.events] == ["us-ends-grants", "china-grows"]
    grant = scenario.events[0]
    assert (grant.year, grant.values["usd_m"]) == (2011, 0.0)
    assert scenario.settings == {
        "parity": Constant(0.5),
        "affinity": Uniform(0.0, 0.2),
        "price_sensitivity": LogNormal(1.0, 2.5),
    }


def test_marks_travel_with_what_is_inherited(family):
    marks = load("s.yaml").marks
    assert marks.at("events", 0, "grant", "usd_m") == Location("s.yaml", 14, 62)
    assert marks.at("events", 1, "capacity", "factor") == Location("history.yaml", 20, 41)
    assert marks.at("set", "parity") == Location("history.yaml", 5, 11)
    assert marks.at("title") == Location("s.yaml", 1, 8)


def test_what_no_file_says_has_the_mark_of_its_nearest_part(family):
    marks = load("s.yaml").marks
    assert marks.at("events", 1, "capacity", "classes") == Location("history.yaml", 20, 15)
    assert marks.at("events", 99) == Location("s.yaml", 10, 3)
    assert marks.at("tenders") == Location("s.yaml", 1, 1)


def test_a_prior_replaces_a_prior_whole(family, loaded):
    scenario = loaded("extends: history\nset: {affinity: {normal: {mean: 0, sd: 1}}, parity: 1}\n")
    assert scenario.settings["parity"] == Constant(1.0)
    assert scenario.resolved()["set"] == {
        "affinity": {"normal": {"mean": 0.0, "sd": 1.0}},
        "parity": 1.0,
    }


def test_an_event_replaces_an_event_whole(family, loaded):
    text = "extends: history.yaml\nevents:\n  - id: china-grows\n    year: 2006\n    why: later\n"
    scenario = loaded(text + "    capacity: {supplier: China, factor: 3}\n")
    assert [event.id for event in scenario.events][2] == "china-grows"
    assert scenario.events[2].over is None


def test_a_heading_without_lines_inherits(family, loaded):
    scenario = loaded("extends: history\nevents:\n#  - id: a\nset:\nyears:\nplots:\nmeasures:\n")
    assert len(scenario.events) == 3
    assert len(scenario.settings) == 2


def test_years_merge_by_key(here, loaded):
    (here / "p.yaml").write_text("title: x\nyears: {from: 2005}\n")
    scenario = loaded("extends: p.yaml\nyears: {to: 2020}\n")
    assert (scenario.first_year, scenario.last_year) == (2005, 2020)


def test_a_removed_event_may_be_written_anew_and_comes_last(family, loaded):
    text = "extends: history\nevents:\n  - {id: russia-lifts-ban, year: 2020, why: late, lift: "
    text += "{supplier: Russia, buyer: Pakistan}}\n  - remove: russia-lifts-ban\n"
    scenario = loaded(text)
    assert [event.id for event in scenario.events][-1] == "russia-lifts-ban"
    assert scenario.events[-1].year == 2020


def test_measures_are_removed_like_events(here, loaded):
    measure = "{{id: {0}, money: {{window: 2010}}}}"
    lines = f"  - {measure.format('a')}\n  - {measure.format('b')}\n"
    (here / "p.yaml").write_text(f"title: x\nmeasures:\n{lines}")
    scenario = loaded("extends: p.yaml\nmeasures: [remove: a]\n")
    assert [measure.id for measure in scenario.measures] == ["b"]


def test_a_parent_is_looked_up_beside_its_child_first(ship, here, loaded):
    ship("history.yaml", "title: shipped\n")
    assert loaded("extends: history.yaml\n").title == "shipped"
    (here / "history.yaml").write_text("title: beside\n")
    assert loaded("extends: history.yaml\n").title == "beside"


def test_beside_means_beside_the_file_not_the_working_folder(here):
    (here / "deep").mkdir()
    (here / "deep" / "p.yaml").write_text("title: x\nwurlds: 1\n")
    (here / "deep" / "s.yaml").write_text("extends: p.yaml\n")
    with pytest.raises(InputError, match=r"^deep/p\.yaml:2:1: unknown key 'wurlds'"):
        load("deep/s.yaml")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "worlds: 3\nextends: histroy.yaml\n",
            "s.yaml:2:10: extends: no scenario 'histroy.yaml' beside this file or among the "
            "shipped ones; did you mean 'history.yaml'?",
        ),
        ("extends: s.yaml\n", "s.yaml:1:10: extends goes round in a circle: 's.yaml' builds on"),
        ("extends: {a: b}\n", "s.yaml:1:10: extends must name a scenario file, or a list of them"),
        ("extends: 3\n", "s.yaml:1:10: extends must name a scenario file, or a list of them"),
        ("extends:\n", "s.yaml:1:9: extends must name a scenario file, or a list of them"),
        ('extends: ""\n', "s.yaml:1:10: extends: no scenario ''"),
        (
            "extends: history\nevents:\n  - remove: russia-lift-ban\n",
            "s.yaml:3:13: nothing to remove: no inherited id 'russia-lift-ban'; "
            "did you mean 'russia-lifts-ban'?",
        ),
        (
            "title: x\nevents: [remove: a]\n",
            "s.yaml:2:18: nothing to remove: no inherited id 'a'",
        ),
        (
            "extends: history\nevents: [remove: china-grows, remove: china-grows]\n",
            "s.yaml:2:39: nothing to remove: 'china-grows' is already removed",
        ),
        (
            "extends: history\nevents: [{remove: china-grows, year: 3}]\n",
            "s.yaml:2:32: 'year' cannot stand beside 'remove'",
        ),
        ("extends: history\nevents: [remove: [a]]\n", "s.yaml:2:18: remove must name one"),
    ],
)
def test_a_wrong_inheritance_is_one_problem_at_its_place(family, mistakes, text, line):
    (found,) = mistakes(text)
    assert found.startswith(line)


def test_a_circle_of_two_is_found_where_it_closes(here, mistakes):
    (here / "p.yaml").write_text("title: x\nextends: s.yaml\n")
    (line,) = mistakes("extends: p.yaml\n")
    assert line.startswith("p.yaml:2:10: extends goes round in a circle")


def test_an_id_stands_once_in_a_file_and_both_are_checked(mistakes):
    text = "title: x\nmeasures:\n  - {id: a, hhi: {buyer: 2, window: 2010}}\n"
    assert mistakes(text + "  - {id: a, hhi: {buyer: 3, window: 2010}}\n") == [
        "s.yaml:3:26: buyer must be the name of a state, not 2",
        "s.yaml:4:10: the id 'a' stands twice in this file; first on line 3",
        "s.yaml:4:26: buyer must be the name of a state, not 3",
    ]


def test_problems_of_parent_and_child_are_told_together(here, mistakes):
    (here / "p.yaml").write_text("title: x\ntitle: y\nseed: -1\n")
    assert [line.split(": ")[0] for line in mistakes("extends: p.yaml\nworlds: 0\n")] == [
        "p.yaml:2:1",
        "p.yaml:3:7",
        "s.yaml:2:9",
    ]


def test_a_broken_parent_does_not_make_its_child_look_wrong(here, mistakes):
    (here / "p.yaml").write_text("title: [x\n")
    text = (
        "extends: p.yaml\nevents:\n  - remove: a\nmeasures:\n  - {id: m, money: {window: 1999}}\n"
    )
    (line,) = mistakes(text)
    assert line.startswith("p.yaml:2:1: this is not YAML")
