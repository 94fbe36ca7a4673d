"""Where the compiled model is kept, and what is said of a folder that cannot be written."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.base import caching
from sim.base.caching import VARIABLE, can_be_written, nearest, settle_cache
from sim.cli.command import main


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The system's temporary folder, apart."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(caching.tempfile, "tempdir", str(folder))
    return folder


def test_a_place_that_can_be_written_is_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "not" / "yet"))
    settle_cache()
    assert os.environ[VARIABLE] == str(tmp_path / "not" / "yet")
    assert not (tmp_path / "not").exists()


def test_another_place_is_the_same_at_every_start_and_ours_alone(temporary, tmp_path, monkeypatch):
    taken = tmp_path / "file"
    taken.touch()
    places = []
    for _ in range(2):
        monkeypatch.setenv(VARIABLE, str(taken / "cache"))  # below a file: nobody can write there
        settle_cache()
        places.append(Path(os.environ[VARIABLE]))
    assert places[0] == places[1] and places[0].parent == temporary
    assert places[0].stat().st_mode & 0o777 == 0o700 and can_be_written(places[0])
    places[0].chmod(0o777)  # where others write, their files would be run
    monkeypatch.setenv(VARIABLE, str(taken / "cache"))
    settle_cache()
    assert Path(os.environ[VARIABLE]) not in places


def test_the_model_is_imported_where_home_cannot_be_written(tmp_path):
    """Numba asks for a place while functions are made, long before it compiles any."""
    taken = tmp_path / "home"
    taken.touch()
    environment = {k: v for k, v in os.environ.items() if k not in (VARIABLE, "XDG_CACHE_HOME")}
    environment |= {"HOME": str(taken), "TMPDIR": str(tmp_path)}
    code = (
        "import sim.model.equations; from sim.model.compiled import cache_folder as f; print(f())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "sim-"))


def test_the_nearest_folder_is_found(tmp_path):
    assert nearest(tmp_path / "a" / "b") == tmp_path and nearest(tmp_path) == tmp_path


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_cannot_be_written_is_named_and_what_to_do(
    tmp_path, monkeypatch, capsys, number
):
    def denied(options):
        raise OSError(number, os.strerror(number), str(tmp_path / "results" / ".run.partial"))

    monkeypatch.setattr("sim.cli.run.run", denied)
    assert main(["run", "history"]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"sim: the folder {tmp_path} cannot be written") and "--out" in said
    assert "Errno" not in said


def test_a_file_that_cannot_be_read_keeps_its_own_words(tmp_path, monkeypatch, capsys):
    def denied(options):
        raise PermissionError(errno.EACCES, "Permission denied", str(tmp_path))

    monkeypatch.setattr("sim.cli.run.run", denied)
    assert main(["run", "history"]) == 2
    assert "Permission denied" in capsys.readouterr().err
