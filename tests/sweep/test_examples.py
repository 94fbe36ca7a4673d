"""The examples in the docstrings of what a user calls."""

import doctest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim.sweep

CALLED = ("run_sweep", "read_results", "as_pandas", "as_xarray", "as_experiments")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples share, so that their sweep is run once."""
    return tmp_path_factory.mktemp("examples")


@pytest.mark.parametrize("name", CALLED)
def test_an_example_gives_what_it_says(
    name: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name == "as_xarray":
        pytest.importorskip("xarray")
    monkeypatch.chdir(place)
    called: Callable[..., Any] = getattr(sim.sweep, name)
    [test] = doctest.DocTestFinder(recurse=False).find(called, name, globs={})
    assert test.examples
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert not said, "".join(said)
