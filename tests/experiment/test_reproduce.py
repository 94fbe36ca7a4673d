"""A results folder says whether it is still what its scenario gives, and if not, what changed."""

import json
import shutil

import pytest

from sim.base.problems import InputError
from sim.cli.command import main
from sim.cli.simulation import warn_if_edited
from sim.experiment import reproduce as reproducing
from sim.experiment.reproduce import NotResultsError, changes, open_results, reproduce
from sim.experiment.run import run_scenario
from sim.model.version import MODEL_VERSION
from sim.scenario import load

from ..damaged import rewrite_manifest
from ..theatres import write_small_theatre


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A results folder of two worlds in a small theatre."""
    place = tmp_path_factory.mktemp("made")
    write_small_theatre(place / "small")
    text = "title: Small\ntheatre: ./small\nyears: {from: 2010, to: 2014}\nworlds: 2\n"
    (place / "s.yaml").write_text(text, encoding="utf-8")
    return run_scenario(load(place / "s.yaml"), place / "out").folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy to spoil."""
    return shutil.copytree(made, tmp_path / "out")


def test_a_run_is_made_again_byte_for_byte(folder):
    found = reproduce(folder)
    assert found.identical and found.changes == ()
    assert "orders.parquet" in found.files and "manifest.json" not in found.files


def test_plots_are_not_compared(folder):
    (folder / "plots").mkdir()
    (folder / "plots" / "shares.png").write_bytes(b"not what was drawn")
    assert reproduce(folder).identical


def test_the_folder_itself_stays_as_it_is(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    reproduce(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_each_file_has_a_verdict_of_its_own(folder):
    (folder / "summary.csv").write_text("measure\nmine\n", encoding="utf-8")
    (folder / "recorded.csv").unlink()
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    (folder / "old.csv").write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    rewrite_manifest(folder, files=files | {"old.csv": empty})
    found = reproduce(folder)
    assert not found.identical
    told = {name: verdict for name, verdict in found.files.items() if verdict != "identical"}
    assert told == {"summary.csv": "altered", "recorded.csv": "missing", "old.csv": "not made"}


def test_a_run_of_another_seed_differs(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rewrite_manifest(folder, scenario=manifest["scenario"] | {"seed": 2})
    found = reproduce(folder)
    assert found.files["orders.parquet"] == "differs"
    assert found.changes == ()


def test_what_has_changed_since_is_told_by_name():
    then = {
        "model_version": "a",
        "theatre": {"hash": "b"},
        "versions": {"numpy": "1", "mesa": "3"},
        "source": {"commit": "0123456789abcdef", "dirty": False},
    }
    now = {
        "model_version": "A",
        "theatre": {"hash": "B"},
        "versions": {"numpy": "2", "mesa": "3", "numba": "1"},
        "source": {"commit": "0123456789abcdef", "dirty": True},
    }
    assert changes(then, then) == []
    assert [(c.what, c.then, c.now) for c in changes(then, now)] == [
        ("model version", "a", "A"),
        ("data", "b", "B"),
        ("numpy", "1", "2"),
        ("numba", "none", "1"),
        ("commit", "0123456789", "0123456789 and edits"),
    ]


def test_the_command_says_identical_and_ends_with_0(folder, capsys):
    assert main(["reproduce", str(folder), "--threads", "1"]) == 0
    printed = capsys.readouterr().out
    assert "orders.parquet         identical" in printed
    assert "Reproduced: every data file is identical" in printed


def test_the_command_says_what_differs_and_why_and_ends_with_1(folder, capsys):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rewrite_manifest(folder, model_version="0", scenario=manifest["scenario"] | {"seed": 2})
    assert main(["reproduce", str(folder)]) == 1
    printed = capsys.readouterr().out
    assert "orders.parquet         differs" in printed
    assert f"0 → {MODEL_VERSION}" in printed and "worlds of another version may differ" in printed


def test_results_from_before_there_were_versions_are_of_another_one(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["model_version"], manifest["manifest_sha256"]
    path.write_text(json.dumps(manifest | {"model_hash": "ab12"}), encoding="utf-8")
    found = reproduce(folder)
    assert found.identical
    assert [(c.what, c.then, c.now) for c in found.changes] == [
        ("model version", "before 1 (ab12)", MODEL_VERSION)
    ]


def test_results_shown_again_tell_of_an_edit_since(folder, capsys):
    warn_if_edited(folder)
    assert capsys.readouterr().err == ""
    source = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["source"]
    rewrite_manifest(folder, source=source | {"model": "before"})
    warn_if_edited(folder)
    assert "before the source of the model was edited" in capsys.readouterr().err


def test_changed_data_are_told_and_their_effect_is_seen(folder, tmp_path, capsys):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    theatre = write_small_theatre(tmp_path / "small")
    prices = theatre / "prices.csv"
    prices.write_text(prices.read_text("utf-8").replace(",2.5,", ",2.6,"), "utf-8")
    rewrite_manifest(folder, scenario=manifest["scenario"] | {"theatre": str(theatre)})
    assert main(["reproduce", str(folder)]) == 1
    assert "the theatre's files have changed since" in capsys.readouterr().out


def test_a_change_without_effect_is_told_as_such(folder, capsys):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rewrite_manifest(folder, versions=manifest["versions"] | {"matplotlib": "0.1"})
    assert main(["reproduce", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "without effect" in printed and "matplotlib" in printed


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"files": {}}', '"x"', "\0"])
def test_a_folder_that_is_no_results_folder_ends_with_2(tmp_path, text, capsys):
    if text is not None:
        (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    assert main(["reproduce", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("sim reproduce: ")
    with pytest.raises(NotResultsError):
        open_results(tmp_path)


def test_a_folder_that_is_not_there_ends_with_2(tmp_path, capsys):
    assert main(["reproduce", str(tmp_path / "nowhere")]) == 2
    assert "no results folder" in capsys.readouterr().err


def test_a_theatre_that_is_gone_is_told(folder, capsys):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rewrite_manifest(folder, scenario=manifest["scenario"] | {"theatre": "./gone"})
    assert main(["reproduce", str(folder)]) == 2
    assert "there is no theatre './gone'" in capsys.readouterr().err


def test_a_scenario_that_this_version_does_not_know_is_told(folder):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rewrite_manifest(folder, scenario=manifest["scenario"] | {"wolrds": 3})
    with pytest.raises(InputError, match="unknown key 'wolrds'"):
        reproduce(folder)


def test_a_failing_rerun_leaves_nothing_behind(folder, tmp_path, monkeypatch):
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(reproducing.tempfile, "tempdir", str(tmp_path / "temporary"))

    def stop(blocks, worlds):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reproduce(folder, progress=stop)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_threads_make_no_difference(folder):
    assert reproduce(folder, threads=2) == reproduce(folder, threads=1)
