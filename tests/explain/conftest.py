"""A small theatre where everything happens, as a case and as a results folder."""

from pathlib import Path

import pytest

from sim.experiment.case import Case, build_case
from sim.experiment.run import run_scenario
from sim.scenario import load
from tests.model.test_plain_agrees import (
    EVERYTHING_HAPPENS,
    FEEDBACKS_AT_FULL_STRENGTH,
    ON_THE_BOOK,
    ORDERS_ARE_GIVEN,
    small_scenario,
)

MEASURES = """
worlds: 6
plots: {buyers: [Alba]}
measures:
  - {id: a-share, share: {buyer: Alba, supplier: Sudor, window: 2012-2016}}
  - {id: b-volume, volume: {buyer: Bora, window: 2012-2016}}
"""


@pytest.fixture(scope="package")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario with events, given orders, strong feedbacks, measures and six worlds."""
    folder = tmp_path_factory.mktemp("explain")
    events = EVERYTHING_HAPPENS + ORDERS_ARE_GIVEN + ON_THE_BOOK
    small_scenario(folder, events=events, parameters=FEEDBACKS_AT_FULL_STRENGTH)
    path = folder / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8") + MEASURES, encoding="utf-8")
    return path


@pytest.fixture(scope="package")
def case(file: Path) -> Case:
    """The scenario in its theatre."""
    return build_case(load(file))


@pytest.fixture(scope="package")
def results(file: Path) -> Path:
    """What a run of it leaves."""
    return run_scenario(load(file), file.parent / "results").folder
