"""The command: what it prints, and with what status it ends."""

import subprocess
import sys

import pytest

from sim.cli import main


@pytest.fixture
def scenario(tmp_path):
    file = tmp_path / "short.yaml"
    file.write_text(
        "title: A short run\nquestion: Does it run?\nyears: {from: 2003, to: 2012}\nworlds: 3\n"
        "measures:\n"
        "  - {id: pak-china, share: {buyer: Pakistan, supplier: China, window: 2008-2012}}\n",
        encoding="utf-8",
    )
    return file


def test_check_says_that_a_right_file_is_right(scenario, capsys):
    assert main(["check", str(scenario)]) == 0
    assert "A short run" in capsys.readouterr().out


def test_check_tells_every_mistake_with_file_and_line(tmp_path, capsys):
    file = tmp_path / "wrong.yaml"
    file.write_text("title: Wrong\nwolrds: 3\nseed: many\n", encoding="utf-8")
    assert main(["check", str(file)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(":")[:2] for line in lines] == [[str(file), "2"], [str(file), "3"]]
    assert "did you mean 'worlds'" in lines[0]


def test_check_tells_names_that_the_theatre_lacks(scenario, capsys):
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("China", "Chyna"), "utf-8")
    assert main(["check", str(scenario)]) == 2
    error = capsys.readouterr().err
    assert f"{scenario}:6:" in error
    assert "did you mean 'China'" in error


def test_a_missing_file_is_told_without_a_traceback(capsys):
    assert main(["run", "nowhere.yaml"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err


def test_run_leaves_a_folder_with_tables_and_plots_and_says_where(scenario, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["run", str(scenario), "--out", str(out), "--threads", "1"]) == 0
    printed = capsys.readouterr().out
    assert "pak-china" in printed and str(out) in printed
    assert (out / "manifest.json").is_file()
    plots = {path.name for path in (out / "plots").glob("*.png")}
    assert "who_supplies_whom.png" in plots
    assert len([name for name in plots if name.startswith("shares_")]) == 2


def test_run_takes_worlds_and_seed_from_the_command_line(scenario, tmp_path, capsys):
    arguments = ["--worlds", "2", "--seed", "7", "--out", str(tmp_path / "out")]
    assert main(["run", str(scenario), *arguments]) == 0
    manifest = (tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")
    assert '"worlds": 2' in manifest and '"seed": 7' in manifest


def test_a_second_run_says_that_the_first_stands(scenario, tmp_path, capsys):
    arguments = ["run", str(scenario), "--out", str(tmp_path / "out")]
    assert main(arguments) == 0
    assert main(arguments) == 0
    assert "made before" in capsys.readouterr().out


def test_a_folder_in_the_way_is_refused(scenario, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    assert main(["run", str(scenario), "--out", str(tmp_path / "out")]) == 2
    assert "exists" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--worlds", "0"], ["--worlds", "many"], ["--seed", "-1"]])
def test_numbers_out_of_range_are_refused(scenario, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["run", str(scenario), *words])
    assert ended.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_help_loads_neither_the_model_nor_the_plots():
    heavy = "{'numba', 'mesa', 'matplotlib', 'pyarrow'}"
    code = f"import sim.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"
