"""Running: any threads, blocks, processes or interruptions leave the same bytes."""

import signal
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sim.experiment.run import FolderTakenError
from sim.experiment.store import read_manifest
from sim.sweep import run
from sim.sweep.gather import RowsMissingError, gather, run_sweep
from sim.sweep.parts import BrokenPartError, blocks, missing, parts_in
from sim.sweep.plan import read_sweep
from sim.sweep.points import PointFailedError
from sim.sweep.run import campaign_of, simulate

from ..forked import start
from .conftest import SWEEP, Write
from .test_points import FAILING

LONG = SWEEP.replace("steps: 3", "steps: 40")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".json"}


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "WORLDS_IN_BLOCK", 20)


def test_the_folder_is_complete_and_the_parts_are_gone(write: Write, tmp_path: Path) -> None:
    done = run_sweep(read_sweep(write(keep="orders")), tmp_path / "out")
    assert (done.points, done.failed, done.fresh) == (6, {}, True)
    manifest = read_manifest(done.folder)
    assert manifest is not None and manifest["kind"] == "sweep"
    assert (manifest["points"], manifest["failed"]) == (6, 0)
    assert set(manifest["files"]) == set(bytes_of(done.folder)) == {
        "points.parquet", "measures.parquet", "regimes.parquet", "orders.parquet", "summary.csv",
    }  # fmt: skip
    assert not list(tmp_path.glob(".*"))
    points = pq.read_table(done.folder / "points.parquet").to_pydict()
    assert list(points) == [
        "point", "price_sensitivity", "events.cheap.factor", "status", "stage", "message",
    ]  # fmt: skip
    assert points["price_sensitivity"] == [0, 0, 1, 1, 2, 2]
    again = run_sweep(read_sweep(write(keep="orders")), tmp_path / "out")
    assert not again.fresh


def test_years_are_whole_in_the_points(write: Write, tmp_path: Path) -> None:
    done = run_sweep(read_sweep(write(FAILING)), tmp_path / "out")
    assert done.failed == {"build": 3}
    points = pq.read_table(done.folder / "points.parquet")
    assert str(points.schema.field("events.cheap.year").type) == "int64"
    lines = (done.folder / "summary.csv").read_text(encoding="utf-8").splitlines()
    assert lines[2].startswith("1,0,2014,,,,,,0,")


def test_a_sweep_of_which_all_points_fail_has_tables_without_rows(
    write: Write, tmp_path: Path
) -> None:
    done = run_sweep(read_sweep(write(FAILING.replace("[2012, 2014]", "[2014]"))), tmp_path / "out")
    assert done.failed == {"build": 3}
    assert pq.read_table(done.folder / "measures.parquet").num_rows == 0


@pytest.mark.slow
def test_threads_and_processes_leave_the_same_bytes(write: Write, tmp_path: Path) -> None:
    sweep = read_sweep(write(keep="deliveries"))
    usual = bytes_of(run_sweep(sweep, tmp_path / "one").folder)
    assert bytes_of(run_sweep(sweep, tmp_path / "three", threads=3).folder) == usual
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert bytes_of(run_sweep(sweep, tmp_path / "apart", executor=pool).folder) == usual


def test_the_size_of_blocks_and_row_groups_leave_the_same_bytes(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiment.store.ROW_GROUP", 32)
    sweep = read_sweep(write())
    usual = bytes_of(run_sweep(sweep, tmp_path / "one").folder)
    for size in (1, 50, 1000):
        monkeypatch.setattr(run, "WORLDS_IN_BLOCK", size)
        assert bytes_of(run_sweep(sweep, tmp_path / str(size), threads=2).folder) == usual


def test_rows_run_apart_in_any_order_are_gathered(write: Write, tmp_path: Path) -> None:
    sweep = read_sweep(write())
    usual = bytes_of(run_sweep(sweep, tmp_path / "whole").folder)
    campaign = campaign_of(sweep, tmp_path / "apart")
    for rows in ((3, 5), (0, 2), (1, 4)):
        simulate(campaign, rows)
    with pytest.raises(RowsMissingError, match="1 points are not simulated yet: rows 5:6"):
        gather(campaign)
    simulate(campaign, (5, 100))
    assert bytes_of(gather(campaign).folder) == usual


def test_parts_that_overlap_are_read_once(write: Write, tmp_path: Path) -> None:
    sweep = read_sweep(write())
    usual = bytes_of(run_sweep(sweep, tmp_path / "whole").folder)
    campaign = campaign_of(sweep, tmp_path / "apart")
    for first, after in ((0, 3), (2, 5), (1, 6)):  # as tasks that began at the same time would
        here = campaign_of(sweep, tmp_path / f"from{first}" / "apart")
        simulate(here, (first, after))
        campaign.kept.mkdir(exist_ok=True)
        for part in parts_in(here.kept):
            part.path.rename(campaign.kept / part.path.name)
    assert bytes_of(gather(campaign).folder) == usual


def test_a_point_that_stops_a_sweep_leaves_what_is_done(write: Write, tmp_path: Path) -> None:
    text = FAILING.replace("[2012, 2014]", "[2010, 2011, 2012, 2014]")
    campaign = campaign_of(read_sweep(write(text, on_failure="stop")), tmp_path / "out")
    with pytest.raises(PointFailedError):
        simulate(campaign)
    assert campaign.missing()[0][0] >= 2
    recorded = campaign_of(read_sweep(write(text)), tmp_path / "out")
    assert recorded.kept == campaign.kept  # it goes on there
    simulate(recorded)
    assert gather(recorded).failed == {"build": 3}


def test_a_broken_part_is_named(write: Write, tmp_path: Path) -> None:
    campaign = campaign_of(read_sweep(write()), tmp_path / "out")
    simulate(campaign)
    part = parts_in(campaign.kept)[1].path
    part.write_bytes(part.read_bytes()[:100])
    with pytest.raises(BrokenPartError, match=part.name):
        gather(campaign)
    assert not (tmp_path / "out").exists()
    part.unlink()
    simulate(campaign)
    assert gather(campaign).fresh


def test_another_sweeps_folder_is_left_alone(write: Write, tmp_path: Path) -> None:
    run_sweep(read_sweep(write()), tmp_path / "out")
    with pytest.raises(FolderTakenError):
        run_sweep(read_sweep(write(seed="9")), tmp_path / "out")


def kill_when(seen: str, folder: Path, command: list[str]) -> None:
    """Start a sweep and kill it as soon as a folder has something new."""
    before = set(folder.glob(seen))
    running = start(command)
    try:
        while not running.has_ended() and set(folder.glob(seen)) == before:
            time.sleep(0.001)
    finally:
        running.send(signal.SIGKILL)
        running.wait()


@pytest.mark.slow
def test_a_sweep_that_is_killed_again_and_again_leaves_the_same_bytes(
    write: Write, tmp_path: Path
) -> None:
    file = write(LONG, worlds="40")
    campaign = campaign_of(read_sweep(file), tmp_path / "out")
    command = ["sweep", str(file), "--out", str(campaign.folder)]
    for _ in range(2):
        left = campaign.missing()
        kill_when("rows-*", campaign.kept, [*command, "--threads", "1"])
        assert campaign.missing() and campaign.missing() != left and not campaign.folder.exists()
    simulate(campaign, threads=2)
    kill_when(".out.*.partial", tmp_path, command)  # while it writes the results, or just after
    again = run_sweep(read_sweep(file), campaign.folder)
    usual = run_sweep(read_sweep(file), tmp_path / "usual", threads=2)
    assert not list(tmp_path.glob(".*"))  # nothing half-written is left
    assert bytes_of(again.folder) == bytes_of(usual.folder)


def test_gaps_and_blocks() -> None:
    assert missing([], 2, 7) == [(2, 7)]
    assert list(blocks([(2, 7), (9, 10)], 3)) == [(2, 3), (3, 6), (6, 7), (9, 10)]
