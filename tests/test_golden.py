"""The model version rises when golden worlds change, and only then."""

import json

import numpy as np
import pyarrow as pa
import pytest

from sim.model.version import MODEL_VERSION, VERSIONS
from sim.scenario.events import KINDS
from tests import golden

ROW = {"asked": "a", "orders.parquet": "1", "summary.csv": "2"}


def table(version="1", **row):
    return {"version": version, "worlds": {"history": ROW | row}}


@pytest.mark.slow
def test_golden_worlds_are_those_of_this_version(tmp_path):
    now = golden.current(tmp_path)
    assert golden.objection(golden.read(), now) is None
    assert now == golden.read(), "what is asked has changed: run 'python -m tests.golden'"


def test_every_kind_of_event_happens_in_a_golden_world(tmp_path):
    told = [scenario for _, scenario in golden.scenarios(tmp_path)]
    assert {event.kind for scenario in told for event in scenario.events} == set(KINDS)


def test_every_version_says_what_changed():
    assert list(VERSIONS)[-1] == MODEL_VERSION
    assert list(VERSIONS) == [str(number) for number in range(1, len(VERSIONS) + 1)]
    assert all(VERSIONS.values())


def test_other_data_need_another_version():
    other = table(**{"orders.parquet": "9"})
    assert "other data came out: history/orders.parquet" in golden.objection(table(), other)
    assert golden.objection(table(), other | {"version": "2"}) is None


def test_a_file_that_goes_is_a_change_and_one_that_comes_is_none():
    fewer, more = table()["worlds"], table(**{"new.csv": "3"})["worlds"]
    assert golden.differing(more, fewer) == ["history/new.csv"]
    assert golden.differing(fewer, more) == []


def test_another_version_needs_other_data():
    assert "the data are the same" in golden.objection(table(), table("2"))
    assert golden.objection(table(), table()) is None
    assert golden.objection(table(), table("2", asked="b")) is None  # nothing to compare


def test_a_version_may_rise_where_nothing_that_was_asked_is_asked_again():
    assert golden.objection(table(), table("2", asked="b", **{"orders.parquet": "9"})) is None


def test_a_scenario_or_theatre_that_changes_is_no_change_of_the_model():
    assert golden.objection(table(), table(asked="b", **{"orders.parquet": "9"})) is None


@pytest.fixture
def small(tmp_path, monkeypatch):
    """The table of the command, in a folder of its own, and what is simulated."""
    monkeypatch.setattr(golden, "TABLE", tmp_path / "golden.json")
    now = table(MODEL_VERSION)
    monkeypatch.setattr(golden, "current", lambda _: now)
    return now


def test_the_command_writes_the_table(small, capsys):
    assert golden.main() == 0 and golden.read() == small
    assert golden.main() == 0  # nothing has changed


def test_the_command_refuses_other_data_under_the_same_version(small, capsys):
    before = json.dumps(table(MODEL_VERSION, **{"orders.parquet": "9"}))
    golden.TABLE.write_text(before, encoding="utf-8")
    assert golden.main() == 1
    assert "add a version to sim/model/version.py" in capsys.readouterr().err
    assert golden.TABLE.read_text(encoding="utf-8") == before


def test_a_digest_is_of_values_and_not_of_how_they_are_stored():
    names = pa.array(["Alba", "Bora", "Alba"])
    plain = pa.table({"buyer": names, "n": pa.array([1, 2, 3], pa.int64()), "x": [0.1, None, 2.0]})
    stored = pa.table({
        "buyer": pa.chunked_array([names.slice(0, 1), names.slice(1)]).dictionary_encode(),
        "n": plain["n"].cast(pa.int16()),
        "x": pa.chunked_array([[0.1 + 1e-16], [None, 2.0]]),
    })  # fmt: skip
    found = golden.digest_of_table(plain)
    assert golden.digest_of_table(stored) == found
    for column, values in (
        ("buyer", ["Alba", "Bora", "Bora"]), ("n", [1, 2, 4]), ("x", [0.1, None, 2.001]),
        ("x", [0.1, np.nan, 2.0]),
    ):  # fmt: skip
        other = plain.set_column(plain.column_names.index(column), column, pa.array(values))
        assert golden.digest_of_table(other) != found
    assert golden.digest_of_table(plain.rename_columns(["seller", "n", "x"])) != found
