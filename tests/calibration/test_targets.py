"""The step toward the targets: its score, its direction, its length."""

from dataclasses import dataclass

import numpy as np
import pytest

from sim.base.distributions import Normal
from sim.calibration.belief import Belief, case_at
from sim.calibration.targets import TRIED, Look, tilted
from sim.experiment.case import build_case
from sim.measure.scoring import crps
from sim.score.asked import ScorableClaim


@dataclass(frozen=True)
class Toy(Look):
    """Targets that are sums of scores and noise; nothing is simulated."""

    weights: np.ndarray  # [D, T]
    observed: np.ndarray  # [T]

    def values(self, belief, drawn, first):
        self.tick(len(drawn))
        noise = np.random.default_rng(first).normal(0.0, 0.5, (len(drawn), len(self.observed)))
        return belief.scores(drawn) @ self.weights + noise

    def _observed(self):
        return self.observed.tolist()


class _Item:
    def __init__(self, name):
        self.claim = type("Claim", (), {"id": name})()


def toy(observed, weights):
    asked: list[ScorableClaim] = [_Item(f"Q{i}") for i in range(len(observed))]
    return Toy(None, asked, 1, lambda _: None, np.array(weights), np.array(observed))


PRIORS = {"a": Normal(0.0, 1.0), "b": Normal(0.0, 1.0), "c": Normal(0.0, 1.0)}
START = Belief(PRIORS, np.zeros(3), np.diag([1.0, 0.5, 1.0]))


def step_toward(observed, weights, nats, worlds=2000):
    random = np.random.Generator(np.random.Philox(1))
    return tilted(START, toy(observed, weights), nats, worlds, random)


def test_the_score_is_that_of_the_score_card():
    values = np.random.default_rng(2).normal(1.0, 2.0, (300, 2))
    values[4, 1] = np.nan
    look = toy([0.3, 1.5], np.zeros((3, 2)))
    assert look.crps(values) == pytest.approx(
        [crps(values[:, 0], 0.3), crps(values[:, 1], 1.5)], rel=1e-9
    )


def test_a_pull_is_what_a_world_more_adds_to_the_score():
    values = np.random.default_rng(2).normal(1.0, 2.0, (200, 1))
    look, pulls = toy([0.3], np.zeros((3, 1))), None
    pulls, plain = look.pulls(values), look.crps(values)[0]
    assert pulls.mean() == pytest.approx(0.0, abs=1e-12)
    for world in (0, 7, 90):  # a weight more for one world, to the first order
        copies = np.concatenate([np.repeat(values, 200, axis=0), np.repeat(values[[world]], 2, 0)])
        grown = look.crps(copies)[0] - plain
        assert grown == pytest.approx(2 / len(copies) * pulls[world, 0], rel=0.02)


def test_a_belief_is_moved_toward_the_record_by_as_many_nats_as_are_allowed():
    found, tilt = step_toward([3.0], [[1.0], [1.0], [0.0]], 0.5)
    assert tilt.nats == pytest.approx(0.5) and tilt.tried[-1] < tilt.tried[0] < 1
    assert found.mean[0] > 0 and found.mean[1] > 0
    # b tells less of its own: its errors are half as large, so is its slope
    assert tilt.step[1] / tilt.step[0] == pytest.approx(0.5, abs=0.15)
    assert tilt.step[2] == 0 and not tilt.followed[2]
    assert np.array_equal(found.root, START.root)
    assert (tilt.after < tilt.before).all()


@pytest.mark.parametrize("nats", [0.0, 0.1, 2.0, 20.0])
def test_it_never_goes_farther(nats):
    _, tilt = step_toward([3.0], [[1.0], [1.0], [0.0]], nats)
    assert 0 <= tilt.nats <= nats + 1e-12
    assert tilt.nats in [pytest.approx(part**2 * nats) for part in (0.0, *TRIED)]


def test_what_is_at_the_record_already_stays():
    found, tilt = step_toward([0.0], [[1.0], [0.0], [0.0]], 2.0)
    assert tilt.nats == 0 and np.array_equal(found.mean, START.mean)


def test_worlds_get_the_scores_of_parameters_and_events(plan):
    case = build_case(plan.scenario)
    priors = {"affinity": Normal(1.0, 0.1), "event closer": Normal(0.0, 1.0)}
    scores = np.array([[0.0, 0.5], [2.0, -1.5]])
    at = case_at(case, priors, scores, 5)
    p = at.parameters(5, 2)
    assert p["affinity"] == pytest.approx([1.0, 1.2])
    assert p["veto"].tolist() == case.parameters(5, 2)["veto"].tolist()
    usual = case.event_scores(5, 2)
    assert at.event_scores(5, 2)[:, 0].tolist() == [0.5, -1.5]
    assert np.array_equal(at.event_scores(5, 2)[:, 1:], usual[:, 1:])
