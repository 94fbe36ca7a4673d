"""The engine of a page, run in node beside the model's own."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sim.page.bundle import PageBundle

NODE = shutil.which("node")
HARNESS = Path(__file__).with_name("node.mjs")

needs_node = pytest.mark.skipif(NODE is None, reason="there is no node here to run scripts in")


def run_in_node(
    bundle: PageBundle, runs: Sequence[Mapping[str, Any]], folder: Path
) -> dict[str, Any]:
    """What the engine answers to each run: see ``node.mjs``."""
    files = {"bundle": bundle.written(), "asked": {"workers": 2, "runs": list(runs)}}
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    assert NODE is not None
    command = [NODE, str(HARNESS), *(str(folder / f"{name}.json") for name in files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0 and done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found
