"""The cache of compiled code: an edited equation never runs stale."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import sim

ASK = (
    "import numpy as np\n"
    "from sim.model.reasons import add_price\n"
    "p = np.zeros(1, dtype=[('price_sensitivity', float)])\n"
    "p['price_sensitivity'] = 1.0\n"
    "value = np.zeros(1)\n"
    "add_price(value, np.array([2.0]), np.ones(1), np.ones(1), p[0])\n"
    "print(value[0])\n"
)


def ask(folder: Path) -> float:
    environment = os.environ | {"PYTHONPATH": str(folder), "NUMBA_CACHE_DIR": str(folder / "cache")}
    answer = subprocess.run(
        [sys.executable, "-c", ASK], env=environment, cwd=folder, capture_output=True, text=True
    )
    assert answer.returncode == 0, answer.stderr
    return float(answer.stdout)


def test_an_edited_equation_changes_a_behaviour_compiled_in_another_file(tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    before = ask(tmp_path)
    assert ask(tmp_path) == before
    equations = tmp_path / "sim" / "model" / "equations.py"
    text = equations.read_text(encoding="utf-8")
    edited = text.replace("return -price_sensitivity * ln(price)", "return -3.0 * ln(price)")
    assert edited != text
    equations.write_text(edited, encoding="utf-8")
    after = ask(tmp_path)
    assert abs((before - after) - 2.0 * 0.6931471805599453) < 1e-12
