"""``sim import``: what it prints, what it leaves, and with what status it ends."""

import hashlib
import json
from pathlib import Path

import pytest
import yaml

from sim.backtest.opening import imported_from
from sim.cli.command import main
from sim.register.starter import starter_text
from sim.theatre.load import load_theatre

from .conftest import FILES


def run(*words):
    return main(["import", *map(str, words)])


def test_it_says_what_became_of_the_rows_and_what_to_run_next(tmp_path, capsys):
    out = tmp_path / "mine"
    assert run(FILES / "single.csv", "--out", out, "--buyers", 2, "--suppliers", "all") == 0
    printed = capsys.readouterr()
    assert "10 rows = 8 used + 2 dropped" in printed.out
    assert "10.0% is dropped: 2 of 10 rows, 5 of 1,250 TIV" in printed.err.splitlines()[-1]
    assert "line 22" in printed.out
    assert printed.out.splitlines()[-1].endswith(f"Next: sim run {out / 'history.yaml'}")
    assert "spread evenly" in printed.err
    account = json.loads((out / "import.json").read_text(encoding="utf-8"))
    [file] = account["files"]
    lines = (FILES / "single.csv").read_bytes().splitlines()[12:]  # below the header; none is blank
    pieces = file["further lines of rows in pieces"]
    assert (
        len(lines)
        == file["used"] + sum(one["rows"] for one in file["dropped"].values()) + pieces
        == 11
    )
    assert load_theatre(out).buyers == ("India", "Turkiye", "Rest of world")
    assert main(["check", str(out / "history.yaml")]) == 0


def test_the_account_finds_its_files_from_anywhere(tmp_path, monkeypatch):
    content = (FILES / "single.csv").read_bytes()
    (tmp_path / "mine.csv").write_bytes(content)
    (tmp_path / "table.csv").write_bytes((FILES / "table_old.csv").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert run("mine.csv", "table.csv", "--out", "made", "--buyers", 2) == 0
    monkeypatch.chdir(tmp_path / "made")
    account = json.loads((tmp_path / "made" / "import.json").read_text(encoding="utf-8"))
    for name, file in zip(("mine.csv", "table.csv"), account["files"], strict=True):
        assert file["file"] == name
        assert Path(file["path"]) == (tmp_path / name).resolve()
        read = Path(file["path"]).read_bytes()
        assert file["blake2b"] == hashlib.blake2b(read, digest_size=16).hexdigest()


@pytest.mark.parametrize(
    "words", [("--start", "1800"), ("--buyers", "some"), ("--suppliers", "0")]
)  # fmt: skip
def test_wrong_options_are_refused(tmp_path, words, capsys):
    with pytest.raises(SystemExit) as caught:
        run(FILES / "single.csv", "--out", tmp_path / "mine", *words)
    assert caught.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_a_wrong_file_leaves_nothing_and_is_told_with_its_line(tmp_path, capsys):
    file = tmp_path / "wrong.csv"
    file.write_text("name,age\nAda,36\n", encoding="utf-8")
    assert run(file, "--out", tmp_path / "mine") == 2
    assert f"{file}:1:1: no header row" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["wrong.csv"]


def test_a_folder_that_exists_is_refused_before_anything_is_read(tmp_path, capsys):
    assert run(tmp_path / "nowhere.csv", "--out", tmp_path) == 2
    assert "exists and stays as it is" in capsys.readouterr().err


def test_help_tells_which_download_to_prefer(capsys):
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    text = capsys.readouterr().out
    assert "prefer this one" in text and "7 to 11%" in text and "--relations" in text


def test_what_to_look_for_is_true_with_replayed_orders_too():
    text = starter_text("mine/history.yaml", "A world", 2013, 2023, [("India", "Russia")])
    told = yaml.safe_load(text.replace("# replay:", "replay:"))
    assert told["replay"] == {"until": 2017}
    assert "wherever orders are the model's own, habit and supply alone" in told["look_for"]


def test_a_file_of_classes_is_kept_in_the_account_for_whoever_reads_the_register_again(
    tmp_path, capsys
):
    own, out = tmp_path / "own.csv", tmp_path / "mine"
    own.write_text("description,class\nmystery item,missiles\n", encoding="utf-8")
    assert run(FILES / "single.csv", "--out", out, "--classes", own) == 0
    assert "mystery item" not in capsys.readouterr().out
    assert imported_from(out)[1].classes == own
    own.write_text("description,class\nmystery item,missile\n", encoding="utf-8")
    assert run(FILES / "single.csv", "--out", tmp_path / "other", "--classes", own) == 2
    assert f"{own}:2:1: 'missile' is no class of arms; did you mean 'missiles'?" in (
        capsys.readouterr().err
    )
