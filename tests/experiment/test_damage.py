"""A results folder that is not as its run left it is refused in one line that names the file."""

import json
import shutil

import pyarrow.parquet as pq
import pytest

from sim.base.own import WRITTEN, digest_of
from sim.cli.command import main
from sim.experiment.damage import SEAL, NotResultsError, check_files
from sim.experiment.reproduce import open_results
from sim.experiment.run import run_scenario
from sim.experiment.store import read_manifest
from sim.report.html.scores import needs_scoring
from sim.scenario import load

from ..damaged import rewrite_manifest
from ..theatres import write_small_theatre


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run of two worlds in a small theatre."""
    place = tmp_path_factory.mktemp("made")
    write_small_theatre(place / "small")
    text = "title: Small\ntheatre: ./small\nyears: {from: 2010, to: 2014}\nworlds: 2\n"
    (place / "s.yaml").write_text(text, encoding="utf-8")
    return run_scenario(load(place / "s.yaml"), place / "out").folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy to spoil."""
    return shutil.copytree(made, tmp_path / "out")


def test_every_field_of_a_manifest_counts(folder):
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for key in manifest.keys() - {SEAL}:
        for changed in (None, [], {}, "x", 3):
            path.write_text(json.dumps(manifest | {key: changed}), encoding="utf-8")
            if manifest[key] != changed:
                with pytest.raises(NotResultsError, match=r"manifest\.json was changed"):
                    open_results(folder)


def test_an_older_manifest_that_lacks_a_field_is_refused(folder, capsys):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for key in manifest.keys() - {SEAL}:
        older = {name: value for name, value in manifest.items() if name not in (key, SEAL)}
        (folder / "manifest.json").write_text(json.dumps(older), encoding="utf-8")
        status = main(["story", str(folder), "--world", "0"])
        said = capsys.readouterr().err
        assert status == 0 or (status == 2 and str(folder) in said and len(said.splitlines()) == 1)


@pytest.mark.parametrize("key", ["events", "years", "measures", "worlds", "seed", "theatre"])
def test_an_older_scenario_that_lacks_a_field_is_refused_in_a_line(folder, capsys, key):
    scenario = read_manifest(folder)["scenario"]
    rewrite_manifest(folder, scenario={k: v for k, v in scenario.items() if k != key})
    for command in (["story", "--world", "0"], ["explain", "--buyer", "Alba"], ["reproduce"]):
        status = main([command[0], str(folder), *command[1:]])
        said = capsys.readouterr().err
        assert status in (0, 1) or (status == 2 and len(said.splitlines()) == 1), said


def test_an_older_table_that_lacks_a_column_is_refused(folder):
    path = folder / "orders.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["licensed"]), path)
    files = read_manifest(folder)["files"]
    rewrite_manifest(folder, files=files | {"orders.parquet": digest_of(path)})
    with pytest.raises(NotResultsError, match=r"orders\.parquet has no licensed: another version"):
        open_results(folder)


def test_no_file_is_one_that_is_no_file(folder):
    path = folder / "orders.parquet"
    path.unlink()
    for lay in (lambda: None, path.mkdir, lambda: (path.rmdir(), __import__("os").mkfifo(path))):
        lay()
        with pytest.raises(NotResultsError, match=r"orders\.parquet is missing"):
            open_results(folder)


def test_a_file_is_hashed_once_and_again_when_it_changes(folder, monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "sim.experiment.damage.digest_of", lambda path: hashed.append(path) or digest_of(path)
    )
    manifest = read_manifest(folder)
    for _ in range(3):
        check_files(folder, manifest)
    assert len(hashed) == len(manifest["files"])
    (folder / "summary.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(NotResultsError, match=r"summary\.csv was changed"):
        check_files(folder, manifest)


def test_a_score_that_was_changed_is_not_shown(folder):
    (folder / "score.json").write_text('{"run": "x"}', encoding="utf-8")
    with pytest.raises(NotResultsError, match=r"score\.json is not as 'sim score'"):
        needs_scoring(folder)
    listed = {"score": {"score.json": [digest_of(folder / "score.json")]}}
    (folder / WRITTEN).write_text(json.dumps(listed), encoding="utf-8")
    assert needs_scoring(folder)  # it is of another run
