"""A choice behind a screen: the logit where all offer, counted frequencies where they do not."""

import numpy as np
import pytest

from sim.estimate.screened import ln_chances

RANDOM = np.random.default_rng(1)
UTILITY = RANDOM.normal(0.0, 3.0, (60, 5))
CHOICE = RANDOM.integers(0, 5, 60)
CHANCE = RANDOM.uniform(0.05, 1.0, (60, 5))


def test_where_all_offer_it_is_the_logit():
    found, slope = ln_chances(UTILITY, np.ones(UTILITY.shape), CHOICE)
    share = np.exp(UTILITY) / np.exp(UTILITY).sum(axis=1, keepdims=True)
    rows = np.arange(60)
    assert found == pytest.approx(np.log(share[rows, CHOICE]), abs=1e-6)
    assert slope == pytest.approx(np.eye(5)[CHOICE] - share, abs=1e-6)


def test_chances_of_all_alternatives_add_up_to_one():
    CHANCE[:, 2] = 0.0
    others = (0, 1, 3, 4)
    total = sum(np.exp(ln_chances(UTILITY, CHANCE, np.full(60, s))[0]) for s in others)
    assert total == pytest.approx(np.ones(60), abs=1e-6)


def test_slopes_are_those_of_the_logarithm():
    chosen = np.where(CHOICE == 2, 3, CHOICE)
    _, slope = ln_chances(UTILITY, CHANCE, chosen)
    for s in range(5):
        step = 1e-4 * np.eye(5)[s]
        above, below = (ln_chances(UTILITY + h, CHANCE, chosen)[0] for h in (step, -step))
        assert slope[:, s] == pytest.approx((above - below) / 2e-4, abs=1e-4)


def test_it_is_how_often_the_best_of_those_offered_is_taken():
    draws, row = 200_000, 7
    offered = RANDOM.random((draws, 5)) < CHANCE[row]
    values = np.where(offered, 0.3 * UTILITY[row] + RANDOM.gumbel(size=(draws, 5)), -np.inf)
    taken = values[offered.any(axis=1)].argmax(axis=1)
    for s in np.flatnonzero(CHANCE[row]):
        found, _ = ln_chances(0.3 * UTILITY[[row]], CHANCE[[row]], np.array([s]))
        assert np.exp(found[0]) == pytest.approx((taken == s).mean(), abs=0.005)
