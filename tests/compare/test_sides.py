"""Sides: what may be named, what is refused, and what is run."""

import shutil
from dataclasses import replace

import pytest

from sim.base.problems import InputError
from sim.compare.compare import compare
from sim.compare.sides import NotComparableError, RecordSide, open_sides, stale
from sim.experiment.reproduce import NotResultsError
from sim.experiment.run import run_scenario
from sim.scenario import load

from ..damaged import rewrite_manifest
from ..theatres import write_small_theatre
from .conftest import BASE


def never(scenario):
    raise AssertionError("nothing may be run")


def test_what_has_not_been_run_is_run_and_folders_are_not(place, tmp_path):
    asked = []

    def run(scenario):
        asked.append(scenario.name)
        return run_scenario(scenario, tmp_path / scenario.name).folder

    words = [str(place / "base"), str(place / "other.yaml"), "record"]
    base, other, record = open_sides(words, load, run)
    assert asked == ["other"]
    assert (base.label, other.label, record.label) == ("base", "other", "record")
    named = [side.named for side in (base, other, record)]
    assert named == ["‘The base’", "‘Norden is not cheap’", "the record"]
    assert isinstance(record, RecordSide) and record.theatre.recorded
    assert stale(base) == []


def test_sides_of_one_title_are_told_apart_by_name(place, tmp_path):
    def read(word):
        return replace(load(word), title="The base")

    def run(scenario):
        return run_scenario(scenario, tmp_path / scenario.name).folder

    sides = open_sides([str(place / "base"), str(place / "other.yaml")], read, run)
    assert [side.title for side in sides] == ["The base (base)", "The base (other)"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["base"], "two sides"),
        (["record", "record"], "a run beside it"),
        (["base", "record", "record"], "one side"),
        (["base", "base"], "two sides are one run"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_reason(place, words, reason):
    paths = [word if word == "record" else str(place / word) for word in words]
    with pytest.raises(NotComparableError, match=reason):
        open_sides(paths, load, never)


def test_all_mistakes_are_told_before_anything_is_run(place, tmp_path):
    (tmp_path / "wrong.yaml").write_text("title: T\nworlds: none\n", encoding="utf-8")
    words = ["nowhere.yaml", str(tmp_path / "wrong.yaml"), str(place / "base")]
    with pytest.raises(InputError) as caught:
        open_sides(words, load, never)
    assert len(caught.value.problems) == 2
    with pytest.raises(NotResultsError):
        open_sides([str(tmp_path), str(place / "base")], load, never)


def test_runs_of_one_scenario_carry_their_ids(place, tmp_path):
    copied = shutil.copytree(place / "base", tmp_path / "copied")
    rewrite_manifest(copied, id="another", model_version="old")
    one, two = open_sides([str(place / "base"), str(copied)], load, never)
    assert one.label == f"base {one.manifest['id']}" and two.label == "base another"
    assert stale(two) == ["the model"]


def renamed(folder, old, new):
    """The small theatre and its base scenario with another name of a state."""
    for file in (folder / "small").glob("*.csv"):
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    file = folder / "own.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_other_suppliers_are_refused_and_other_buyers_are_not(place, tmp_path):
    write_small_theatre(tmp_path / "small")
    (tmp_path / "own.yaml").write_text(BASE, encoding="utf-8")
    words = [str(place / "base"), str(tmp_path / "own.yaml")]

    def run(scenario):
        return run_scenario(scenario, tmp_path / "out").folder

    renamed(tmp_path, "Bora", "Dora")
    found = compare(open_sides(words, load, run))
    assert found.buyers == ("Alba", "Cora", "Others")
    assert {(item.side, item.name) for item in found.shortfalls if item.what == "buyers"} == {
        ("base", "buyers Dora"), ("own", "buyers Bora"),
    }  # fmt: skip
    assert ("own", "rank") in {(item.side, item.name) for item in found.shortfalls}
    renamed(tmp_path, "Sudor", "Sador")
    with pytest.raises(NotComparableError, match="Sador, Sudor"):
        open_sides(words, load, never)
