"""The list of commands, and their help."""

import subprocess
import sys
from pathlib import Path

import pytest

import sim.cli
from sim.cli import main
from sim.cli.parser import COMMANDS, command_named


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_a_file_of_its_name_and_explains_itself(name, capsys):
    assert Path(command_named(name).__file__).stem.rstrip("_") == name
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"usage: sim {name} ")
    assert f"  sim {name}" in printed.split("\n\n", 1)[1]  # an example


def test_every_command_is_listed():
    files = Path(sim.cli.__file__).parent.glob("*.py")
    commands = [path for path in files if "\nPURPOSE = " in path.read_text(encoding="utf-8")]
    assert {path.stem.rstrip("_") for path in commands} == set(COMMANDS)


def test_help_teaches_by_examples(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    for name in set(COMMANDS) - {"gather"}:  # which the help of sweep teaches
        assert f"  sim {name} " in printed


def test_help_loads_neither_the_model_nor_the_plots():
    heavy = "{'numba', 'mesa', 'matplotlib', 'pyarrow'}"
    code = f"import sim.cli, sys; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"
