"""``--set`` on commands that run a scenario for what they show of it."""

from contextlib import nullcontext

import pytest

from sim.cli import main
from sim.experiment.store import read_manifest
from sim.scenario import load

from ..compare.conftest import BASE
from ..theatres import write_small_theatre


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with a scenario in a small theatre, whose runs draw no plots."""
    write_small_theatre(tmp_path / "small")
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())
    return tmp_path


WORDS = ["--buyer", "Alba", "--threads", "1"]
PUT = ["--set", "worlds=2", "--set", "events.cheap-norden.off=true"]


def test_a_story_is_of_the_scenario_with_what_is_put_over_it(folder, capsys):
    assert main(["story", "base.yaml", *PUT, *WORDS]) == 0
    told = capsys.readouterr().out
    assert "Norden's prices fall" not in told and load("base.yaml").title in told
    [run] = (folder / "results").glob("base*/*")
    manifest = read_manifest(run)
    assert manifest["set"] == PUT[1::2] and manifest["worlds"] == 2
    for command in ("story", "explain"):
        assert main([command, str(run), *PUT, *WORDS]) == 2
        assert f"{run} is a run; --set is for scenarios" in capsys.readouterr().err
    assert main(["report", str(run), "--set", "worlds=3"]) == 2
    assert "is a run; --set is for scenarios" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["story", "explain", "report", "page"])
def test_what_cannot_be_put_is_told_before_anything_is_run(folder, capsys, command):
    words = ["--buyer", "Alba"] if command in ("story", "explain") else []
    assert main([command, "base.yaml", "--set", "worlds=none", *words]) == 2
    assert "--set worlds=none" in capsys.readouterr().err
    assert not (folder / "results").exists()
