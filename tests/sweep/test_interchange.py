"""The same numbers in pandas, xarray and for scenario discovery."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.experiment.damage import NotResultsError
from sim.sweep.gather import run_sweep
from sim.sweep.interchange import as_experiments, as_pandas, as_xarray
from sim.sweep.plan import read_sweep

from .conftest import Write
from .test_points import FAILING


@pytest.fixture
def swept(write: Write, tmp_path: Path) -> Path:
    """Points 1, 3 and 5 of a grid fail."""
    return run_sweep(read_sweep(write(FAILING)), tmp_path / "swept").folder


def value(folder: Path, point: int, world: int, measure: str) -> float:
    table = pq.read_table(folder / "measures.parquet").to_pylist()
    [found] = [
        row["value"] for row in table
        if (row["point"], row["world"], row["measure"]) == (point, world, measure)
    ]  # fmt: skip
    return float(found)


def test_pandas_has_a_row_for_each_world_of_each_point(swept: Path) -> None:
    table = as_pandas(swept)
    assert list(table) == ["price_sensitivity", "events.cheap.year", "alba-sudor", "bora-all"]
    assert len(table) == 3 * 10
    assert table.loc[(2, 4), "bora-all"] == value(swept, 2, 4, "bora-all")
    assert table.loc[(4, 0), "price_sensitivity"] == 2
    assert set(table["events.cheap.year"]) == {2012}


def test_xarray_has_an_axis_for_each_key_of_a_grid(swept: Path) -> None:
    data = as_xarray(swept)
    found = data["bora-all"]
    assert found.dims == ("price_sensitivity", "events.cheap.year", "world")
    chosen = found.sel({"price_sensitivity": 1, "events.cheap.year": 2012, "world": 4})
    assert float(chosen) == value(swept, 2, 4, "bora-all")
    assert np.isnan(found.sel({"events.cheap.year": 2014})).all()


def test_xarray_of_another_design_has_points(write: Write, tmp_path: Path) -> None:
    text = FAILING.replace("{from: 0, to: 2, steps: 3}", "[0.5, 2]")
    folder = run_sweep(read_sweep(write(text, design="list")), tmp_path / "out").folder
    data = as_xarray(folder)
    assert data["bora-all"].dims == ("point", "world")
    assert data["price_sensitivity"].values.tolist() == [0.5, 2]


def test_experiments_and_outcomes_have_a_row_for_each_point_that_is_ok(swept: Path) -> None:
    experiments, outcomes = as_experiments(swept)
    assert experiments["price_sensitivity"].tolist() == [0, 1, 2]
    assert list(outcomes) == ["alba-sudor", "bora-all"]
    worlds = [value(swept, 2, world, "bora-all") for world in range(10)]
    assert outcomes["bora-all"][1] == np.median(worlds)
    assert as_experiments(swept, np.max)[1]["bora-all"][1] == max(worlds)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotResultsError, match="is no folder of a sweep"):
        as_pandas(tmp_path)
