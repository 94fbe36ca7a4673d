"""``sim run``: what it leaves, prints and refuses."""

from contextlib import nullcontext

import pytest

from sim.cli import main


@pytest.mark.slow
def test_run_leaves_a_folder_and_says_where_and_again_that_it_stands(scenario, tmp_path, capsys):
    out = tmp_path / "out"
    command = ["run", str(scenario), "--out", str(out), "--threads", "1"]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "pak-china" in printed and str(out) in printed
    assert (out / "manifest.json").is_file()
    plots = {path.name for path in (out / "plots").glob("*.png")}
    assert "who_supplies_whom.png" in plots
    assert len([name for name in plots if name.startswith("shares_")]) == 1  # of the buyer measured
    assert main(command) == 0
    assert "made before" in capsys.readouterr().out


def test_run_takes_worlds_and_seed_from_the_command_line(scenario, tmp_path, monkeypatch):
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())  # no plots
    arguments = ["--worlds", "2", "--seed", "7", "--out", str(tmp_path / "out")]
    assert main(["run", str(scenario), *arguments]) == 0
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert '"worlds": 2' in manifest and '"seed": 7' in manifest


def test_a_folder_in_the_way_is_refused(scenario, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    assert main(["run", str(scenario), "--out", str(tmp_path / "out")]) == 2
    assert "exists and holds something else" in capsys.readouterr().err


def test_a_folder_with_another_run_is_refused_by_its_name(scenario, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())  # no plots
    given = ["run", str(scenario), "--out", str(tmp_path / "out"), "--worlds", "2"]
    assert main(given) == 0
    assert main([*given, "--seed", "8"]) == 2
    told = capsys.readouterr().err
    assert f"results of another run, {scenario.stem} " in told and "a folder has one run" in told


@pytest.mark.parametrize("words", [["--worlds", "0"], ["--worlds", "many"], ["--seed", "-1"]])
def test_numbers_out_of_range_are_refused(scenario, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["run", str(scenario), *words])
    assert ended.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_told_without_a_traceback(scenario, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["run", str(scenario), "--out", str(tmp_path / "file" / "out")]) == 2
    assert capsys.readouterr().err.startswith("sim: ")
