"""``sim sweep`` and ``sim gather``: what they print, and with what status they end."""

import os
import signal
import time
from pathlib import Path

import pytest

from sim.cli.command import main
from sim.sweep.plan import read_sweep
from sim.sweep.run import alone, campaign_of

from ..forked import start
from .conftest import SWEEP, Write
from .test_points import FAILING


def test_a_sweep_says_what_it_asks_and_where_its_results_are(
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["sweep", str(write()), "--out", str(tmp_path / "out"), "--threads", "1"]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "A small sweep\nDoes it run?\n" in printed
    assert "6 points of 10 worlds, 2010-2014" in printed
    assert f"Results: {tmp_path / 'out'}" in printed
    assert main(command) == 0
    assert "made before" in capsys.readouterr().out


def test_check_takes_sweeps_too(
    write: Write,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", str(write())]) == 0
    assert "a sweep of 2 keys, 6 points of 10 worlds, 2 measures" in capsys.readouterr().out
    assert main(["check", str(write(worlds="0"))]) == 2
    assert ":8:9: worlds must be a whole number" in capsys.readouterr().err


def test_rows_that_a_sweep_has_not_are_refused(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep", str(write()), "--rows", "500:600"]) == 2
    assert "has 6 rows, 0 to 5: there is no 500" in capsys.readouterr().err


def test_a_scenario_is_no_sweep_and_a_sweep_no_scenario(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write()
    scenario = str(file.with_name("scenario.yaml"))
    for command, words in (
        (["sweep", scenario], f"this is a scenario, not a sweep; 'sim run {scenario}' runs it"),
        (["sweep", "history"], "this is a scenario, not a sweep; 'sim run history' runs it"),
        (["run", str(file)], f"this is a sweep, not a scenario; 'sim sweep {file}' runs it"),
        (
            ["run", "price_by_rivals"],
            "this is a sweep, not a scenario; 'sim sweep price_by_rivals'",
        ),
    ):
        assert main(command) == 2
        [line] = capsys.readouterr().err.splitlines()
        assert words in line
    empty = SWEEP.split("parameters")[0]
    assert main(["sweep", str(write(empty, parameters="{}"))]) == 2
    assert "or 'all', not an empty mapping" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("design", "ends"),
    [
        ("grid", "[0, 1]"),
        ("{lhs: {n: 4}}", "{from: 0, to: 1}"),
        ("{sobol: {n: 2}}", "{from: 0, to: 1}"),
    ],
)
def test_a_measure_that_never_moves_is_no_obstacle(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], design: str, ends: str
) -> None:
    file = write(
        SWEEP.split("design")[0],
        design=design,
        parameters=f"{{price_sensitivity: {ends}, parity: {ends}}}",
        measures="[{id: never, volume: {buyer: Alba, supplier: Cora, class: naval, window: 2010}}]",
        worlds="8",
    )
    command = ["sweep", str(file), "--out", str(tmp_path / "out"), "--threads", "1"]
    for words in ("nothing moves it", "made before"):
        assert main(command) == 0
        assert words in capsys.readouterr().out
    assert not list((tmp_path / "out" / "plots").glob("error_*"))


def test_rows_are_gathered_when_all_are_done(
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file, out = str(write()), str(tmp_path / "out")
    assert main(["sweep", file, "--out", out, "--rows", "0:4"]) == 0
    assert "2 of 6 points are still to do" in capsys.readouterr().out
    assert main(["gather", file, "--out", out]) == 2
    assert "rows 4:6" in capsys.readouterr().err
    assert main(["sweep", file, "--out", out, "--rows", "4:99"]) == 0
    assert "'sim gather' makes the results" in capsys.readouterr().out
    assert main(["gather", file, "--out", out]) == 0
    assert f"Results: {out}" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["4", "4:4", "a:b", "-1:4"])
def test_rows_that_are_none_are_refused(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["sweep", "price_by_rivals", f"--rows={word}"])
    assert "such as 0:64" in capsys.readouterr().err


@pytest.mark.slow
def test_failed_points_are_counted(
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["sweep", str(write(FAILING)), "--out", str(tmp_path / "out")]) == 0
    assert "3 of 6 points failed (build: 3)" in capsys.readouterr().out


def test_a_sweep_that_stops_at_a_failure_says_what_is_kept(
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = write(FAILING, on_failure="stop")
    assert main(["sweep", str(file), "--out", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert "point 1 failed in stage 'build'" in error
    assert "of 6 points are kept" in error


def test_an_unreachable_cluster_is_told_without_a_traceback(
    write: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["sweep", str(write()), "--out", str(tmp_path / "out")]
    assert main([*command, "--cluster", "nonsense:address:1"]) == 2
    assert "no scheduler answers at nonsense:address:1" in capsys.readouterr().err


@pytest.mark.slow
def test_control_c_keeps_what_is_done_and_says_so(write: Write, tmp_path: Path) -> None:
    file = write(SWEEP.replace("steps: 3", "steps: 1500"), worlds="40")
    campaign = campaign_of(read_sweep(file), tmp_path / "out")
    running = start(["sweep", str(file), "--out", str(campaign.folder)])
    while not running.has_ended() and not list(campaign.kept.glob("rows-*")):
        time.sleep(0.001)
    running.send(signal.SIGINT)
    status, told = running.wait()
    assert status == 130
    assert "of 3,000 points are kept, and the same command goes on there" in told
    assert campaign.missing()


@pytest.mark.parametrize("command", ["sweep", "gather"])
def test_help_teaches(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])
    assert "--rows 0:64" in capsys.readouterr().out


def test_a_second_sweep_says_that_another_is_at_work(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write()
    campaign = campaign_of(read_sweep(file), tmp_path / "out")
    for command in ("sweep", "gather"):
        with alone(campaign):
            assert main([command, str(file), "--out", str(campaign.folder)]) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"sim {command}: process {os.getpid()} on ")
        assert "is at work on this sweep" in said
    assert not campaign.kept.exists() and not campaign.folder.exists()
    campaign.kept.mkdir()
    (campaign.kept / "at-work").write_text(
        "process 1 on a host, which was killed", encoding="utf-8"
    )
    with alone(campaign):
        assert (campaign.kept / "at-work").is_file()


@pytest.mark.parametrize("how", ["cut short", "altered", "emptied"])
def test_a_part_that_was_spoiled_is_named(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    file, out = str(write()), tmp_path / "out"
    assert main(["sweep", file, "--out", str(out), "--rows", "0:9", "--threads", "1"]) == 0
    part = next(campaign_of(read_sweep(file), out).kept.glob("rows-*"))
    whole = part.read_bytes()
    spoiled = {"cut short": whole[:99], "altered": whole[:-9] + b"x" + whole[-8:], "emptied": b""}
    part.write_bytes(spoiled[how])
    for command in ("sweep", "gather"):
        assert main([command, file, "--out", str(out)]) == 2
        said = capsys.readouterr().err
        assert said.startswith(f"sim {command}: {part} cannot be read") and "remove it" in said
    assert not out.exists() and not list(tmp_path.glob(".*.partial"))


def test_results_that_were_spoiled_are_not_shown_as_made_before(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["sweep", str(write()), "--out", str(tmp_path / "out"), "--threads", "1"]
    assert main(command) == 0
    for name in ("points.parquet", "manifest.json"):
        path = tmp_path / "out" / name
        path.write_bytes(path.read_bytes()[:-9])
        capsys.readouterr()
        assert main(command) == 2
        assert capsys.readouterr().err.startswith(f"sim sweep: {path} ")
