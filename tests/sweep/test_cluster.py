"""A real scheduler with workers in processes, one of which is killed on the way."""

import re
from pathlib import Path

import pytest

from sim.sweep import run
from sim.sweep.cluster import ClusterError, cluster
from sim.sweep.gather import run_sweep
from sim.sweep.plan import read_sweep

from .conftest import Write
from .test_run import LONG, bytes_of

distributed = pytest.importorskip("distributed")


@pytest.mark.slow
def test_a_worker_that_dies_changes_nothing(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "WORLDS_IN_BLOCK", 40)
    sweep = read_sweep(write(LONG))
    usual = bytes_of(run_sweep(sweep, tmp_path / "here", threads=2).folder)
    killed = []
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
    ) as local:

        def kill_one(_: int) -> None:
            if not killed:
                worker = next(iter(local.workers.values()))
                killed.append(worker.pid)
                worker.process.process._process.kill()

        with cluster(local.scheduler_address) as machines:
            done = run_sweep(sweep, tmp_path / "there", executor=machines, tick=kill_one)
    assert killed
    assert bytes_of(done.folder) == usual


def test_where_nobody_answers_it_says_so() -> None:
    message = re.escape("no scheduler answers at tcp://127.0.0.1:9")
    with pytest.raises(ClusterError, match=message), cluster("tcp://127.0.0.1:9", timeout=0.3):
        pass
