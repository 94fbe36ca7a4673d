"""A sweep so small that it runs in a moment: a theatre, a scenario and a sweep file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.theatres import write_small_theatre

SCENARIO = """\
title: A small scenario
theatre: {theatre}
years: {{from: 2010, to: 2014}}
worlds: 9
seed: 3
events:
  - id: ban.of-2011
    year: 2011
    why: a ban
    embargo: {{supplier: Norden, buyer: Alba, closes: {{aircraft: 0.5, land: 1}}}}
  - {{id: cheap, year: 2012, until: 2013, why: a loan, price: {{supplier: Sudor, factor: 0.5}}}}
measures:
  - {{id: alba-sudor, share: {{buyer: Alba, supplier: Sudor, window: 2011-2014, of: orders}}}}
  - {{id: bora-all, volume: {{buyer: Bora, window: 2010-2012}}}}
  - {{id: late, volume: {{buyer: Bora, window: 2013-2014}}}}
"""
SWEEP = """\
title: A small sweep
question: Does it run?
scenario: scenario.yaml
design: grid
parameters:
  price_sensitivity: {from: 0, to: 2, steps: 3}
  events.cheap.factor: [0.5, 1]
worlds: 10
measures: [alba-sudor, bora-all]
regimes: {buyer: Alba, window: 2011-2014}
"""

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small theatre and scenario."""
    place = tmp_path_factory.mktemp("sweeps")
    theatre = write_small_theatre(place / "theatre")
    (place / "scenario.yaml").write_text(SCENARIO.format(theatre=theatre), encoding="utf-8")
    return place


@pytest.fixture
def write(folder: Path, tmp_path: Path) -> Write:
    """Write a sweep file beside the scenario; words of the small one may be replaced."""

    def written(text: str = SWEEP, **replaced: str) -> Path:
        lines = []
        for line in text.splitlines():
            key = line.partition(":")[0]
            lines.append(f"{key}: {replaced.pop(key)}" if key in replaced else line)
        lines += [f"{key}: {value}" for key, value in replaced.items()]
        file = tmp_path / "sweep.yaml"
        (tmp_path / "scenario.yaml").write_bytes((folder / "scenario.yaml").read_bytes())
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    return written
