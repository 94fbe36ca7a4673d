"""The command: what it prints, and with what status it ends."""

import json
import subprocess
import sys

import pytest
from jsonschema import Draft202012Validator

from sim.cli.command import main
from sim.scenario.shipped import shipped_names
from tests.theatres import write_small_theatre


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


@pytest.mark.parametrize("command", ["new", "check", "show", "schema", "run", "reproduce", "tip"])
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert command in capsys.readouterr().out


def test_help_teaches_by_examples(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    for command in ("new", "check", "show", "schema", "run", "reproduce", "tip"):
        assert f"  sim {command} " in printed


def test_check_says_what_is_inherited_but_not_reached(tmp_path, capsys):
    file = tmp_path / "short.yaml"
    file.write_text("extends: history\nyears: {to: 2012}\n", encoding="utf-8")
    assert main(["check", str(file)]) == 0
    printed = capsys.readouterr().out
    assert f"not reached within the years that {file}:2:13 sets" in printed
    assert "event russia-lifts-ban, 2014 (" in printed
    assert "measure pak-china-2013-17, 2013-2017 (" in printed


def test_show_prints_a_file_that_check_takes(tmp_path, capsys):
    assert main(["show", "no_embargo_lift"]) == 0
    printed = capsys.readouterr().out
    assert "russia-lifts-ban (history.yaml:" in printed and "removed by no_embargo" in printed
    (tmp_path / "whole.yaml").write_text(printed, encoding="utf-8")
    assert main(["check", str(tmp_path / "whole.yaml")]) == 0


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


def test_schema_prints_a_json_schema_that_offers_the_states(capsys):
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    offered = schema["$defs"]["supplier"]["anyOf"][0]["enum"]
    assert "China" in offered and "Pakistan" not in offered


def test_what_comes_out_may_be_cut_short_by_its_reader():
    command = [sys.executable, "-m", "sim.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as printing:
        assert printing.stdout is not None and printing.stderr is not None
        printing.stdout.close()
        assert printing.stderr.read() == b""
    assert printing.returncode == 0


def test_a_folder_that_cannot_be_made_is_told_without_a_traceback(scenario, tmp_path, capsys):
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["run", str(scenario), "--out", str(tmp_path / "file" / "out")]) == 2
    assert capsys.readouterr().err.startswith("sim: ")
