"""Whatever stands in a theatre's tables or in a scenario: what is not refused, runs."""

import random
import re

import numpy as np
import pytest

from sim.base.problems import InputError
from sim.experiment.case import build_case
from sim.experiment.run import measure_block, resolve_measure
from sim.experiment.worlds import run_worlds
from sim.scenario import load
from tests.theatres import write_small_theatre

SCENARIO = """\
title: t
theatre: ./mine
years: {from: 2010, to: 2014}
worlds: 1
parameters: central
tenders: simulated
events:
  - {id: ban, year: 2012, why: w, embargo: {supplier: Norden, buyer: Alba, closes: all}}
  - {id: need, year: 2011, why: w, need: {buyer: Bora, class: all, factor: 2}}
  - {id: grown, year: 2009, until: 2012, why: w, capacity: {supplier: Sudor, factor: 0.5}}
  - {id: dear, year: 2011, over: 3, why: w, price: {supplier: Sudor, factor: 2}}
  - {id: paid, year: 2000, why: w, grant: {supplier: Norden, buyer: Bora, usd_m: 100}}
  - {id: given, year: 2011, why: w, order: {buyer: Alba, supplier: Norden, class: land, tiv: 20}}
measures:
  - {id: m, share: {buyer: Alba, supplier: Norden, window: 2011-2014}}
"""
WORDS = (
    "0",
    "1",
    "-1",
    "1e-320",
    "1e300",
    "9999999",
    "",
    "nan",
    "1800",
    "2050",
    "2200",
    "ALL",
    "x",
)
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def changed(text: str, draw: random.Random) -> str:
    """The text with one number in another size, another word in its place, or a line twice."""
    found = draw.choice(list(NUMBER.finditer(text)))
    value = float(found[0])
    new = draw.choice(
        (
            f"{value * 10 ** draw.uniform(-6, 6):.6g}",
            str(int(value) + draw.choice((-5, -1, 1, 5, 20))),
            str(int(value * draw.choice((2, 10, 1000)))),
            draw.choice(WORDS),
        )
    )
    if draw.random() < 0.1:
        lines = text.split("\n")
        return "\n".join([*lines[:-1], draw.choice(lines[1:-1] or lines), ""])
    return text[: found.start()] + new + text[found.end() :]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_not_refused_runs(tmp_path, seed):
    """The case is built and one world simulated, in finite numbers, or a line is told."""
    draw = random.Random(seed)
    folder, file = write_small_theatre(tmp_path / "mine"), tmp_path / "s.yaml"
    tables = [path for path in sorted(folder.iterdir()) if NUMBER.search(path.read_text())]
    run = 0
    for _ in range(25):
        changes = draw.choice(tables), draw.choice((folder / "tenders.csv", file, file))
        file.write_text(SCENARIO.replace("simulated", draw.choice(("simulated", "recorded"))))
        before = {path: path.read_text(encoding="utf-8") for path in changes}
        for path in before:
            path.write_text(changed(before[path], draw), encoding="utf-8")
        try:
            scenario = load(file)
            case = build_case(scenario)
        except InputError as error:
            assert all(problem.mark.line >= 1 for problem in error.problems)
        else:
            run += 1
            measures = [resolve_measure(item, case.theatre) for item in scenario.measures]
            for block in run_worlds(case, 0, 1):
                measure_block(block, measures)
                assert np.isfinite(block.orders.value).all() and (block.orders.value >= 0).all()
        for path, text in before.items():
            path.write_text(text, encoding="utf-8")
    assert run > 0
