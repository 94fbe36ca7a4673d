import json
import pickle
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from sim.scenario import InputError, Scenario, load

from .conftest import EXAMPLE, HISTORY


def test_a_title_is_enough(loaded):
    scenario = loaded("title: x\n")
    assert scenario.name == "s"
    assert scenario.path == Path("s.yaml")
    assert (scenario.question, scenario.look_for, scenario.theatre) == ("", "", "default")
    assert (scenario.first_year, scenario.last_year) == (2003, 2030)
    assert (scenario.worlds, scenario.seed) == (200, 1)
    assert (scenario.tenders, scenario.parameters) == ("simulated", "posterior")
    assert scenario.rivals == "recorded"
    assert (scenario.settings, scenario.events, scenario.measures) == ({}, (), ())
    assert scenario.plot_buyers == ()


def test_a_theatre_of_ones_own_has_no_posterior_unless_one_says_so(loaded):
    assert loaded("title: x\ntheatre: ./mine\n").parameters == "prior"
    assert loaded("title: x\ntheatre: ./mine\nparameters: posterior\n").parameters == "posterior"
    assert loaded("title: x\ntheatre: default\n").parameters == "posterior"


def test_every_key_is_read(loaded):
    scenario = loaded(
        "title: x\nquestion: why?\ntheatre: asia\nyears: {to: 2020}\nworlds: 1\nseed: 0\n"
        "tenders: recorded\nrivals: permuted\nparameters: central\nplots: {buyers: India}\n"
        "look_for: |\n  a\n  b\n"
    )
    assert (scenario.question, scenario.theatre, scenario.look_for) == ("why?", "asia", "a\nb")
    assert (scenario.first_year, scenario.last_year) == (2003, 2020)
    assert (scenario.worlds, scenario.seed) == (1, 0)
    assert (scenario.tenders, scenario.parameters) == ("recorded", "central")
    assert scenario.rivals == "permuted"
    assert scenario.plot_buyers == ("India",)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("worlds: many", "2:9: worlds must be a whole number from 1 to 10,000,000, not 'many'"),
        ("worlds: 0", "2:9: worlds must be a whole number"),
        ("worlds: yes", "2:9: worlds must be a whole number from 1 to 10,000,000, not 'yes'"),
        ("worlds:", "2:8: worlds must be a whole number from 1 to 10,000,000, not nothing"),
        ("seed: true", "2:7: seed must be a whole number from 0 to 4,294,967,295, not true"),
        ("seed: 4294967296", "2:7: seed must be a whole number"),
        ("wrolds: 3", "2:1: unknown key 'wrolds' in a scenario; did you mean 'worlds'?"),
        ("zzz: 3", "2:1: unknown key 'zzz' in a scenario; allowed: title, question, extends, "),
        ("tenders: record", "2:10: tenders must be one of: simulated, recorded, not 'record'; did"),
        (
            "rivals: permute",
            "2:9: rivals must be one of: recorded, permuted, not 'permute'; did you mean",
        ),
        ("rivals: false", "2:9: rivals must be one of: recorded, permuted, not false"),
        (
            "parameters: [prior]",
            "2:13: parameters must be one of: central, prior, posterior, or the path of a "
            "posterior, which ends in .parquet, not a list",
        ),
        ("years: {from: 2030, to: 2003}", "2:8: years end in 2003, before they begin in 2030"),
        ("years: {to: 2002}", "2:8: years end in 2002, before they begin in 2003"),
        ("years: {from: early}", "2:15: from must be a year from 1900 to 2200, not 'early'"),
        ("years: 2003-2030", "2:8: years must be a mapping of: from, to, not '2003-2030'"),
        ("theatre: 3", "2:10: theatre must be text"),
        (f"question: {'x' * 501}", "2:11: question must be text of 0 to 500 characters"),
    ],
)
def test_a_wrong_value_is_one_problem_at_its_place(mistakes, line, problem):
    (found,) = mistakes(f"title: x\n{line}\n")
    assert found.startswith(f"s.yaml:{problem}")


def test_a_scenario_without_a_title_says_what_it_lacks(mistakes):
    assert mistakes("seed: 3\n") == [
        "s.yaml:1:1: a scenario lacks 'title': what the scenario supposes, as a statement"
    ]


def test_a_misspelt_required_key_is_one_mistake(mistakes):
    assert mistakes("titel: x\n") == [
        "s.yaml:1:1: unknown key 'titel' in a scenario; did you mean 'title'?"
    ]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(mistakes):
    text = """\
titel: x
seed: 1
seed: true
worlds: many
set:
  pariti: 1
  affinity: &a 2
years: {from: 2010, to: 2020}
events:
  - remove: nothing
  - {id: a, year: 2021, why: x, price: {supplier: A, factor: -1}}
  - {id: b, year: !!int 2012, why: x}
measures:
  - {id: m, hhi: {buyer: A, window: 2019-2021}}
"""
    places = [line.split(": ")[0].removeprefix("s.yaml:") for line in mistakes(text)]
    assert places == [
        "1:1",
        "3:1",
        "4:9",
        "6:3",
        "7:13",
        "10:13",
        "11:19",
        "11:62",
        "12:5",
        "12:19",
        "14:37",
    ]


def test_windows_are_not_blamed_when_the_years_are_wrong(mistakes):
    text = "title: x\nyears: {from: soon}\nmeasures: [{id: m, money: {window: 1990}}]\n"
    (found,) = mistakes(text)
    assert found.startswith("s.yaml:2:15: from must be a year")


@pytest.mark.parametrize(
    ("file", "theatre", "expected"),
    [
        ("s.yaml", "asia", "asia"),
        ("s.yaml", "./asia", "./asia"),
        ("s.yaml", "more/asia", "more/asia"),
        ("deep/s.yaml", "asia", "asia"),
        ("deep/s.yaml", "./asia", "deep/asia"),
        ("deep/s.yaml", "../asia", "./asia"),
        ("deep/s.yaml", "..", "."),
        ("s.yaml", "/data/asia/", "/data/asia"),
    ],
)
def test_a_path_to_a_theatre_starts_at_the_file_that_says_it(here, file, theatre, expected):
    (here / "deep").mkdir()
    (here / file).write_text(f"title: x\ntheatre: {theatre}\n")
    assert load(file).theatre == expected
    child = here / "child.yaml"
    child.write_text(f"extends: {file}\n")
    assert load("child.yaml").theatre == expected


def test_a_scenario_is_frozen_hashable_and_survives_the_way_to_another_process(here):
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    scenario = load("s.yaml")
    with pytest.raises(FrozenInstanceError):
        scenario.seed = 3  # type: ignore[misc]
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert hash(copy) == hash(scenario)
    assert copy.marks.at("seed") == scenario.marks.at("seed")


def test_resolved_is_the_same_whatever_the_order_of_keys(here):
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    first = json.dumps(load("s.yaml").resolved())
    head, rest = EXAMPLE.split("set:\n")
    moved = "set:\n" + rest + "".join(reversed(head.splitlines(keepends=True)))
    moved = moved.replace("{supplier: United States, buyer: Pakistan, usd_m: 0}", "{GRANT}")
    moved = moved.replace("{GRANT}", "{usd_m: 0.0, buyer: [Pakistan], supplier: [United States]}")
    (here / "s.yaml").write_text(moved)
    assert json.dumps(load("s.yaml").resolved()) == first
    (here / "s.yaml").write_text(EXAMPLE.replace("usd_m: 0", "usd_m: 1"))
    assert json.dumps(load("s.yaml").resolved()) != first


def test_resolved_rebuilds_the_scenario_without_its_files(here):
    (here / "history.yaml").write_text(HISTORY)
    (here / "s.yaml").write_text(EXAMPLE)
    scenario = load("s.yaml")
    data = json.loads(json.dumps(scenario.resolved()))
    assert Scenario.from_resolved(data) == scenario
    assert Scenario.from_resolved(data).resolved() == scenario.resolved()
    assert data["name"] == "s"
    assert "extends" not in data


def test_resolved_data_is_checked_like_a_file(loaded):
    data = loaded("title: x\n").resolved() | {"worlds": "many"}
    with pytest.raises(InputError, match="resolved s:1:1: worlds must be a whole number"):
        Scenario.from_resolved(data)
    with pytest.raises(TypeError, match="a scenario cannot hold a set"):
        Scenario.from_resolved({"title": {"x"}})
