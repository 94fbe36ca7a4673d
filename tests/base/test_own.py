"""Commands replace what they wrote, and nothing else."""

import json

import pytest

from sim.base.own import WRITTEN, ForeignFileError, refuse_foreign_file, write_own, writing
from sim.cli.command import main


def lay(folder, files, command="tip", anew=False):
    with writing(folder, command, anew=anew) as partial:
        for name, text in files.items():
            (partial / name).parent.mkdir(exist_ok=True)
            (partial / name).write_text(text, encoding="utf-8")


def names_in(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_own_files_are_replaced_and_those_of_others_stay(tmp_path):
    out = tmp_path / "out"
    lay(out, {"a.csv": "1", "plots/a.png": "1"})
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    lay(out, {"b.csv": "1"}, "score")
    lay(out, {"a.csv": "2", "plots/b.png": "2"}, anew=True)
    assert names_in(out) == {"a.csv", "plots/b.png", "b.csv", "notes.txt", WRITTEN}
    assert (out / "a.csv").read_text(encoding="utf-8") == "2"
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("how", ["written", "changed", "linked", "a folder"])
def test_a_file_of_somebody_else_is_refused_and_nothing_replaced(tmp_path, how):
    lay(tmp_path, {"a.csv": "1", "b.csv": "1"})
    file = tmp_path / "b.csv"
    if how == "changed":
        file.write_text("mine", encoding="utf-8")
    else:
        file.rename(tmp_path / "kept")
        if how == "written":
            file.write_text("mine", encoding="utf-8")
        elif how == "linked":
            file.symlink_to(tmp_path / "kept")
        else:
            file.mkdir()
    before = names_in(tmp_path)
    with pytest.raises(ForeignFileError, match=r"b\.csv is not as"):
        lay(tmp_path, {"a.csv": "2", "b.csv": "2"})
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "1" and names_in(tmp_path) == before


@pytest.mark.parametrize("text", ["", "[]", '{"tip": 3}', "{" * 9000])
def test_without_its_list_nothing_is_known_to_be_own(tmp_path, text):
    lay(tmp_path, {"a.csv": "1"})
    (tmp_path / WRITTEN).write_text(text, encoding="utf-8")
    with pytest.raises(ForeignFileError):
        lay(tmp_path, {"a.csv": "2"})


def test_a_file_alone_is_own_as_long_as_nobody_changes_it(tmp_path):
    file = tmp_path / "story.md"
    for text in ("one\n", "two\n"):
        write_own(file, text, "story")
        assert file.read_text(encoding="utf-8").startswith(text)
    whole = file.read_text(encoding="utf-8")
    for changed in (whole.replace("two", "my two"), whole + "mine\n", "mine\n"):
        file.write_text(changed, encoding="utf-8")
        with pytest.raises(ForeignFileError, match="name another file with --out"):
            refuse_foreign_file(file)
        with pytest.raises(ForeignFileError):
            write_own(file, "three\n", "story")
        assert file.read_text(encoding="utf-8") == changed


THEIRS = {
    "report": ["report", "run", "--out", "theirs"],
    "story": ["story", "run", "--out", "theirs"],
    "score": ["score", "history", "--out", "folder"],
    "ablate": ["ablate", "history", "--out", "folder"],
    "tip": ["tip", "history", "--vary", "price_sensitivity=0:3", "--until",
            "pak-china-2013-17 > 0.5", "--out", "folder"],
    "estimate": ["estimate", "register.csv", "--out", "folder"],
    "calibrate": ["calibrate", "seeds/calibration.yaml", "--out", "folder"],
    "compare": ["compare", "history", "record", "--out", "folder"],
    "backtest": ["backtest", "register.csv", "--out", "folder"],
    "import": ["import", "register.csv", "--out", "folder"],
    "run": ["run", "history", "--out", "folder"],
    "sweep": ["sweep", "price_by_rivals", "--out", "folder"],
}  # fmt: skip


@pytest.mark.parametrize("command", THEIRS)
def test_every_command_refuses_before_it_begins(command, tmp_path, monkeypatch, capsys, request):
    root = request.config.rootpath
    words = [str(root / word) if word.startswith("seeds/") else word for word in THEIRS[command]]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "theirs").write_text("my thesis", encoding="utf-8")
    for name in ("score.csv", "ablation.csv", "tip.json", "estimate.json", "posterior.parquet"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        (tmp_path / "folder" / name).write_text("mine", encoding="utf-8")
    before = names_in(tmp_path)
    assert main(words) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"sim {command}: ") and len(said.splitlines()) == 1, said
    assert "theirs" in said or "folder" in said
    assert names_in(tmp_path) == before
    assert json.dumps((tmp_path / "theirs").read_text(encoding="utf-8")) == '"my thesis"'


def test_options_are_given_in_full(capsys):
    for words in (["run", "history", "--world", "2"], ["--vers"]):
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
    assert "unrecognized arguments: --world" in capsys.readouterr().err
