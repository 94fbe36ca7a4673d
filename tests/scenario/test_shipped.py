from pathlib import Path

import pytest

from sim.scenario import InputError, load, shipped


@pytest.mark.parametrize("name", ["history", "history.yaml", "scenarios/history.yaml"])
def test_an_installed_package_has_its_scenarios_in_an_empty_folder(ship, name):
    path = ship("history.yaml", "title: x\n")
    assert shipped.find(name) == path
    assert load(name).name == "history"


def test_a_checkout_has_its_scenarios_beside_the_package(tmp_path: Path):
    folder = tmp_path / "site" / "scenarios"
    folder.mkdir(parents=True)
    (folder / "history.yaml").write_text("title: x\n")
    assert shipped.find("history") == folder / "history.yaml"


def test_a_file_that_exists_comes_before_a_shipped_one(ship, here: Path):
    ship("history.yaml", "title: shipped\n")
    (here / "history.yaml").write_text("title: mine\n")
    assert load("history.yaml").title == "mine"
    assert load(Path("history")).title == "shipped"


def test_a_mistyped_folder_does_not_run_a_shipped_scenario(ship):
    ship("history.yaml", "title: x\n")
    assert shipped.find("secnarios/history.yaml") is None
    assert shipped.find("/elsewhere/history.yaml") is None


def test_names_are_listed_in_order(ship):
    ship("b.yaml", "title: x\n")
    ship("a.yaml", "title: x\n")
    assert shipped.shipped_names() == ["a", "b"]


def test_without_any_shipped_scenarios_there_are_no_names():
    assert shipped.shipped_names() == []


@pytest.mark.parametrize("name", ["", ".", "x" * 5000, "a\0b"])
def test_what_cannot_be_a_path_is_not_found(name):
    assert shipped.find(name) is None


def test_a_missing_scenario_is_a_problem_with_a_suggestion(ship):
    ship("history.yaml", "title: x\n")
    with pytest.raises(InputError) as caught:
        load("histroy.yaml")
    assert str(caught.value).startswith("histroy.yaml:1:1: there is no such file")
    assert "did you mean 'history'?" in str(caught.value)


def test_a_shipped_file_below_the_working_folder_is_shown_relative_to_it(
    ship, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    ship("history.yaml", "titel: x\n")
    monkeypatch.chdir(tmp_path / "site")
    with pytest.raises(InputError) as caught:
        load("history")
    assert str(caught.value).startswith("sim/scenarios/history.yaml:1:1: ")
