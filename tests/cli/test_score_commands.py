"""The commands score and ablate: what they leave, print and refuse."""

import json

import pytest

from sim.base.own import WRITTEN
from sim.cli.command import main
from tests.damaged import rewrite_manifest


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def scenario(tmp_path):
    file = tmp_path / "short.yaml"
    file.write_text(
        "title: A short run\nyears: {from: 2003, to: 2013}\nworlds: 2\nextends: history.yaml\n"
        "plots: {buyers: [Pakistan]}\n",
        encoding="utf-8",
    )
    return str(file)


def test_a_scenario_is_run_and_scored_beside_its_run(scenario, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.cli.judging.draw_on", lambda threads: None)  # only the run's own plots
    assert main(["score", scenario, "--threads", "1"]) == 0
    printed = capsys.readouterr().out
    assert "Targets" in printed and "Q8 india-russia-2007-13" in printed
    assert "Not asked:" in printed
    [folder] = (tmp_path / "results" / "short").iterdir()
    about = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    assert about["run"] == json.loads((folder / "manifest.json").read_text("utf-8"))["id"]
    assert (folder / "score.csv").is_file() and (folder / "plots/score_forest.png").is_file()
    assert not list(folder.rglob("*.partial"))

    assert main(["score", str(folder), "--out", "elsewhere", "--threads", "2"]) == 0
    for name in ("score.csv", "score.json", "plots/score_forest.png"):
        assert (tmp_path / "elsewhere" / name).read_bytes() == (folder / name).read_bytes()

    assert main(["score", str(folder), "--worlds", "2"]) == 2
    assert "its own worlds" in capsys.readouterr().err

    rewrite_manifest(folder, model_version="another")
    assert main(["score", str(folder)]) == 2
    assert "made by another model" in capsys.readouterr().err


def test_a_folder_that_no_run_left_is_refused(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    assert main(["score", "mine"]) == 2
    assert "no results folder" in capsys.readouterr().err


def test_years_without_a_claim_are_refused(tmp_path, capsys):
    file = tmp_path / "early.yaml"
    file.write_text("title: Early\nyears: {from: 2003, to: 2004}\nworlds: 1\n", encoding="utf-8")
    for command in ("score", "ablate"):
        assert main([command, str(file)]) == 2
        assert f"sim {command}: no claim" in capsys.readouterr().err


def test_an_ablation_says_how_long_and_leaves_tables_and_a_plot(scenario, tmp_path, capsys):
    assert main(["ablate", scenario, "--worlds", "2", "--out", "off"]) == 0
    printed = capsys.readouterr().out
    assert "variants of 2 worlds, 2003-2013: about" in printed
    assert "all of habit" in printed and "Placebo" in printed
    names = {str(path.relative_to(tmp_path / "off")) for path in (tmp_path / "off").rglob("*.*")}
    pages = {name for name in names if name.startswith("plots/ablation")}
    assert names - pages == {"ablation.csv", "ablation.json", WRITTEN}
    assert "plots/ablation.png" in pages and all(f"off/{name}" in printed for name in pages)
    assert (tmp_path / "off" / "ablation.csv").read_text("utf-8").startswith("variant,kind,group")


def test_an_ablation_into_a_file_is_refused(scenario, tmp_path, capsys):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert main(["ablate", scenario, "--out", "taken"]) == 2
    assert "is a file" in capsys.readouterr().err
