"""The command compare: what it runs, prints, leaves and refuses."""

import json
from contextlib import nullcontext
from pathlib import Path

import pytest

from sim.base.own import WRITTEN
from sim.cli import main
from tests.compare.conftest import BASE, OTHER, RECORDED
from tests.theatres import write_small_theatre

FILES = {"comparison.csv", "comparison.json", "gains.csv", "over_time.csv"}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder with two scenarios in a small theatre, whose runs draw no plots of their own."""
    write_small_theatre(tmp_path / "small")
    (tmp_path / "small" / "recorded_deliveries.csv").write_text(RECORDED, encoding="utf-8")
    for name, text in (("base", BASE), ("other", OTHER)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())
    return tmp_path


def test_scenarios_are_run_and_compared_and_only_what_compare_wrote_is_replaced(
    folder, capsys, monkeypatch
):
    last = ["other.yaml", "record", "--threads", "1", "--out", "out", "--buyers", "Alba"]
    assert main(["compare", "base.yaml", *last]) == 0
    printed = capsys.readouterr().out
    assert printed.index("How the inputs of ‘Norden is not cheap’ differ") < printed.index(
        "5 paired worlds"
    )
    assert "(cheap-norden)" in printed and "The record: what happened" in printed
    out = folder / "out"
    assert {path.name for path in out.iterdir()} == {*FILES, "plots", WRITTEN}
    assert {path.name for path in (out / "plots").iterdir()} == {
        "panels_alba.png", "difference_alba_other.png", "difference_alba_record.png",
        "gains_and_losses_other.png", "gains_and_losses_record.png", "measures.png",
    }  # fmt: skip
    told = json.loads((out / "comparison.json").read_text(encoding="utf-8"))
    [base, *_] = (folder / "results" / "base-small").iterdir()
    assert told["sides"][0]["run"] == base.name

    before = {name: (out / name).read_bytes() for name in FILES}
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    (out / "plots" / "mine.png").write_bytes(b"mine")
    monkeypatch.setattr("sim.report.compare.write.draw_all", lambda plots, processes: list(plots))
    assert main(["compare", str(base), *last]) == 0
    assert {name: (out / name).read_bytes() for name in FILES} == before
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert [path.name for path in (out / "plots").iterdir()] == ["mine.png"]  # none was drawn now
    assert not list(folder.glob("**/*.partial"))

    (out / "gains.csv").write_text("mine", encoding="utf-8")
    assert main(["compare", str(base), *last]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"sim compare: {Path('out') / 'gains.csv'} is not as a command")
    assert (out / "gains.csv").read_text(encoding="utf-8") == "mine"


def test_the_buyers_that_are_drawn_may_be_named(folder, capsys):
    words = ["base.yaml", "other.yaml", "--threads", "1"]
    assert main(["compare", *words, "--buyers", "Zzz", "Albu"]) == 2
    refused = capsys.readouterr().err
    assert "no buyer that all sides have: 'Zzz', 'Albu' (did you mean 'Alba'?)" in refused
    assert not (folder / "results" / "compared").exists()
    assert main(["compare", *words, "--buyers", "COR"]) == 0
    plots = folder / "results" / "compared" / "base-other" / "plots"
    assert {path.name for path in plots.iterdir()} == {
        "panels_cora.png", "difference_cora.png", "gains_and_losses.png", "measures.png",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["small"], "sim compare: small is no results folder"),
        (["record"], "sim compare: the record does not say what it extends"),
        (["base.yaml", "--buyers", "Alba"], "sim compare: --buyers is for the panels"),
        (["base.yaml", "--out", "small"], "sim compare: small exists"),
        (["base.yaml", "other.yaml", "--each"], "sim compare: --each is for one side"),
        (["record", "base.yaml", "record"], "sim compare: 'record' is one side"),
        (["small", "base.yaml"], "sim compare: small is no results folder"),
        (["bose.yaml", "base.yaml"], "bose.yaml:1:1: there is no such file"),
        (["base.yaml", "other.yaml", "--out", "small"], "sim compare: small exists"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_run(folder, capsys, words, reason):
    assert main(["compare", *words]) == 2
    assert reason in capsys.readouterr().err
    assert not (folder / "results").exists()


def test_one_side_says_what_did_it_in_the_same_bytes_every_time(folder, capsys):
    words = ["compare", "other.yaml", "--worlds", "12"]
    assert main([*words, "--threads", "1"]) == 0
    printed = capsys.readouterr().out
    assert "What did it? ‘Norden is not cheap’ against ‘The base’: 12 worlds, seed 1" in printed
    assert (
        "‘Norden's prices fall, 2012’ taken out" in printed and "price sensitivity 1.5" in printed
    )
    out = folder / "results" / "compared" / "other"
    names = {"attribution.csv", "attribution.json", "attribution.txt", "paths.csv"}
    assert {path.name for path in out.iterdir()} == {*names, "plots", WRITTEN}
    kept = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert kept[out / "attribution.txt"].decode() in printed
    assert main([*words, "--threads", "2", "--out", str(out)]) == 0
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == kept
    told = json.loads(kept[out / "attribution.json"])
    assert (told["base"]["name"], told["whole"]["name"]) == ("‘The base’", "Norden is not cheap")
    assert [item["name"] for item in told["items"]] == [
        "cheap-norden", "closer", "price_sensitivity",
    ]  # fmt: skip
    assert not (folder / "results" / "other").exists()  # no run was needed


def test_one_results_folder_is_attributed_as_its_scenario_is(folder, capsys):
    assert main(["run", "other.yaml", "--worlds", "12"]) == 0
    [run] = (folder / "results").glob("other*/*")
    assert main(["compare", "other.yaml", "--worlds", "12", "--out", "of-file"]) == 0
    assert main(["compare", str(run), "--out", "of-folder"]) == 0
    of_file, of_folder = ((folder / name / "attribution.json") for name in ("of-file", "of-folder"))
    assert of_folder.read_bytes() == of_file.read_bytes()
    capsys.readouterr()
    (folder / "other.yaml").unlink()  # what it extended is no longer known
    assert main(["compare", str(run), "--out", "alone"]) == 0
    assert "against the same scenario without any event" in " ".join(
        capsys.readouterr().out.split()
    )


def test_folders_keep_their_own_worlds(folder, capsys):
    (folder / "made").mkdir()
    assert main(["compare", "made", "record", "--seed", "2"]) == 2
    assert "results folders are as they were run" in capsys.readouterr().err


def test_an_error_while_drawing_leaves_nothing(folder, monkeypatch):
    def fail(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr("sim.report.compare.write.draw_all", fail)
    words = ["base.yaml", "other.yaml", "--threads", "1", "--out", "out"]
    assert main(["compare", *words]) == 2
    assert not (folder / "out").exists() and not list(folder.glob("**/*.partial"))
