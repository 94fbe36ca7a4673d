"""``sim calibrate`` from end to end, and what says that a posterior is stale."""

import json
from contextlib import nullcontext

import pytest

from sim.cli.command import main
from sim.experiment.posterior import load_posterior

pytestmark = pytest.mark.slow


def test_a_plan_is_fitted_and_a_scenario_draws_from_it(plan_file, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = ["calibrate", "plan.yaml", "--out", "fit", "--threads", "1", "--recover", "2"]
    assert main(command) == 0
    said = capsys.readouterr().out
    assert "habit_class" in said and "in 2 sets of simulated orders" in said
    found = json.loads((tmp_path / "fit" / "calibration.json").read_text(encoding="utf-8"))
    assert found["orders"] > 100 and "affinity" in found["parameters"]
    assert (tmp_path / "fit" / "plots" / "prior_posterior.png").is_file()
    (tmp_path / "drawn.yaml").write_text(
        "title: t\nextends: scenario.yaml\nparameters: fit/posterior.parquet\n", encoding="utf-8"
    )
    assert main(["run", "drawn.yaml", "--out", "out", "--worlds", "2"]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["posterior"] == load_posterior(tmp_path / "fit" / "posterior.parquet").digest


def test_a_theatre_without_orders_is_refused(plan_file, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theatre" / "dated_orders.csv").unlink()
    assert main(["calibrate", "plan.yaml", "--out", "fit", "--threads", "1"]) == 2
    assert "no orders by year on record" in capsys.readouterr().err


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
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())
    assert main([command, "short.yaml", "--worlds", "1"]) == 0
    assert [scenario.name for scenario in warned][-1:] == ["short"]
