"""Events that differ from world to world, in what a run leaves and in the words about it."""

import csv
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.experiment.case import build_case
from sim.experiment.chances import as_it_happened, differing_events
from sim.experiment.run import run_scenario
from sim.experiment.worlds import case_of_world, run_worlds
from sim.explain.chronicle import chronicle
from sim.model.world import NEVER
from sim.report.explain.happened import happened_words
from sim.report.explain.story import story_of
from sim.report.run.happened import as_it_mostly_happened
from sim.scenario import Scenario, load
from sim.sweep.varied import changed, key_of
from tests.golden import SMALL
from tests.theatres import write_small_theatre

EVENTS = """events:
  - {id: norden-answers, year: 2012, until: 2018, why: The supposed answer, lasts: 3,
     if: {order: {buyer: Alba, supplier: Sudor, class: land, tiv: 5}, after: 2},
     embargo: {supplier: Norden, buyer: Alba, closes: all}}
  - {id: a-crisis, year: 2013, latest: 2016, probability: 0.5, why: It may come,
     need: {buyer: Alba, class: all, factor: 2}}
  - {id: never, year: 2012, probability: 0, why: It cannot be,
     price: {supplier: Norden, factor: 2}}
  - {id: pledged, year: 2013, latest: 2014, why: Promised,
     order: {buyer: Bora, supplier: Cora, class: land, tiv: 9, delivered: 2014-2015}}
"""
WORLDS = 20
LIFT = "lift: {supplier: Norden, buyer: Alba}}\n"


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chances")
    write_small_theatre(folder / "theatre")
    (folder / "s.yaml").write_text(SMALL + EVENTS, encoding="utf-8")
    return load(folder / "s.yaml")


@pytest.fixture(scope="module")
def folder(scenario, tmp_path_factory):
    return run_scenario(scenario, tmp_path_factory.mktemp("runs") / "out").folder


@pytest.fixture(scope="module")
def happened(scenario):
    """Years from the start [W, J], or NEVER."""
    blocks = run_worlds(build_case(scenario), 0, WORLDS)
    return np.concatenate([block.happened for block in blocks])


def test_a_run_says_in_which_worlds_and_years_events_happened(scenario, folder, happened):
    ids = [event.id for event in differing_events(scenario)]
    rows = pq.read_table(folder / "events.parquet").to_pylist()
    assert rows == [
        {"world": w, "event": ids[j], "year": 2010 + int(happened[w, j])}
        for w, j in np.argwhere(happened != NEVER).tolist()
    ]
    with (folder / "events.csv").open(encoding="utf-8", newline="") as file:
        counted = {row["event"]: row for row in csv.DictReader(file)}
    for j, name in enumerate(ids):
        years = happened[happened[:, j] != NEVER, j] + 2010
        assert int(counted[name]["worlds"]) == len(years)
        assert float(counted[name]["share"]) == len(years) / WORLDS
        assert len(years) == 0 or float(counted[name]["median"]) == np.median(years)
    assert counted["never"]["median"] == "" and counted["pledged"]["share"] == "1"


def test_plots_mark_the_median_year_and_the_share_of_worlds(scenario, folder, happened):
    marked = {event.id: event for event in as_it_mostly_happened(scenario, folder).events}
    assert "never" not in marked
    years = happened[happened[:, 1] != NEVER, 1] + 2010
    assert marked["a-crisis"].year == round(float(np.median(years)))
    assert marked["a-crisis"].probability == len(years) / WORLDS
    assert as_it_mostly_happened(scenario, folder / "plots") is scenario  # no table there


def test_the_events_of_a_world_are_written_with_their_years(scenario, happened):
    assert as_it_happened(scenario, np.full(4, float(NEVER))).events == ()
    answer, crisis, order = as_it_happened(scenario, np.array([4.0, 5.0, NEVER, 4.0])).events
    assert (answer.year, answer.until, crisis.year, crisis.until) == (2014, 2016, 2015, None)
    assert order.year == 2014 and order.values["delivered"] == (2015, 2016)
    assert not any(event.differs for event in (answer, crisis, order))


def test_an_event_that_waits_for_one_left_out_never_begins(scenario):
    file = scenario.path.with_name("waits.yaml")
    waits = "  - {id: waits, year: 2012, why: w, if: {event: {id: pledged}}, " + LIFT
    file.write_text(SMALL + EVENTS + waits, encoding="utf-8")
    whole = load(file)
    fewer = replace(whole, events=tuple(e for e in whole.events if e.id != "pledged"))
    assert Scenario.from_resolved(fewer.resolved()) == fewer
    [block] = list(run_worlds(build_case(whole), 0, 4))
    assert (block.happened[:, -1] == block.happened[:, -2] + 1).all()
    [block] = list(run_worlds(build_case(fewer), 0, 4))
    assert (block.happened[:, -1] == NEVER).all()


def test_a_probability_is_a_number_that_a_sweep_may_vary(scenario):
    theatre = build_case(scenario).theatre
    key = key_of("events.a-crisis.probability", scenario, theatre)
    varied, _ = changed(scenario, theatre, {key: 0.75})
    assert [e.probability for e in varied.events if e.id == "a-crisis"] == [0.75]


def test_story_and_explain_tell_what_happened_in_that_world(scenario, happened):
    case = build_case(scenario)
    world = int(np.argwhere((happened[:, 0] != NEVER) & (happened[:, 1] == NEVER))[0, 0])
    year = 2010 + int(happened[world, 0])
    own, buyers = case_of_world(case, world), [case.theatre.buyers.index("Alba")]
    told = chronicle(own, world, buyers, [0, 1, 2], case.years)
    text = story_of(told, own, buyers, [0, 1, 2], "World.", case.scenario)
    hung_on = "if Alba orders land arms from Sudor of at least 5 TIV, 2 years later"
    of_year = text[text.index(f"## {year}") : text.index(f"## {year + 1}")]
    line = (
        f"Norden refuses arms to Alba (until {year + 2}), in this world ({hung_on}). The supposed"
    )
    assert line in of_year
    before = text[text.index(f"## {year - 2}") : text.index(f"## {year - 1}")]
    assert "**Alba** orders from **Sudor**: land" in before
    chance = "year drawn, in 50% of worlds"
    assert f"Not in this world: Alba needs more arms (2013–2016 ({chance}))" in text
    lines = list(happened_words(case, own.scenario))
    assert lines[0] == f"In this world: Norden refuses arms to Alba, {year}–{year + 2} ({hung_on})."
    assert lines[1] == f"In this world there is no 'Alba needs more arms', 2013–2016 ({chance})."
