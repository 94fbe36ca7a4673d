"""A command looks for garbage seldom, and leaves the process as it was."""

import gc
import subprocess
import sys

import pytest

from sim.base.garbage import SELDOM, collecting_seldom
from sim.cli import main

HOLDS_ITSELF = """
from sim.base.garbage import collect_seldom

class Held:
    def __del__(self):
        print("looked at")

held = Held()
held.itself = held
{}
"""


def test_garbage_is_looked_for_as_often_as_before_once_it_is_over():
    before = gc.get_threshold()
    with pytest.raises(ValueError), collecting_seldom():
        assert gc.get_threshold() == (SELDOM, *before[1:])
        raise ValueError
    assert gc.get_threshold() == before


def test_a_command_leaves_the_process_as_it_was(capsys):
    before = gc.get_threshold()
    assert main(["show", "history"]) == 0 and capsys.readouterr().out
    assert gc.get_threshold() == before


@pytest.mark.parametrize(("last", "said"), [("", b"looked at"), ("collect_seldom()", b"")])
def test_what_is_left_at_the_end_is_not_looked_at(last, said):
    program = [sys.executable, "-c", HOLDS_ITSELF.format(last)]
    assert subprocess.run(program, capture_output=True, check=True).stdout.strip() == said
