"""Scenario files in an empty folder, and the mistakes found in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import InputError, Scenario, load, shipped

EXAMPLE = """\
title: Russia never lifts its ban on Pakistan
question: Does Pakistan turn away from the United States all the same?
extends: history.yaml
years: {from: 2003, to: 2030}
worlds: 200
seed: 1
set:
  price_sensitivity: {lognormal: {median: 1.0, p95: 2.5}}
events:
  - remove: russia-lifts-ban
  - id: us-ends-grants
    year: 2011
    why: Abbottabad and the border raid
    grant: {supplier: United States, buyer: Pakistan, usd_m: 0}
measures:
  - {id: pak-us-change,
     change: {buyer: Pakistan, supplier: United States, from: 2008-2012, to: 2013-2017}}
  - {id: pak-china, share: {buyer: Pakistan, supplier: China, window: 2013-2017, of: deliveries}}
plots: {buyers: [Pakistan, India]}
"""

HISTORY = """\
title: What happened
seed: 7
worlds: 50
set:
  parity: 0.5
  affinity: {uniform: {from: 0, to: 0.2}}
events:
  - id: russia-lifts-ban
    year: 2014
    why: Russia turns to Asia
    lift: {supplier: Russia, buyer: Pakistan}
  - id: us-ends-grants
    year: 2016
    why: Congress refuses
    grant: {supplier: United States, buyer: Pakistan, usd_m: 100}
  - id: china-grows
    year: 2005
    over: 10
    why: New yards
    capacity: {supplier: China, factor: 2}
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; what the checkout ships stays out of the way."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "site" / "sim")
    return work


@pytest.fixture
def ship(tmp_path: Path) -> Callable[[str, str], Path]:
    """Put a scenario among the shipped ones of an installed package."""

    def put(name: str, text: str) -> Path:
        folder = tmp_path / "site" / "sim" / "scenarios"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return put


@pytest.fixture
def loaded(here: Path) -> Callable[[str], Scenario]:
    """Load a text as the file s.yaml."""

    def from_text(text: str) -> Scenario:
        (here / "s.yaml").write_text(text, encoding="utf-8")
        return load("s.yaml")

    return from_text


@pytest.fixture
def mistakes(here: Path) -> Callable[[str | bytes], list[str]]:
    """Load a text that is wrong as s.yaml, and return its problems, one line each."""

    def of_text(text: str | bytes) -> list[str]:
        data = text if isinstance(text, bytes) else text.encode()
        (here / "s.yaml").write_bytes(data)
        with pytest.raises(InputError) as caught:
            load("s.yaml")
        return str(caught.value).split("\n")

    return of_text
