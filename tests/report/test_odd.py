"""The ODD description: its tables are those of the code, and what it names exists."""

import re
from pathlib import Path

import pytest

from sim.model import equations
from sim.model.parameters import PARAMETERS
from sim.model.world import W
from sim.report.odd import main, rewritten, state_variables

ROOT = Path(__file__).parent.parent.parent
ODD = ROOT / "docs" / "ODD.md"
TEXT = ODD.read_text(encoding="utf-8")


def test_the_tables_are_those_of_the_code():
    assert rewritten(TEXT) == TEXT, "stale; run: python -m sim.report.odd docs/ODD.md"


def test_every_table_is_there():
    assert TEXT.count("<!-- table: ") == TEXT.count("<!-- end of table -->") == 3


def test_every_array_of_a_world_and_every_parameter_has_a_row():
    arrays = [name for name in vars(W) if name.isupper() and not name.startswith("_")]
    for name in (*arrays, *PARAMETERS):
        assert f"| `{name}` |" in TEXT, name
    assert len(state_variables().splitlines()) == len(arrays) + 2


def test_the_equations_and_files_that_it_names_exist():
    _, submodels = TEXT.split("## 7. Submodels")
    table = submodels.split("**Parameters.**")[0]
    for name in re.findall(r"`([a-z_]+)`", table):
        assert hasattr(equations, name), name
    for name in re.findall(r"`([a-z_]+\.py)`", table):
        assert (ROOT / "sim" / "model" / name).is_file(), name


def test_the_command_rewrites_a_file_and_leaves_the_rest_alone(tmp_path):
    file = tmp_path / "odd.md"
    begin, end = "<!-- table: parameters -->\n", "<!-- end of table -->"
    file.write_text(f"before\n{begin}stale words\n{end}\nafter\n", encoding="utf-8")
    main([str(file)])
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{begin}| parameter ") and text.endswith(f"|\n{end}\nafter\n")
    assert "stale words" not in text


def test_a_table_that_nobody_writes_is_an_error():
    with pytest.raises(KeyError):
        rewritten("<!-- table: weather -->\n<!-- end of table -->")
