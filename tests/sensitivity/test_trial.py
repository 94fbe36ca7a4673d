"""One key of a real scenario at several values: the same worlds, and nothing else changed."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.base.problems import InputError
from sim.document.frozen import FrozenMap
from sim.experiment.case import build_case
from sim.experiment.run import measure_block, resolve_measure
from sim.experiment.worlds import map_worlds
from sim.scenario import load
from sim.sensitivity.trial import new_trial, read_span, theatre_of

FILE = """\
title: A short run
extends: history
years: {to: 2008}
worlds: 6
events:
  - {id: cheap, year: 2004, why: w, price: {supplier: Russia, factor: 0.5}}
measures:
  - {id: india-russia, share: {buyer: India, supplier: Russia, window: 2004-2007, of: orders}}
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("tip") / "short.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def scenario(file):
    return load(file)


@pytest.fixture(scope="module")
def theatre(scenario):
    return theatre_of(scenario)


def measured(scenario):
    [item] = [one for one in scenario.measures if one.id == "india-russia"]
    case = build_case(scenario)
    asked = resolve_measure(item, case.theatre)
    parts = map_worlds(
        lambda block: measure_block(block, [asked])["india-russia"], case, 0, 6,
        ledgers=(),
    )  # fmt: skip
    return np.concatenate(list(parts))


def trial(scenario, theatre, key):
    span = read_span(f"{key}=0.5:1", scenario, theatre)
    return new_trial(scenario, theatre, span.key, "india-russia")


def test_a_parameter_is_that_of_a_scenario_that_sets_it(scenario, theatre):
    settings = FrozenMap({**scenario.settings, "price_sensitivity": Constant(1.2)})
    wanted = measured(replace(scenario, settings=settings))
    tried = trial(scenario, theatre, "price_sensitivity")
    assert tried.run(1.2, threads=1).tolist() == wanted.tolist()
    assert tried.run(0.2, threads=2).tolist() != wanted.tolist()
    assert tried.run(1.2, threads=2).tolist() == wanted.tolist()  # no trace of what was between


def test_an_event_is_that_of_a_scenario_that_has_it(file, scenario, theatre, tmp_path):
    tried = trial(scenario, theatre, "events.cheap.factor")
    assert tried.base.scenario.last_year == 2007  # the measure looks no farther
    assert tried.run(0.5, threads=1).tolist() == measured(scenario).tolist()
    other = tmp_path / "other.yaml"
    other.write_text(FILE.replace("factor: 0.5", "factor: 0.2"), encoding="utf-8")
    assert tried.run(0.2, threads=1).tolist() == measured(load(other)).tolist()


def test_a_span_may_go_down_and_years_are_whole(scenario, theatre):
    span = read_span(" events.cheap.factor = 1 : 0.25 ", scenario, theatre)
    assert (span.start, span.end, span.key.whole) == (1.0, 0.25, False)
    assert read_span("events.cheap.year=2004:2007", scenario, theatre).key.whole


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("", 1, "must be KEY=FROM:TO"),
        ("veto", 1, "must be KEY=FROM:TO"),
        ("veto=1", 1, "must be KEY=FROM:TO"),
        ("veto=1:2:3", 1, "must be KEY=FROM:TO"),
        ("vetoo=0:1", 1, "did you mean 'veto'"),
        ("events.cheep.factor=0:1", 1, "did you mean 'cheap'"),
        ("events.cheap.factor=1:0", 23, "a number from 0.001 to 1,000"),
        ("events.cheap.year=2004:2012", 24, "a whole number from 1900 to 2008"),
        ("events.cheap.year=2004.5:2006", 19, "a whole number"),
        ("veto=1:1", 6, "nowhere to go"),
        ("veto=a:1", 6, "not 'a'"),
        ("veto=0:nan", 8, "must be"),
        ("veto=-1:2", 6, "a number of 0 or more"),
    ],
)
def test_a_wrong_span_is_told_by_its_column(text, column, said, scenario, theatre):
    with pytest.raises(InputError) as error:
        read_span(text, scenario, theatre)
    [line] = str(error.value).splitlines()
    assert line.startswith(f"--vary:1:{column}: ") and said in line


def test_both_ends_of_a_span_may_be_wrong(scenario, theatre):
    with pytest.raises(InputError) as error:
        read_span("veto=a:b", scenario, theatre)
    assert len(error.value.problems) == 2
