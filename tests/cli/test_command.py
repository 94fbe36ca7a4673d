"""How a command ends when something is wrong."""

import subprocess
import sys

from sim.cli import main


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
