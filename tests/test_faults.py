"""Killed, out of room or spoiled at random places: afterwards a result is whole or absent."""

import random
import re
import shutil
import signal
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from sim.cli.command import main
from sim.experiment.reproduce import open_results
from sim.experiment.store import read_manifest

from .compare.conftest import BASE, OTHER, RECORDED
from .forked import start
from .register.conftest import FILES
from .theatres import write_small_theatre

pytestmark = pytest.mark.slow

SWEEP = """\
title: A sweep
scenario: base.yaml
design: grid
parameters: {price_sensitivity: {from: 0, to: 2, steps: 12}}
worlds: 30
measures: [volume]
"""
COMMANDS = {
    "run": ["run", "base.yaml", "--worlds", "60", "--out", "made", "--threads", "1"],
    "sweep": ["sweep", "sweep.yaml", "--out", "made", "--threads", "1"],
    "compare": ["compare", "one", "other", "--out", "made", "--threads", "1"],
    "import": ["import", "single.csv", "--out", "made", "--buyers", "2"],
}
READ = (
    ["compare", "{}", "record", "--threads", "1", "--out", "new"],
    ["story", "{}", "--world", "0"],
    ["explain", "{}", "--buyer", "Alba", "--year", "2012", "--world", "0", "--out", "new"],
    ["report", "{}", "--threads", "1", "--out", "new"],
    ["score", "{}", "--threads", "1", "--out", "new"],
    ["estimate", "{}", "--out", "new"],
    ["run", "base.yaml", "--out", "{}", "--threads", "1"],
)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a theatre, scenarios, a sweep, a register and two runs; plots are not drawn."""
    place = tmp_path_factory.mktemp("faults")
    write_small_theatre(place / "small")
    (place / "small" / "recorded_deliveries.csv").write_text(RECORDED, encoding="utf-8")
    for name, text in (("base", BASE), ("other", OTHER), ("sweep", SWEEP)):
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    shutil.copy(FILES / "single.csv", place)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setattr("sim.cli.simulation.draw_on", lambda threads: nullcontext())
        patch.setattr("sim.report.compare.write.draw_all", touch)
        patch.setattr("sim.report.sweeps.draw.draw_all", touch)
        assert main(["run", "base.yaml", "--out", "one", "--threads", "1"]) == 0
        assert main(["run", "other.yaml", "--out", "other", "--threads", "1"]) == 0
        yield place


def touch(plots, processes=1):
    """In place of drawing, which would take most of the time."""
    paths = [plot.path for plot in plots]
    for path in paths:
        path.write_bytes(b"drawn")
    return paths


def called(words, *, room=None, ended=None):
    """Status and words of a command in a process of its own.

    ``room`` is how many bytes a file may have. ``ended`` is a signal and after how many seconds.
    """
    command = start(words, room)
    if ended is not None:
        number, seconds = ended
        time.sleep(seconds)
        command.send(number)
    return command.wait()


def strays():
    return {path.name for path in Path().iterdir()} - {
        "small", "base.yaml", "other.yaml", "sweep.yaml", "single.csv", "one", "other", "made",
    }  # fmt: skip


def content(folder):
    """The data of a result, without what names its time."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("manifest.json", "import.json")
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_is_killed_or_has_no_room_leaves_all_or_nothing(place, name):
    chance, words = random.Random(f"faults of {name}"), COMMANDS[name]
    began = time.perf_counter()
    assert called(words)[0] == 0
    seconds = time.perf_counter() - began
    whole = content(Path("made"))
    sizes = sorted(map(len, whole.values()))
    for trial in range(5):
        shutil.rmtree("made", ignore_errors=True)
        if trial % 2:
            number = chance.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT))
            status, _ = called(words, ended=(number, chance.random() * seconds))
            assert status in (0, -number, 128 + number)
            killed = number == signal.SIGKILL or status == -number
            assert killed or all(stray.endswith(".parts") for stray in strays())
        else:
            status, text = called(words, room=chance.randrange(1, sizes[-1]))
            assert status == 2 and "file too large" in text.lower()
            assert not Path("made").exists()
            assert re.search(r"^sim: (made/|\.)\S+ cannot be written", text, re.MULTILINE), text
        if Path("made").exists():
            assert content(Path("made")) == whole
        assert called(words)[0] in (0, 2 if name == "import" and Path("made").exists() else 0)
        assert content(Path("made")) == whole and not strays()
    shutil.rmtree("made")


def test_a_result_that_was_spoiled_is_named_by_every_command_that_reads_it(place):
    chance = random.Random("spoiled")
    files = [*sorted(read_manifest(Path("one"))["files"]), "manifest.json"]
    for trial, words in enumerate(READ * 2):
        shutil.copytree("one", "made")
        spoiled = Path("made") / chance.choice(files)
        whole = spoiled.read_bytes()
        at = chance.randrange(len(whole))
        spoiled.write_bytes(
            (b"", whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])[trial % 3]
        )
        status, text = called([word.format("made") for word in words])
        assert status == 2 and len(text.splitlines()) <= 2, (words, text)
        assert str(spoiled) in text, (words, text)
        shutil.rmtree("made")
        assert not strays()
    assert open_results(Path("one"))
