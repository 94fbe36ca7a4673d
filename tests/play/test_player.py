"""The model as Mesa's tools take it, and states whose choices somebody else makes."""

import mesa
import numpy as np
import pytest

from sim import ArmsMarket, Player
from sim.experiment.case import build_case
from sim.scenario import load

YEARS = 3


class AsAdvised(Player):
    """Pakistan says itself what the model would choose."""

    def decide(self):
        if self.name == "Pakistan":
            for tender in self.tenders():
                offer = None if tender.advised is None else tender.offer_of(tender.advised)
                assert self.accept(offer) if offer is not None else not tender.offers


class Idle(Player):
    """Pakistan buys nothing."""

    def decide(self):
        if self.name == "Pakistan":
            for tender in self.tenders():
                self.decline(tender)


def played(state_class=None):
    market = (
        ArmsMarket(number=3)
        if state_class is None
        else ArmsMarket(number=3, state_class=state_class)
    )
    for _ in range(YEARS):
        market.step()
    return market


@pytest.fixture(scope="module")
def alone():
    return played()


def test_it_is_the_world_of_the_same_number(alone):
    market = build_case(load("history")).market(3)
    for _ in range(YEARS):
        market.step()
    np.testing.assert_array_equal(market.world.data, alone.world.data)


def test_a_player_that_chooses_as_the_model_does_changes_no_bit(alone):
    market = played(AsAdvised)
    np.testing.assert_array_equal(market.orders().place, alone.orders().place)
    np.testing.assert_array_equal(market.orders().value, alone.orders().value)
    np.testing.assert_array_equal(market.state("Pakistan").stock, alone.state("Pakistan").stock)


def test_what_is_declined_is_not_bought(alone):
    market = played(Idle)
    assert market.state("Pakistan").stock < alone.state("Pakistan").stock
    assert len(market.orders().place) < len(alone.orders().place)


def test_offers_are_there_only_while_a_state_decides(alone):
    market = ArmsMarket(state_class=Idle)
    with pytest.raises(RuntimeError, match="override 'decide'"):
        market.state("Pakistan").offers()


def test_mesas_batch_runner_takes_it():
    rows = mesa.batch_run(
        ArmsMarket, {"scenario": "history", "number": [0, 1]}, max_steps=2, display_progress=False
    )
    assert {row["number"] for row in rows} == {0, 1}
    assert all(row["ordered"] > 0 for row in rows)


def test_another_seed_is_another_world(alone):
    other = ArmsMarket(number=3, rng=7)
    other.step()
    assert other.case.scenario.seed == 7
    with pytest.raises(TypeError, match="whole number"):
        ArmsMarket(rng=0.5)
