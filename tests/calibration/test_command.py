"""The command calibrate, from a plan to a posterior that a scenario draws from."""

import json
from pathlib import Path

import pytest

from sim.base.own import WRITTEN
from sim.cli.command import main
from sim.experiment.posterior import load_posterior


def test_a_plan_becomes_a_posterior_that_runs_draw_from(plan_file, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["calibrate", "plan.yaml", "--out", "fit", "--threads", "1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("A small calibration\n") and "choice_scale" in told
    named = {line.split()[-1] for line in told.splitlines() if line.startswith("Wrote")}
    left = {str(path) for path in Path("fit").rglob("*") if path.is_file()}
    assert {path for path in left if "/parts/" not in path} == {
        *named, "fit/posterior.parquet", f"fit/{WRITTEN}"
    }  # fmt: skip
    about = json.loads((tmp_path / "fit" / "calibration.json").read_text(encoding="utf-8"))
    assert "choice_scale" in json.dumps(about)

    scenario = (tmp_path / "scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "drawn.yaml").write_text(
        scenario + "parameters: ./fit/posterior.parquet\n", encoding="utf-8"
    )
    assert main(["run", "drawn.yaml", "--out", "out", "--worlds", "2"]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["posterior"] == load_posterior(tmp_path / "fit" / "posterior.parquet").digest


@pytest.mark.parametrize("command", ["run", "score", "ablate"])
def test_commands_warn_of_a_posterior_that_is_stale(
    command, plan_file, tmp_path, capsys, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    warned = []
    monkeypatch.setattr("sim.cli.simulation.warn_if_stale", warned.append)
    monkeypatch.setattr("sim.cli.ablate.warn_if_stale", warned.append)
    (tmp_path / "short.yaml").write_text(
        "title: t\nextends: history.yaml\nyears: {to: 2013}\nworlds: 1\n", encoding="utf-8"
    )
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: None)
    assert main([command, "short.yaml", "--worlds", "1"]) == 0
    assert [scenario.name for scenario in warned][-1:] == ["short"]


def test_what_is_kept_is_told_when_it_is_stopped(plan_file, tmp_path, capsys, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.calibration.run.posterior_sample", stop)  # after the first stage
    out = tmp_path / "fit"
    assert main(["calibrate", str(plan_file), "--out", str(out), "--threads", "1"]) == 130
    said = capsys.readouterr().err
    assert f"1 part of its worlds is kept in {out / 'parts'}" in said
    assert "nothing" not in said and [path.name for path in out.iterdir()] == ["parts"]
