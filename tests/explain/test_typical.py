"""The typical world: nearest to the medians, in the scale of each figure."""

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.explain.typical import typical_world
from sim.scenario import load

VALUES = {  # by measure, in worlds 0 to 5
    "a-share": [0.1, 0.5, 0.2, 0.3, 0.4, 0.9],
    "b-volume": [900.0, 100.0, 500.0, 510.0, None, 505.0],
}


@pytest.fixture
def scenario(file):
    return load(file)


@pytest.fixture
def theatre(case):
    return case.theatre


def written(folder, values):
    rows = [
        {"world": world, "measure": name, "value": value}
        for world in range(6)
        for name, value in ((name, column[world]) for name, column in values.items())
    ]
    schema = pa.schema([("world", pa.int32()), ("measure", pa.string()), ("value", pa.float64())])
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "measures.parquet")
    return folder


def test_the_nearest_world_is_found_and_described(scenario, theatre, tmp_path):
    found = typical_world(written(tmp_path, VALUES), scenario, theatre, [])
    # medians 0.35 and 505; quartiles 0.225, 0.475 and 500, 510
    assert found.world == 3
    assert found.distance == pytest.approx(((0.05 / 0.125) ** 2 / 2 + (5 / 5) ** 2 / 2) ** 0.5)
    assert "World 3 is the most typical of 6: its 2 measures" in found.words()
    assert "its one figure lies" in replace(found, figures=1).words()
    assert "Farthest off is Bora: TIV, 2012–16 (1.00)" in found.words()


def test_what_is_undefined_counts_as_far_off(scenario, theatre, tmp_path):
    same = {"a-share": [0.2, 0.3, 0.35, 0.4, 0.5, 0.6], "b-volume": [1.0, 2.0, 3.0, 4.0, None, 9.0]}
    assert typical_world(written(tmp_path, same), scenario, theatre, []).world != 4


def test_figures_without_spread_are_left_out(scenario, theatre, tmp_path):
    flat = {"a-share": [0.5] * 6, "b-volume": [None] * 6}
    found = typical_world(written(tmp_path, flat), scenario, theatre, [])
    assert (found.world, found.figures) == (0, 0)
    assert "no figure differs" in found.words()


def test_without_measures_deliveries_decide(scenario, theatre, results):
    found = typical_world(results, replace(scenario, measures=()), theatre, ["Alba", "Bora"])
    assert 0 <= found.world < 6 and found.figures > 3
    assert "volumes of deliveries to Alba and Bora" in found.words()
    rows = pq.read_table(results / "deliveries.parquet").to_pylist()
    name = found.farthest.rsplit(" (", 1)[0]
    assert any(name.startswith(f"{row['buyer']} from {row['supplier']}, ") for row in rows)
