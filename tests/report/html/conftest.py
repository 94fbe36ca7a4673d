"""A page of a small run, and of two runs, made once; and a Chromium, if there is one."""

from pathlib import Path

import pytest

from sim.experiment.run import run_scenario
from sim.report.html.page import page_of
from sim.report.html.run_page import open_run
from sim.scenario import load
from tests.model.test_plain_agrees import (
    EVERYTHING_HAPPENS,
    ORDERS_ARE_GIVEN,
    small_scenario,
)

HOSTILE = "<script>alert('x')</script> & \"so\" on"
MORE = """
worlds: 4
plots: {buyers: [Alba]}
measures:
  - {id: a-share, share: {buyer: Alba, supplier: Sudor, window: 2012-2016}}
"""
OTHER = f"""\
title: Norden pays half
question: '{HOSTILE.replace("'", "''")}'
extends: scenario.yaml
inherit: questions
events:
  - id: half
    year: 2012
    why: "A supposition, <b>ours</b>"
    source: "A <i>source</i>"
    price: {{supplier: Norden, factor: 0.5}}
"""


@pytest.fixture(scope="package")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two runs without plots or scores; the second differs by an event."""
    folder = tmp_path_factory.mktemp("page")
    small_scenario(folder, events=EVERYTHING_HAPPENS + ORDERS_ARE_GIVEN)
    path = folder / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    (folder / "other.yaml").write_text(OTHER, encoding="utf-8")
    for name in ("scenario", "other"):
        run_scenario(load(folder / f"{name}.yaml"), folder / name)
    return folder / "scenario", folder / "other"


@pytest.fixture(scope="package")
def one(folders: tuple[Path, Path]) -> str:
    """The page of the first run."""
    return page_of([open_run(folders[0])])


@pytest.fixture(scope="package")
def two(folders: tuple[Path, Path]) -> str:
    """The page of both, the first as the base."""
    return page_of([open_run(folder) for folder in folders])
