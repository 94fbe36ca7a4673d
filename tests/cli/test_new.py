"""``sim new``: a scenario that is right whatever it extends, and overwrites nothing."""

import pytest

from sim.cli import main
from sim.scenario.shipped import shipped_names
from tests.theatres import write_small_theatre


@pytest.mark.parametrize("parent", shipped_names())
def test_a_new_scenario_is_right_whatever_it_extends(parent, tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    assert main(["new", str(file), "--extends", parent]) == 0
    assert main(["check", str(file)]) == 0
    assert "right" in capsys.readouterr().out


def test_a_new_scenario_speaks_of_the_states_of_its_theatre(tmp_path, capsys):
    write_small_theatre(tmp_path / "small")
    parent = tmp_path / "parent.yaml"
    parent.write_text("title: x\ntheatre: ./small\nyears: {from: 2010, to: 2012}\n", "utf-8")
    assert main(["new", str(tmp_path / "mine"), "--extends", str(parent)]) == 0
    assert main(["check", str(tmp_path / "mine.yaml")]) == 0


def test_new_overwrites_nothing(scenario, capsys):
    before = scenario.read_text(encoding="utf-8")
    assert main(["new", str(scenario)]) == 2
    assert "exists" in capsys.readouterr().err
    assert scenario.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", [".", "..", "nowhere/mine.yaml"])
def test_new_says_where_it_cannot_write(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", name]) == 2
    assert capsys.readouterr().err.startswith("sim new: ")
    assert list(tmp_path.iterdir()) == []


def test_new_suggests_the_parent_that_was_meant(tmp_path, capsys):
    assert main(["new", str(tmp_path / "mine.yaml"), "--extends", "histry"]) == 2
    assert "did you mean 'history'" in capsys.readouterr().err
