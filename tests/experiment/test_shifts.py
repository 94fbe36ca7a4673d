"""Events have sizes of their own: shared by name, drawn by world, known to a posterior."""

from dataclasses import replace

import numpy as np
import pytest

from sim.base.distributions import Constant
from sim.document.frozen import FrozenMap
from sim.experiment.case import build_case, draw_event_scores
from sim.experiment.posterior import load_posterior, write_posterior
from sim.experiment.shifts import sized_events
from sim.experiment.worlds import run_worlds
from sim.model.grids import array_of
from sim.model.world import W
from sim.model.year import SHIFT_POLITICS, run_stage
from sim.scenario import load

HISTORY = replace(load("history"), parameters="prior", last_year=2009, measures=())
IDS = [event.id for event in sized_events(HISTORY)]


def test_sizes_hang_on_the_name_of_an_event_and_nothing_else():
    scores = draw_event_scores(HISTORY, 0, 50)
    fewer = replace(HISTORY, events=tuple(e for e in HISTORY.events if e.id in IDS[2:5]))
    assert np.array_equal(draw_event_scores(fewer, 0, 50), scores[:, 2:5])
    assert np.array_equal(draw_event_scores(HISTORY, 20, 30), scores[20:])
    renamed = HISTORY.events[1].model_copy(update={"id": "another"})
    other = replace(HISTORY, events=(HISTORY.events[0], renamed))
    assert not np.intersect1d(draw_event_scores(other, 0, 50), scores).size
    assert not np.intersect1d(draw_event_scores(replace(HISTORY, seed=9), 0, 50), scores).size


def test_scores_are_standard_normal_and_0_where_parameters_are_central():
    scores = draw_event_scores(HISTORY, 0, 2000)
    assert np.abs(scores.mean(axis=0)).max() < 4 / np.sqrt(2000)
    assert np.abs(scores.std(axis=0) - 1).max() < 0.08
    assert np.abs(np.corrcoef(scores.T) - np.eye(len(IDS))).max() < 0.1
    assert not draw_event_scores(replace(HISTORY, parameters="central"), 0, 3).any()


def test_a_posterior_gives_the_scores_that_it_knows_with_the_rest_of_its_row(tmp_path):
    known = np.linspace(-2, 2, 40)
    file = tmp_path / "p.parquet"
    write_posterior(file, ("veto", f"event {IDS[1]}"), np.column_stack([known + 5, known]), {})
    posterior = load_posterior(file)
    assert posterior.names == ("veto",) and posterior.events == (IDS[1],)
    case = build_case(replace(HISTORY, parameters=str(file)))
    scores, p = case.event_scores(0, 30), case.parameters(0, 30)
    assert p["veto"] == pytest.approx(scores[:, 1] + 5)
    others = [h for h in range(len(IDS)) if h != 1]
    assert np.array_equal(scores[:, others], draw_event_scores(HISTORY, 0, 30)[:, others])


def test_an_event_shifts_politics_by_its_own_size():
    scenario = replace(HISTORY, settings=FrozenMap({"event_spread": Constant(0.7)}))
    case = build_case(scenario)
    world, t = case.world(3), 2004 - 2003
    run_stage(SHIFT_POLITICS, t, case.fixed, case.forcing, world)
    b, s = (case.theatre.buyers.index("Pakistan"), case.theatre.suppliers.index("United States"))
    score = case.event_scores(3, 1)[0, IDS.index("pakistan-major-ally")]
    assert array_of(world, W.ALIGNMENT)[b, s] == pytest.approx(np.exp(0.7 * score))
    assert score != 0


def test_without_spread_all_events_of_a_kind_are_alike():
    scenario = replace(HISTORY, settings=FrozenMap({"event_spread": Constant(0.0)}))
    case = build_case(scenario)
    alike = replace(case, scores_given=np.zeros((4, len(IDS))))
    [one], [other] = (list(run_worlds(c, 0, 4)) for c in (case, alike))
    assert np.array_equal(one.orders.place, other.orders.place)
    spread = build_case(replace(HISTORY, settings=FrozenMap({"event_spread": Constant(1.0)})))
    [third] = run_worlds(spread, 0, 4)
    assert not np.array_equal(one.orders.place, third.orders.place)
