"""Commands as processes: ended by signals, two at once, and where nobody reads what they say."""

import os
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from sim.cli.command import main
from tests.forked import start
from tests.theatres import write_small_theatre

pytestmark = pytest.mark.slow

SIM = [sys.executable, "-m", "sim.cli"]
SCENARIO = """\
title: The base
theatre: ./small
years: {from: 2010, to: 2011}
plots: {buyers: [Alba]}
"""
RUN = ["run", "base.yaml", "--worlds", "2", "--out", "made"]


@pytest.fixture
def place(tmp_path):
    """A folder with a scenario in a small theatre."""
    write_small_theatre(tmp_path / "small")
    (tmp_path / "base.yaml").write_text(SCENARIO, encoding="utf-8")
    return tmp_path


def _draw_nothing(place, monkeypatch):
    """In the folder, commands of this process and its copies leave the plots out."""
    monkeypatch.chdir(place)
    monkeypatch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())


def made_in(place):
    return {path.name for path in place.iterdir()} - {"small", "base.yaml"}


HANGS = 600.0  # seconds: long enough for a machine with much else to do


def until(true, seconds=HANGS):
    """Wait for something, but not for ever."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    assert true()


def children_of(number):
    """Processes that a process has started, and those of these."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue  # it has ended meanwhile
        if parent == number:
            found += [int(folder.name), *children_of(int(folder.name))]
    return found


def is_alive(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are looked for in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_who_draws_ends_with_who_asked_for_it(place, number, monkeypatch):
    """A process that draws is started for the plots; a signal reaches its parent alone."""
    running = subprocess.Popen([*SIM, *RUN, "--threads", "2"], cwd=place, stdout=subprocess.DEVNULL)
    until(lambda: len(children_of(running.pid)) >= 2)  # who draws, and who tracks what they share
    children = children_of(running.pid)
    running.send_signal(number)
    assert running.wait(HANGS) == (143 if number == signal.SIGTERM else -signal.SIGKILL)
    until(lambda: not any(map(is_alive, children)))
    if number == signal.SIGTERM:
        assert not made_in(place)
    else:  # nothing could be removed: the next run does
        assert all(name.endswith(".partial") for name in made_in(place))
        _draw_nothing(place, monkeypatch)
        assert main([*RUN, "--threads", "1"]) == 0
        assert made_in(place) == {"made"}


def test_the_same_run_twice_at_once_is_made_once(place, monkeypatch):
    _draw_nothing(place, monkeypatch)
    runs = [start([*RUN, "--threads", "1"]) for _ in range(2)]
    for run in runs:
        status, told = run.wait()
        assert status == 0 and told.endswith("Results: made\n")
        assert "\r" not in told and "%|" not in told  # nor is a log full of progress bars
    assert made_in(place) == {"made"}


def test_the_output_may_be_closed_full_or_of_few_letters(place):
    file = place / "base.yaml"
    file.write_text(SCENARIO.replace("The base", "Türkiye → 中"), encoding="utf-8")
    few = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    said = {}
    for end, status in ((">&- 2>&-", 0), ("| head -0", 0), ("> /dev/full", 2), ("", 0)):
        done = subprocess.run(
            f"'{sys.executable}' -m sim.cli check base.yaml {end}",
            shell=True, executable="/bin/bash", cwd=place, env=os.environ | few,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == status and "Traceback" not in done.stderr, (end, done.stderr)
        assert "Exception" not in done.stderr
        said[end] = done.stdout + done.stderr
    assert "T\\xfcrkiye" in said[""]
    assert "the output cannot be written: no space left" in said["> /dev/full"]
