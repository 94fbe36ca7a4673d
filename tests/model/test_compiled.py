"""The cache of compiled code: an edited equation never runs stale."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest

import sim

pytestmark = pytest.mark.slow

ASK = (
    "import numpy as np\n"
    "from sim.model.reasons import refuse_licences\n"
    "p = np.zeros(1, dtype=[('quality', float)])\n"
    "p['quality'] = 1.0\n"
    "value = np.zeros(1)\n"
    "refuse_licences(value, 2.0, np.zeros(1), p[0])\n"
    "print(value[0])\n"
)


def environment_of(folder: Path) -> dict[str, str]:
    cache, temporary = folder / "cache", folder / "temporary"
    temporary.mkdir(exist_ok=True)
    places = {"PYTHONPATH": folder, "NUMBA_CACHE_DIR": cache, "TMPDIR": temporary}
    return os.environ | {name: str(place) for name, place in places.items()}


def ask(folder: Path, also: Mapping[str, str] = MappingProxyType({})) -> float:
    answer = subprocess.run(
        [sys.executable, "-c", ASK],
        env=environment_of(folder) | also, cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    return float(answer.stdout)


def test_an_edited_equation_changes_a_behaviour_compiled_in_another_file(tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    before = ask(tmp_path)
    assert ask(tmp_path) == before
    equations = tmp_path / "sim" / "model" / "equations.py"
    text = equations.read_text(encoding="utf-8")
    edited = text.replace("return -quality * withheld", "return -3.0 * withheld")
    assert edited != text
    equations.write_text(edited, encoding="utf-8")
    after = ask(tmp_path)
    assert abs((before - after) - 4.0) < 1e-12


def test_a_copy_of_the_same_source_finds_what_was_compiled(tmp_path):
    cache = {"NUMBA_CACHE_DIR": str(tmp_path / "cache")}
    answers = []
    for name in ("one", "two"):
        shutil.copytree(Path(sim.__file__).parent, tmp_path / name / "sim")
        answers.append(ask(tmp_path / name, cache))
        kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "cache").rglob("*.nbc")}
        if name == "one":
            compiled = kept
    assert compiled and kept == compiled
    assert answers[0] == answers[1]


@pytest.mark.skipif(sys.platform != "linux", reason="caches lie elsewhere")
def test_what_is_compiled_lies_in_the_users_cache_and_not_where_it_is_run(tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    ask(tmp_path, {"NUMBA_CACHE_DIR": "", "XDG_CACHE_HOME": str(tmp_path / "home")})
    assert any((tmp_path / "home").rglob("*.nbi"))
    assert {path.name for path in tmp_path.iterdir()} == {"sim", "temporary", "home"}


def spoil(file: Path, how: str) -> None:
    whole = file.read_bytes()
    middle = len(whole) // 2
    file.write_bytes(
        {
            "emptied": b"",
            "cut short": whole[:middle],
            "altered": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        }[how]
    )


def test_a_damaged_cache_is_compiled_again(tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    before = ask(tmp_path)
    files = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".nbi", ".nbc", ".sha256"}
    for i, file in enumerate(sorted(files)):
        spoil(file, ("emptied", "cut short", "altered")[i % 3])
    assert ask(tmp_path) == before
    kept = {path: path.read_bytes() for path in (tmp_path / "cache").rglob("*.nbc")}
    assert ask(tmp_path) == before
    assert {path: path.read_bytes() for path in kept} == kept  # the second time, nothing was


JUMPS = """
from sim.model.compiled import compiled, compiled_apart

@compiled_apart
def inner(x: float) -> float:
    return x + 1.0

@compiled
def between(x: float) -> float:
    return inner(x) * 2.0

@compiled_apart
def outer(x: float) -> float:
    return between(x) + 0.5
"""
JUMP = """
from sim.model import jumps
print(jumps.outer(1.0), sum(jumps.outer.stats.cache_hits.values()))
"""


def jump(folder: Path) -> list[str]:
    answer = subprocess.run(
        [sys.executable, "-c", JUMP],
        env=environment_of(folder), cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return answer.stdout.split()


def test_what_is_read_jumps_to_what_was_there_when_it_was_compiled_or_is_compiled_again(tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    (tmp_path / "sim" / "model" / "jumps.py").write_text(JUMPS, encoding="utf-8")
    assert jump(tmp_path) == ["4.5", "0"]
    assert jump(tmp_path) == ["4.5", "1"]  # read
    inner = list((tmp_path / "cache").rglob("jumps.inner*"))
    assert inner
    for file in inner:
        file.unlink()
    # Compiled in another order, the inner one has another symbol.
    ask(tmp_path)
    alone = "from sim.model import jumps; from sim.model.noise import mix; jumps.inner(1.0)"
    subprocess.run(
        [sys.executable, "-c", f"import numba; numba.njit(lambda: 0)(); {alone}"],
        env=environment_of(tmp_path), cwd=tmp_path, check=True,
    )  # fmt: skip
    assert jump(tmp_path) == ["4.5", "0"]
    assert jump(tmp_path) == ["4.5", "1"]


def test_a_cache_that_others_can_write_is_not_run(tmp_path):
    """Where others can write, they can put what would run in our name: another place is used."""
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    before = ask(tmp_path)
    planted = next((tmp_path / "cache").rglob("*.nbi"))
    evil = b"cos\nsystem\n(S'touch planted'\ntR."
    planted.write_bytes(evil)
    planted.with_name(planted.name + ".sha256").write_bytes(sha256(evil).digest())
    for place in (planted.parent, tmp_path / "cache"):
        usual = place.stat().st_mode
        place.chmod(usual | 0o022)
        assert ask(tmp_path) == before
        place.chmod(usual)
    assert not (tmp_path / "planted").exists() and planted.read_bytes() == evil


def test_a_cache_on_a_full_disk_is_done_without(tmp_path):
    shutil.copytree(Path(sim.__file__).parent, tmp_path / "sim")
    full = (
        "from numba.core.caching import IndexDataCacheFile\n"
        "def full(self, *_):\n    raise OSError(28, 'No space left on device')\n"
        "IndexDataCacheFile.save = full\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", full + ASK],
        env=environment_of(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(answer.stdout) == -2.0
    assert answer.stderr.count("cannot be kept (No space left on device)") == 1
