"""The ODD description: what it names exists, and its tables have all that the code has."""

import re
from pathlib import Path

from sim.base.parameters import PARAMETERS
from sim.model import equations
from sim.model.world import W
from tools.odd import parameters, state_variables

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "ODD.md").read_text(encoding="utf-8")


def test_every_array_of_a_world_and_every_parameter_has_a_row():
    arrays = [name for name in vars(W) if name.isupper() and not name.startswith("_")]
    for name in arrays:
        assert f"| `{name}` |" in TEXT, name
    assert len(state_variables().splitlines()) == len(arrays) + 2
    assert len(parameters().splitlines()) == len(PARAMETERS) + 2


def test_the_equations_and_files_that_it_names_exist():
    _, submodels = TEXT.split("## 7. Submodels")
    table = submodels.split("**Parameters.**")[0]
    for name in re.findall(r"`([a-z_]+)`", table):
        assert hasattr(equations, name), name
    for name in re.findall(r"`([a-z_]+\.py)`", table):
        assert (ROOT / "sim" / "model" / name).is_file(), name
