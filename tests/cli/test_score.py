"""``sim score``: what it leaves, prints and refuses."""

import json
from contextlib import nullcontext

import pytest

from sim.cli import main
from tests.damaged import rewrite_manifest


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
def test_a_scenario_is_run_and_scored_beside_its_run(scorable, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())  # no plots
    assert main(["score", scorable, "--threads", "1"]) == 0
    printed = capsys.readouterr().out
    assert "Targets" in printed and "Russia's share of India's imports, 2007–13 (Q8)" in printed
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
    assert "is a run" in capsys.readouterr().err

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
        assert "no claim" in capsys.readouterr().err
