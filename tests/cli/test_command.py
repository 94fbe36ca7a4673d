"""How a command ends when something is wrong."""

import errno
import subprocess
import sys

import pytest

from sim.base.problems import RefusedError
from sim.cli import main
from sim.cli.terminal import kept_when_stopped


def test_a_missing_file_is_told_without_a_traceback(capsys):
    assert main(["run", "nowhere.yaml"]) == 2
    assert "nowhere.yaml" in capsys.readouterr().err


def test_what_comes_out_may_be_cut_short_by_its_reader():
    command = [sys.executable, "-m", "sim.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as printing:
        assert printing.stdout is not None and printing.stderr is not None
        printing.stdout.close()
        assert printing.stderr.read() == b""
    assert printing.returncode == 0


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "stopped; 3 parts are kept"),
        (RefusedError("no"), 2, "sim run: no\n3 parts are kept"),
        (OSError(errno.ENOSPC, "full", "there"), 2, "nothing half-written is left\n3 parts are"),
    ],
)
def test_what_is_kept_is_said_with_what_went_wrong(error, status, said, monkeypatch, capsys):
    def fail(options):
        with kept_when_stopped(lambda: "3 parts are kept"):
            raise error

    monkeypatch.setattr("sim.cli.run.run", fail)
    assert main(["run", "history"]) == status
    assert said in capsys.readouterr().err
