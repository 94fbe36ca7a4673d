"""The examples in the docstrings of what a user calls."""

import doctest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.claims import load_ledger
from sim.experiment.case import build_case
from sim.measure.measures import Measure
from sim.scenario import load
from sim.sensitivity.response import response
from sim.sensitivity.tornado import tornado
from sim.sweep import as_experiments, as_pandas, as_xarray, read_results, run_sweep
from sim.theatre.load import load_theatre

CALLED = (
    load, load_theatre, load_ledger, build_case, Measure, run_sweep, read_results, as_pandas,
    as_xarray, as_experiments, response, tornado,
)  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the examples share, so that their sweep is run once."""
    return tmp_path_factory.mktemp("examples")


@pytest.mark.slow
@pytest.mark.parametrize("called", CALLED)
def test_an_example_gives_what_it_says(
    called: Callable[..., Any], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if called is as_xarray:
        pytest.importorskip("xarray")
    monkeypatch.chdir(place)
    [test] = doctest.DocTestFinder(recurse=False).find(
        called, called.__name__, globs={"load": load, called.__name__: called}
    )
    assert test.examples
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert not said, "".join(said)
