"""A small theatre with a record, three runs in it, and how to open them."""

from pathlib import Path

import pytest

from sim.compare.sides import open_sides
from sim.experiment.run import run_scenario
from sim.scenario import load

from ..theatres import write_small_theatre

BASE = """\
title: The base
theatre: ./small
years: {from: 2010, to: 2018}
worlds: 6
events:
  - {id: cheap-norden, year: 2012, why: w, price: {supplier: Norden, factor: 0.4}}
  - {id: closer, year: 2015, why: w, alignment: {between: [Sudor, Alba], shift: 1}}
measures:
  - {id: volume, volume: {buyer: Alba, window: 2013-2018}}
  - {id: share, share: {buyer: Alba, supplier: Norden, window: 2010-2014}}
  - {id: change, change: {supplier: Sudor, from: 2010-2013, to: 2014-2018}}
  - {id: rank, rank: {buyer: Bora, window: 2013-2018, of: orders}}
  - {id: hhi, hhi: {buyer: [Alba, Bora], window: 2013-2018}}
  - {id: ratio, ratio: {top: {buyer: Alba}, bottom: {buyer: Bora}, window: 2013-2018}}
  - {id: world, world_share: {supplier: Norden, window: 2013-2018}}
  - {id: first, first_order: {buyer: Alba, supplier: Sudor}}
  - {id: count, order_count: {buyer: Alba, class: land, window: 2010-2018}}
  - {id: money, money: {supplier: Norden, window: 2012-2018, of: orders}}
  - {id: talks, announcements_per_order: {buyer: Alba, window: 2010-2018}}
plots: {buyers: [Alba, Bora]}
"""
OTHER = """\
title: Norden is not cheap
extends: base.yaml
inherit: questions
worlds: 5
set: {price_sensitivity: 1.5}
events:
  - remove: cheap-norden
  - {id: closer, year: 2014, why: w, alignment: {between: [Sudor, Alba], shift: 1}}
measures:
  - {id: its-own, share: {buyer: Bora, supplier: Sudor, window: 2012-2018, of: orders}}
"""
SHORT = """\
title: Short and with another seed
theatre: ./small
years: {from: 2010, to: 2014}
worlds: 4
seed: 2
measures:
  - {id: share, share: {buyer: Alba, supplier: Sudor, window: 2010-2014}}
"""
RECORDED = """\
buyer,supplier,first_year,last_year,tiv
Alba,Norden,2010,2014,300
Alba,Sudor,2010,2014,100
Bora,Sudor,2010,2014,200
Others,Residual,2010,2014,500
"""


@pytest.fixture(scope="session")
def place(tmp_path_factory) -> Path:
    """A folder with the scenarios base, other and short, each run into a folder of its name."""
    place = tmp_path_factory.mktemp("compared")
    write_small_theatre(place / "small")
    (place / "small" / "recorded_deliveries.csv").write_text(RECORDED, encoding="utf-8")
    for name, text in (("base", BASE), ("other", OTHER), ("short", SHORT)):
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
        run_scenario(load(place / f"{name}.yaml"), place / name)
    return place


@pytest.fixture(scope="session")
def sides(place):
    """Open sides by their short names, such as ``sides("base", "record")``."""

    def opened(*names):
        def run(scenario):
            raise AssertionError(f"{scenario.name} has been run")

        words = [name if name == "record" else str(place / name) for name in names]
        return open_sides(words, load, run)

    return opened
