"""Yearly ties: chances by hand, and a logit that learns what it should."""

import numpy as np
import pytest

from sim.backtest.ties import (
    LEAST,
    MODEL,
    OF_ORDERS,
    TERMS,
    Ties,
    logit_chances,
    terms_of,
    tie_scores,
    tied,
)

ALL = np.ones((20, 12), dtype=bool)


def world(seed, kept=0.9, begun=0.05):
    """Volumes [20, 12, 15] in which most ties last and few begin."""
    lots = np.random.default_rng(seed)
    ties = np.zeros((20, 12, 16), dtype=bool)
    for year in range(1, 16):
        chance = np.where(ties[..., year - 1], kept, begun)
        ties[..., year] = lots.random((20, 12)) < chance
    return ties[..., 1:] * 5.0


def test_half_a_tiv_makes_a_tie():
    assert tied(np.array([0.0, LEAST - 0.01, LEAST])).tolist() == [False, False, True]


def test_terms_by_hand():
    delivered = np.array([[[3.0, 0.0, 1.0], [0.0, 0.4, 0.2]]])
    named = dict(zip(TERMS, terms_of(delivered, None)[0].T.tolist(), strict=True))
    assert named["tie 1 years ago"] == [1, 0] and named["tie 2 years ago"] == [0, 0]
    assert named["decayed ties"] == pytest.approx([(0.64 + 1) / (0.64 + 0.8 + 1), 0])
    assert named["decayed deliveries"][1] == pytest.approx(np.log1p(0.8 * 0.4 + 0.2))
    assert named["the buyer's ties"] == pytest.approx([np.log(2)] * 2)
    assert named["the supplier's ties"] == pytest.approx([np.log(2), 0])
    assert terms_of(delivered, delivered).shape[2] == len(TERMS) + len(OF_ORDERS)


def test_a_logit_finds_how_often_ties_last_and_begin():
    delivered = world(1)
    chances = logit_chances(delivered, None, ALL)
    last = tied(delivered[..., -1])
    assert chances[last].mean() == pytest.approx(0.9, abs=0.04)
    assert chances[~last].mean() == pytest.approx(0.05, abs=0.03)


def test_orders_tell_a_logit_which_ties_begin():
    delivered = world(2, kept=0.5, begun=0.2)
    ordered = np.zeros_like(delivered)
    ordered[..., :-1] = 3 * delivered[..., 1:]  # whatever comes was ordered the year before
    lots = np.random.default_rng(3)
    placed = lots.random((20, 12)) < 0.3
    ordered[..., -1] = 15.0 * placed
    told = logit_chances(delivered, ordered + 0.5 * lots.random(ordered.shape), ALL)
    assert told[placed].mean() > 0.9 > 0.1 > told[~placed].mean()


def test_without_any_tie_nothing_is_expected():
    assert not logit_chances(np.zeros((20, 12, 6)), None, ALL).any()


def test_new_and_repeated_ties_are_scored_apart():
    found = Ties(
        2013, {MODEL: np.array([0.9, 0.2, 0.6, 0.1])}, np.array([True, False, False, True]),
        np.array([False, False, True, True]),
    )  # fmt: skip
    scores = {item.among: item for item in tie_scores([found, found])}
    assert [scores[name].pairs for name in ("all", "new", "repeated")] == [8, 4, 4]
    assert scores["all"].ties == 4 and scores["new"].ties == 2
    assert scores["repeated"].roc == 1 and scores["new"].roc == 0
    assert scores["repeated"].brier == pytest.approx((0.01 + 0.04) / 2)
    assert tie_scores([]) == []
