"""The parameter table: every row explains itself and is used."""

import math
import re
from pathlib import Path

import pytest

import sim.model
from sim.base.parameters import EVIDENCE, GROUPS, PARAMETERS
from sim.model import equations

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in Path(sim.model.__file__).parent.glob("*.py")
    if path.name != "parameters.py"
)


@pytest.mark.parametrize("row", PARAMETERS.values(), ids=lambda row: row.name)
def test_a_parameter_says_what_it_is_and_whether_it_was_measured(row):
    assert row.meaning and row.unit and row.group in GROUPS
    assert row.evidence in EVIDENCE
    if row.evidence == "†":  # a guess may lean on a source as well
        sources = "(logit|Poisson) on recorded|regression of|packages by buyer|what had come by"
        assert re.search(sources, row.source)
    assert math.isfinite(row.prior.central)


@pytest.mark.parametrize("row", PARAMETERS.values(), ids=lambda row: row.name)
def test_a_parameter_is_used_by_the_equation_that_it_names(row):
    assert row.equation == "affinity" or hasattr(equations, row.equation)
    assert re.search(rf"\bp\.{row.name}\b|world\.p\[0\]\.{row.name}\b", SOURCES)


@pytest.mark.parametrize("row", PARAMETERS.values(), ids=lambda row: row.name)
def test_a_prior_lets_its_quantiles_rise(row):
    values = [row.prior.quantile(u) for u in (0.001, 0.25, 0.5, 0.75, 0.999)]
    assert values == sorted(values)
    assert values[0] <= row.prior.central <= values[-1]
