"""A run: its folder is complete or absent, and the same inputs give the same bytes."""

import csv
import json
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.experiment import run as running
from sim.experiment.case import build_case
from sim.experiment.run import FolderTakenError, run_scenario
from sim.experiment.store import ROW_GROUP
from sim.model.version import MODEL_VERSION
from sim.scenario import load

WORLDS = 10
DATA = ("orders.parquet", "announcements.parquet", "deliveries.parquet", "measures.parquet",
        "parameters.parquet", "summary.csv", "patterns.csv", "recorded.csv")  # fmt: skip


@pytest.fixture(scope="module")
def scenario():
    return replace(
        load("history"), worlds=WORLDS, last_year=2018, events=load("history").events[:5]
    )


@pytest.fixture(scope="module")
def folder(scenario, tmp_path_factory):
    return run_scenario(scenario, tmp_path_factory.mktemp("run") / "out", threads=1).folder


def test_the_folder_has_the_promised_columns(folder):
    columns = {name: pq.read_schema(folder / name).names for name in DATA if "parquet" in name}
    assert columns == {
        "orders.parquet": ["world", "order", "buyer", "supplier", "class", "order_year",
                           "first_delivery", "last_delivery", "tiv", "usd_m", "licensed"],
        "announcements.parquet": ["world", "year", "buyer", "supplier", "class", "became_order"],
        "deliveries.parquet": ["world", "buyer", "supplier", "class", "delivery_year", "tiv",
                               "usd_m"],
        "measures.parquet": ["world", "measure", "value"],
        "parameters.parquet": ["world", "parameter", "value"],
    }  # fmt: skip
    with (folder / "summary.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == [
            "measure",
            "median",
            "p5",
            "p25",
            "p75",
            "p95",
            "undefined",
        ]


def test_threads_change_no_byte_of_the_data(scenario, folder, tmp_path):
    again = run_scenario(scenario, tmp_path / "again", threads=2).folder
    for name in DATA:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_deliveries_follow_from_the_orders(folder):
    orders = pq.read_table(folder / "orders.parquet").to_pydict()
    deliveries = pq.read_table(folder / "deliveries.parquet").to_pydict()
    for ledger in ("tiv", "usd_m"):
        due = 0.0
        for first, last, value in zip(
            orders["first_delivery"], orders["last_delivery"], orders[ledger], strict=True
        ):
            due += value * max(0, min(last, 2018) - first + 1) / (last - first + 1)
        assert sum(deliveries[ledger]) == pytest.approx(due, rel=1e-9)


def test_orders_are_numbered_within_their_world(folder):
    table = pq.read_table(folder / "orders.parquet", columns=["world", "order"]).to_pydict()
    world, order = np.array(table["world"]), np.array(table["order"])
    for w in range(WORLDS):
        assert np.array_equal(order[world == w], np.arange((world == w).sum()))


def test_row_groups_have_a_fixed_length(folder):
    groups = pq.ParquetFile(folder / "deliveries.parquet").metadata
    lengths = [groups.row_group(i).num_rows for i in range(groups.num_row_groups)]
    assert all(length == ROW_GROUP for length in lengths[:-1])


def test_the_manifest_says_what_made_the_run(folder, scenario):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"] == json.loads(json.dumps(scenario.resolved()))
    assert manifest["seed"] == scenario.seed and manifest["worlds"] == WORLDS
    assert set(manifest["files"]) == set(DATA)
    assert manifest["model_version"] == MODEL_VERSION
    for key in ("id", "versions", "command", "seconds", "source", "scenario_sha256"):
        assert manifest[key]


def test_the_summary_counts_worlds_in_which_a_measure_is_undefined(folder):
    table = pq.read_table(folder / "measures.parquet").to_pydict()
    with (folder / "summary.csv").open(encoding="utf-8") as file:
        rows = {row["measure"]: row for row in csv.DictReader(file)}
    for name, row in rows.items():
        values = [v for m, v in zip(table["measure"], table["value"], strict=True) if m == name]
        known = [value for value in values if value is not None]
        assert len(values) == WORLDS
        assert int(row["undefined"]) == WORLDS - len(known)
        if known:
            assert float(row["median"]) == pytest.approx(np.median(known), rel=1e-5)


def test_every_parameter_of_every_world_is_kept(scenario, folder):
    table = pq.read_table(folder / "parameters.parquet").to_pydict()
    price = [v for p, v in zip(table["parameter"], table["value"], strict=True)
             if p == "price_sensitivity"]  # fmt: skip
    assert price == build_case(scenario).parameters(0, WORLDS)["price_sensitivity"].tolist()


def test_a_complete_run_is_not_made_twice(scenario, folder, monkeypatch):
    monkeypatch.setattr(running, "map_worlds", lambda *_: pytest.fail("ran again"))
    result = run_scenario(scenario, folder)
    assert not result.fresh


def test_a_folder_that_holds_something_else_is_left_alone(scenario, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("do not touch", encoding="utf-8")
    with pytest.raises(FolderTakenError):
        run_scenario(scenario, tmp_path / "mine")
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_run_that_fails_leaves_nothing(scenario, tmp_path):
    def fail(folder, case):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_scenario(scenario, tmp_path / "out", draw=fail)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_behind_is_no_hindrance(scenario, tmp_path):
    left = tmp_path / ".out.0a1b2c3d.partial"
    left.mkdir()
    (left / "orders.parquet").write_bytes(b"half")
    result = run_scenario(replace(scenario, worlds=1), tmp_path / "out")
    assert result.fresh
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_scenarios_share_the_noise_that_they_can_share(tmp_path):
    """Without the event of 2005, all that was ordered before 2005 stays as it was."""
    history = load("history")
    early = tuple(event for event in history.events if event.year <= 2012)
    base = replace(history, worlds=1, last_year=2012, events=early)
    without = replace(base, events=tuple(e for e in early if e.id != "us-india-framework"))
    orders = [
        pq.read_table(run_scenario(scenario, tmp_path / name).folder / "orders.parquet")
        for name, scenario in (("with", base), ("without", without))
    ]
    before = [
        table.filter(pq.filters_to_expression([("order_year", "<", 2005)])) for table in orders
    ]
    assert before[0].equals(before[1])
    assert not orders[0].equals(orders[1])
